//! `f_vjp`: the value and the pullback of functions with any result.

use autodiff::{NoCotangent, Real, grad};

#[grad]
fn rotate(angle: f64, [x, y]: [f64; 2]) -> [f64; 2] {
    let (s, c) = angle.sin_cos();
    [c * x - s * y, s * x + c * y]
}

#[test]
fn an_array() {
    let ((s, c), point, ct) = (0.7_f64.sin_cos(), [3.0, 4.0], [10.0, 100.0]);
    let (value, pullback) = rotate_vjp(0.7, point);
    assert_eq!(value, rotate(0.7, point));
    let (d_angle, d_point) = pullback(ct);
    approx::assert_relative_eq!(d_angle, -value[1] * ct[0] + value[0] * ct[1], epsilon = 1e-12);
    assert_eq!(d_point, [ct[0] * c + ct[1] * s, ct[1] * c - ct[0] * s]);
}

#[grad(vjp)]
fn product(x: f64, y: f64) -> f64 {
    x * y
}

#[test]
fn a_float_where_the_option_asks_for_it() {
    let (value, pullback) = product_vjp(2.0, 3.0);
    assert_eq!((value, pullback(10.0)), (6.0, (30.0, 20.0)));
    assert_eq!(product_grad(2.0, 3.0), (3.0, 2.0));
}

#[grad]
fn mixed(x: &[f64], k: usize, scale: f32) -> (f64, [f64; 2], usize) {
    let y = x[k] * f64::from(scale);
    (y * y, [x[0], x[0] * x[1]], k)
}

#[test]
fn a_tuple_with_numbers_and_others() {
    let x = vec![2.0, 3.0, 5.0];
    let (value, pullback) = mixed_vjp(&x, 2, 0.5);
    // The pullback owns what it needs.
    drop(x);
    assert_eq!(value, (6.25, [2.0, 6.0], 2));
    let (dx, dscale) = pullback((1.0, [10.0, 100.0], NoCotangent));
    assert_eq!(dx, [310.0, 200.0, 2.5]);
    assert_eq!(dscale, 25.0);
}

#[grad]
fn step(position: &mut [f64], velocity: &mut f64, dt: f64) {
    position[0] += *velocity * dt;
    *velocity *= position[0];
}

#[test]
fn mutable_arguments_take_a_cotangent_of_the_exit_and_give_that_of_the_entry() {
    let (mut position, mut velocity) = ([1.0, 7.0], 2.0);
    let ((), pullback) = step_vjp(&mut position, &mut velocity, 0.5);
    assert_eq!((position, velocity), ([2.0, 7.0], 4.0));
    // p' = p + v t, v' = v p': with cotangents a, b the cotangent of p' is a + b v.
    let (mut ct_position, mut ct_velocity) = ([10.0, 1000.0], 100.0);
    let ct_dt: f64 = pullback(&mut ct_position, &mut ct_velocity);
    assert_eq!(ct_position, [210.0, 1000.0]);
    assert_eq!(ct_velocity, 210.0 * 0.5 + 100.0 * 2.0);
    assert_eq!(ct_dt, 420.0);
}

#[grad]
fn double(point: &mut [f64; 2]) {
    point[0] *= 2.0;
}

#[test]
fn nothing_but_a_mutable_argument() {
    let mut point = [1.0, 2.0];
    let ((), pullback) = double_vjp(&mut point);
    let mut ct = [1.0, 1.0];
    pullback(&mut ct);
    assert_eq!((point, ct), ([2.0, 2.0], [2.0, 1.0]));
}

#[test]
#[should_panic(expected = "`step_vjp`: the buffer for `position` has length 1, but `position` has length 2")]
fn a_cotangent_of_the_wrong_length_is_noticed() {
    let (mut position, mut velocity) = ([1.0, 7.0], 2.0);
    let ((), pullback) = step_vjp(&mut position, &mut velocity, 0.5);
    pullback(&mut [0.0], &mut 0.0);
}

#[grad]
fn copied(x: Vec<f64>, _y: f64) -> Vec<f64> {
    other(x)
}

