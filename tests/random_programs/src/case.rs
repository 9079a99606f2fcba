//! What is run of a program, and how it is compared.

use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::dual::D;
use crate::rng::Rng;
use crate::watch::{Blur, DOUBLE, Notes, SINGLE, watched};

/// A point and a direction, or two lists of numbers that belong together.
pub type Pair = (Vec<f64>, Vec<f64>);

/// What takes a point and a direction.
pub type Along = fn(&[f64], &[f64]) -> Pair;

/// One expansion of a program.
#[derive(Clone, Copy)]
pub struct Variant {
    /// Its options.
    pub name: &'static str,
    /// The value and the numbers behind `&mut` arguments afterwards.
    pub value: fn(&[f64]) -> Vec<f64>,
    /// The same from `f_value_and_grad`, and the gradient.
    pub value_and_grad: fn(&[f64]) -> Pair,
    /// The gradient from `f_grad`.
    pub grad: fn(&[f64]) -> Vec<f64>,
    /// The same as `value_and_grad` from `f_grad_into`.
    pub grad_into: Option<fn(&[f64]) -> Pair>,
    /// Value and tangent from `f_jvp`, with the `&mut` arguments and their tangents.
    pub jvp: Option<Along>,
    /// Gradient and product from `f_hvp`.
    pub hvp: Option<Along>,
    /// The same from `f_hvp_into`.
    pub hvp_into: Option<Along>,
}

/// A program that was compiled.
#[derive(Clone, Copy)]
pub struct Case {
    /// What it is called in reports.
    pub number: u64,
    /// Points and directions come from it.
    pub seed: u64,
    /// How many numbers it takes.
    pub inputs: usize,
    /// Those of them that are not differentiated.
    pub fixed: &'static [usize],
    /// Its floats are `f32`.
    pub single: bool,
    /// The expansions.
    pub variants: &'static [Variant],
    /// The reference: value, and the numbers behind `&mut` arguments afterwards.
    pub reference: fn(&[D]) -> Vec<D>,
}

