//! `f_hvp`, `f_hvp_into` and `f_hessian` of functions whose gradient is taken in arguments that they change: with respect to
//! what these are at entry, as in `f_grad`. Against closed forms and dual numbers.

use autodiff::{Real, grad};

/// `(x y)² + x y²` of what comes in; `x y` goes out. With every option that has to do with second derivatives.
#[grad(hvp, hessian, jvp, vjp, third, lanes)]
fn number(x: &mut f64, y: f64) -> f64 {
    *x *= y;
    *x * *x + *x * y
}

#[test]
fn a_number() {
    let (x, y) = (1.5, -0.5);
    // f_x = 2 x y² + y², f_y = 2 x² y + 2 x y; f_xx = 2 y², f_xy = 4 x y + 2 y, f_yy = 2 x² + 2 x.
    let hessian = [[2.0 * y * y, 4.0 * x * y + 2.0 * y], [4.0 * x * y + 2.0 * y, 2.0 * x * x + 2.0 * x]];
    let (mut changed, mut along) = (x, 3.0);
    let (gradient, product) = number_hvp(&mut changed, y, &mut along, 7.0);
    assert_eq!(gradient, (2.0 * x * y * y + y * y, 2.0 * x * x * y + 2.0 * x * y));
    let [first, second] = hessian.map(|row| row[0] * 3.0 + row[1] * 7.0);
    assert_eq!(product, (first, second));
    // As in `number_jvp`: what the argument is at exit, and its tangent there.
    assert_eq!((changed, along), (x * y, 3.0 * y + x * 7.0));
    let (mut same, mut beside) = (x, 3.0);
    let _ = number_jvp(&mut same, y, &mut beside, 7.0);
    assert_eq!((changed, along), (same, beside));

    let mut changed = x;
    assert_eq!(number_hessian(&mut changed, y), hessian);
    assert_eq!(changed, x * y);
}

fn smooth<T: Real>(v: &mut [T], p: T) -> T {
    let mut sum = T::from_f64(0.0);
    for i in 1..v.len() {
        v[i] = (v[i] + p * v[i - 1]).sin();
        sum += v[i] * v[i - 1];
    }
    v[0] = sum * p;
    sum
}

#[grad(hvp, hessian)]
fn chain(v: &mut [f64], p: f64) -> f64 {
    let mut sum = 0.0;
    for i in 1..v.len() {
        v[i] = (v[i] + p * v[i - 1]).sin();
        sum += v[i] * v[i - 1];
    }
    v[0] = sum * p;
    sum
}

#[grad(hvp, hessian)]
fn array(v: &mut [f64; 4], p: f64) -> f64 {
    chain(v, p)
}

#[grad(hvp, hessian)]
fn list(v: &mut Vec<f64>, p: f64) -> f64 {
    let mut sum = 0.0;
    for i in 1..v.len() {
        v[i] = (v[i] + p * v[i - 1]).sin();
        sum += v[i] * v[i - 1];
    }
    v[0] = sum * p;
    // Another shape at exit.
    v.push(sum);
    sum
}

const POINT: [f64; 5] = [0.3, -0.7, 1.1, 0.4, 0.8];
const ALONG: [f64; 5] = [0.5, 0.25, -0.75, 1.5, -1.25];

/// Gradient and Hessian of `smooth` by dual numbers.
fn by_dual_numbers() -> ([f64; 5], [[f64; 5]; 5]) {
    use num_dual::{DualNum, HyperDual64};
    let second = |i: usize, j: usize| {
        let mut at: Vec<HyperDual64> = POINT.iter().map(|x| HyperDual64::from_re(*x)).collect();
        at[i] = at[i].derivative1();
        at[j] = at[j].derivative2();
        let p = at.pop().expect("the last number");
        let mut sum = HyperDual64::from_re(0.0);
        for i in 1..at.len() {
            at[i] = (at[i] + p * at[i - 1]).sin();
            sum += at[i] * at[i - 1];
        }
        sum
    };
    let gradient = std::array::from_fn(|i| second(i, i).eps1);
    (gradient, std::array::from_fn(|i| std::array::from_fn(|j| second(i, j).eps1eps2)))
}

/// Few operations of 1.1e-16 each, of numbers of size one.
const ROUNDING: f64 = 1e-14;

#[track_caller]
fn assert_close(what: &str, got: &[f64], want: &[f64]) {
    let close = got.iter().zip(want).all(|(got, want)| (got - want).abs() <= ROUNDING);
    assert!(got.len() == want.len() && close, "{what}: {got:?}, not {want:?}");
}

/// What a product with the Hessian gives, and what the arguments and their tangents are at exit.
#[track_caller]
fn check(what: &str, gradient: (&[f64], f64), product: (&[f64], f64), exit: (&[f64], &[f64])) {
    let (want, hessian) = by_dual_numbers();
    assert_close(what, &[gradient.0, &[gradient.1]].concat(), &want);
    let row = |row: [f64; 5]| row.iter().zip(ALONG).map(|(entry, along)| entry * along).sum::<f64>();
    assert_close(what, &[product.0, &[product.1]].concat(), &hessian.map(row));
    let (mut v, p) = (POINT[..4].to_vec(), POINT[4]);
    let value = smooth(&mut v, p);
    assert_close(what, &exit.0[..4], &v);
    // The tangent of the first number at exit: that of `sum * p`.
    let d_value: f64 = want.iter().zip(ALONG).map(|(slope, along)| slope * along).sum();
    assert_close(what, &exit.1[..1], &[d_value * p + value * ALONG[4]]);
}

