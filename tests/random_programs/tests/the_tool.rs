//! The tool notices what it is there to notice, and what it takes for the truth is true.

use random_programs::case::{Case, Variant, Verdict, compare};
use random_programs::dual::{D, c};
use random_programs::generate::program;
use random_programs::nested::gradient;

#[test]
fn a_seed_reproduces_its_program() {
    let source = |seed| program(seed).written("");
    for seed in 0..50 {
        assert_eq!(source(seed), source(seed));
        assert_ne!(source(seed), source(seed + 1));
    }
}

#[test]
fn every_name_is_defined() {
    for seed in 0..500 {
        let program = program(seed);
        assert_eq!(program.source.missing(), None, "{}", program.reference());
    }
}

/// `x² |y|` as a case whose gradient is off by a factor.
macro_rules! case {
    ($off:expr) => {{
        fn value(x: &[f64]) -> Vec<f64> {
            vec![x[0] * x[0] * x[1].abs()]
        }
        fn grad(x: &[f64]) -> Vec<f64> {
            vec![2.0 * x[0] * x[1].abs() * $off, x[0] * x[0] * x[1].signum()]
        }
        const VARIANT: Variant = Variant {
            name: "plain",
            value,
            value_and_grad: |x| (value(x), grad(x)),
            grad,
            grad_into: None,
            jvp: None,
            hvp: None,
            hvp_into: None,
        };
        const VARIANTS: &[Variant] = &[VARIANT];
        Case {
            number: 7,
            seed: 7,
            inputs: 2,
            fixed: &[],
            single: false,
            variants: VARIANTS,
            reference: |x| vec![x[0] * x[0] * x[1].abs()],
        }
    }};
}

/// The language that is promised: what the issue of each program asks for is in some of the first few thousand.
#[test]
fn every_rule_and_every_form_is_in_some_program() {
    let table = include_str!("../../../autodiff-macros/src/rules/mod.rs");
    let rules = table.split("rule(\"").skip(1).filter_map(|text| text.split('"').next());
    // The remainder is an operator.
    let mut missing: Vec<String> =
        rules.filter(|name| *name != "rem").map(|name| format!("{name}(")).collect();
    assert!(missing.len() > 40, "the table is not where it is expected");
    let forms = "let mut |[..] else {|: f64 =|'b|break;|break (|break 'l|break 'b|continue;|continue 'l|return |loop {|while |\
                 while let |for |.rev()|..=|.step_by(|.iter()|.iter_mut()|.enumerate()|.zip(|.windows(|.chunks(|\
                 .chunks_exact(|.chunks_mut(|.chunks_exact_mut(|.skip(|.take(|match |if let |&& let |_ =>|as usize|as f64|\
                 as f32|&mut [f64]|&mut Vec<f64>|&mut f64|[[f64; 2]; 2]|Vec<Vec<f64>>|(f64, [f64; 2])|depth - 1|.push(|\
                 .pop()|.swap(|mem::swap(|mem::take(|mem::replace(|.fill(|.copy_from_slice(|.split_at(|.split_at_mut(|\
                 .to_vec()|.clone()|vec![|+=|-=|*=|/=|%|stop_gradient(|<T: Real>|f32|impl Fn|dyn Fn|impl K|impl Model for|\
                 self.|K::|_grad(|_value_and_grad(|_jvp(|_hvp(|assert!(|wrt(|recursive|.first()|.last()|.get(";
    missing.extend(forms.split('|').map(str::to_owned));
    for seed in 0..4000 {
        let text = program(seed).written("");
        missing.retain(|form| !text.contains(form.as_str()));
    }
    assert!(missing.is_empty(), "in no program: {missing:?}");
}

#[test]
fn what_agrees_passes() {
    assert_eq!(compare(&case!(1.0)), Verdict::Agrees);
    assert_eq!(compare(&case!(1.0 + 1e-15)), Verdict::Agrees);
}

#[test]
fn a_gradient_that_is_a_little_off_is_noticed() {
    let Verdict::Differs(kind, _) = compare(&case!(1.0 + 1e-10)) else { panic!("not noticed") };
    assert_eq!(kind, "plain gradient");
}

#[test]
fn a_value_that_differs_in_one_bit_is_noticed() {
    let mut variant = case!(1.0).variants[0];
    variant.value_and_grad = |x| (vec![(x[0] * x[0] * x[1].abs()).next_up()], vec![]);
    let case = Case { variants: Box::leak(Box::new([variant])), ..case!(1.0) };
    let Verdict::Differs(kind, _) = compare(&case) else { panic!("not noticed") };
    assert_eq!(kind, "plain value");
}

