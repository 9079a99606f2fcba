use autodiff::grad;

#[grad]
fn f(x: f64) -> f64 {
    let y: i32 = x * 2.0;
    y * x
}

fn main() {
    let _ = f(1.0);
}
