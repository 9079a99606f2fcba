//! A callee without the option that its caller has: the name that is missing says which, and the note where.
use autodiff::grad;

#[grad]
fn callee(x: f64) -> f64 {
    x * x
}

#[grad(jvp, hvp)]
fn caller(x: f64) -> f64 {
    callee(x)
}

struct Spring(f64);

#[grad]
impl Spring {
    fn energy(&self, x: f64) -> f64 {
        self.0 * x * x
    }
}

#[grad(jvp)]
fn of_method(x: f64) -> f64 {
    Spring(1.0).energy(x)
}

fn main() {
    let _ = caller_jvp(1.0, 1.0);
    let _ = of_method_jvp(1.0, 1.0);
}
