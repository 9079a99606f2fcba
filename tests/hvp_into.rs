//! `f_hvp_into` gives what `f_hvp` gives, into buffers of the caller's, and allocates nothing.

use allocation_counter::measure;
use autodiff::grad;

#[grad(hvp)]
fn rosenbrock(x: &[f64], scale: f64) -> f64 {
    let mut sum = 0.0;
    for i in 0..x.len() - 1 {
        let (a, b) = (1.0 - x[i], x[i + 1] - x[i] * x[i]);
        sum += a * a + scale * b * b;
    }
    sum
}

#[test]
fn the_same_numbers_in_buffers_without_an_allocation() {
    let x: Vec<f64> = (0..50).map(|i| 0.1 * f64::from(i % 7)).collect();
    let along: Vec<f64> = (0..50).map(|i| 0.3 - 0.1 * f64::from(i % 5)).collect();
    let ((d_x, d_scale), (h_x, h_scale)) = rosenbrock_hvp(&x, 100.0, &along, 0.5);
    // What they hold at first does not matter.
    let (mut into_x, mut product_x) = (vec![f64::NAN; 50], vec![7.0; 50]);
    let (mut into_scale, mut product_scale) = (3.0, f64::INFINITY);
    let mut value = 0.0;
    let count = measure(|| {
        value = rosenbrock_hvp_into(
            &x,
            100.0,
            &along,
            0.5,
            &mut into_x,
            &mut into_scale,
            &mut product_x,
            &mut product_scale,
        );
    });
    assert_eq!(count.count_total, 0);
    assert_eq!(value.to_bits(), rosenbrock(&x, 100.0).to_bits());
    assert_eq!((into_x, into_scale), (d_x, d_scale));
    assert_eq!((product_x, product_scale), (h_x, h_scale));
}

#[grad(wrt(rows), hvp)]
fn cubes(rows: &[[f64; 2]], held: Vec<f64>) -> f64 {
    let mut sum = 0.0;
    for (row, held) in rows.iter().zip(&held) {
        sum += row[0] * row[0] * row[1] * held;
    }
    sum
}

#[test]
fn elements_that_are_arrays() {
    let (mut gradient, mut product) = ([[0.0; 2]; 2], [[0.0; 2]; 2]);
    let (rows, along) = ([[2.0, 3.0], [5.0, 7.0]], [[1.0, 0.0], [0.0, 1.0]]);
    let value = cubes_hvp_into(&rows, vec![1.0, 2.0], &along, &mut gradient, &mut product);
    assert_eq!(value, 12.0 + 350.0);
    assert_eq!(gradient, [[12.0, 4.0], [140.0, 50.0]]);
    assert_eq!(product, [[6.0, 4.0], [20.0, 0.0]]);
}

#[test]
#[should_panic(expected = "x")]
fn a_buffer_of_the_wrong_length_panics() {
    let (mut d_x, mut d_scale, mut h_x, mut h_scale) = ([0.0; 2], 0.0, [0.0; 3], 0.0);
    let _ = rosenbrock_hvp_into(
        &[1.0, 2.0],
        100.0,
        &[0.5, 0.5],
        0.5,
        &mut d_x,
        &mut d_scale,
        &mut h_x,
        &mut h_scale,
    );
}
