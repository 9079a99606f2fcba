//! Loops that add to many buffers, of which the caller has all, some or none.

use autodiff::grad;

#[grad(jvp, vjp, hvp, hessian)]
fn triple(a: &[f64], b: &[f64], c: &[f64]) -> f64 {
    let mut sum = 0.0;
    for i in 0..a.len() {
        sum += a[i] * b[i] * c[i];
    }
    sum
}

#[grad(wrt(b), hvp, hessian)]
fn of_one(a: &[f64], b: &[f64], c: &[f64]) -> f64 {
    let mut sum = 0.0;
    for i in 0..b.len() {
        sum += a[i] * b[i] * b[i] * c[i];
    }
    sum
}

/// Of its call some buffers are wanted, the others carry no derivative.
#[grad(hvp)]
fn called(a: &[f64], scale: f64) -> f64 {
    let b = [1.0, 2.0, 3.0, 4.0, 5.0];
    triple(a, &b, a) * scale + triple(&b, &b, &b) + triple(&b, &b, a)
}

const A: [f64; 5] = [0.5, -1.0, 2.0, 3.0, -0.25];
const B: [f64; 5] = [2.0, 0.5, -1.5, 1.0, 4.0];
const C: [f64; 5] = [1.0, 3.0, 0.5, -2.0, 0.125];

fn times(a: [f64; 5], b: [f64; 5]) -> Vec<f64> {
    a.iter().zip(b).map(|(a, b)| a * b).collect()
}

#[test]
fn with_all_buffers() {
    assert_eq!(triple_grad(&A, &B, &C), (times(B, C), times(A, C), times(A, B)));
    let ones = [1.0; 5];
    let (gradient, (a, b, c)) = triple_hvp(&A, &B, &C, &ones, &[0.0; 5], &[0.0; 5]);
    assert_eq!(gradient, (times(B, C), times(A, C), times(A, B)));
    assert_eq!((a, b, c), (vec![0.0; 5], C.to_vec(), B.to_vec()));
}

/// A column of a Hessian has products and no gradients.
#[test]
fn with_the_half_of_them() {
    let hessian = triple_hessian(&A, &B, &C);
    for (i, row) in hessian.iter().enumerate() {
        for (j, got) in row.iter().enumerate() {
            let want = match (i / 5, j / 5) {
                _ if i % 5 != j % 5 => 0.0,
                (0, 1) | (1, 0) => C[i % 5],
                (0, 2) | (2, 0) => B[i % 5],
                (1, 2) | (2, 1) => A[i % 5],
                _ => 0.0,
            };
            assert_eq!(*got, want, "{i} {j}");
        }
    }
}

#[test]
fn with_those_of_one_argument() {
    let want: Vec<f64> = (0..5).map(|i| 2.0 * A[i] * B[i] * C[i]).collect();
    assert_eq!(of_one_grad(&A, &B, &C), want);
    let (gradient, product) = of_one_hvp(&A, &B, &C, &[1.0; 5]);
    assert_eq!(gradient, want);
    assert_eq!(product, (0..5).map(|i| 2.0 * A[i] * C[i]).collect::<Vec<_>>());
    assert_eq!(of_one_hessian(&A, &B, &C)[3][3], 2.0 * A[3] * C[3]);
}

#[test]
fn of_calls() {
    let ((gradient, scale), (product, along)) = called_hvp(&A, 2.0, &[1.0; 5], 0.5);
    let b = [1.0, 2.0, 3.0, 4.0, 5.0];
    for i in 0..5 {
        assert_eq!(gradient[i], 4.0 * A[i] * b[i] + b[i] * b[i]);
        assert_eq!(product[i], 4.0 * b[i] + 0.5 * 2.0 * A[i] * b[i]);
    }
    assert_eq!(scale, (0..5).map(|i| A[i] * b[i] * A[i]).sum::<f64>());
    assert_eq!(along, (0..5).map(|i| 2.0 * A[i] * b[i]).sum::<f64>());
}
