//! One function, and who computes its gradient.

use std::hint::black_box;

use ad_trait::AD;
use ad_trait::differentiable_function::{
    DerivativeMethodTrait, DifferentiableFunctionTrait, ForwardADMulti, ReverseAD,
};
use ad_trait::forward_ad::adfn::adfn;
use nalgebra::SVector;
use num_dual::DualSVec64;
use reverse::{Tape, Var};

/// The gradients of one function at one point. The first is the one by hand.
pub(crate) struct Contest {
    pub(crate) name: &'static str,
    pub(crate) entries: Vec<Entry>,
}

/// A way to compute value and gradient.
pub(crate) struct Entry {
    pub(crate) tool: &'static str,
    /// Calls it so many times.
    pub(crate) call: Box<dyn Fn(u64)>,
    /// The gradient, and the value behind it.
    answer: Vec<f64>,
    /// How exact it is.
    tolerance: f64,
}

/// Rounding: the tools add in different orders. A hundredfold for the cancellation that the points allow.
const ROUNDING: f64 = 100.0 * f64::EPSILON;

/// The step of central differences, which leave an error of about its square.
const STEP: f64 = 6e-6;

impl Contest {
    /// That everyone computes the same.
    pub(crate) fn check(&self) -> Result<(), String> {
        let want = &self.entries[0].answer;
        let largest = want.iter().fold(0.0_f64, |largest, x| largest.max(x.abs()));
        for Entry { tool, answer, tolerance, .. } in &self.entries {
            let near = |(a, b): (&f64, &f64)| (a - b).abs() <= tolerance * b.abs().max(largest);
            if !answer.iter().zip(want).all(near) {
                return Err(format!("{}: {tool} computes {answer:?}, not {want:?}", self.name));
            }
        }
        Ok(())
    }
}

/// Value and gradient by one tool. Point and buffer are opaque to the optimiser.
pub(crate) fn entry<const N: usize>(
    tool: &'static str,
    point: [f64; N],
    gradient: impl Fn(&[f64; N], &mut [f64; N]) -> f64 + 'static,
) -> Entry {
    let mut answer = [0.0; N];
    let value = gradient(&point, &mut answer);
    let call = move |rounds| {
        let mut buffer = [0.0; N];
        for _ in 0..rounds {
            black_box(gradient(black_box(&point), black_box(&mut buffer)));
        }
    };
    let answer = answer.into_iter().chain([value]).collect();
    Entry { tool, call: Box::new(call), answer, tolerance: ROUNDING }
}

pub(crate) fn central<const N: usize>(
    point: [f64; N],
    function: impl Fn(&[f64; N]) -> f64 + 'static,
) -> Entry {
    let gradient = move |x: &[f64; N], gradient: &mut [f64; N]| {
        let mut x = *x;
        for i in 0..N {
            let middle = x[i];
            x[i] = middle + STEP;
            let above = function(&x);
            x[i] = middle - STEP;
            gradient[i] = (above - function(&x)) / (2.0 * STEP);
            x[i] = middle;
        }
        function(&x)
    };
    Entry { tolerance: 1e-6, ..entry("central differences", point, gradient) }
}

pub(crate) fn num_dual<const N: usize>(
    point: [f64; N],
    function: impl Fn(&[DualSVec64<N>]) -> DualSVec64<N> + 'static,
) -> Entry {
    entry("num-dual", point, move |x, gradient| {
        let (value, slopes) = num_dual::gradient(
            |x: SVector<DualSVec64<N>, N>| function(x.as_slice()),
            &SVector::<f64, N>::from(*x),
        );
        gradient.copy_from_slice(slopes.as_slice());
        value
    })
}

/// The tape is made once, and cleared for each call.
pub(crate) fn tape<const N: usize>(
    point: [f64; N],
    function: impl for<'a> Fn(&[Var<'a>]) -> Var<'a> + 'static,
) -> Entry {
    let tape = Tape::new();
    entry("reverse", point, move |x, gradient| {
        tape.clear();
        let x = tape.add_vars(x);
        let value = function(&x);
        // The parameters come first on the tape.
        gradient.copy_from_slice(&value.grad()[..N]);
        value.val()
    })
}

/// A function as `ad_trait` wants it.
pub(crate) trait Generic: Clone + 'static {
    fn call<T: AD>(&self, x: &[T], constant: fn(f64) -> T) -> T;
}

#[derive(Clone)]
struct Block<F> {
    function: F,
    inputs: usize,
}

impl<F: Generic, T: AD> DifferentiableFunctionTrait<T> for Block<F> {
    const NAME: &'static str = "";

    fn call(&self, x: &[T], _: bool) -> Vec<T> {
        vec![self.function.call(x, T::constant)]
    }

    fn num_inputs(&self) -> usize {
        self.inputs
    }

    fn num_outputs(&self) -> usize {
        1
    }
}

pub(crate) fn ad_trait<const N: usize>(point: [f64; N], function: impl Generic) -> [Entry; 2] {
    fn by<const N: usize, M: DerivativeMethodTrait>(
        method: M,
        block: impl DifferentiableFunctionTrait<M::T>,
    ) -> impl Fn(&[f64; N], &mut [f64; N]) -> f64 {
        move |x, gradient| {
            let (values, rows) = method.derivative(x, &block);
            gradient.copy_from_slice(rows.as_slice());
            values[0]
        }
    }
    let block = Block { function, inputs: N };
    [
        entry("ad_trait, reverse", point, by(ReverseAD::new(), block.clone())),
        entry("ad_trait, forward", point, by(ForwardADMulti::<adfn<N>>::new(), block)),
    ]
}
