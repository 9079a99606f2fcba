//! The gradient checker lets right gradients pass, names what is wrong in others, and says where it cannot tell.

use autodiff::check::{self, Report, Verdict};
use autodiff::{Real, grad};

#[grad]
fn mixed(x: f64, v: &[f64], m: [[f64; 2]; 2]) -> f64 {
    x.sin() * v[0] + (v[1] * m[0][1]).exp() + m[1][0].powi(3) / v[2]
}

#[grad]
fn generic<T: Real>(x: T, y: T) -> T {
    (x * y).tanh() + x * x
}

#[grad]
fn consumed(v: Vec<f64>) -> f64 {
    let mut product = 1.0;
    for x in &v {
        product *= x;
    }
    product
}

#[grad]
fn scaled(by: f64, out: &mut [f64; 2]) -> f64 {
    out[0] *= by;
    out[1] *= by * by;
    out[0] + out[1]
}

#[grad]
fn pair((x, [y, z]): (f64, [f64; 2])) -> f64 {
    x * y + z
}

fn places<'a>(entries: impl Iterator<Item = &'a check::Entry>) -> Vec<&'a str> {
    entries.map(check::Entry::place).collect()
}

fn unclear(report: &Report) -> Vec<&str> {
    places(report.unclear())
}

fn wrong(report: &Report) -> Vec<&str> {
    places(report.disagreements())
}

#[track_caller]
fn assert_all_agree(report: &Report) {
    report.assert_all();
}

#[test]
fn right_gradients_of_every_form_pass() {
    let low = (0.1, vec![0.5; 3], [[-1.0; 2]; 2]);
    let high = (3.0, vec![2.0; 3], [[1.0; 2]; 2]);
    let report = check::between(low, high, 20, 1)
        .gradient(|(x, v, m)| mixed(x, &v, m), |(x, v, m)| mixed_grad(x, &v, m));
    assert_all_agree(&report);
    assert_eq!(report.entries().len(), 20 * 8);

    assert_all_agree(&check::at(vec![2.0, -3.0, 0.5]).gradient(consumed, consumed_grad));
    assert_all_agree(&check::at((1.5, [2.0, 3.0])).gradient(pair, pair_grad));
    assert_all_agree(
        &check::at((1.5, [2.0, 3.0]))
            .gradient(|(by, mut out)| scaled(by, &mut out), |(by, mut out)| scaled_grad(by, &mut out)),
    );
    assert_all_agree(
        &check::at((0.3_f64, -0.7)).gradient(|(x, y)| generic(x, y), |(x, y)| generic_grad(x, y)),
    );
}

#[test]
fn single_precision_has_wider_tolerances() {
    let report = check::between((-1.0_f32, -1.0), (1.0, 1.0), 50, 2)
        .gradient(|(x, y)| generic(x, y), |(x, y)| generic_grad(x, y));
    assert_all_agree(&report);
    let report = check::at((0.5_f32, 0.5))
        .gradient(|(x, y)| generic(x, y), |(x, y)| (generic_grad(x, y).0, 1.02 * generic_grad(x, y).1));
    assert_eq!(wrong(&report), ["argument 2"]);
}

#[test]
fn a_wrong_number_is_named_with_argument_and_index() {
    let gradient = |(x, v, m): (f64, Vec<f64>, [[f64; 2]; 2])| {
        let (dx, mut dv, mut dm) = mixed_grad(x, &v, m);
        dv[2] = -dv[2];
        dm[0][1] *= 1.0 + 1e-5;
        (dx, dv, dm)
    };
    let point = (1.0, vec![1.0, 2.0, 3.0], [[0.5, -0.5], [2.0, 1.0]]);
    let check = check::at(point);
    let report = check.gradient(|(x, v, m)| mixed(x, &v, m), gradient);
    assert_eq!(wrong(&report), ["argument 2[2]", "argument 3[0][1]"]);
    assert_eq!(unclear(&report), [""; 0]);
    assert!(!report.is_right());

    let report = check.names(["x", "v", "m"]).gradient(|(x, v, m)| mixed(x, &v, m), gradient);
    assert_eq!(wrong(&report), ["v[2]", "m[0][1]"]);
    let text = report.to_string();
    // -2^3 / 3^2
    let line = "\n  v[2] = 3.0 (point 1): the gradient says 0.8888888888888888, differences -0.88888888";
    assert!(text.contains(line), "{text}");
    assert!(text.starts_with("6 of 8 numbers agree with central differences\n2 of 8 disagree:\n"), "{text}");
}

