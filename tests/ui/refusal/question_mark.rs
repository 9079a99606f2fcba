//! `?` is refused at the expression it follows.
use autodiff::grad;

#[grad]
fn f(x: f64) -> f64 {
    let parse = |text: &str| -> Option<f64> { Some(text.parse::<f64>().ok()? * 2.0) };
    x * parse("3").unwrap_or(1.0)
}

fn main() {
    let _ = f_grad(2.0);
}
