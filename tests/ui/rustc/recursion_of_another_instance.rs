//! A call that looks like recursion but is one of a function of another type is an error, not a wrong derivative.

use autodiff::grad;

struct Tag<K>(K);

struct A;

struct B;

#[grad]
impl Tag<A> {
    fn r(x: f64, n: u32) -> f64 {
        if n == 0 { x } else { Tag::<B>::r(x, n - 1) }
    }
}

#[grad]
impl Tag<B> {
    fn r(x: f64, n: u32) -> f64 {
        x.powi(n as i32)
    }
}

fn main() {
    let _ = (Tag(A), Tag(B));
}
