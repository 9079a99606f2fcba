use autodiff::grad;

#[grad]
fn total(v: Vec<f64>) -> f64 {
    v[0]
}

#[grad]
fn f(v: Vec<f64>) -> f64 {
    let a = total(v);
    a + v[0]
}

fn main() {
    let _ = f(vec![1.0]);
}
