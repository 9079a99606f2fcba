//! The gradient checker on the companions that are not gradients.

use autodiff::{check, grad};

#[grad(jvp, jacobian)]
fn map(x: f64, v: &[f64], by: (f64, [f64; 2])) -> (f64, Vec<f64>) {
    let mut out = Vec::new();
    for e in v {
        out.push(e * by.0.sin() + x * by.1[1]);
    }
    (x * by.1[0], out)
}

#[grad(jvp, jacobian)]
fn step(state: &mut [f64; 2], by: f64) -> f64 {
    let old = *state;
    state[0] += by * old[1];
    state[1] -= by * old[0].sin();
    state[0] * state[1]
}

#[grad(jvp, hvp, hessian)]
fn energy(x: &[f64], stiffness: f64) -> f64 {
    let mut sum = 0.0;
    for i in 1..x.len() {
        sum += stiffness * (x[i] - x[i - 1]).powi(2) + x[i].cos();
    }
    sum
}

#[grad(jvp, jacobian)]
fn single(x: f32, y: [f32; 2]) -> [f32; 2] {
    [x * y[0].exp(), y[1] / x]
}

type Point = (f64, Vec<f64>, (f64, [f64; 2]));

fn stepped((mut state, by): ([f64; 2], f64)) -> (f64, [f64; 2]) {
    let value = step(&mut state, by);
    (value, state)
}

#[test]
fn right_derivatives_of_every_mode_pass() {
    let low: Point = (-2.0, vec![-1.0, 1e-3, 5.0], (0.5, [-1.0, 1.0]));
    let high: Point = (2.0, vec![1.0, 1e-2, 9.0], (1.5, [1.0, 2.0]));
    let points = check::between(low, high, 5, 3);
    let value = |(x, v, by): Point| map(x, &v, by);
    points.jacobian(value, |(x, v, by)| map_jacobian(x, &v, by)).assert_all();
    points.jvp(value, |(x, v, by), (dx, dv, dby)| map_jvp(x, &v, by, dx, &dv, dby).1).assert_all();
    points.vjp(value, |(x, v, by), ct| map_vjp(x, &v, by).1(ct)).assert_all();

    let points = check::between((vec![-3.0; 4], 0.5), (vec![3.0; 4], 9.0), 5, 4);
    let gradient = |(x, s): (Vec<f64>, f64)| energy_grad(&x, s);
    points.hvp(gradient, |(x, s), (dx, ds)| energy_hvp(&x, s, &dx, ds).1).assert_all();
    points.hessian(gradient, |(x, s)| energy_hessian(&x, s)).assert_all();
    points.jvp(|(x, s)| energy(&x, s), |(x, s), (dx, ds)| energy_jvp(&x, s, &dx, ds).1).assert_all();
}

#[test]
fn single_precision_has_wider_tolerances() {
    let points = check::between((0.5, [-1.0, 0.5]), (2.0, [1.0, 2.0]), 5, 5);
    points.jacobian(|(x, y)| single(x, y), |(x, y)| single_jacobian(x, y)).assert();
    points.jvp(|(x, y)| single(x, y), |(x, y), (dx, dy)| single_jvp(x, y, dx, dy).1).assert();
}

#[test]
fn what_is_behind_a_reference_at_exit_is_a_result() {
    let point = check::at(([0.5, 1.5], 0.1)).names(["state", "by"]);
    let joined = |(mut state, by): ([f64; 2], f64)| {
        // One row for the value, two for the state.
        step_jacobian(&mut state, by)
    };
    point.jacobian(stepped, joined).assert_all();
    let tangents = |(mut state, by), (mut d_state, d_by)| {
        let (_, tangent) = step_jvp(&mut state, by, &mut d_state, d_by);
        (tangent, d_state)
    };
    point.jvp(stepped, tangents).assert_all();
    let wrong = |(_, _), (d_state, d_by): ([f64; 2], f64)| (d_by, d_state);
    let report = point.jvp(stepped, wrong);
    let places: Vec<_> = report.disagreements().map(|entry| entry.place()).collect();
    assert_eq!(places, ["result.0", "result.1[0]", "result.1[1]"]);
}

