#![allow(unused)]
#[macro_use]
mod common;
use autodiff::grad;

struct Model { rate: f64 }
#[grad]
impl Model {
    fn push(&self, x: f64) -> f64 { self.rate * x }
    fn f(&self, x: f64) -> f64 { self.push(x) * x }
}
#[grad]
fn g(m: &Model, x: f64) -> f64 { m.push(x) }
#[test]
fn t() { assert_eq!(Model { rate: 2.0 }.f_grad(3.0), 12.0); assert_eq!(g_grad(&Model { rate: 2.0 }, 3.0), 2.0); }
#[grad]
fn row(x: f64) -> f64 {
    let mut a = [[1.0, 2.0], [3.0, 4.0]];
    let row = a.first_mut().unwrap();
    row[0] = x;
    *a.last_mut().unwrap() = [x * x, x];
    a[0][0] + a[1][1] + a[1][0]
}
#[test]
fn t2() { assert_eq!(row_grad(3.0), 8.0); }
#[grad(wrt(y))]
fn narrowed(x: &[f64], y: f64) -> f64 { both(&x[1..], &x[..2]) * y }
#[grad]
fn both(a: &[f64], b: &[f64]) -> f64 { a[0] * b[0] }
#[test]
fn t3() { assert_eq!(narrowed_grad(&[2.0, 3.0], 1.0), 6.0); }
#[grad(wrt(y))]
fn narrowed2(x: &[Vec<f64>], y: f64) -> f64 { both(&x[1], &x[0]) * y + both(&x[0][1..], &x[0]) }
#[grad]
fn rows2(y: f64) -> f64 { let m = vec![vec![y], vec![y * y]]; both(&m[1], &m[0]) }
#[grad]
fn wide(x: &[Vec<f64>], y: f64) -> f64 { both(&x[1], &x[0]) * y + both(&x[0][1..], &x[0]) }
#[test]
fn t4() { assert_eq!(narrowed2_grad(&[vec![2.0, 3.0], vec![5.0]], 1.0), 10.0);
 assert_eq!(rows2_grad(2.0), 12.0);
 assert_eq!(wide_grad(&[vec![2.0, 3.0], vec![5.0]], 1.0), (vec![vec![5.0 + 3.0, 2.0], vec![2.0]], 10.0));
  }
