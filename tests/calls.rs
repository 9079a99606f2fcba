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

/// A generator of pseudo-random numbers, with methods that floats do not have.
#[derive(Clone)]
struct Generator(u64);

impl Generator {
    fn draw(&mut self) -> f64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        (self.0 >> 40) as f64 / 1e7
    }
}

/// The first numbers that it draws.
fn drawn<const N: usize>() -> [f64; N] {
    let mut generator = Generator(7);
    std::array::from_fn(|_| generator.draw())
}

program! {
    a_local_that_is_lent_and_used_again, f(x) for [x] in [[2.0], [-0.5]],
        gives [{
            let [a, b, c, d, e, g] = drawn::<6>();
            a + b * c + d + 2.0 * x * e * g + 1.0
        }];
    #[grad]
    fn noisy(x: f64, generator: &mut Generator) -> f64 { x * generator.draw() }
    #[grad]
    fn scale(v: &mut f64, by: f64) { *v *= by; }
    #[grad]
    pub(crate) fn f(x: f64) -> f64 {
        let mut generator = Generator(7);
        let a = noisy(x, &mut generator);
        let b = generator.draw();
        let c = noisy(x * b, &mut generator);
        let again = &mut generator;
        let d = noisy(x, again);
        let e = again.draw();
        let mut v = noisy(x * e, again);
        scale(&mut v, x);
        let n = { let mut last = generator.clone(); last.draw().floor() };
        a + c + d + v + x + n
    }
}