#[test]
fn a_slice_an_array_and_a_vec() {
    let p = POINT[4];
    let (mut v, mut d) = (POINT[..4].to_vec(), ALONG[..4].to_vec());
    let ((gv, gp), (hv, hp)) = chain_hvp(&mut v, p, &mut d, ALONG[4]);
    check("a slice", (&gv, gp), (&hv, hp), (&v, &d));

    let mut v: [f64; 4] = std::array::from_fn(|i| POINT[i]);
    let mut d: [f64; 4] = std::array::from_fn(|i| ALONG[i]);
    let ((gv, gp), (hv, hp)) = array_hvp(&mut v, p, &mut d, ALONG[4]);
    check("an array", (&gv, gp), (&hv, hp), (&v, &d));

    let (mut v, mut d) = (POINT[..4].to_vec(), ALONG[..4].to_vec());
    let ((gv, gp), (hv, hp)) = list_hvp(&mut v, p, &mut d, ALONG[4]);
    check("a `Vec`", (&gv, gp), (&hv, hp), (&v, &d));
    assert_eq!((v.len(), d.len()), (5, 5));
}

#[test]
fn into_buffers() {
    let p = POINT[4];
    let ([mut gv, mut hv], [mut gp, mut hp]) = ([[f64::NAN; 4]; 2], [f64::NAN; 2]);
    let (mut v, mut d) = (POINT[..4].to_vec(), ALONG[..4].to_vec());
    let value = chain_hvp_into(&mut v, p, &mut d, ALONG[4], &mut gv, &mut gp, &mut hv, &mut hp);
    check("a slice", (&gv, gp), (&hv, hp), (&v, &d));
    assert_eq!(value, smooth(&mut POINT[..4].to_vec(), p));

    let (mut v, mut d) = (POINT[..4].to_vec(), ALONG[..4].to_vec());
    ([gv, hv], [gp, hp]) = ([[f64::NAN; 4]; 2], [f64::NAN; 2]);
    let same = list_hvp_into(&mut v, p, &mut d, ALONG[4], &mut gv, &mut gp, &mut hv, &mut hp);
    check("a `Vec`", (&gv, gp), (&hv, hp), (&v, &d));
    assert_eq!(same, value);
}

#[test]
#[should_panic(expected = "`v`")]
fn a_tangent_of_the_wrong_length() {
    let _ = chain_hvp(&mut [1.0, 2.0], 0.5, &mut [1.0], 0.5);
}

#[test]
fn whole_matrices() {
    let (p, (_, want)) = (POINT[4], by_dual_numbers());
    let check = |what: &str, hessian: Vec<Vec<f64>>, v: &[f64]| {
        for (row, want) in hessian.iter().zip(&want) {
            assert_close(what, row, want);
        }
        for (i, j) in (0..5).flat_map(|i| (0..5).map(move |j| (i, j))) {
            assert_eq!(hessian[i][j].to_bits(), hessian[j][i].to_bits(), "{what}: {i}, {j}");
        }
        // The function has run once on what it was given.
        let mut exit = POINT[..4].to_vec();
        let _ = smooth(&mut exit, p);
        assert_eq!(v[..4], exit, "{what}");
    };
    let mut v = POINT[..4].to_vec();
    check("a slice", chain_hessian(&mut v, p), &v);
    let mut v: [f64; 4] = std::array::from_fn(|i| POINT[i]);
    check("an array", array_hessian(&mut v, p).map(Vec::from).into(), &v);
    let mut v = POINT[..4].to_vec();
    check("a `Vec`", list_hessian(&mut v, p), &v);
    assert_eq!(v.len(), 5);
}

/// Only `y` is differentiated; the slice is changed all the same.
#[grad(wrt(y), hvp, hessian)]
fn held(v: &mut [f64], y: f64) -> f64 {
    v[0] *= y;
    v[0] * v[0] * y
}

#[test]
fn an_argument_that_is_changed_and_held_fixed() {
    let mut v = [2.0, 5.0];
    // v² y³: 3 v² y², 6 v² y.
    assert_eq!(held_hvp(&mut v, 3.0, 0.5), (108.0, 36.0));
    assert_eq!(v, [6.0, 5.0]);
    assert_eq!(held_hessian(&mut [2.0, 5.0], 3.0), [[72.0]]);
}

/// Generic, and of `f32`.
#[grad(hvp, hessian)]
fn generic<T: Real>(x: &mut T, y: T) -> T {
    *x *= y;
    x.exp() * y
}

struct Scale(f64);

#[grad(hvp, hessian)]
impl Scale {
    fn grow(&self, x: &mut f64, y: f64) -> f64 {
        *x = *x * *x * self.0;
        *x * y * y
    }
}

#[test]
fn generic_functions_and_methods() {
    // y exp(x y) at (0, 1) along (1, 0): the gradient (y² e, e + x y e), the first column (y³ e, 2 y e + x y² e), e = 1.
    let (mut x, mut d_x) = (0.0_f32, 1.0);
    assert_eq!(generic_hvp(&mut x, 1.0, &mut d_x, 0.0), ((1.0, 1.0), (1.0, 2.0)));
    assert_eq!(generic_hessian(&mut 0.0, 1.0), [[1.0, 2.0], [2.0, 0.0]]);
    // s x² y²: (2 s x y², 2 s x² y); (2 s y², 4 s x y; 2 s x²).
    let (mut x, mut d_x) = (3.0, 1.0);
    assert_eq!(Scale(0.5).grow_hvp(&mut x, 2.0, &mut d_x, 0.0), ((12.0, 18.0), (4.0, 12.0)));
    assert_eq!((x, d_x), (4.5, 3.0));
    assert_eq!(Scale(0.5).grow_hessian(&mut 3.0, 2.0), [[4.0, 12.0], [12.0, 9.0]]);
}
