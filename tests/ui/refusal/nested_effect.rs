//! A change of a differentiated variable is refused where it would be lost: in what only a failing comparison makes, in the
//! part of a list without a derivative that a method changes, in a message.
use autodiff::grad;

#[grad]
fn f(x: f64) -> f64 {
    let mut y = x;
    assert_eq!(x, 1.0, "{}", {
        y *= x;
        y
    });
    y
}

#[grad]
fn receiver(x: f64) -> f64 {
    let (mut y, mut counts) = (x, [1, 2, 3]);
    counts[{
        y *= x;
        1
    }..]
        .reverse();
    y * f64::from(counts[1])
}

#[grad]
fn message(x: f64) -> f64 {
    let (mut y, mut v) = (x, vec![x]);
    let last = v.pop().expect({
        y *= x;
        "no number"
    });
    y * last
}

fn main() {
    let _ = (f_grad(2.0), receiver_grad(2.0), message_grad(2.0));
}
