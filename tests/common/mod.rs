//! What every behaviour test does with its program.

#![allow(dead_code, reason = "each test crate uses its own part of this module")]

pub(crate) mod dual;
mod numbers;

pub(crate) use numbers::Numbers;

/// Both sides of a comparison differentiate exactly, so that they differ by rounding alone. No program here has more
/// than a few hundred operations of 1.1e-16 each; what sums cancel is measured against their largest term, which at
/// the points chosen is within a factor of 100 of the sum.
pub(crate) const ROUNDING: f64 = 1e-12;

/// The same for programs that compute in `f32`, whose operations round to 6e-8.
pub(crate) const ROUNDING_F32: f64 = 2e-5;

/// The same for sums of a few terms of about one size, in two orders.
pub(crate) const REORDERED: f64 = 1e-14;

/// What one version of a program computed at one point.
pub(crate) struct Sample {
    /// The value of the function itself, and of the numbers behind its `&mut` arguments afterwards.
    pub(crate) value: Vec<f64>,
    /// The same from `f_value_and_grad`.
    pub(crate) value_beside: Vec<f64>,
    /// The gradient from `f_value_and_grad`.
    pub(crate) gradient_beside: Vec<f64>,
    /// The gradient from `f_grad`.
    pub(crate) gradient: Vec<f64>,
    /// Heap allocations of one call of `f_value_and_grad`.
    pub(crate) allocations: u64,
    /// Whether this makes the gradient in one sweep.
    pub(crate) one_sweep: bool,
}

/// Equal bits, one NaN being as good as another.
#[track_caller]
pub(crate) fn assert_same_bits(what: &str, left: &[f64], right: &[f64]) {
    let bits = |numbers: &[f64]| -> Vec<u64> {
        numbers.iter().map(|x| if x.is_nan() { f64::NAN.to_bits() } else { x.to_bits() }).collect()
    };
    assert_eq!(bits(left), bits(right), "{what}: {left:?} is not {right:?} bit for bit");
}

/// Equal numbers; the sign of a zero is no difference, and NaN equals NaN.
#[track_caller]
pub(crate) fn assert_same(what: &str, left: &[f64], right: &[f64]) {
    let same = |(a, b): (&f64, &f64)| a == b || (a.is_nan() && b.is_nan());
    assert!(
        left.len() == right.len() && left.iter().zip(right).all(same),
        "{what}: {left:?} is not {right:?}"
    );
}

/// Equal to a relative tolerance, absolute below 1. Infinities and NaN must be equal.
#[track_caller]
pub(crate) fn assert_close(what: &str, got: &[f64], want: &[f64], tolerance: f64) {
    let close = |(got, want): (&f64, &f64)| {
        got == want
            || (got.is_nan() && want.is_nan())
            || (got - want).abs() <= tolerance * (1.0_f64).max(want.abs())
    };
    assert!(
        got.len() == want.len() && got.iter().zip(want).all(close),
        "{what}: {got:?} is not {want:?} to {tolerance:e}"
    );
}

/// Everything that holds for the samples of one program at one point.
#[track_caller]
pub(crate) fn check(plain: &Sample, active: &Sample, record: &Sample, want: &[f64], tolerance: f64) {
    check_reordered(plain, active, record, want, tolerance);
    if !(plain.one_sweep || record.one_sweep) {
        assert_same("record everything, gradient", &record.gradient, &plain.gradient);
    }
}

/// The same where a loop adds to an element what it has added up over iterations, or has several sums, which it does not
/// and has not where it is walked through its record.
#[track_caller]
pub(crate) fn check_reordered(
    plain: &Sample,
    active: &Sample,
    record: &Sample,
    want: &[f64],
    tolerance: f64,
) {
    for (version, sample) in
        [("default", plain), ("everything active", active), ("record everything", record)]
    {
        assert_same_bits(&format!("{version}, value"), &sample.value_beside, &sample.value);
        assert_same_bits(&format!("{version}, `f_grad`"), &sample.gradient, &sample.gradient_beside);
    }
    assert_close("gradient", &plain.gradient, want, tolerance);
    // The analyses leave out work whose result is zero or unread; what remains is done in the same order. In one sweep
    // sums over iterations are added up from the first iteration on, and rounded accordingly.
    if plain.one_sweep == active.one_sweep {
        assert_same("everything active, gradient", &active.gradient, &plain.gradient);
    } else {
        assert_close("everything active, gradient", &active.gradient, &plain.gradient, REORDERED);
    }
    assert_close("record everything, gradient", &record.gradient, &plain.gradient, REORDERED);
}

