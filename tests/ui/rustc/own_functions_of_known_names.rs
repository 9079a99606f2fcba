//! A function that only bears the name of one that `#[grad]` knows is an error, not a wrong derivative.

use autodiff::grad;

mod mem {
    pub fn swap(a: &mut f64, b: &mut f64) {
        *a += *b;
    }

    pub fn replace<T>(a: &mut T, b: T) -> T {
        *a = b;
        unimplemented!()
    }
}

mod own {
    pub fn stop_gradient<T: core::ops::Mul<Output = T> + Copy>(x: T) -> T {
        x * x
    }
}

#[grad]
fn swapped(x: f64, y: f64) -> f64 {
    let (mut a, mut b) = (x, y);
    mem::swap(&mut a, &mut b);
    a * b
}

#[grad]
fn replaced(x: f64, y: f64) -> f64 {
    let mut a = x;
    let b = mem::replace(&mut a, y);
    a * b
}

#[grad]
fn stopped(x: f64) -> f64 {
    let y = if x > 0.0 {
        use own::stop_gradient;
        stop_gradient(x) * 2.0
    } else {
        own::stop_gradient::<f64>(x)
    };
    x * y
}

fn main() {}