#[test]
#[should_panic(expected = "argument 1 = 3.0 (point 2): the gradient says 5.0, differences 6.0")]
fn a_wrong_gradient_fails_the_test() {
    check::at_each([2.5, 3.0]).gradient(|x: f64| x * x, |_| 5.0).assert();
}

#[test]
fn a_gradient_of_another_form_is_wrong() {
    let report = check::at(vec![1.0, 2.0]).gradient(consumed, |_| vec![2.0]);
    assert!(!report.is_right());
    assert!(report.to_string().contains("the gradient has 1 numbers, the arguments have 2"), "{report}");
    let report = check::at((1.0, [2.0, 3.0])).gradient(pair, |_| ([2.0, 1.0], 1.0));
    assert!(!report.is_right());
}

#[test]
fn a_kink_is_not_smooth_and_the_slopes_are_told() {
    for offset in [0.0, 1.0, -1e3] {
        let report =
            check::at((0.0, 2.0)).gradient(|(x, y): (f64, f64)| x.abs() * y + offset, |(_, _)| (0.0, 0.0));
        let [x, y] = report.entries() else { panic!("two numbers") };
        let Verdict::NotSmooth { left, right } = x.verdict() else { panic!("{report}") };
        assert!((left + 2.0).abs() < 0.1 && (right - 2.0).abs() < 0.1, "{report}");
        // x is 0, so that the second argument does nothing.
        assert!(matches!(y.verdict(), Verdict::Agrees { .. }), "{report}");
    }
    // A tie, from which one of two gradients is as good as the other.
    let report = check::at((1.5, 1.5)).gradient(|(x, y): (f64, f64)| x.max(y), |_| (1.0, 0.0));
    assert_eq!(unclear(&report), ["argument 1", "argument 2"]);
    assert!(!report.is_right(), "nothing was compared");
}

#[test]
fn a_kink_nearby_does_not_disturb() {
    for x in [1e-6, -1e-6, 1e-3, 0.9999, 1.0001] {
        let f = |x: f64| x.abs() + 3.0 * (x - 1.0).abs() + x * x;
        let gradient = |x: f64| x.signum() + 3.0 * (x - 1.0).signum() + 2.0 * x;
        assert_all_agree(&check::at(x).gradient(f, gradient));
        let report = check::at(x).gradient(f, |x| gradient(x) - 2.0 * x.signum());
        assert_eq!(wrong(&report), ["argument 1"], "{report}");
    }
}

#[test]
fn what_larger_steps_agree_on_is_no_answer() {
    // A sawtooth at one of its teeth looks flat from far away; a small kink on a parabola does not show.
    let report = check::at_each([1e6, -3.0]).gradient(|x: f64| x - x.floor(), |_| 1.0);
    assert_eq!(unclear(&report), ["argument 1"; 2], "{report}");
    for partial in [-1e-3, 0.0, 1e-3] {
        let report = check::at(0.0).gradient(|x: f64| 1.0 + x * x + 1e-3 * x.abs(), |_| partial);
        assert_eq!(unclear(&report), ["argument 1"], "{report}");
    }
}

#[test]
fn jumps_and_poles_are_not_smooth() {
    let report = check::at(2.0).gradient(|x: f64| x.floor(), |_| 0.0);
    assert_eq!(unclear(&report), ["argument 1"], "{report}");
    let report = check::at(0.0).gradient(|x: f64| x.cbrt(), |_| f64::INFINITY);
    assert_eq!(unclear(&report), ["argument 1"], "{report}");
    assert_all_agree(&check::at(2.5).gradient(|x: f64| x.floor(), |_| 0.0));
}