/// Forward mode along each coordinate gives the gradient.
///
/// Where a coordinate or the gradient is zero, infinite or NaN it may give NaN instead: an infinite tangent can meet a
/// factor of zero. In reverse mode a zero cotangent meets the infinite partial there, and wins.
#[track_caller]
pub(crate) fn check_forward(point: &[f64], forward: &[f64], reverse: &[f64], tolerance: f64) {
    let special = point.iter().chain(reverse).any(|x| !x.is_finite() || *x == 0.0);
    let pairs = forward.iter().zip(reverse).filter(|(forward, _)| !(special && forward.is_nan()));
    let (forward, reverse): (Vec<f64>, Vec<f64>) = pairs.unzip();
    assert_close("forward mode", &forward, &reverse, tolerance);
}

/// Numbers in no particular direction, none of them small: a wrong term that a unit vector does not meet, or that a zero
/// beside it hides, meets these.
pub(crate) fn direction(length: usize, which: u32) -> Vec<f64> {
    let turn = |at: usize| ((f64::from(which) + 1.0) * (at as f64 + 0.5) * 0.618_033_988_749_894_8).fract();
    (0..length).map(turn).map(|turn| turn + if turn < 0.5 { 0.5 } else { -1.5 }).collect()
}

/// `<ct, J v>` is `<J^T ct, v>`, the left side by `f_jvp`, the right side by the pullback of `f_vjp`.
///
/// Both sides add the same products of derivatives in other orders, so that they differ by rounding, measured against
/// the terms of either sum. Where one is not finite there is nothing to compare: `check_forward` has what holds there.
#[track_caller]
pub(crate) fn check_adjoint(forward: (&[f64], &[f64]), reverse: (&[f64], &[f64]), tolerance: f64) {
    assert_eq!(forward.0.len(), forward.1.len(), "cotangents of the results");
    assert_eq!(reverse.0.len(), reverse.1.len(), "cotangents of the parameters");
    let terms = |(a, b): (&[f64], &[f64])| -> Vec<f64> { a.iter().zip(b).map(|(a, b)| a * b).collect() };
    let (forward, reverse) = (terms(forward), terms(reverse));
    if !forward.iter().chain(&reverse).all(|term| term.is_finite()) {
        return;
    }
    let size = |terms: &[f64]| terms.iter().map(|term| term.abs()).sum::<f64>();
    let apart = forward.iter().sum::<f64>() - reverse.iter().sum::<f64>();
    assert!(
        apart.abs() <= tolerance * size(&forward).max(size(&reverse)).max(1.0),
        "<ct, J v> = <J^T ct, v>: the terms {forward:?} and {reverse:?} are {apart:e} apart"
    );
}

/// The product of the Hessian with a direction is the sum of the products with the unit vectors.
#[track_caller]
pub(crate) fn check_product(
    direction: &[f64],
    product: &[f64],
    second: &[(Vec<f64>, Vec<f64>)],
    tolerance: f64,
) {
    for (row, entry) in product.iter().enumerate() {
        let terms = second.iter().zip(direction).map(|((_, column), by)| column[row] * by);
        let sum: f64 = terms.sum();
        let close = (entry - sum).abs() <= tolerance * largest(second) * direction.len() as f64;
        assert!(
            close || !sum.is_finite(),
            "row {row} of the product along {direction:?}: {entry}, not {sum}"
        );
    }
}

/// The size against which what cancels in an entry of a Hessian is measured.
fn largest(second: &[(Vec<f64>, Vec<f64>)]) -> f64 {
    second.iter().flat_map(|(_, row)| row).fold(1.0_f64, |most, entry| most.max(entry.abs()))
}

