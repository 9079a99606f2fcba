//! Every kind of parameter, differentiated and not.

#[macro_use]
mod common;

use autodiff::{Real, grad};
use common::ROUNDING_F32;

program! {
    references_to_floats, f(&x, y) for [x, y] in [[2.0, 3.0]], dual;
    #[grad]
    pub(crate) fn f(x: &f64, y: f64) -> f64 {
        let z = *x;
        x * y + *x * *x * z.sin() + y * x + x.exp()
    }
}

program! {
    a_mutable_reference_in_and_out, f(&mut x, y) for [x, y] in [[2.0, 3.0]], dual;
    #[grad]
    pub(crate) fn f(x: &mut f64, y: f64) -> f64 {
        let before = *x * y;
        *x *= y;
        *x += before.sin();
        before * *x + x.powi(2)
    }
}

program! {
    single_precision, f(x as f32, &(y as f32)) for [x, y] in [[2.0, 3.0]],
        gives [2.0 * x * y + y * (x * y).cos(), x * x + x * (x * y).cos()] within ROUNDING_F32;
    #[grad]
    pub(crate) fn f(x: f32, y: &f32) -> f32 {
        let mut s = x * x;
        s *= *y;
        s + (x * y).sin()
    }
}

program! {
    both_precisions, f(x as f32, y) for [x, y] in [[2.0, 3.0]], gives [2.0 * x * y, x * x] within ROUNDING_F32;
    #[grad]
    pub(crate) fn f(x: f32, y: f64) -> f64 {
        let wide = f64::from(x * x);
        wide * y
    }
}

program! {
    arrays_by_value_and_by_reference, f([x, y], &[z, x * 0.0]) for [x, y, z] in [[2.0, 3.0, 0.5]],
        gives [y * z, x * z, x * y + 0.0, x];
    #[grad]
    pub(crate) fn f(a: [f64; 2], b: &[f64; 2]) -> f64 {
        a[0] * a[1] * b[0] + a[0] * b[1]
    }
}

program! {
    a_mutable_array, f(&mut [x, y, z]) for [x, y, z] in [[2.0, 3.0, 0.5]],
        gives [2.0 * x * y * y * z + y, 2.0 * x * x * y * z + x, x * x * y * y];
    #[grad]
    pub(crate) fn f(a: &mut [f64; 3]) -> f64 {
        a[0] *= a[1];
        let t = a[0];
        a[1] = t * t;
        a[1] * a[2] + a[0]
    }
}

program! {
    nested_arrays, f(&[[x, y], [z, w]], [[[a], [b]]]) for [x, y, z, w, a, b] in
        [[2.0, 3.0, 0.5, 7.0, 11.0, 13.0]],
        gives [w * a, 0.0, a, x * a, z + w * x, 0.0];
    #[grad]
    pub(crate) fn f(m: &[[f64; 2]; 2], n: [[[f64; 1]; 2]; 1]) -> f64 {
        let row = m[1];
        row[0] * n[0][0][0] + m[1][1] * m[0][0] * n[0][0][0]
    }
}

program! {
    tuples, f((x, y), &(z, [x, y])) for [x, y, z] in [[2.0, 3.0, 0.5]],
        gives [y * z, x * z, x * y, 2.0 * x * y, x * x];
    #[grad]
    pub(crate) fn f(p: (f64, f64), q: &(f64, [f64; 2])) -> f64 {
        let [a, b] = q.1;
        p.0 * p.1 * q.0 + a * a * b
    }
}

program! {
    a_mutable_tuple, f(&mut (x, [y, z])) for [x, y, z] in [[2.0, 3.0, 0.5]],
        gives [2.0 * x * y * z, x * x * z, x * x * y];
    #[grad]
    pub(crate) fn f(p: &mut (f64, [f64; 2])) -> f64 {
        p.0 *= p.0;
        p.1[0] *= p.1[1];
        p.0 * p.1[0]
    }
}

program! {
    slices_by_index, f(&[x, y, z], &[0, 2], &[w, z]) for [x, y, z, w] in [[2.0, 3.0, 0.5, 7.0]], allocates,
        gives [z * w, 1.0, x * w, x * z, 0.0];
    #[grad]
    pub(crate) fn f(x: &[f64], at: &[usize], w: &[f64]) -> f64 {
        let n = x.len();
        let mut s = x[at[0]] * x[at[1]] * w[0];
        if !w.is_empty() && n > 2 {
            s += x[n - 2];
        }
        s
    }
}

program! {
    slices_of_arrays_and_tuples, f(&[[x, y], [z, w]], &[(a, b)]) for [x, y, z, w, a, b] in
        [[2.0, 3.0, 0.5, 7.0, 11.0, 13.0]], allocates,
        gives [z, 0.0, x, a * b, w * b, w * a];
    #[grad]
    pub(crate) fn f(m: &[[f64; 2]], p: &[(f64, f64)]) -> f64 {
        m[0][0] * m[1][0] + m[1][1] * p[0].0 * p[0].1
    }
}

