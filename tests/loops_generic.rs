//! Loops over a generic scalar, over `f32`, and over arrays of a generic length.

#[macro_use]
mod common;

use autodiff::{Real, grad};
use common::{ROUNDING_F32, assert_close};

program! {
    a_generic_scalar_carried, f(x, y, 3) for [x, y] in [[1.1, 0.7]], allocates,
        gives [y.powi(3) , 3.0 * x * y * y + 2.0 * y + 1.0];
    #[grad]
    pub(crate) fn f<T: Real>(x: T, y: T, n: usize) -> T {
        // s = x y^n + y + .. + y^(n-1)
        let mut s = x;
        for i in 0..n {
            s = s * y;
            if i + 1 < n {
                s += T::ONE;
            }
        }
        s
    }
}

program! {
    a_generic_slice, f(&[x, y, z]) for [x, y, z] in [[1.1, 0.7, -0.4]], allocates,
        gives [2.0 * x * (y + z) + 0.5, x * x, x * x];
    #[grad]
    pub(crate) fn f<T: Real>(x: &[T]) -> T {
        let mut s = T::ZERO;
        for v in x.iter().skip(1) {
            s += *v;
        }
        let mut p = s;
        for _ in 0..2 {
            p *= x[0];
        }
        p + T::from_f64(0.5) * x[0]
    }
}

program! {
    a_generic_length, f([x, y, z], &[w, x * 0.0]) for [x, y, z, w] in [[1.1, 0.7, -0.4, 2.0]], allocates,
        gives [y * z * w, x * z * w, x * y * w, x * y * z, x * y * z];
    #[grad]
    fn product<const N: usize>(x: &[f64; N]) -> f64 {
        let mut p = 1.0;
        for i in 0..N {
            p *= x[i];
        }
        p
    }
    #[grad]
    pub(crate) fn f<const N: usize, const M: usize>(x: [f64; N], y: &[f64; M]) -> f64 {
        let mut s = 0.0;
        for v in y {
            s += v;
        }
        product(&x) * s
    }
}

program! {
    a_local_array_of_a_generic_length, f([x, y, z]) for [x, y, z] in [[1.1, 0.7, -0.4]], allocates,
        gives [2.0 * x * (y * y * z * z), 2.0 * y * (x * x * z * z), 2.0 * z * (x * x * y * y)];
    #[grad]
    pub(crate) fn f<T: Real, const N: usize>(x: [T; N]) -> T {
        let mut squares = [T::ZERO; N];
        for (s, v) in squares.iter_mut().zip(x.iter()) {
            *s = *v * *v;
        }
        let mut p = T::ONE;
        for i in (0..N).rev() {
            p *= squares[i];
        }
        p
    }
}

program! {
    single_precision_loops, f(&[x as f32, y as f32], 3) for [x, y] in [[1.5, 0.75]], allocates,
        gives [3.0 * x * x * y, x.powi(3)] within ROUNDING_F32;
    #[grad]
    pub(crate) fn f(x: &[f32], n: usize) -> f32 {
        let mut p = x[1];
        let mut i = 0;
        while i < n {
            p *= x[0];
            i += 1;
        }
        p
    }
}

program! {
    a_sum_in_double_precision_of_single_ones, f(&[x as f32, y as f32], z) for [x, y, z] in [[1.5, 0.75, 2.0]], allocates,
        gives [2.0 * x * z, 2.0 * y * z, x * x + y * y] within ROUNDING_F32;
    #[grad]
    pub(crate) fn f(x: &[f32], scale: f64) -> f64 {
        let mut s = 0.0;
        for v in x {
            s += f64::from(v * v) * scale;
        }
        s
    }
}

#[grad]
fn recurrence<T: Real>(x: &[T], turns: usize) -> T {
    let mut s = x[0];
    for i in 0..turns {
        s = (s * x[i % x.len()]).sin() + T::from_f64(0.25) * s;
    }
    s
}

/// The same source in both precisions: `f32` differs from `f64` by its rounding.
#[test]
fn one_generic_loop_in_both_precisions() {
    let wide = recurrence_grad(&[1.25_f64, 0.5, -0.75], 6);
    let narrow: Vec<f64> = recurrence_grad(&[1.25_f32, 0.5, -0.75], 6).into_iter().map(f64::from).collect();
    assert_close("f32 against f64", &narrow, &wide, ROUNDING_F32);
    assert!(wide.iter().all(|d| d.abs() > 1e-6), "{wide:?} compares nothing");
}