/// The products of the Hessian with each unit vector: the gradient beside them is the gradient, and the matrix is
/// symmetric.
///
/// Where a number is infinite, zero times infinity may come from code that the first order is spared.
#[track_caller]
pub(crate) fn check_second(point: &[f64], gradient: &[f64], second: &[(Vec<f64>, Vec<f64>)], tolerance: f64) {
    if !point.iter().all(|x| x.is_finite()) {
        return;
    }
    for (row, (beside, product)) in second.iter().enumerate() {
        assert_close("`f_hvp`, gradient", beside, gradient, tolerance);
        if !gradient.iter().chain(product).all(|x| x.is_finite()) {
            continue;
        }
        for (column, entry) in product.iter().enumerate().take(row) {
            let mirrored = second[column].1[row];
            let close = (entry - mirrored).abs() <= tolerance * largest(second) || !mirrored.is_finite();
            assert!(close, "the Hessian at {point:?} is not symmetric: {entry} and {mirrored}");
        }
    }
}

/// The Hessian as a matrix is symmetric to the last bit, and has the products with the unit vectors for columns.
#[track_caller]
pub(crate) fn check_hessian(
    point: &[f64],
    hessian: &[Vec<f64>],
    second: &[(Vec<f64>, Vec<f64>)],
    tolerance: f64,
) {
    for (row, entries) in hessian.iter().enumerate() {
        let column: Vec<f64> = hessian.iter().map(|entries| entries[row]).collect();
        assert_same_bits(&format!("row and column {row} of the Hessian at {point:?}"), entries, &column);
        // What is below the diagonal is copied above it.
        for (entry, (_, column)) in entries.iter().zip(second).take(row + 1) {
            let product = column[row];
            let same = (entry - product).abs() <= tolerance * largest(second);
            // Zero times infinity, as above.
            let known = product.is_finite() && point.iter().all(|x| x.is_finite());
            assert!(same || !known, "the Hessian at {point:?}: {entry}, by `f_hvp` {product}");
        }
    }
}

/// The Hessian is that of dual numbers, where these have one.
#[track_caller]
pub(crate) fn check_exact(
    point: &[f64],
    second: &[(Vec<f64>, Vec<f64>)],
    exact: &[Vec<f64>],
    tolerance: f64,
) {
    for ((_, row), exact) in second.iter().zip(exact) {
        for (entry, exact) in row.iter().zip(exact).filter(|(_, exact)| exact.is_finite()) {
            let close = (entry - exact).abs() <= tolerance * largest(second);
            assert!(close, "second derivative at {point:?}: {entry}, by dual numbers {exact}");
        }
    }
}

/// The Hessian is the derivative of the gradient as far as central differences can tell. They cannot at kinks and poles,
/// where differences with two steps do not agree, and see five digits elsewhere, of `f32` three.
#[track_caller]
pub(crate) fn check_differences<const N: usize>(
    point: [f64; N],
    gradient: &[f64],
    second: &[(Vec<f64>, Vec<f64>)],
    tolerance: f64,
    at: impl Fn([f64; N]) -> Vec<f64>,
) {
    for (row, (_, product)) in second.iter().enumerate() {
        if !point.iter().chain(gradient).chain(product).all(|x| x.is_finite()) {
            continue;
        }
        let difference = |step: f64| -> Vec<f64> {
            let moved = |by: f64| {
                let mut moved = point;
                moved[row] += by;
                at(moved)
            };
            let pairs = moved(step).into_iter().zip(moved(-step));
            pairs.map(|(above, below)| (above - below) / (2.0 * step)).collect()
        };
        // Near some points a program panics.
        let both = std::panic::AssertUnwindSafe(|| (difference(1e-4), difference(3e-5)));
        let Ok((coarse, fine)) = std::panic::catch_unwind(both) else { continue };
        for ((coarse, fine), entry) in coarse.iter().zip(&fine).zip(product) {
            // The error of the coarse one is eleven times that of the fine one, of rounding in the gradient a third.
            let scale = gradient.iter().fold(largest(second), |most, x| most.max(x.abs()));
            let known = (coarse - fine).abs() <= 1e-6 * scale;
            let close = (fine - entry).abs() <= scale * if tolerance > ROUNDING { 1e-2 } else { 1e-5 };
            assert!(
                close || !known,
                "second derivative at {point:?}: {entry}, by differences {fine} and {coarse}"
            );
        }
    }
}

