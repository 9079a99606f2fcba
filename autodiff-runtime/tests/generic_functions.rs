//! `T: Real` is enough to write numeric code as one would for `f64`, and the methods are those of the type
//! itself.

use autodiff_runtime::{Cotangent, Differentiable, Real};

/// Type inference as for a concrete float: sums of products, untyped locals, closures, references on the
/// right.
fn arithmetic<T: Real>(x: T, y: T, v: &[T]) -> T {
    let mut s = T::ZERO;
    for e in v {
        s += e;
        s = (s + *e * x) - e;
    }
    for (i, e) in v.iter().enumerate() {
        let p = v[i] * e;
        s += p / (T::ONE + p);
    }
    let square = |t: T| t * t;
    let total = v.iter().copied().fold(T::default(), |a, b| a + b);
    let m = v.iter().copied().map(square).sum::<T>() * v.iter().product::<T>();
    let z = if x > y { x % y } else { -x };
    s + z * total - m + T::from_f64(0.5) * (x + y)
}

#[test]
fn generic_code_computes_what_concrete_code_does() {
    fn concrete(x: f64, y: f64, v: &[f64]) -> f64 {
        let mut s = 0.0;
        for e in v {
            s += e;
            s = (s + *e * x) - e;
        }
        for e in v {
            let p = e * e;
            s += p / (1.0 + p);
        }
        let total: f64 = v.iter().fold(0.0, |a, b| a + b);
        let m = v.iter().map(|e| e * e).sum::<f64>() * v.iter().product::<f64>();
        let z = if x > y { x % y } else { -x };
        s + z * total - m + 0.5 * (x + y)
    }
    let v = [0.3, -1.25, 2.0];
    for (x, y) in [(2.5, 0.75), (0.75, 2.5)] {
        assert_eq!(arithmetic(x, y, &v), concrete(x, y, &v));
    }
}

#[test]
fn a_generic_aggregate_has_a_cotangent_of_its_own_shape() {
    fn zero<T: Real>(x: (T, [T; 2])) -> (T, [T; 2]) {
        let mut ct = x.zero_cotangent();
        ct.accumulate(x);
        ct.take();
        ct
    }
    assert_eq!(zero((1.0_f32, [2.0, 3.0])), (0.0, [0.0, 0.0]));
}
