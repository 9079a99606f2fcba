//! `#[cfg]` on a statement, an expression or a match arm of the body is refused at the attribute.
use autodiff::grad;

#[grad]
fn f(x: f64) -> f64 {
    #[cfg(all())]
    let y = x * x;
    #[cfg(not(all()))]
    let y = x;
    match y > 1.0 {
        #[cfg(all())]
        true => y,
        _ => x,
    }
}

fn main() {
    let _ = f_grad(2.0);
}
