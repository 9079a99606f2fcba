//! `#[grad]` on `impl Trait for Type`, and calls of the methods in it.

#[macro_use]
mod common;

use std::cell::RefCell;
use std::rc::Rc;

use autodiff::{Real, grad};

mod physics {
    pub(crate) trait Energy {
        type Unit;
        const SCALE: f64;
        fn stiffness(&self) -> f64;
        fn energy(&self, x: f64) -> f64;
        fn scaled<T: Into<f64>>(&self, x: f64, by: T) -> f64;
        fn wave(x: f64) -> f64;
        fn power(&self, x: f64, n: u32) -> f64;
        fn relax(&mut self, x: &mut f64);
        fn doubled(&self, x: f64) -> f64 {
            2.0 * self.energy(x)
        }
    }
}

pub(crate) struct Spring {
    stiffness: f64,
    calls: u32,
}

#[grad(jvp, hvp)]
impl physics::Energy for Spring {
    type Unit = u32;
    const SCALE: f64 = 0.5;
    fn stiffness(&self) -> f64 {
        self.stiffness
    }
    fn energy(&self, x: f64) -> f64 {
        let one: Self::Unit = 1;
        f64::from(one) * Self::SCALE * self.stiffness() * x * x
    }
    fn scaled<T: Into<f64>>(&self, x: f64, by: T) -> f64 {
        self.energy(x) * by.into()
    }
    fn wave(x: f64) -> f64 {
        x.sin()
    }
    fn power(&self, x: f64, n: u32) -> f64 {
        if n == 0 { Self::SCALE } else { x * self.power(x, n - 1) }
    }
    fn relax(&mut self, x: &mut f64) {
        self.calls += 1;
        *x *= Self::wave(*x);
    }
}

use physics::Energy as _;

fn spring() -> Spring {
    Spring { stiffness: 3.0, calls: 0 }
}

program! {
    methods_of_a_trait, f(&mut spring(), x) for [x] in [[2.0], [-0.5]], allocates,
        gives [
            3.0 * x * x.sin() + 1.5 * x * x * x.cos() + 9.0 * x + x + 6.0 * x + x.sin() + x * x.cos() + 1.0
        ];
    #[grad]
    pub(crate) fn f(s: &mut Spring, x: f64) -> f64 {
        let mut y = x;
        s.relax(&mut y);
        let energy = s.energy(x) * Spring::wave(x);
        energy + s.scaled(x, 2.0_f32) + s.scaled::<f64>(x, 1.0) + s.power(x, 2) + 2.0 * s.energy(x) + y
            + x * f64::from(s.calls)
    }
}

program! {
    receivers_behind_pointers, f(x) for [x] in [[2.0]], allocates, gives [21.0 * x];
    #[grad]
    fn all(boxed: Box<Spring>, shared: &Rc<Spring>, many: &[Spring], pair: (Spring, u32), x: f64) -> f64 {
        boxed.energy(x)
            + shared.energy(x)
            + many[0].energy(x)
            + pair.0.energy(x)
            + spring().energy(x)
            + (&&boxed).energy(x)
            + RefCell::new(spring()).borrow().energy(x)
    }
    #[grad]
    pub(crate) fn f(x: f64) -> f64 {
        all(Box::new(spring()), &Rc::new(spring()), &[spring()], (spring(), 1), x)
    }
}

/// A type that dereferences to another: its own method is called, and differentiated.
struct Stiff(Spring);

impl core::ops::Deref for Stiff {
    type Target = Spring;
    fn deref(&self) -> &Spring {
        &self.0
    }
}

#[grad(jvp, hvp)]
impl Stiff {
    fn energy(&self, x: f64) -> f64 {
        (**self).energy(x) * x
    }
}

trait Evaluate<T> {
    fn evaluate(&self, x: T) -> T;
}

struct Scale<T> {
    by: T,
}

#[grad(jvp, hvp)]
impl<T: Real> Evaluate<T> for Scale<T> {
    fn evaluate(&self, x: T) -> T {
        self.by * x * x
    }
}

#[test]
fn companions_are_methods_of_the_type() {
    let mut s = spring();
    assert_eq!(s.energy_value_and_grad(2.0), (6.0, 6.0));
    assert_eq!(Spring::wave_grad(0.0), 1.0);
    assert_eq!(s.power_grad(2.0, 2), 2.0);
    assert_eq!(s.scaled_grad(2.0, 2.0_f32), 12.0);
    assert_eq!(Scale { by: 2.0_f32 }.evaluate_grad(3.0), 12.0);
    assert_eq!(Stiff(spring()).energy_grad(2.0), 18.0);
    assert_eq!(spring().doubled(2.0), 12.0);
    s.relax(&mut 1.0);
    assert_eq!(s.calls, 1);
}
