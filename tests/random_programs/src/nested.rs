//! The reference's derivatives inside of a program: what it has in place of `g_grad`, `g_jvp` and `g_hvp`.

use crate::dual::D;

/// Arguments that hold numbers.
pub trait Parts: Clone {
    /// Visits every number, in order.
    fn each(&mut self, visit: &mut dyn FnMut(&mut D));
}

impl Parts for D {
    fn each(&mut self, visit: &mut dyn FnMut(&mut D)) {
        visit(self);
    }
}

impl<P: Parts, const N: usize> Parts for [P; N] {
    fn each(&mut self, visit: &mut dyn FnMut(&mut D)) {
        self.iter_mut().for_each(|part| part.each(visit));
    }
}

impl<P: Parts> Parts for Vec<P> {
    fn each(&mut self, visit: &mut dyn FnMut(&mut D)) {
        self.iter_mut().for_each(|part| part.each(visit));
    }
}

macro_rules! tuples {
    ($($($name:ident)+;)+) => {$(
        #[allow(non_snake_case, reason = "a variable for each part")]
        impl<$($name: Parts),+> Parts for ($($name,)+) {
            fn each(&mut self, visit: &mut dyn FnMut(&mut D)) {
                let ($($name,)+) = self;
                $($name.each(visit);)+
            }
        }
    )+};
}

tuples! { A; A B; A B C; A B C E; A B C E F; A B C E F G; }

/// The gradient of `f`, which takes no gradients itself.
pub fn gradient<P: Parts>(at: &P, f: impl Fn(&P) -> D) -> P {
    let slope = |along: usize| {
        let (mut seeded, mut count) = (at.clone(), 0);
        seeded.each(&mut |x| {
            *x = x.seeded(if count == along { 1.0 } else { 0.0 });
            count += 1;
        });
        f(&seeded).slope()
    };
    let (mut out, mut count) = (at.clone(), 0);
    out.each(&mut |x| {
        *x = slope(count);
        count += 1;
    });
    out
}

/// The value of `f` and its derivative along tangents; it takes no gradients itself.
pub fn tangent<P: Parts>(at: &P, along: &P, f: impl Fn(&P) -> D) -> (D, D) {
    let mut tangents = Vec::new();
    along.clone().each(&mut |x| tangents.push(*x));
    let (mut moving, mut tangents) = (at.clone(), tangents.into_iter());
    moving.each(&mut |x| *x = x.moving(tangents.next().unwrap_or_default()));
    let out = f(&moving);
    (out.resting(), out.slope())
}

/// The gradient of `f` and the product of its Hessian with tangents; it takes no gradients itself.
pub fn product<P: Parts>(at: &P, along: &P, f: impl Fn(&P) -> D) -> (P, P) {
    let mut tangents = Vec::new();
    along.clone().each(&mut |x| tangents.push(*x));
    let value = |seed: usize| {
        let (mut moving, mut count) = (at.clone(), 0);
        moving.each(&mut |x| {
            let tangent = tangents.get(count).copied().unwrap_or_default();
            *x = x.seeded_and_moving(if count == seed { 1.0 } else { 0.0 }, tangent);
            count += 1;
        });
        f(&moving)
    };
    let (mut gradient, mut product, mut values) = (at.clone(), at.clone(), Vec::new());
    gradient.each(&mut |x| {
        values.push(value(values.len()));
        *x = values[values.len() - 1].slope();
    });
    let mut values = values.into_iter();
    product.each(&mut |x| *x = values.next().unwrap_or_default().bend());
    (gradient, product)
}
