//! A callee without `lanes`, which its caller has, or without `jvp` beside it; and one that has both, but is a derivative:
//! the errors say why, and what to do.
use autodiff::grad;

#[grad(jvp)]
fn plain(x: f64) -> f64 {
    x * x
}

#[grad(lanes)]
fn without_tangent(x: f64) -> f64 {
    x * x
}

struct Spring(f64);

#[grad(jvp)]
impl Spring {
    fn energy(&self, x: f64) -> f64 {
        self.0 * x * x
    }
}

#[grad(jvp, hvp, lanes)]
fn sloped(x: f64) -> f64 {
    x * x * x
}

#[grad(jvp, hvp)]
fn bent(x: f64) -> f64 {
    x * x * x
}

#[grad(jacobian, lanes)]
fn by_columns(x: [f64; 2]) -> [f64; 2] {
    [plain(x[0]), without_tangent(x[1])]
}

#[grad(jacobian, lanes)]
fn of_method(spring: &Spring, x: [f64; 3]) -> [f64; 2] {
    [spring.energy(x[0]), x[1] * x[2]]
}

#[grad(jacobian, lanes)]
fn by_rows(x: [f64; 3]) -> [f64; 2] {
    [sloped_grad(x[0]), x[1] * bent_jvp(x[2], 1.0).1]
}

fn main() {
    let _ = by_columns_jacobian([1.0, 1.0]);
    let _ = of_method_jacobian(&Spring(1.0), [1.0, 1.0, 2.0]);
    let _ = by_rows_jacobian([1.0, 1.0, 2.0]);
}