program! {
    a_vector_by_reference, f(&vec![x, y, z]) for [x, y, z] in [[2.0, 3.0, 0.5]], allocates,
        gives [y, x + z, y];
    #[grad]
    #[allow(clippy::ptr_arg, reason = "the parameter under test")]
    pub(crate) fn f(v: &Vec<f64>) -> f64 {
        v[0] * v[1] + v[v.len() - 1] * v[1]
    }
}

program! {
    generic_scalars, f(x, &y) for [x, y] in [[2.0, 3.0]], gives [2.0 * x * y + 0.5, x * x];
    #[grad]
    pub(crate) fn f<T: Real>(x: T, y: &T) -> T {
        let half = T::from_f64(0.5);
        let mut s = x * x;
        s *= *y;
        s + half * x
    }
}

program! {
    generic_scalars_in_single_precision, f(x as f32, y as f32) for [x, y] in [[2.0, 3.0]],
        gives [y * (x * y).cos(), x * (x * y).cos()] within ROUNDING_F32;
    #[grad]
    pub(crate) fn f<T>(x: T, y: T) -> T
    where
        T: Real,
    {
        let p = x * y;
        if p > T::ZERO { p.sin() } else { p }
    }
}

program! {
    generic_arrays, f([x, y], &[z, w], (9.0, 1)) for [x, y, z, w] in [[2.0, 3.0, 0.5, 7.0]],
        gives [z, w, x, y];
    #[grad(wrt(a, b))]
    pub(crate) fn f<T: Real, const N: usize>(a: [T; N], b: &[T; N], c: (T, usize)) -> T {
        let mut s = a[0] * b[0];
        s += a[N - 1] * b[c.1];
        s
    }
}

program! {
    two_generic_scalars, f(x, y as f32) for [x, y] in [[2.0, 3.0]], gives [2.0 * x, 3.0 * y * y] within ROUNDING_F32;
    #[grad]
    fn pick<A: Real, B: Real>(a: A, b: B) -> (A, B) {
        (a * a, b * b * b)
    }
    #[grad]
    pub(crate) fn f(x: f64, y: f32) -> f64 {
        let (a, b) = pick(x, y);
        a + f64::from(b)
    }
}

program! {
    const_generics, f(&[[x, y], [z, x]]) for [x, y, z] in [[2.0, 3.0, 0.5]], gives [x, z, y, x];
    #[grad]
    pub(crate) fn f<const N: usize>(m: &[[f64; N]; N]) -> f64 {
        let last = m[N - 1][N - 1];
        m[0][0] * last + m[0][N - 1] * m[N - 1][0]
    }
}

program! {
    lifetimes, f(&x, &[y, z]) for [x, y, z] in [[2.0, 3.0, 0.5]], gives [y * z, x * z, x * y];
    #[grad]
    pub(crate) fn f<'a, 'b: 'a>(x: &'a f64, v: &'b [f64; 2]) -> f64 {
        x * v[0] * v[1]
    }
}

/// A type that no derivative knows.
#[derive(Clone)]
struct Settings<'a> {
    name: &'a str,
    weights: Vec<f64>,
    on: bool,
}

trait Weight {
    fn weight(&self) -> f64;
}

impl Weight for u8 {
    fn weight(&self) -> f64 {
        f64::from(*self)
    }
}

program! {
    parameters_that_are_not_differentiated,
    f(x, &Settings { name: "abc", weights: vec![3.0, 4.0], on: true }, Some("d".to_owned()), &7_u8, |n| n + 1, 'c')
        for [x] in [[2.0]], allocates, gives [2.0 * x * (3.0 * 4.0 + 7.0 + 3.0 + 1.0 + 2.0)];
    #[grad]
    pub(crate) fn f(
        x: f64,
        settings: &Settings<'_>,
        label: Option<String>,
        weight: &dyn Weight,
        next: impl Fn(usize) -> usize,
        letter: char,
    ) -> f64 {
        let Settings { name, weights, on } = settings.clone();
        let label = label.unwrap_or_default();
        let mut total = weights.iter().product::<f64>();
        total += weight.weight() + name.len() as f64;
        for c in label.chars() {
            if c != letter {
                total += 1.0;
            }
        }
        if on { x * x * (total + next(1) as f64) } else { x }
    }
}

program! {
    a_mutable_parameter_that_is_not_differentiated, f(x, &mut 3, &mut vec![1, 2]) for [x] in [[2.0]], allocates,
        gives [5.0 * x.powi(4)];
    #[grad]
    pub(crate) fn f(x: f64, n: &mut i32, log: &mut Vec<usize>) -> f64 {
        *n += 1;
        log.push(7);
        *n += log.len() as i32 - 2;
        x.powi(*n)
    }
}

