//! A function or block without a differentiated parameter is refused at its name, and `wrt` is suggested.
use autodiff::grad;

type Scalar = f64;

#[grad]
fn f(x: Scalar, n: i32) -> f64 {
    x * f64::from(n)
}

struct Counter(u32);

#[grad]
impl Counter {
    fn next(&self) -> u32 {
        self.0 + 1
    }
}

fn main() {
    let _ = f(2.0, 3) + f64::from(Counter(0).next());
}