/// What came of a program.
#[derive(Clone, Debug, PartialEq)]
pub enum Verdict {
    /// Everything agrees.
    Agrees,
    /// The reference cannot tell.
    Unclear(&'static str),
    /// A fault: what kind, and the numbers.
    Differs(String, String),
}

/// The derivatives at one point, and how far they may be off.
struct Known {
    value: Vec<f64>,
    gradient: Vec<f64>,
    tangent: Vec<f64>,
    product: Vec<f64>,
    tolerance: [f64; 4],
}

/// Compares all of them but those that the command line names, and prints a line before and after each.
pub fn run(cases: &[Case]) {
    std::panic::set_hook(Box::new(|_| {}));
    let skipped: Vec<u64> = std::env::args().filter_map(|number| number.parse().ok()).collect();
    for case in cases.iter().filter(|case| !skipped.contains(&case.number)) {
        println!("begins\t{}\t\t", case.number);
        match compare(case) {
            Verdict::Agrees => println!("agrees\t{}\t\t", case.number),
            Verdict::Unclear(why) => println!("unclear\t{}\t{why}\t", case.number),
            Verdict::Differs(kind, detail) => println!("differs\t{}\t{kind}\t{detail}", case.number),
        }
    }
}

/// Compares one program at a few points.
pub fn compare(case: &Case) -> Verdict {
    let mut rng = Rng::new(case.seed ^ 0xabcd);
    let mut verdict = Verdict::Agrees;
    for _ in 0..3 {
        let point = numbers(&mut rng, case);
        let mut direction = numbers(&mut rng, case);
        case.fixed.iter().for_each(|at| direction[*at] = 0.0);
        match at(case, &point, &direction) {
            Ok(None) => {}
            Ok(Some(why)) => verdict = Verdict::Unclear(why),
            Err((kind, detail)) => {
                return Verdict::Differs(kind, format!("at {point:?} along {direction:?}: {detail}"));
            }
        }
    }
    verdict
}

fn numbers(rng: &mut Rng, case: &Case) -> Vec<f64> {
    let mut number = || {
        let size = 0.2 + 1.5 * rng.unit();
        let size = if case.single { (size as f32).into() } else { size };
        if rng.chance(40) { -size } else { size }
    };
    (0..case.inputs).map(|_| number()).collect()
}

type Fault = (String, String);

/// At one point: a fault, or why the reference cannot tell.
fn at(case: &Case, point: &[f64], direction: &[f64]) -> Result<Option<&'static str>, Fault> {
    let known = catch_unwind(AssertUnwindSafe(|| reference(case, point, direction)));
    let known = known.unwrap_or(Err("the reference panics"));
    for variant in case.variants {
        let name = variant.name;
        let Ok(value) = catch_unwind(|| (variant.value)(point)) else {
            return Ok(Some("the program panics"));
        };
        let ran = |what: &str, run: &dyn Fn() -> Pair| {
            catch_unwind(AssertUnwindSafe(run)).map_err(|panic| {
                let why = panic.downcast_ref::<String>().cloned();
                let why = why.or_else(|| panic.downcast_ref::<&str>().map(|why| (*why).to_owned()));
                (format!("{name} {what} panics"), why.unwrap_or_default())
            })
        };
        let (beside, gradient) = ran("f_value_and_grad", &|| (variant.value_and_grad)(point))?;
        same_bits(&format!("{name} value"), &beside, &value)?;
        let (_, alone) = ran("f_grad", &|| (Vec::new(), (variant.grad)(point)))?;
        same_bits(&format!("{name} f_grad"), &alone, &gradient)?;
        if let Some(grad_into) = variant.grad_into {
            let (beside, into) = ran("f_grad_into", &|| grad_into(point))?;
            same_bits(&format!("{name} value of f_grad_into"), &beside, &value)?;
            same_bits(&format!("{name} f_grad_into"), &into, &gradient)?;
        }
        let forward = match variant.jvp {
            Some(jvp) => Some(ran("f_jvp", &|| jvp(point, direction))?),
            None => None,
        };
        if let Some((beside, _)) = &forward {
            same_bits(&format!("{name} value of f_jvp"), beside, &value)?;
        }
        let second = match variant.hvp {
            Some(hvp) => Some(ran("f_hvp", &|| hvp(point, direction))?),
            None => None,
        };
        if let (Some(into), Some((gradient, product))) = (variant.hvp_into, &second) {
            let (beside, product_into) = ran("f_hvp_into", &|| into(point, direction))?;
            same_bits(&format!("{name} gradient of f_hvp_into"), &beside, gradient)?;
            same_bits(&format!("{name} f_hvp_into"), &product_into, product)?;
        }
        let Ok(known) = &known else { continue };
        close(&format!("{name} reference"), &value, &known.value, known.tolerance[0])?;
        close(&format!("{name} gradient"), &gradient, &known.gradient, known.tolerance[1])?;
        if let Some((_, tangent)) = forward {
            close(&format!("{name} jvp"), &tangent, &known.tangent, known.tolerance[2])?;
        }
        if let Some((beside, product)) = second {
            close(&format!("{name} gradient of f_hvp"), &beside, &known.gradient, known.tolerance[1])?;
            close(&format!("{name} hvp"), &product, &known.product, known.tolerance[3])?;
        }
    }
    Ok(known.err())
}

/// The derivatives from dual numbers, and from blurred runs how far rounding can move them.
fn reference(case: &Case, point: &[f64], direction: &[f64]) -> Result<Known, &'static str> {
    let (exact, notes) = once(case, point, direction, None);
    let mut spread = [0.0_f64; 4];
    let mut wild = notes.iter().any(|notes| notes.wild);
    for seed in 0..3 {
        let blur = Blur { seed: case.seed ^ seed, error: if case.single { SINGLE } else { DOUBLE } };
        let (blurred, others) = once(case, point, direction, Some(blur));
        if notes.iter().zip(&others).any(|(a, b)| a.trace != b.trace) {
            return Err("near a jump");
        }
        wild |= others.iter().any(|notes| notes.wild);
        for (spread, (a, b)) in spread.iter_mut().zip(exact.iter().zip(&blurred)) {
            *spread = a.iter().zip(b).fold(*spread, |most, (a, b)| most.max((a - b).abs()));
        }
    }
    if wild {
        return Err("huge or tiny numbers");
    }
    let mut tolerance = [0.0; 4];
    for ((tolerance, spread), numbers) in tolerance.iter_mut().zip(spread).zip(&exact) {
        let largest = numbers.iter().fold(0.0_f64, |most, x| most.max(x.abs()));
        // Blurred runs are worse than rounding; a few of them may all have been lucky.
        let least = if case.single { 1e-5 * largest + 1e-6 } else { 1e-12 * largest + 1e-14 };
        *tolerance = 10.0 * spread + least;
        if *tolerance > 1e-3 * largest.max(1.0) {
            return Err("rounding matters");
        }
    }
    let [value, mut gradient, tangent, mut product] = exact;
    for at in case.fixed.iter().rev() {
        gradient.remove(*at);
        product.remove(*at);
    }
    Ok(Known { value, gradient, tangent, product, tolerance })
}