#[grad]
fn other(x: Vec<f64>) -> Vec<f64> {
    x
}

#[test]
fn a_vec() {
    let (value, pullback) = copied_vjp(vec![1.0, 2.0], 3.0);
    assert_eq!(value, [1.0, 2.0]);
    assert_eq!(pullback(vec![5.0, 6.0]), (vec![5.0, 6.0], 0.0));
}

#[test]
#[should_panic(expected = "a cotangent of length 1 cannot be added to one of length 2")]
fn a_cotangent_of_a_vec_of_the_wrong_length_is_noticed() {
    let (_, pullback) = copied_vjp(vec![1.0, 2.0], 3.0);
    let _ = pullback(vec![5.0]);
}

#[grad(jvp)]
fn pop_and_copy(list: &mut Vec<f64>, x: f64) -> (Vec<f64>, f64) {
    let last = list.pop().unwrap();
    list[0] *= x;
    list.insert(0, last * last);
    (list.clone(), last * x)
}

#[test]
fn a_list_that_is_changed_and_copied() {
    let mut list = vec![2.0, 3.0, 5.0];
    let mut tangent = vec![0.5, -1.0, 2.0];
    let ((copy, product), (d_copy, d_product)) = pop_and_copy_jvp(&mut list, 7.0, &mut tangent, 0.25);
    assert_eq!((&list, &copy, product), (&vec![25.0, 14.0, 3.0], &list, 35.0));
    assert_eq!((&tangent, d_copy, d_product), (&vec![20.0, 4.0, -1.0], tangent.clone(), 15.25));
    let mut list = vec![2.0, 3.0, 5.0];
    let (_, pullback) = pop_and_copy_vjp(&mut list, 7.0);
    let mut ct = vec![1.0, 2.0, 3.0];
    let dx = pullback((vec![10.0, 20.0, 30.0], 100.0), &mut ct);
    // <ct, J v> = <Jᵀ ct, v>
    let along = 20.0 * 11.0 + 4.0 * 22.0 - 33.0 + 15.25 * 100.0;
    assert_eq!(ct[0] * 0.5 - ct[1] + ct[2] * 2.0 + dx * 0.25, along);
}

#[grad(wrt(x), vjp)]
fn held<T: Real, const N: usize>(x: [T; N], scale: T, weigh: impl Fn(usize) -> f64) -> [T; N] {
    let mut out = x;
    for k in 0..N {
        out[k] = x[k] * scale * T::from_f64(weigh(k));
    }
    out
}

#[test]
fn generic_and_with_respect_to_some() {
    let (value, pullback) = held_vjp([1.0_f32, 2.0], 3.0, |k| k as f64);
    assert_eq!(value, [0.0, 6.0]);
    let gradient: [f32; 2] = pullback([1.0, 1.0]);
    assert_eq!(gradient, [0.0, 3.0]);
}

struct Spring {
    stiffness: f64,
}

#[grad(vjp)]
impl Spring {
    fn force(&self, stretch: [f64; 2]) -> [f64; 2] {
        [self.stiffness * stretch[0], self.stiffness * stretch[1]]
    }

    fn energy(&self, stretch: f64) -> f64 {
        0.5 * self.stiffness * stretch * stretch
    }
}

#[test]
fn methods() {
    let pullbacks = {
        let spring = Spring { stiffness: 4.0 };
        (spring.force_vjp([1.0, 2.0]).1, spring.energy_vjp(3.0).1)
    };
    assert_eq!(pullbacks.0([1.0, 10.0]), [4.0, 40.0]);
    assert_eq!(pullbacks.1(1.0), 12.0);
}

#[grad]
fn powers(x: f64, n: u32) -> [f64; 2] {
    if n == 0 {
        [1.0, x]
    } else {
        let [a, b] = powers(x, n - 1);
        [a * x, b * x]
    }
}

#[test]
fn recursion() {
    let (value, pullback) = powers_vjp(2.0, 3);
    assert_eq!(value, [8.0, 16.0]);
    assert_eq!(pullback([1.0, 10.0]), 12.0 + 320.0);
}
