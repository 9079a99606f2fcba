//! Methods with the names of a `Vec`'s that are another type's are not taken for them.
use autodiff::grad;
use std::ops::{Deref, DerefMut};

struct Ring(Vec<f64>);

impl Ring {
    fn push(&mut self, value: f64) {
        self.0.insert(0, value);
    }
}

impl Deref for Ring {
    type Target = Vec<f64>;
    fn deref(&self) -> &Vec<f64> {
        &self.0
    }
}

impl DerefMut for Ring {
    fn deref_mut(&mut self) -> &mut Vec<f64> {
        &mut self.0
    }
}

#[grad]
fn f(x: f64) -> f64 {
    let mut ring = Ring(vec![1.0]);
    ring.push(x);
    x
}

fn main() {
    let _ = f_grad(2.0);
}
