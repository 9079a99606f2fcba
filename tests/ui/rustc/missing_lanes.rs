//! A callee without `lanes`, which its caller has: the name that is missing says which option. And one that has it, but
//! cannot run in lanes: the error says why, and what to do.
use autodiff::grad;

#[grad(jvp)]
fn plain(x: f64) -> f64 {
    x * x
}

#[grad(jvp, hvp, lanes)]
fn sloped(x: f64) -> f64 {
    x * x * x
}

#[grad(jacobian, lanes)]
fn by_columns(x: [f64; 2]) -> [f64; 2] {
    [plain(x[0]), x[1]]
}

#[grad(jacobian, lanes)]
fn by_rows(x: [f64; 3]) -> [f64; 2] {
    [sloped_grad(x[0]), x[1] * x[2]]
}

fn main() {
    let _ = by_columns_jacobian([1.0, 1.0]);
    let _ = by_rows_jacobian([1.0, 1.0, 2.0]);
}