#[test]
fn a_wrong_number_is_named_with_its_row() {
    let report = check::at((2.0, vec![1.0, 3.0], (0.5, [1.0, 2.0]))).names(["x", "v", "by"]).jacobian(
        |(x, v, by)| map(x, &v, by),
        |(x, v, by)| {
            let mut jacobian = map_jacobian(x, &v, by);
            jacobian.1[2][1] += 0.01;
            jacobian
        },
    );
    let wrong: Vec<_> = report.disagreements().map(|entry| entry.place()).collect();
    assert_eq!(wrong, ["result.1[1] in v[1]"]);
    let text = report.to_string();
    assert!(text.contains("result.1[1] in v[1] = 3.0 (point 1): the Jacobian says 0.489"), "{text}");

    let points = check::at((vec![1.0, 2.0, 4.0], 3.0)).names(["x", "stiffness"]);
    let gradient = |(x, s): (Vec<f64>, f64)| energy_grad(&x, s);
    let report = points.hessian(gradient, |(x, s)| {
        let mut hessian = energy_hessian(&x, s);
        hessian[3][0] = 0.0;
        hessian
    });
    let wrong: Vec<_> = report.disagreements().map(|entry| entry.place()).collect();
    assert_eq!(wrong, ["derivative in stiffness in x[0]"]);
    let report = points.hvp(gradient, |(x, s), (dx, ds)| {
        let mut product = energy_hvp(&x, s, &dx, ds).1;
        product.0[2] *= 1.0 + 1e-4;
        product
    });
    let wrong: Vec<_> = report.disagreements().map(|entry| entry.place()).collect();
    assert_eq!(wrong, ["derivative in x[2]"]);
    let report = points.vjp(
        |(x, s)| energy(&x, s),
        |(x, s), ct| {
            let (dx, ds) = energy_grad(&x, s);
            (dx.iter().map(|x| ct * x).collect::<Vec<_>>(), ds)
        },
    );
    let wrong: Vec<_> = report.disagreements().map(|entry| entry.place()).collect();
    assert_eq!(wrong, ["stiffness"]);
}

#[test]
fn derivatives_of_another_form_are_wrong() {
    let square = |x: [f64; 2]| [x[0] * x[0], x[1] * x[1]];
    let at = check::at([1.0, 2.0]).names(["x"]);
    for (report, why) in [
        (at.jacobian(square, |x| [[2.0 * x[0], 0.0]]), "the Jacobian has 1 rows for 2 numbers"),
        (
            at.jacobian(square, |x| [[2.0 * x[0]], [0.0]]),
            "row 0 of the Jacobian has 1 numbers, the arguments have 2",
        ),
        (at.jacobian(square, |x| x[0]), "the Jacobian does not consist of rows"),
        (at.hessian(square, |_| [[1.0; 3]; 2]), "the Hessian does not consist of rows"),
        (at.jvp(square, |_, t| vec![t[0]]), "the tangent does not have the form of what it belongs to"),
        (at.vjp(square, |_, ct| ct[0]), "the pullback's result has 1 numbers, the arguments have 2"),
    ] {
        assert!(!report.is_right());
        assert!(report.to_string().contains(why), "{report}");
    }
}

#[test]
fn a_kink_along_a_direction_cannot_be_told() {
    let fold = |x: f64| (x - 1.0).abs();
    let report = check::at_each([1.0, 2.0]).jvp(fold, |_, dx| dx);
    report.assert();
    let unclear: Vec<_> = report.unclear().map(|entry| (entry.point(), entry.place())).collect();
    assert_eq!(unclear, [(0, "result")]);
}
