//! All mistakes of a function are reported in one go, each where it stands, and the companions still resolve: no
//! "cannot find `f_grad`" follows.
use autodiff::grad;

#[grad(wrt(x, k), dump, dump)]
fn f(x: &[f64], y: f64) -> f64 {
    let word = y.to_bits();
    let scaled = |z: f64| z * y;
    x.iter().sum::<f64>() + (word % 2) as f64 + scaled(2.0) + y.to_string().len() as f64
}

struct Model;

#[grad]
impl Model {
    fn one(&self, x: f64) -> f64 {
        Some(x).unwrap_or(0.0)
    }

    fn two(&self, x: f64) -> f64 {
        let last = [x, x][..1][0];
        last * 2.0
    }
}

fn main() {
    let _: Vec<f64> = f_grad(&[2.0], 3.0);
    let _: (f64, Vec<f64>) = f_value_and_grad(&[2.0], 3.0);
    let _: f64 = f_grad_into(&[2.0], 3.0, &mut [0.0]);
    let _: f64 = Model.one_grad(2.0) + Model.two_grad(2.0);
}