#[test]
fn where_rounding_decides_the_reference_cannot_tell() {
    let near = Case { reference: |x| vec![if x[0] + c(1e-15) > x[0] { x[0] } else { x[1] }], ..case!(1.0) };
    assert_eq!(compare(&near), Verdict::Unclear("near a jump"));
    let cancelled = Case { reference: |x| vec![((x[0] + c(1e12)) - c(1e12)).sin()], ..case!(1.0) };
    assert_eq!(compare(&cancelled), Verdict::Unclear("rounding matters"));
    let wild = Case { reference: |x| vec![(x[0] * x[0] + c(600.0)).exp()], ..case!(1.0) };
    assert_eq!(compare(&wild), Verdict::Unclear("huge or tiny numbers"));
}

/// Second derivatives along `along` and `other` of what the reference adds to `num-dual`, against differences of first
/// ones, and these against differences of values: with a step of 1e-5 both are good to nine digits.
#[test]
fn the_reference_differentiates_its_own_methods() {
    type Method = (&'static str, fn(D, D) -> D);
    let methods: [Method; 12] = [
        ("%", |x, y| x % y),
        ("powf", D::powf),
        ("atan2", D::atan2),
        ("hypot", D::hypot),
        ("abs", |x, y| (-x).abs() * y),
        ("fract", |x, y| x.fract() * y),
        ("copysign", |x, y| x.copysign(-y) * y),
        ("rem_euclid", |x, y| (-x).rem_euclid(y)),
        ("max", |x, y| x.max(y) * x),
        ("clamp", |x, y| x.clamp(c(0.0), y) * x),
        ("mul_add", |x, y| x.mul_add(y, x)),
        ("midpoint", |x, y| x.midpoint(y) * y),
    ];
    let h = 1e-5;
    for (name, method) in methods {
        let at = |x: f64, y: f64| method(D::input(x, 1.0, 0.3), D::input(y, -0.4, 0.8)).parts();
        let (x, y) = (1.7, 0.6);
        let [_, along, other, mixed] = at(x, y);
        let difference = |part: usize, dx: f64, dy: f64| {
            (at(x + h * dx, y + h * dy)[part] - at(x - h * dx, y - h * dy)[part]) / (2.0 * h)
        };
        assert!((along - difference(0, 1.0, -0.4)).abs() < 1e-8, "{name}");
        assert!((other - difference(0, 0.3, 0.8)).abs() < 1e-8, "{name}");
        assert!((mixed - difference(1, 0.3, 0.8)).abs() < 1e-8, "{name}: {mixed}");
    }
}

/// The slope of `tanh` is `4 exp(-2x)` where that is small.
#[test]
fn the_reference_knows_where_tanh_is_flat() {
    for x in [-300.0_f64, -30.0, 30.0, 300.0] {
        let [value, along, other, mixed] = D::input(x, 1.0, 1.0).tanh().parts();
        let slope = 4.0 * (-2.0 * x.abs()).exp();
        assert_eq!(value, x.signum());
        assert_eq!(along, other);
        assert!((along / slope - 1.0).abs() < 1e-12, "{along}");
        assert!((mixed / slope + 2.0 * x.signum()).abs() < 1e-12, "{mixed}");
    }
}

#[test]
fn the_reference_keeps_the_sign_of_zero() {
    assert!(D::input(-0.0, 1.0, 1.0).tanh().parts()[0].is_sign_negative());
}

/// The gradient of `x^2 y` and its derivatives along `(1, 0)` and `(0, 1)`.
#[test]
fn the_reference_differentiates_gradients() {
    let (x, y) = (D::input(1.7, 1.0, 0.0), D::input(0.6, 0.0, 1.0));
    let (dx, [dy]) = gradient(&(x, [y]), |(x, [y])| *x * *x * *y);
    let near = |got: [f64; 4], want: [f64; 4]| got.iter().zip(want).all(|(a, b)| (a - b).abs() < 1e-14);
    assert!(near(dx.parts(), [2.0 * 1.7 * 0.6, 2.0 * 0.6, 2.0 * 1.7, 2.0]), "{dx:?}");
    assert!(near(dy.parts(), [1.7 * 1.7, 2.0 * 1.7, 0.0, 0.0]), "{dy:?}");
}
