//! A loop that changes or produces a differentiated value is refused as a whole.
use autodiff::grad;

#[grad]
fn counted(x: f64) -> f64 {
    let mut power = 1.0;
    for _ in 0..3 {
        power *= x;
    }
    power
}

#[grad]
fn halving(x: f64) -> f64 {
    let mut y = x;
    while y > 1.0 {
        y /= 2.0;
    }
    y
}

#[grad]
fn first_large(x: f64) -> f64 {
    let mut n = 1.0;
    loop {
        n += 1.0;
        if n > 10.0 {
            break x * n;
        }
    }
}

fn main() {
    let _ = counted_grad(2.0) + halving_grad(2.0) + first_large_grad(2.0);
}
