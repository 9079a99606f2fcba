//! All mistakes of a function are reported in one go, each where it stands, and `f_grad`, `f_value_and_grad` and
//! `f_grad_into` still resolve: no "cannot find" follows.
use autodiff::grad;

#[grad(wrt(x, k), dump, dump)]
fn f(x: &[f64], y: f64) -> f64 {
    let mut sum = 0.0;
    for i in 0..x.len() {
        sum += x[i];
    }
    let word = y.to_bits();
    let three = unsafe { 3.0 };
    sum * x.iter().sum::<f64>() * three + (word % 2) as f64 + y.gamma()
}

struct Model;

#[grad]
impl Model {
    fn one(&self, x: f64) -> f64 {
        x.erf()
    }

    fn two(&self, x: f64) -> f64 {
        let cube = |y: f64| y * x;
        cube(x)
    }
}

fn main() {
    let _ = f_grad(&[2.0], 3.0);
    let _ = f_value_and_grad(&[2.0], 3.0);
    let _ = f_grad_into(&[2.0], 3.0, &mut [0.0]);
    let _ = (Model.one_grad(2.0), Model.two_grad(2.0));
}
