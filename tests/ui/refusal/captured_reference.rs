//! A format string that names a reference to a differentiated place is refused at the string.
use autodiff::grad;

#[grad]
fn f(x: f64) -> f64 {
    let mut y = x * 2.0;
    let place = &mut y;
    *place *= x;
    println!("{place}");
    y
}

fn main() {
    let _ = f_grad(2.0);
}
