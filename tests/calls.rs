//! Calls of other differentiated functions.

#[macro_use]
mod common;

use autodiff::grad;

program! {
    a_private_function, f(x, y) for [x, y] in [[2.0, 3.0]], dual;
    #[grad]
    fn g(a: f64, b: f64) -> f64 { a * a * b }
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 { g(x, y) + g(y, x * y).sin() * g(x, x) }
}

program! {
    calls_in_calls, f(x, y) for [x, y] in [[2.0, 3.0]], dual;
    #[grad]
    fn g(a: f64) -> f64 { a.sin() * a }
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 { g(g(x) * g(g(y))) + x }
}

program! {
    the_same_variable_twice, f(x) for [x] in [[2.0]], dual;
    #[grad]
    fn by_value(a: f64, b: f64) -> f64 { a * a * b }
    #[grad]
    fn by_reference(a: &f64, b: &f64) -> f64 { *a * *a * *b }
    #[grad]
    fn mixed(a: f64, b: &f64, c: f64) -> f64 { a * b * b * c }
    #[grad]
    pub(crate) fn f(x: f64) -> f64 {
        let y = x * x;
        by_value(x, x) + by_reference(&y, &y) * mixed(y, &y, y) + by_reference(&x, &y)
    }
}

program! {
    the_same_array_twice, f(x, y) for [x, y] in [[2.0, 3.0]], dual;
    #[grad]
    fn dot(a: &[f64; 2], b: &[f64; 2]) -> f64 { a[0] * b[0] + a[1] * b[1] }
    #[grad]
    fn slices(a: &[f64], b: &[f64]) -> f64 { a[0] * b[0] + a[1] * b[1] }
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let v = [x, y * x];
        let m = [v, [y, y]];
        dot(&v, &v) * dot(&m[0], &m[1]) + slices(&v, &v) * slices(&m[0], &v) + dot(&m[1], &m[1])
    }
}

program! {
    a_mutable_argument, f(x, y) for [x, y] in [[2.0, 3.0]], dual;
    #[grad]
    fn scale(v: &mut f64, by: f64) { *v *= by; }
    #[grad]
    fn scale_and_tell(v: &mut f64, by: f64) -> f64 {
        let before = *v;
        *v = before * by;
        before * before
    }
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let mut v = x;
        scale(&mut v, y);
        let w = v * v;
        let told = scale_and_tell(&mut v, x);
        scale(&mut v, w);
        v * told + w
    }
}

program! {
    the_variable_itself_as_the_other_argument, f(x) for [x] in [[2.0]], dual;
    #[grad]
    fn scale(by: f64, v: &mut f64) -> f64 { *v *= by; by + *v }
    #[grad]
    pub(crate) fn f(x: f64) -> f64 {
        let mut v = x * x;
        let a = scale(v, &mut v);
        v * a
    }
}

program! {
    a_mutable_array_argument, f(x, y) for [x, y] in [[2.0, 3.0]], dual;
    #[grad]
    fn rotate(v: &mut [f64; 3], by: f64) {
        let first = v[0];
        v[0] = v[1] * by;
        v[1] = v[2];
        v[2] = first * first;
    }
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let mut v = [x, y, x * y];
        rotate(&mut v, x);
        let keep = v[0] * v[1];
        let by = v[2];
        rotate(&mut v, by);
        rotate(&mut v, y);
        v[0] * v[1] * v[2] + keep
    }
}

program! {
    mutable_elements_rows_and_fields, f(x, y) for [x, y] in [[2.0, 3.0]], dual;
    #[grad]
    fn bump(v: &mut f64, by: &f64) { *v += *v * *by; }
    #[grad]
    fn turn(v: &mut [f64; 2]) { v[0] *= v[1]; (v[0], v[1]) = (v[1], v[0]); }
    #[grad]
    fn both(a: &mut f64, b: &mut f64) -> f64 { *a *= *b; *b += *a; *a }
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let mut a = [x, y];
        bump(&mut a[0], &y);
        let i = 1;
        bump(&mut a[i], &x);
        let mut m = [a, [y, x]];
        turn(&mut m[1]);
        turn(&mut m[i - 1]);
        let mut p = (m[0][0], (m[0][1], m[1][0]));
        bump(&mut p.0, &p.1.0);
        let c = both(&mut p.0, &mut p.1.1);
        bump(&mut p.1.1, &p.0);
        p.0 * p.1.0 * p.1.1 * m[1][1] + c
    }
}

program! {
    a_mutable_parameter_passed_on, f(x, &mut y) for [x, y] in [[2.0, 3.0]], gives [2.0 * x * y, x * x];
    #[grad]
    fn inner(v: &mut f64, by: f64) { *v *= by; }
    #[grad]
    fn middle(v: &mut f64, by: f64) { inner(v, by); let w = &mut *v; inner(w, by); }
    #[grad]
    pub(crate) fn f(x: f64, v: &mut f64) -> f64 { middle(v, x); *v }
}

