//! Differentiated functions of another crate, by every way to name them.

#[macro_use]
mod common;

use autodiff::grad;
use common::ROUNDING_F32;

program! {
    by_path, f(x, y) for [x, y] in [[2.0, 3.0]],
        gives [3.0 * x * x * y + 2.0 * x, x * x * x];
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        elsewhere::deep::deeper::cube(x) * y + ::elsewhere::deep::square(x)
    }
}

program! {
    by_import_and_by_another_name, f(x, y) for [x, y] in [[2.0, 3.0]],
        gives [2.0 * x + 3.0 * x * x * y + 3.0 * x * x, x * x * x];
    use elsewhere::deep::deeper;
    use elsewhere::deep::deeper::cube as third;
    use elsewhere::square;
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 { square(x) + third(x) * y + deeper::cube(x) }
}

program! {
    by_re_export, f(x) for [x] in [[2.0]], gives [3.0 * x * x + 2.0 * x];
    #[grad]
    pub(crate) fn f(x: f64) -> f64 { elsewhere::renamed_cube(x) + elsewhere::square(x) }
}

program! {
    by_glob_import, f(x, y) for [x, y] in [[2.0, 3.0]],
        gives [2.0 * x / (y + x) - x * x / (y + x).powi(2), -x * x / (y + x).powi(2)];
    use elsewhere::*;
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 { rate(x, y, x) }
}

program! {
    generic_with_and_without_turbofish, f(x, y) for [x, y] in [[2.0, 3.0]],
        gives [2.0 * (y + y * y), 2.0 * (x + 2.0 * x * y)];
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        elsewhere::weighted(&[x], y) + elsewhere::weighted::<f64, 2>(&[x, x], y)
    }
}

program! {
    generic_in_single_precision, f(x as f32) for [x] in [[2.0]], gives [2.0 * x + 3.0 * x * x] within ROUNDING_F32;
    #[grad]
    pub(crate) fn f(x: f32) -> f32 { elsewhere::weighted(&[x], x) }
}

program! {
    what_the_callee_changes, f([x, y], z) for [x, y, z] in [[2.0, 3.0, 0.5]],
        gives [y * z * z * 2.0 * x, x * x * z * z, 2.0 * z * x * x * y];
    #[grad]
    pub(crate) fn f(v: [f64; 2], by: f64) -> f64 {
        let mut v = v;
        elsewhere::scale(&mut v, by);
        v[0] * v[1]
    }
}

program! {
    recursion_elsewhere, f(x) for [x] in [[1.5]], allocates, gives [0.25 * 4.0 * x.powi(3)];
    #[grad]
    pub(crate) fn f(x: f64) -> f64 { elsewhere::tower(x, 2) }
}

program! {
    methods_elsewhere, f(x) for [x] in [[1.5]], gives [3.0 * x * x + x];
    use elsewhere::Model;
    #[grad]
    pub(crate) fn f(x: f64) -> f64 {
        let model = Model { order: 3 };
        model.predict(x) + Model::loss(x)
    }
}

program! {
    a_function_in_a_module_of_its_name, f(x, y) for [x, y] in [[3.0, 4.0]],
        gives [2.0 * x / x.hypot(y), 2.0 * y / x.hypot(y)];
    use elsewhere::norm;
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 { elsewhere::norm::norm(x, y) + norm::norm(x, y) }
}

#[test]
fn companions_of_another_crate() {
    assert_eq!(elsewhere::deep::square_grad(3.0), 6.0);
    assert_eq!(elsewhere::rate_value_and_grad(8.0, 1.0, 3.0), (6.0, (0.75, -1.5, 0.5)));
    assert_eq!(elsewhere::Model { order: 2 }.predict_grad(3.0), 6.0);
    assert_eq!(elsewhere::norm::norm_grad(3.0, 4.0), (0.6, 0.8));
}