#[test]
fn what_is_not_finite_cannot_be_told() {
    // NaN on one side.
    let report = check::at(0.0).gradient(|x: f64| x.sqrt(), |_| f64::INFINITY);
    assert!(matches!(report.entries()[0].verdict(), Verdict::NotFinite), "{report}");
    // NaN at the point.
    let report = check::at(-1.0).gradient(|x: f64| x.ln(), |x| 1.0 / x);
    assert!(matches!(report.entries()[0].verdict(), Verdict::NotFinite), "{report}");
    assert!(report.to_string().contains("the function is not finite here"), "{report}");
    assert!(!report.is_right(), "nothing was compared");
}

#[test]
fn a_gradient_of_nan_is_wrong_where_the_function_is_smooth() {
    for x in [0.0, 2.0] {
        for partial in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
            let report = check::at(x).gradient(|x: f64| x * x, |_| partial);
            assert_eq!(wrong(&report), ["argument 1"], "{report}");
        }
    }
}

#[test]
fn steps_have_the_scale_of_the_argument() {
    for x in [1e-300, 1e-30, 1e-8, 1.0, 1e8, 1e30, 1e150] {
        assert_all_agree(&check::at(x).gradient(f64::ln, |x| 1.0 / x));
        assert_all_agree(&check::at(x).gradient(|x: f64| x * x, |x| 2.0 * x));
        assert_all_agree(&check::at(x).gradient(|x: f64| 1.0 + x, |_| 1.0));
        assert_all_agree(&check::at(x).gradient(|_: f64| 1e10, |_| 0.0));
        let report = check::at(x).gradient(|x: f64| 1.0 + x, |_| 1.0 + 1e-5);
        assert_eq!(wrong(&report), ["argument 1"], "{report}");
    }
    // Large arguments of functions that vary on the scale of 1.
    assert_all_agree(&check::at(1e6).gradient(f64::sin, f64::cos));
    assert_all_agree(&check::at(-700.0).gradient(f64::exp, f64::exp));
}

#[test]
fn a_derivative_of_zero_agrees_with_zero_only() {
    for power in [2, 3, 4] {
        assert_all_agree(&check::at(0.0).gradient(|x: f64| x.powi(power), |_| 0.0));
        assert_all_agree(&check::at(0.0).gradient(|x: f64| 1.0 + x.powi(power), |_| 0.0));
        let report = check::at(0.0).gradient(|x: f64| 1.0 + x.powi(power), |_| 1e-3);
        assert_eq!(wrong(&report), ["argument 1"], "{report}");
    }
    assert_all_agree(&check::at(0.0).gradient(|x: f64| x.abs().powf(1.5), |_| 0.0));
}

#[test]
fn random_points_depend_on_the_seed_alone_and_lie_between_the_corners() {
    let points = |seed| {
        let report = check::between((-1.0, [2.0]), (1.0, [f64::MAX]), 30, seed)
            .gradient(|(x, _): (f64, [f64; 1])| x, |_| (1.0, [0.0]));
        report.entries().iter().map(check::Entry::argument).collect::<Vec<_>>()
    };
    assert_eq!(points(3), points(3));
    assert_ne!(points(3), points(4));
    for point in points(3).chunks_exact(2) {
        assert!((-1.0..1.0).contains(&point[0]) && (2.0..f64::MAX).contains(&point[1]), "{point:?}");
    }
    // By the reference implementation of SplitMix64: the first output for the seed 0 is 0xe220a8397b1dcdaf.
    let report = check::between(0.0, 1.0, 1, 0).gradient(|x: f64| x, |_| 1.0);
    assert_eq!(report.entries()[0].argument(), (0xe220_a839_7b1d_cdaf_u64 >> 11) as f64 / 2_f64.powi(53));
}

#[test]
#[should_panic(expected = "the corners of the random points differ in form")]
fn corners_of_different_lengths_are_a_mistake() {
    let _ = check::between(vec![0.0], vec![1.0, 1.0], 1, 0);
}

#[test]
fn a_tolerance_can_be_asked_for() {
    let nearly = |x: f64| x.cos() * (1.0 + 1e-4);
    assert_eq!(wrong(&check::at(1.0).gradient(f64::sin, nearly)), ["argument 1"]);
    assert_all_agree(&check::at(1.0).tolerance(1e-3).gradient(f64::sin, nearly));
    let nearly = |x: f64| x.cos() * (1.0 + 1e-8);
    assert_eq!(wrong(&check::at(1.0).tolerance(1e-10).gradient(f64::sin, nearly)), ["argument 1"]);
}