/// A program, and a test of it at some points.
///
/// ```text
/// program! {
///     name, f(x, &[y, 2.0]) for [x, y] in [[1.0, 2.0], [3.0, 4.0]], dual;
///     #[grad] pub(crate) fn f(..) -> f64 { .. }
/// }
/// ```
///
/// The items are stamped three times: as they are, with the activity analysis switched off, and with the recording
/// analysis switched off. The value of each is compared with the function's own bit for bit, the gradients with each
/// other, and with an oracle:
///
/// * `gives [..]`: its closed form; `gives [..] within 1e-6` states a tolerance other than rounding;
/// * `dual`: dual numbers through the same source, where `f64` is another type. Literals that do not stand beside a
///   variable are written `f64::from(0.0)` there.
///
/// Forward mode, the pullback and second derivatives are those of the program as a function of the numbers at the point:
/// along each of them, and along a direction that mixes them. What leaves by `&mut` arguments, and results that are no
/// float, have their dot products in `tests/dot_products.rs`.
///
/// `frozen` after the closed form says that the program stops gradients, so that second derivatives are not those of the
/// gradient as a function. `reordered` after `dual` says that sums over iterations are added in another order where the
/// recording analysis is switched off. `allocates` before the oracle says that a companion may allocate; otherwise it must not.
macro_rules! program {
    ($name:ident, f($($args:tt)*) for [$($x:ident),+] in [$($point:expr),+ $(,)?], dual; $($items:tt)*) => {
        program!(@items $name ($($args)*) [$($x)+] {
            pub(super) mod dual {
                use super::super::*;
                #[allow(non_camel_case_types)]
                type f64 = $crate::common::dual::Dual;
                program!(@stamp [] $($items)*);
            }
        } $($items)*);
        program!(@test $name ($($args)*) [$($x)+] [$($point),+] [0] [$crate::common::ROUNDING] []
            |point| {
                use $crate::common::dual;
                let f = |[$($x),+]: [_; _]| {
                    $(#[allow(unused_mut)] let mut $x = $x;)+
                    $name::dual::f($($args)*)
                };
                (dual::gradient(point, f), Some(dual::hessian(point, f)))
            });
    };
    ($name:ident, f($($args:tt)*) for [$($x:ident),+] in [$($point:expr),+ $(,)?], allocates, dual
        $(, $reordered:ident)?; $($items:tt)*) => {
        program!(@items $name ($($args)*) [$($x)+] {
            pub(super) mod dual {
                use super::super::*;
                #[allow(non_camel_case_types)]
                type f64 = $crate::common::dual::Dual;
                program!(@stamp [] $($items)*);
            }
        } $($items)*);
        program!(@test $name ($($args)*) [$($x)+] [$($point),+] [u64::MAX] [$crate::common::ROUNDING] [$($reordered)?]
            |point| {
                use $crate::common::dual;
                let f = |[$($x),+]: [_; _]| {
                    $(#[allow(unused_mut)] let mut $x = $x;)+
                    $name::dual::f($($args)*)
                };
                (dual::gradient(point, f), Some(dual::hessian(point, f)))
            });
    };
    ($name:ident, f($($args:tt)*) for [$($x:ident),+] in [$($point:expr),+ $(,)?],
        gives [$($want:expr),* $(,)?] $(within $tolerance:expr)? $(, $frozen:ident)?; $($items:tt)*) => {
        program!(@items $name ($($args)*) [$($x)+] {} $($items)*);
        program!(@test $name ($($args)*) [$($x)+] [$($point),+] [0] [$($tolerance,)? $crate::common::ROUNDING] [$($frozen)?]
            |point| { #[allow(unused_variables)] let [$($x),+] = point; (vec![$($want),*], None) });
    };
    ($name:ident, f($($args:tt)*) for [$($x:ident),+] in [$($point:expr),+ $(,)?], allocates,
        gives [$($want:expr),* $(,)?] $(within $tolerance:expr)? $(, $frozen:ident)?; $($items:tt)*) => {
        program!(@items $name ($($args)*) [$($x)+] {} $($items)*);
        program!(@test $name ($($args)*) [$($x)+] [$($point),+] [u64::MAX] [$($tolerance,)? $crate::common::ROUNDING] [$($frozen)?]
            |point| { #[allow(unused_variables)] let [$($x),+] = point; (vec![$($want),*], None) });
    };

    (@items $name:ident ($($args:tt)*) [$($x:ident)+] { $($dual:item)? } $($items:tt)*) => {
        #[allow(unused_imports, unused_mut, unused_variables, unused_assignments, dead_code)]
        #[allow(clippy::style, clippy::complexity, clippy::perf, reason = "odd forms are what is tested")]
        mod $name {
            pub(super) mod plain {
                use super::super::*;
                program!(@stamp [jvp, hvp] $($items)*);
                #[grad(vjp, jvp, hvp, hessian)]
                pub(crate) fn along($(mut $x: f64),+) -> f64 { f64::from(f($($args)*)) }
            }
            pub(super) mod everything_active {
                use super::super::*;
                program!(@stamp [__everything_active] $($items)*);
            }
            pub(super) mod record_everything {
                use super::super::*;
                program!(@stamp [__record_everything] $($items)*);
            }
            $($dual)?
        }
    };

    (@stamp [$($off:ident),*]) => {};
    (@stamp [$($off:ident),*] #[grad] $item:item $($rest:tt)*) => {
        program!(@grad [$($off),*] $item);
        program!(@stamp [$($off),*] $($rest)*);
    };
    (@stamp [] #[grad($($option:tt)*)] $item:item $($rest:tt)*) => {
        $item
        program!(@stamp [] $($rest)*);
    };
    (@stamp [$($off:ident),+] #[grad($($option:tt)*)] $item:item $($rest:tt)*) => {
        #[grad($($option)*, $($off),+)] $item
        program!(@stamp [$($off),+] $($rest)*);
    };
    (@stamp [$($off:ident),*] $(#[$attr:meta])* mod $module:ident { $($inner:tt)* } $($rest:tt)*) => {
        $(#[$attr])* mod $module { program!(@stamp [$($off),*] $($inner)*); }
        program!(@stamp [$($off),*] $($rest)*);
    };
    (@stamp [$($off:ident),*] $(#[$attr:meta])* pub(crate) mod $module:ident { $($inner:tt)* } $($rest:tt)*) => {
        $(#[$attr])* pub(crate) mod $module { program!(@stamp [$($off),*] $($inner)*); }
        program!(@stamp [$($off),*] $($rest)*);
    };
    (@stamp [$($off:ident),*] $item:item $($rest:tt)*) => {
        $item
        program!(@stamp [$($off),*] $($rest)*);
    };

    (@grad [] $item:item) => { $item };
    (@grad [$($off:ident),+] $item:item) => { #[grad($($off),+)] $item };

    (@test $name:ident $args:tt $vars:tt [$($point:expr),+] [$most:expr] [$tolerance:expr $(, $default:expr)?] [$($frozen:ident)?] $want:expr) => {
        #[test]
        fn $name() {
            for point in [$($point),+] {
                let plain = program!(@sample $name plain $args $vars point);
                let active = program!(@sample $name everything_active $args $vars point);
                let record = program!(@sample $name record_everything $args $vars point);
                let (want, exact): (Vec<f64>, Option<Vec<Vec<f64>>>) = program!(@apply point $want);
                program!(@check [$($frozen)?] (&plain, &active, &record, &want, $tolerance));
                let (forward, reverse, second) = program!(@forward $name $vars point);
                let gradient = |point| program!(@gradient $name $vars point);
                $crate::common::check_second(&point, &reverse, &second, $tolerance);
                let hessian = program!(@hessian $name $vars point);
                $crate::common::check_hessian(&point, &hessian, &second, $tolerance);
                match exact {
                    Some(exact) => $crate::common::check_exact(&point, &second, &exact, $tolerance),
                    None if program!(@differences $($frozen)?) => {
                        $crate::common::check_differences(point, &reverse, &second, $tolerance, gradient);
                    }
                    None => {}
                }
                $crate::common::check_forward(&point, &forward, &reverse, $tolerance);
                program!(@slanting $name $vars point (&second, $tolerance));
                assert!(plain.allocations <= $most, "{} heap allocations", plain.allocations);
            }
        }
    };
    (@gradient $name:ident [$($x:ident)+] $point:ident) => {{
        let [$($x),+] = $point;
        $crate::common::Numbers::numbers(&$name::plain::along_grad($($x),+))
    }};
    (@check [reordered] $samples:tt) => { $crate::common::check_reordered $samples };
    (@check [$($frozen:ident)?] $samples:tt) => { $crate::common::check $samples };
    (@hessian $name:ident [$($x:ident)+] $point:ident) => {{
        let [$($x),+] = $point;
        $name::plain::along_hessian($($x),+).map(Vec::from)
    }};
    (@differences) => { true };
    (@differences reordered) => { true };
    (@differences frozen) => { false };
    (@forward $name:ident [$($x:ident)+] $point:ident) => {{
        use $crate::common::Numbers;
        let [$($x),+] = $point;
        let point = vec![$($x),+];
        let unit = |direction: usize| (0..point.len()).map(move |at| if at == direction { 1.0 } else { 0.0 });
        let along = |direction: usize| {
            let mut unit = unit(direction);
            $name::plain::along_jvp($($x,)+ $(program!(@next $x unit)),+).1
        };
        let second = |direction: usize| {
            let mut unit = unit(direction);
            let (gradient, product) =
                $name::plain::along_hvp($($x,)+ $(program!(@next $x unit)),+);
            (gradient.numbers(), product.numbers())
        };
        let reverse = $name::plain::along_grad($($x),+).numbers();
        let forward: Vec<f64> = (0..point.len()).map(along).collect();
        let second: Vec<(Vec<f64>, Vec<f64>)> = (0..point.len()).map(second).collect();
        (forward, reverse, second)
    }};
    (@slanting $name:ident [$($x:ident)+] $point:ident ($second:expr, $tolerance:expr)) => {{
        use $crate::common::{Numbers, check_adjoint, check_product, direction};
        let [$($x),+] = $point;
        let (along, ct) = (direction($point.len(), 1), 1.75);
        let mut next = along.iter().copied();
        let (value, tangent) = $name::plain::along_jvp($($x,)+ $(program!(@next $x next)),+);
        let (value_beside, pullback) = $name::plain::along_vjp($($x),+);
        $crate::common::assert_same_bits("`f_jvp` and `f_vjp`, value", &[value], &[value_beside]);
        check_adjoint((&[ct], &[tangent]), (&pullback(ct).numbers(), &along), $tolerance);
        let mut next = along.iter().copied();
        let (_, product) = $name::plain::along_hvp($($x,)+ $(program!(@next $x next)),+);
        check_product(&along, &product.numbers(), $second, $tolerance);
    }};
    (@next $x:ident $unit:ident) => { $unit.next().unwrap_or_default() };
    (@apply $point:ident $want:expr) => {{
        fn typed<const N: usize, R>(point: [f64; N], want: impl Fn([f64; N]) -> R) -> R {
            want(point)
        }
        typed($point, $want)
    }};
    (@sample $name:ident $version:ident ($($args:tt)*) [$($x:ident)+] $point:ident) => {{
        use std::hint::black_box;
        use $crate::common::Numbers;
        let fresh = || black_box($point);
        let (value, after) = {
            #[allow(unused_mut)]
            let [$(mut $x),+] = fresh();
            let value = $name::$version::f($($args)*);
            (value.numbers(), [$($x),+].numbers())
        };
        let ((value_beside, gradient_beside), after_beside) = {
            #[allow(unused_mut)]
            let [$(mut $x),+] = fresh();
            let (value, gradient) = $name::$version::f_value_and_grad($($args)*);
            ((value.numbers(), gradient.numbers()), [$($x),+].numbers())
        };
        let gradient = {
            #[allow(unused_mut)]
            let [$(mut $x),+] = fresh();
            $name::$version::f_grad($($args)*).numbers()
        };
        let info = allocation_counter::measure(|| {
            #[allow(unused_mut)]
            let [$(mut $x),+] = fresh();
            black_box($name::$version::f_value_and_grad($($args)*));
        });
        $crate::common::Sample {
            value: [value, after].concat(),
            value_beside: [value_beside, after_beside].concat(),
            gradient_beside,
            gradient,
            allocations: info.count_total,
            one_sweep: $name::$version::f::ONE_SWEEP,
        }
    }};
}