program! {
    a_local_reference_passed_on, f(x, y) for [x, y] in [[2.0, 3.0]], dual;
    #[grad]
    fn scale(v: &mut f64, by: f64) { *v *= by; }
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let mut a = [x * x, y];
        let r = &mut a[1];
        scale(r, x);
        scale(&mut *r, y);
        *r += x;
        let shared = &a[0];
        let s = *shared;
        scale(&mut a[1], s);
        a[0] * a[1]
    }
}

program! {
    a_mutable_argument_in_a_branch, f(x, y) for [x, y] in [[2.0, 3.0], [-2.0, 3.0], [0.1, 3.0]], dual;
    #[grad]
    fn push(v: &mut f64, by: f64) -> f64 {
        if *v < 0.0 { return by; }
        *v = *v * *v * by;
        *v
    }
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let mut v = x;
        let t = if x > 1.0 { push(&mut v, y) } else { y * y };
        if push(&mut v, t) > 1.0 && v > 0.0 {
            push(&mut v, y);
        }
        v * t
    }
}

program! {
    arguments_in_order, f(x, y) for [x, y] in [[2.0, 3.0]], dual;
    #[grad]
    fn g(a: f64, b: f64, c: f64) -> f64 { a * b * b + c }
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let mut s = x;
        let a = g(s, { s *= y; s }, s);
        let b = g({ s += a; s }, s, { s = s.sin(); s });
        g(a, b, s)
    }
}

program! {
    inert_arguments_in_order, f(x) for [x] in [[2.0]], dual;
    #[grad]
    fn g(a: f64, b: f64, n: i32) -> f64 { (a * b).powi(n) }
    #[grad]
    pub(crate) fn f(x: f64) -> f64 {
        let mut n = 1;
        let mut c = f64::from(0.5);
        let a = g(c, { c += 1.0; n += 1; x }, n);
        a + g(c, x, { n += 1; n })
    }
}

program! {
    a_call_whose_value_is_dropped, f(x, y) for [x, y] in [[2.0, 3.0]], dual;
    #[grad]
    fn g(a: f64, v: &mut f64) -> f64 { *v += a * a; a }
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let mut v = y;
        g(x, &mut v);
        let _ = g(y, &mut v);
        let _unused = g(x * y, &mut v);
        v * x
    }
}

program! {
    constant_arguments, f(x) for [x] in [[2.0]], dual;
    #[grad]
    fn g(a: f64, b: f64) -> f64 { a * a * b }
    #[grad]
    pub(crate) fn f(x: f64) -> f64 {
        let two = f64::from(2.0);
        g(f64::from(3.0), x) + g(x, two) * g(two, two)
    }
}

program! {
    results_that_are_tuples_and_arrays, f(x, y) for [x, y] in [[2.0, 3.0], [-2.0, 3.0]], dual;
    #[grad]
    fn pair(a: f64, b: f64) -> (f64, f64) { (a * b, a + b) }
    #[grad]
    fn three(a: f64, b: f64) -> [f64; 3] { if a > 0.0 { [a, a * b, b] } else { return [b, a, b * b] } }
    #[grad]
    fn nested(v: [f64; 3]) -> ([f64; 2], (f64, f64)) { ([v[0] * v[1], v[2]], (v[1], v[0])) }
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let (s, t) = pair(x, y);
        let v = three(s, t);
        let ([a, b], c) = nested(v);
        a * b * c.0 + pair(c.1, x).1 * three(x, y)[1] + nested(v).0[1]
    }
}

program! {
    an_unused_part_of_a_result, f(x, y) for [x, y] in [[2.0, 3.0]], dual;
    #[grad]
    fn pair(a: f64, b: f64) -> (f64, f64) { (a * b, a.exp()) }
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 { let (p, _) = pair(x, y); p * pair(x, y).0 }
}

program! {
    functions_in_modules, f(x) for [x] in [[2.0]],
        gives [2.0 * x + 1.0 + 3.0 * x * x + 2.0 * x + 4.0 * x.powi(3) + 1.0 + 3.0 * x * x + 2.0 * x];
    mod outer {
        use super::grad;
        #[grad]
        pub(crate) fn square(x: f64) -> f64 { x * x }
        #[grad]
        pub(crate) fn shifted(x: f64) -> f64 { x + 1.0 }
        pub(crate) mod inner {
            use super::grad;
            #[grad]
            pub(crate) fn cube(x: f64) -> f64 { x * super::square(x) }
            #[grad]
            pub(crate) fn fourth(x: f64) -> f64 { self::cube(x) * x }
            pub(crate) use super::shifted as moved;
        }
        pub(crate) use inner::fourth as quartic;
        pub(crate) use self::inner::*;
    }
    use outer::inner::cube;
    use outer::square as sq;
    use outer::{inner, quartic};
    #[grad]
    pub(crate) fn f(x: f64) -> f64 {
        use outer::inner::moved;
        sq(x) + outer::shifted(x) + cube(x) + outer::square(x) + quartic(x) + moved(x) + inner::cube(x)
            + self::outer::square(x)
    }
}