/// One run for each direction: values, gradient of the first, tangents, product with the Hessian of the first.
fn once(case: &Case, point: &[f64], direction: &[f64], blur: Option<Blur>) -> ([Vec<f64>; 4], Vec<Notes>) {
    let (mut gradient, mut product) = (Vec::new(), Vec::new());
    let (mut values, mut tangents) = (Vec::new(), Vec::new());
    let mut notes = Vec::new();
    for along in 0..point.len() {
        let inputs: Vec<D> = point
            .iter()
            .zip(direction)
            .enumerate()
            .map(|(at, (x, other))| D::input(*x, if at == along { 1.0 } else { 0.0 }, *other))
            .collect();
        let blur = blur.map(|blur| Blur { seed: blur.seed.wrapping_mul(31) + along as u64, ..blur });
        let (out, note) = watched(blur, || (case.reference)(&inputs));
        let parts: Vec<[f64; 4]> = out.into_iter().map(D::parts).collect();
        gradient.push(parts[0][1]);
        product.push(parts[0][3]);
        values = parts.iter().map(|part| part[0]).collect();
        tangents = parts.iter().map(|part| part[2]).collect();
        notes.push(note);
    }
    ([values, gradient, tangents, product], notes)
}

fn same_bits(kind: &str, got: &[f64], want: &[f64]) -> Result<(), Fault> {
    let same = |(a, b): (&f64, &f64)| a.to_bits() == b.to_bits() || (a.is_nan() && b.is_nan());
    if got.len() == want.len() && got.iter().zip(want).all(same) {
        return Ok(());
    }
    Err((kind.to_owned(), format!("{got:?}, not {want:?}")))
}

fn close(kind: &str, got: &[f64], want: &[f64], tolerance: f64) -> Result<(), Fault> {
    let near = |(a, b): (&f64, &f64)| (a - b).abs() <= tolerance;
    if got.len() == want.len() && got.iter().zip(want).all(near) {
        return Ok(());
    }
    Err((kind.to_owned(), format!("{got:?}, not {want:?} to {tolerance:e}")))
}

/// Floats in the order of the source.
pub trait Numbers<T> {
    /// Appends them.
    fn append_to(&self, out: &mut Vec<T>);
}

macro_rules! numbers {
    ($($float:ty)+) => {$(
        impl Numbers<$float> for $float {
            fn append_to(&self, out: &mut Vec<$float>) {
                out.push(*self);
            }
        }
    )+};
}

numbers! { f64 f32 D }

impl<T, A: Numbers<T>, const N: usize> Numbers<T> for [A; N] {
    fn append_to(&self, out: &mut Vec<T>) {
        self.iter().for_each(|part| part.append_to(out));
    }
}

impl<T, A: Numbers<T>> Numbers<T> for Vec<A> {
    fn append_to(&self, out: &mut Vec<T>) {
        self.iter().for_each(|part| part.append_to(out));
    }
}

macro_rules! tuples {
    ($($($name:ident)+;)+) => {$(
        #[allow(non_snake_case, reason = "a variable for each part")]
        impl<Float, $($name: Numbers<Float>),+> Numbers<Float> for ($($name,)+) {
            fn append_to(&self, out: &mut Vec<Float>) {
                let ($($name,)+) = self;
                $($name.append_to(out);)+
            }
        }
    )+};
}

tuples! { A; A B; A B C; A B C E; A B C E F; A B C E F G; }

/// As `f32`.
pub fn narrow(x: &[f64]) -> Vec<f32> {
    x.iter().map(|x| *x as f32).collect()
}

/// As `f64`.
pub fn wide(x: &[f32]) -> Vec<f64> {
    x.iter().map(|x| (*x).into()).collect()
}

/// Floats as a list.
pub fn flat<T>(of: &impl Numbers<T>) -> Vec<T> {
    let mut out = Vec::new();
    of.append_to(&mut out);
    out
}