#[test]
fn long_reports_are_cut() {
    let report = check::at(vec![1.0; 50]).gradient(consumed, |v| vec![0.0; v.len()]);
    let text = report.to_string();
    assert!(text.contains("50 of 50 disagree"), "{text}");
    assert!(text.ends_with("  and 30 more\n"), "{text}");
    assert_eq!(text.lines().count(), 23);
}

/// A function and its derivative, written by hand.
type Known = (&'static str, fn(f64) -> f64, fn(f64) -> f64);

const KNOWN: [Known; 16] = [
    ("sin", f64::sin, f64::cos),
    ("tan", f64::tan, |x| 1.0 + x.tan() * x.tan()),
    ("exp", f64::exp, f64::exp),
    ("ln", f64::ln, |x| 1.0 / x),
    ("ln_1p", f64::ln_1p, |x| 1.0 / (1.0 + x)),
    ("sqrt", f64::sqrt, |x| 0.5 / x.sqrt()),
    ("cbrt", f64::cbrt, |x| 1.0 / (3.0 * x.cbrt() * x.cbrt())),
    ("recip", f64::recip, |x| -1.0 / (x * x)),
    ("cubic", |x| x * x * x - 2.0 * x + 5.0, |x| 3.0 * x * x - 2.0),
    ("bell", |x| (-x * x).exp(), |x| -2.0 * x * (-x * x).exp()),
    ("logistic", |x| 1.0 / (1.0 + (-x).exp()), |x| 0.5 / (1.0 + x.cosh())),
    ("tanh", f64::tanh, |x| 1.0 / (x.cosh() * x.cosh())),
    ("atan", f64::atan, |x| 1.0 / (1.0 + x * x)),
    ("beat", |x| x.sin() * (7.0 * x).cos(), |x| x.cos() * (7.0 * x).cos() - 7.0 * x.sin() * (7.0 * x).sin()),
    ("abs", f64::abs, f64::signum),
    ("saw", |x| x - x.floor(), |_| 1.0),
];

/// Points of both signs, of sizes from a millionth to a million.
fn points_of_many_sizes() -> Vec<f64> {
    let report =
        check::between((-1.0, -6.0), (1.0, 6.0), 200, 5).gradient(|(x, _): (f64, f64)| x, |_| (1.0, 0.0));
    let numbers: Vec<f64> = report.entries().iter().map(check::Entry::argument).collect();
    numbers.chunks_exact(2).map(|pair| pair[0].signum() * 10_f64.powf(pair[1])).collect()
}

#[test]
fn no_right_derivative_is_called_wrong_and_no_wrong_one_right() {
    for (name, f, derivative) in KNOWN {
        let right = check::at_each(points_of_many_sizes()).gradient(f, derivative);
        assert_eq!(wrong(&right), [""; 0], "{name}: {right}");
        for factor in [0.0, -1.0, 1.01, 1.0 - 1e-3] {
            let report = check::at_each(points_of_many_sizes()).gradient(f, |x| factor * derivative(x));
            for (entry, right) in report.entries().iter().zip(right.entries()) {
                // A slope that is nothing beside the value cannot be told from zero.
                let agrees = matches!(entry.verdict(), Verdict::Agrees { .. });
                let is_flat = right.partial().abs()
                    <= 1e-8 * f(entry.argument()).abs() / entry.argument().abs().min(1.0);
                assert!(!agrees || is_flat, "{name} with {factor} times its derivative: {entry}");
            }
        }
        // Almost all of them can be told, outside the domains of `ln` and `sqrt` and where `exp` overflows apart.
        let finite = points_of_many_sizes().into_iter().filter(|x| f(*x).is_finite()).count();
        let told = finite - right.unclear().filter(|entry| f(entry.argument()).is_finite()).count();
        assert!(50 * told >= 49 * finite, "{name}: {told} of {finite}");
    }
}