program! {
    a_generic_function, f(x, y) for [x, y] in [[2.0, 3.0]], gives [2.0 * x * y + 3.0 * x * x + 2.0, x * x];
    #[grad]
    fn weighted<T: autodiff::Real>(x: T, y: T) -> T { x * x * y }
    #[grad]
    fn cube<T>(x: T) -> T where T: autodiff::Real { weighted(x, x) }
    #[grad]
    fn first<const N: usize>(v: &[f64; N]) -> f64 { v[0] * 2.0 + v[N - 1] * 0.0 }
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        weighted(x, y) + cube::<f64>(x) + first(&[x, y]) + first::<1>(&[x]) * 0.0
    }
}

program! {
    recursion, f(x, 5) for [x] in [[1.25], [-0.5]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: f64, n: u32) -> f64 {
        if n == 0 { return x; }
        let y = f(x * 0.75, n - 1);
        (y * x).sin() + y
    }
}

program! {
    recursion_in_two_places, f(x, y, 4) for [x, y] in [[1.25, 0.5], [-0.5, 2.0]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: f64, y: f64, n: usize) -> f64 {
        match n {
            0 => x * y,
            1 => x + y,
            _ => {
                let left = f(x * 0.9, y, n - 1);
                if left > 0.0 { left * f(y, x * left * 0.25, n - 2) } else { f(left, y, n - 2) }
            }
        }
    }
}

program! {
    recursion_over_a_slice, f(&[x, y, z], 0) for [x, y, z] in [[1.25, 0.5, -0.75]], allocates,
        gives [y * z, x * z, x * y];
    #[grad]
    pub(crate) fn f(v: &[f64], at: usize) -> f64 {
        if at == v.len() { 1.0 } else { v[at] * f(v, at + 1) }
    }
}

program! {
    recursion_through_a_mutable_argument, f(x, y) for [x, y] in [[1.25, 0.5]], allocates, dual;
    #[grad]
    fn climb(s: &mut f64, x: f64, n: u8) -> f64 {
        *s += x * *s;
        let here = *s * x;
        if n > 0 { climb(s, here, n - 1) * here } else { *s }
    }
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let mut s = y;
        let c = climb(&mut s, x * 0.5, 3);
        c * s
    }
}

program! {
    recursion_with_its_own_turbofish, f(x) for [x] in [[1.25]], allocates, gives [6.0 * x.powi(5)];
    #[grad]
    fn power<T: autodiff::Real>(x: T, n: u32) -> T {
        if n == 0 { T::ONE } else { x * power::<T>(x, n - 1) }
    }
    #[grad]
    pub(crate) fn f(x: f64) -> f64 { power(x, 6) }
}

program! {
    mutual_recursion, f(x, 5) for [x] in [[1.25], [-0.5]], allocates, dual;
    #[grad(recursive)]
    pub(crate) fn f(x: f64, n: u32) -> f64 {
        if n == 0 { x * x } else { odd(x * 0.75, n - 1) * x }
    }
    #[grad]
    fn odd(x: f64, n: u32) -> f64 {
        if n == 0 { return x.exp(); }
        let y = f(x, n - 1);
        y.sin() + x
    }
}

program! {
    stop_gradient_of_a_part, f(x, y) for [x, y] in [[2.0, 3.0]],
        gives [y * y + y * x.sin() * 0.0 + (x * y).sin() / x, 2.0 * x * y];
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let frozen = autodiff::stop_gradient((x * y).sin());
        x * y * y + frozen * x.ln()
    }
}

program! {
    stop_gradient_of_a_variable, f(x, y) for [x, y] in [[2.0, 3.0], [-2.0, 3.0]], gives [x * y, x * x];
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
    fn sine(x: f64) -> (f64, f64) { (x.sin(), 3.0 * x.cos()) }
    #[grad(partials = sine)]
    fn opaque(x: f64) -> f64 { f64::from_bits(x.sin().to_bits()) }
    #[grad]
    pub(crate) fn f(x: f64) -> f64 { opaque(x * x) }
}

program! {
    partials_of_several_arguments, f(x, y) for [x, y] in [[2.0, 3.0]],
        gives [y * (5.0 * y + 9.0) + x * y * 0.0 + 7.0, x * (5.0 * y + 9.0) + 5.0 * x * y];
    fn known(a: f64, v: &[f64; 2], n: usize) -> (f64, (f64, [f64; 2])) { (opaque(a, v, n), (5.0 * v[0] + 9.0, [5.0 * a, 7.0])) }
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
    recursive_methods, f(x, 4) for [x] in [[1.25]], allocates, dual;
    struct Series { by: f64 }
    #[grad]
    impl Series {
        fn sum(&self, x: f64, n: u32) -> f64 {
            if n == 0 { x * self.by } else { self.sum(x * self.by, n - 1) * x + x }
        }
        fn product(x: f64, n: u32) -> f64 { if n < 2 { x } else { Self::product(x, n - 1) * x } }
    }
    #[grad]
    pub(crate) fn f(x: f64, n: u32) -> f64 {
        let series = Series { by: f64::from(0.5) };
        series.sum(x, n) * Series::product(x, n)
    }
}
