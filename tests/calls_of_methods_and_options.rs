//! Methods, associated functions, and the options `wrt`, `partials` and the function `stop_gradient`.

#[macro_use]
mod common;

use autodiff::grad;

program! {
    stop_gradient_of_a_part, f(x, y) for [x, y] in [[2.0, 3.0]],
        gives [y * y + y * x.sin() * 0.0 + (x * y).sin() / x, 2.0 * x * y], frozen;
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let frozen = autodiff::stop_gradient((x * y).sin());
        x * y * y + frozen * x.ln()
    }
}

program! {
    stop_gradient_of_a_variable, f(x, y) for [x, y] in [[2.0, 3.0], [-2.0, 3.0]], gives [x * y, x * x], frozen;
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        use autodiff::stop_gradient as fixed;
        let c = autodiff::stop_gradient(x);
        let d = if c > 0.0 { c } else { autodiff::stop_gradient(-x) * -1.0 };
        let _ = fixed(1.0);
        x * y * d
    }
}

program! {
    partials_of_one_argument, f(x) for [x] in [[2.0]], gives [2.0 * x * (x * x).cos() * 3.0];
    #[grad]
    fn sine(x: f64) -> (f64, f64) { (x.sin(), 3.0 * x.cos()) }
    #[grad(partials = sine)]
    fn opaque(x: f64) -> f64 { f64::from_bits(x.sin().to_bits()) }
    #[grad]
    pub(crate) fn f(x: f64) -> f64 { opaque(x * x) }
}

program! {
    partials_of_several_arguments, f(x, y) for [x, y] in [[2.0, 3.0]],
        gives [y * (5.0 * y + 9.0) + x * y * 0.0 + 7.0, x * (5.0 * y + 9.0) + 5.0 * x * y];
    #[grad]
    fn known(a: f64, v: &[f64; 2], n: usize) -> (f64, (f64, [f64; 2])) {
        (5.0 * a * v[0] + 9.0 * a + 7.0 * v[1], (5.0 * v[0] + 9.0, [5.0 * a, 7.0]))
    }
    #[grad(partials = known)]
    fn opaque(a: f64, v: &[f64; 2], n: usize) -> f64 { 5.0 * a * v[0] + 9.0 * a + 7.0 * v[1] + 0.0 * n as f64 }
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 { opaque(x * y, &[y, x], 1) }
}

program! {
    wrt_narrows_the_companions_only, f(x, y) for [x, y] in [[2.0, 3.0]], gives [x * x];
    #[grad(wrt(b))]
    fn g(a: f64, b: f64) -> f64 { a * a * b }
    #[grad(wrt(y))]
    pub(crate) fn f(x: f64, y: f64) -> f64 { g(x, y) }
}

program! {
    the_halves_differentiate_what_wrt_leaves_out, f(x, y) for [x, y] in [[2.0, 3.0]], gives [2.0 * x * y, x * x];
    #[grad(wrt(b))]
    fn g(a: f64, b: f64) -> f64 { a * a * b }
    #[grad(wrt(x, y))]
    pub(crate) fn f(x: f64, y: f64) -> f64 { g(x, y) }
}

/// A type alias is no float to the macro until `wrt` names it.
type Metres = f64;

program! {
    wrt_names_a_type_alias, f(x, y) for [x, y] in [[2.0, 3.0]], gives [2.0 * x * y, x * x];
    #[grad(wrt(x, y))]
    pub(crate) fn f(x: Metres, y: f64) -> f64 {
        let area = x * x;
        area * y
    }
}

/// Functions with the attribute on the method alone, which does not see its `impl`.
mod attribute_on_a_method {
    use autodiff::grad;

    struct Spring {
        stiffness: f64,
    }

    impl Spring {
        #[grad]
        fn energy(&self, x: f64) -> f64 {
            0.5 * self.stiffness * Self::square(x)
        }

        #[grad]
        fn square(x: f64) -> f64 {
            let _: Option<Self> = None;
            x * x
        }

        #[grad(wrt(x))]
        fn total(self, x: f64, offset: f64) -> f64 {
            self.energy(x) + offset
        }
    }

    #[test]
    fn has_companions() {
        let spring = Spring { stiffness: 3.0 };
        assert_eq!(spring.energy_grad(2.0), 6.0);
        assert_eq!(spring.energy_value_and_grad(2.0), (6.0, 6.0));
        assert_eq!(Spring::square_grad(2.0), 4.0);
        assert_eq!(spring.total_grad(2.0, 1.0), 6.0);
    }
}

program! {
    methods_and_associated_functions, f(x, y) for [x, y] in [[2.0, 3.0], [-2.0, 3.0]], dual;
    struct Model { scale: f64, n: i32 }
    #[grad]
    impl Model {
        fn predict(&self, x: f64) -> f64 { self.scale * x.powi(self.n) }
        fn loss(&self, x: f64, y: f64) -> f64 {
            let r = self.predict(x) - y;
            if r < 0.0 { return r * self.predict(r); }
            Self::square(r) * Model::square(x)
        }
        fn square(x: f64) -> f64 { x * x }
        fn consume(self, x: f64) -> f64 { x * self.scale }
        fn count(&self) -> i32 { self.n }
    }
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let model = Model { scale: f64::from(0.5), n: 3 };
        let a = model.loss(x, y) + model.predict(y) * Model::square(y);
        let n = model.count();
        a * model.consume(x).powi(n)
    }
}

program! {
    a_method_of_a_struct_literal, f(x) for [x] in [[2.0]], dual;
    struct Model { scale: i32 }
    #[grad]
    impl Model {
        fn predict(&self, x: f64) -> f64 { x.powi(self.scale) }
    }
    #[grad]
    pub(crate) fn f(x: f64) -> f64 { Model { scale: 3 }.predict(x) }
}

trait Kernel {
    fn is_steep() -> bool;
}

struct Steep;

impl Kernel for Steep {
    fn is_steep() -> bool {
        true
    }
}

program! {
    turbofish_of_callees_that_take_closures, f(x) for [x] in [[2.0], [-0.5]],
        gives [2.0 * x + 1.0 + 2.0 * x + 3.0 + 2.0];
    #[grad]
    fn anonymous<T: autodiff::Real>(x: T, p: impl Fn(f64) -> bool) -> T { if p(1.0) { x * x } else { x } }
    #[grad]
    fn named<T: autodiff::Real, F: Fn(f64) -> bool>(x: T, p: F) -> T { if p(1.0) { x * x } else { x } }
    #[grad]
    fn nowhere_else<K: Kernel, const N: usize>(x: f64) -> f64 { if K::is_steep() { x * N as f64 } else { x } }
    #[grad]
    fn sized<const N: usize>(x: f64, a: [u32; N], p: impl Fn(u32) -> bool) -> f64 {
        if p(a[0]) { x * N as f64 } else { x }
    }
    #[grad]
    pub(crate) fn f(x: f64) -> f64 {
        anonymous::<f64>(x, |v| v > 0.0)
            + anonymous::<f64>(x, move |v| v < 0.0)
            + named::<f64, _>(x, |v| v > 0.0)
            + nowhere_else::<Steep, 3>(x)
            + sized::<2>(x, [1, 2], |v| v == 1)
    }
}