program! {
    underscored_and_unused_parameters, f(x, y, 3, "") for [x, y] in [[2.0, 3.0]], gives [2.0 * x, 0.0];
    #[grad]
    pub(crate) fn f(x: f64, _y: f64, _: usize, _text: &str) -> f64 {
        x * x
    }
}

program! {
    an_ignored_float_pattern, f(x, y) for [x, y] in [[2.0, 3.0]], gives [2.0 * x, 0.0];
    #[grad]
    pub(crate) fn f(x: f64, _: f64) -> f64 {
        x * x
    }
}

program! {
    the_parameter_itself_as_result, f(x) for [x] in [[2.0]], gives [1.0];
    #[grad]
    pub(crate) fn f(x: f64) -> f64 {
        x
    }
}

program! {
    a_result_that_does_not_depend, f(x, [x, x]) for [x] in [[2.0]], gives [0.0, 0.0, 0.0];
    #[grad]
    pub(crate) fn f(x: f64, v: [f64; 2]) -> f64 {
        let _ = x * v[0];
        3.0
    }
}

program! {
    many_parameters, f(x, y, x, y, x, y) for [x, y] in [[2.0, 3.0]],
        gives [y, x, y, x, y, x];
    #[grad]
    pub(crate) fn f(a: f64, b: f64, c: f64, d: f64, e: f64, g: f64) -> f64 {
        a * b + c * d + e * g
    }
}

/// `f_grad_into` overwrites buffers, allocates nothing, and tells a wrong length.
mod gradients_into_buffers {
    use autodiff::grad;

    #[grad]
    fn weighted(x: &[f64], scale: f64, p: (f64, [f64; 2])) -> f64 {
        x[0] * x[2] * scale + p.0 * p.1[1]
    }

    #[test]
    fn overwrite_what_was_there() {
        let (mut dx, mut scale, mut p) = ([9.0; 3], 9.0, (9.0, [9.0; 2]));
        let value =
            weighted_grad_into(&[2.0, 3.0, 5.0], 0.5, (7.0, [1.0, 11.0]), &mut dx, &mut scale, &mut p);
        assert_eq!(value, 82.0);
        assert_eq!((dx, scale, p), ([2.5, 0.0, 1.0], 10.0, (11.0, [0.0, 7.0])));
    }

    #[test]
    #[should_panic(expected = "`weighted_grad_into`: the buffer for `x` has length 2, but `x` has length 3")]
    fn a_wrong_length_panics() {
        let _ = weighted_grad_into(
            &[2.0, 3.0, 5.0],
            0.5,
            (7.0, [1.0, 11.0]),
            &mut [0.0; 2],
            &mut 0.0,
            &mut (0.0, [0.0; 2]),
        );
    }

    #[grad(wrt(b))]
    fn second(a: &[f64], b: &[f64]) -> f64 {
        a[0] * b[1]
    }

    #[test]
    fn take_what_wrt_names() {
        let mut db = [9.0; 2];
        assert_eq!(second_grad_into(&[2.0], &[3.0, 5.0], &mut db), 10.0);
        assert_eq!(db, [0.0, 2.0]);
        assert_eq!(second_grad(&[2.0], &[3.0, 5.0]), [0.0, 2.0]);
    }
}

/// The types of companions follow the documentation: one gradient bare, several as a tuple.
mod shapes_of_gradients {
    use autodiff::{Real, grad};

    #[grad]
    fn shapes<T: Real, const N: usize>(
        a: T,
        b: &T,
        c: [T; N],
        d: &[[T; N]; 2],
        e: (T, [T; 2]),
        f: &[T],
    ) -> T {
        a * *b + c[0] * d[1][0] + e.0 * f[0]
    }

    type Gradient = (f32, f32, [f32; 1], [[f32; 1]; 2], (f32, [f32; 2]), Vec<f32>);

    #[test]
    fn mirror_the_parameters() {
        let (value, gradient): (f32, Gradient) =
            shapes_value_and_grad(2.0, &3.0, [5.0], &[[7.0], [11.0]], (13.0, [0.0; 2]), &[17.0]);
        assert_eq!(value, 6.0 + 55.0 + 221.0);
        assert_eq!(gradient, (3.0, 2.0, [11.0], [[0.0], [5.0]], (17.0, [0.0; 2]), vec![13.0]));
    }

    #[grad]
    fn single(v: &[f64]) -> f64 {
        v[0]
    }

    #[test]
    fn one_is_bare() {
        let gradient: Vec<f64> = single_grad(&[1.0, 2.0]);
        assert_eq!(gradient, [1.0, 0.0]);
    }
}
