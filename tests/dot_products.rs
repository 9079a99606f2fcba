//! `<ct, J v> = <J^T ct, v>` for results and arguments of every form, `J v` by `f_jvp` and `J^T ct` by the pullback of
//! `f_vjp`: results that are no float, and what functions write through `&mut` arguments, each with tangents and
//! cotangents that mix all numbers.

#[allow(unused_macros, reason = "the programs here are stamped in a way of their own")]
mod common;

use autodiff::NoCotangent;
use common::{Numbers, ROUNDING, ROUNDING_F32, check_adjoint, direction};
use programs::*;

/// Something of the form of another, made of other numbers.
trait Like {
    type Other: Numbers + Clone;

    fn like(&self, numbers: &mut impl Iterator<Item = f64>) -> Self::Other;
}

impl Like for f64 {
    type Other = f64;

    fn like(&self, numbers: &mut impl Iterator<Item = f64>) -> f64 {
        numbers.next().expect("there are enough")
    }
}

impl Like for f32 {
    type Other = f32;

    fn like(&self, numbers: &mut impl Iterator<Item = f64>) -> f32 {
        numbers.next().expect("there are enough") as f32
    }
}

impl Like for usize {
    type Other = NoCotangent;

    fn like(&self, _: &mut impl Iterator<Item = f64>) -> NoCotangent {
        NoCotangent
    }
}

impl<T: Like, const N: usize> Like for [T; N] {
    type Other = [T::Other; N];

    fn like(&self, numbers: &mut impl Iterator<Item = f64>) -> Self::Other {
        self.each_ref().map(|part| part.like(numbers))
    }
}

impl<T: Like> Like for Vec<T> {
    type Other = Vec<T::Other>;

    fn like(&self, numbers: &mut impl Iterator<Item = f64>) -> Self::Other {
        self.iter().map(|part| part.like(numbers)).collect()
    }
}

impl<A: Like, B: Like> Like for (A, B) {
    type Other = (A::Other, B::Other);

    fn like(&self, numbers: &mut impl Iterator<Item = f64>) -> Self::Other {
        (self.0.like(numbers), self.1.like(numbers))
    }
}

impl<A: Like, B: Like, C: Like> Like for (A, B, C) {
    type Other = (A::Other, B::Other, C::Other);

    fn like(&self, numbers: &mut impl Iterator<Item = f64>) -> Self::Other {
        (self.0.like(numbers), self.1.like(numbers), self.2.like(numbers))
    }
}

/// Programs: the two companions of the function, the arguments that it takes by value or `&`, those it takes by `&mut`,
/// and what it does not differentiate. `gives` says that it returns
/// something.
macro_rules! dot_products {
    ($($name:ident: $jvp:ident, $vjp:ident ($($kind:ident $x:ident = $at:expr),*; $($z:ident = $entry:expr),*; $($fixed:expr),*)
        -> $gives:tt within $tolerance:expr;)+) => {$(
        #[test]
        #[allow(unused_mut, unused_variables, unused_assignments, clippy::unit_arg, clippy::let_unit_value)]
        fn $name() {
            let (mut along, mut against) = (direction(40, 1).into_iter(), direction(40, 4).into_iter());
            $(let $x = $at;)*

            // Forwards: the tangents at entry, `J v` in the result and behind the `&mut` arguments.
            let mut v = Vec::new();
            let mut forward = Vec::new();
            let (value, exits) = {
                $(let $x = ($x.clone(), $x.like(&mut along)); $x.1.push(&mut v);)*
                $(let entry = $entry; let mut $z = (entry.clone(), entry.like(&mut along)); $z.1.push(&mut v);)*
                let (value, tangent) = $jvp(
                    $(dot_products!(@pass $kind $x.0),)* $(&mut $z.0,)* $($fixed,)*
                    $(dot_products!(@pass $kind $x.1),)* $(&mut $z.1,)*
                );
                tangent.push(&mut forward);
                $($z.1.push(&mut forward);)*
                (value, ($($z.0,)*))
            };

            // Backwards: the cotangents at exit, `J^T ct` from the pullback and behind its `&mut` arguments.
            let ct = dot_products!(@ct $gives value against);
            let mut cts = ct.numbers();
            let mut reverse = Vec::new();
            {
                let ($($z,)*) = &exits;
                $(let $z = $z.like(&mut against); $z.push(&mut cts);)*
                let ($(mut $z,)*) = ($(($entry, $z),)*);
                let (value_beside, pullback) =
                    $vjp($(dot_products!(@pass $kind $x),)* $(&mut $z.0,)* $($fixed),*);
                assert_eq!((&value_beside, &($($z.0.clone(),)*)), (&value, &exits), "values");
                let given = dot_products!(@pull $gives pullback ct $(, &mut $z.1)*);
                given.push(&mut reverse);
                $($z.1.push(&mut reverse);)*
            }
            check_adjoint((&forward, &cts), (&reverse, &v), $tolerance);
            assert!(forward.iter().any(|x| *x != 0.0), "nothing is tested");
        }
    )+};
    (@pass value $x:expr) => { $x.clone() };
    (@pass shared $x:expr) => { &$x };
    (@ct [] $value:ident $numbers:ident) => { $value };
    (@ct [gives] $value:ident $numbers:ident) => { $value.like(&mut $numbers) };
    (@pull [] $pullback:ident $ct:ident, $($z:expr),+) => { $pullback($($z),+) };
    (@pull [gives] $pullback:ident $ct:ident $(, $z:expr)*) => { $pullback($ct $(, $z)*) };
}

dot_products! {
    an_array: turned_jvp, turned_vjp (value a = 0.7_f64, value p = [1.5, -2.0];;) -> [gives] within ROUNDING;
    a_tuple_of_every_form: parted_jvp, parted_vjp
        (shared x = vec![0.5, 1.5, -0.75], value y = 2.0_f64, shared m = [[1.0, 2.0], [0.5, -1.0]];; 1) -> [gives] within ROUNDING;
    a_list: squares_jvp, squares_vjp (shared x = vec![0.5, 1.5, -0.75, 2.0], value by = 0.3_f64;;) -> [gives] within ROUNDING;
    a_list_of_lists: triangle_jvp, triangle_vjp (shared x = [0.5, 1.5, -0.75];;) -> [gives] within ROUNDING;
    a_list_by_value: rolled_jvp, rolled_vjp (value x = vec![0.5, 1.5, -0.75, 2.0], value by = 0.3_f64;; 2) -> [gives] within ROUNDING;
    an_argument_that_is_written_to: cooled_jvp, cooled_vjp
        (shared rates = vec![0.5, 0.25, 0.75, 0.1]; state = vec![1.0, 4.0, 2.0, 3.0]; 3) -> [] within ROUNDING;
    a_result_beside_it: relaxed_jvp, relaxed_vjp
        (value w = 0.4_f64; x = [1.0, 4.0, 2.0, 3.0], steps = 0.5_f64;) -> [gives] within ROUNDING;
    a_list_that_grows: collected_jvp, collected_vjp
        (value x = 1.3_f64; list = vec![2.0, 0.5], sum = 1.0_f64; 4) -> [gives] within ROUNDING;
    rows_that_are_swapped: pivoted_jvp, pivoted_vjp
        (value scale = 0.5_f64; rows = vec![vec![1.0, 2.0], vec![3.0, -1.0]];) -> [] within ROUNDING;
    a_tuple_that_is_written_to: bumped_jvp, bumped_vjp (value by = 1.5_f64; t = (2.0_f64, [0.5, 3.0]);) -> [] within ROUNDING;
    rows_of_fixed_size: sheared_jvp, sheared_vjp
        (shared k = 0.3_f64; rows = [[1.0, 2.0], [3.0, -1.0], [0.5, 0.25]];) -> [] within ROUNDING;
    a_recursion_on_halves: mixed_jvp, mixed_vjp (; x = [1.0, 2.0, -0.5, 0.75, 3.0, 0.1, -1.0, 0.2];) -> [] within ROUNDING;
    a_recursion_with_several_results: powers_jvp, powers_vjp (value x = 1.1_f64, value y = 0.4_f64;; 4) -> [gives] within ROUNDING;
    single_precision: single_jvp, single_vjp (shared x = vec![0.5_f32, 1.5, -0.75]; y = 2.0_f32;) -> [gives] within ROUNDING_F32;
    a_generic_function: damped_jvp, damped_vjp (value x = [0.5, 1.5, 2.5]; y = vec![1.0, -1.0];) -> [gives] within ROUNDING;
    callees_with_sub_slices: woven_jvp, woven_vjp
        (shared w = [0.3, 0.7]; x = [1.0, 4.0, 2.0, 3.0, 0.5];) -> [gives] within ROUNDING;
    a_loop_that_is_left: searched_jvp, searched_vjp
        (shared x = [0.5, 0.25, 1.5, 3.0], value bound = 0.9_f64; best = 0.0_f64, seen = vec![0.1];) -> [gives] within ROUNDING;
    a_result_that_the_arguments_do_not_reach: fixed_jvp, fixed_vjp (value x = 2.0_f64; y = [1.0, 5.0];) -> [gives] within ROUNDING;
    poles_that_nothing_depends_on: roots_jvp, roots_vjp (value x = [0.0, 4.0];; true) -> [gives] within ROUNDING;
}

#[allow(clippy::style, clippy::complexity, clippy::perf, reason = "odd forms are what is tested")]
mod programs {
    use autodiff::{Real, grad};

    #[grad(jvp)]
    pub(crate) fn turned(angle: f64, [x, y]: [f64; 2]) -> [f64; 2] {
        let (s, c) = angle.sin_cos();
        [c * x - s * y, s * x + c * y]
    }

    #[grad(jvp)]
    pub(crate) fn parted(x: &[f64], y: f64, m: &[[f64; 2]; 2], k: usize) -> (f64, [f64; 2], Vec<f64>) {
        let mut out = Vec::new();
        for row in m {
            out.push(row[0] * x[k] - row[1] * y);
        }
        (x[0] * y.exp(), [x[2] / y, m[1][0].powi(3)], out)
    }

    #[grad(jvp)]
    pub(crate) fn squares(x: &[f64], by: f64) -> Vec<f64> {
        let mut out = vec![by; x.len()];
        for (o, v) in out.iter_mut().zip(x) {
            *o *= v * v;
        }
        out.swap(0, 3);
        out
    }

    #[grad(jvp)]
    pub(crate) fn triangle(x: &[f64; 3]) -> Vec<Vec<f64>> {
        let mut rows = Vec::new();
        for i in 0..3 {
            let mut row = Vec::new();
            for j in 0..i {
                row.push(x[i] * x[j].sin());
            }
            rows.push(row);
        }
        rows
    }

    #[grad(jvp)]
    pub(crate) fn rolled(mut x: Vec<f64>, by: f64, turns: usize) -> (Vec<f64>, usize) {
        for _ in 0..turns {
            let last = x.pop().unwrap();
            x.insert(0, last * by);
            x.truncate(3);
        }
        let length = x.len();
        (x, length)
    }

    #[grad(jvp)]
    pub(crate) fn cooled(rates: &[f64], state: &mut [f64], steps: usize) {
        for _ in 0..steps {
            for k in 1..state.len() {
                state[k] += rates[k] * (state[k - 1] - state[k]);
            }
            state[0] *= rates[0];
        }
    }

    #[grad(jvp, vjp)]
    pub(crate) fn relaxed(w: f64, x: &mut [f64; 4], step: &mut f64) -> f64 {
        let mut change = 1.0;
        let mut rounds = 0;
        while change > 0.5 && rounds < 6 {
            change = 0.0;
            for k in 0..3 {
                let d = (x[k + 1] - x[k]) * *step;
                x[k] += w * d;
                change += d.abs();
            }
            *step *= 0.75;
            rounds += 1;
        }
        change
    }

    #[grad(jvp)]
    pub(crate) fn collected(x: f64, list: &mut Vec<f64>, sum: &mut f64, n: usize) -> (f64, usize) {
        for k in 0..n {
            let next = list[k] * x + *sum;
            list.push(next);
            if next > 6.0 {
                *sum = list.swap_remove(0);
                return (next * x, list.len());
            }
            *sum += next;
        }
        (*sum, list.len())
    }

    #[grad(jvp)]
    pub(crate) fn pivoted(scale: f64, rows: &mut Vec<Vec<f64>>) {
        if rows[0][0] < rows[1][0] {
            rows.swap(0, 1);
        }
        let factor = rows[1][0] / rows[0][0];
        for k in 0..2 {
            rows[1][k] -= factor * rows[0][k] * scale;
        }
        let sum = rows[0][0] + rows[1][1];
        rows.push(vec![sum * sum]);
    }

    #[grad(jvp)]
    pub(crate) fn bumped(by: f64, t: &mut (f64, [f64; 2])) {
        t.0 *= by;
        t.1[1] += t.0 * t.1[0];
        std::mem::swap(&mut t.0, &mut t.1[0]);
    }

    #[grad(jvp)]
    pub(crate) fn sheared(k: &f64, rows: &mut [[f64; 2]; 3]) {
        for [x, y] in rows.iter_mut() {
            *x += k * *y;
            *y *= *x;
        }
        rows.reverse();
    }

    #[grad(jvp)]
    pub(crate) fn mixed(x: &mut [f64]) {
        let n = x.len();
        if n == 1 {
            x[0] = x[0].sin();
            return;
        }
        let (a, b) = x.split_at_mut(n / 2);
        for (u, v) in a.iter_mut().zip(b.iter_mut()) {
            let sum = *u + 0.5 * *v;
            *v = *u * *v;
            *u = sum;
        }
        mixed(a);
        mixed(b);
    }

    #[grad(jvp)]
    pub(crate) fn powers(x: f64, y: f64, n: u32) -> [f64; 2] {
        if n == 0 {
            return [1.0, y];
        }
        let [a, b] = powers(x, y * x, n - 1);
        [a * x, b + a * y]
    }

    #[grad(jvp)]
    pub(crate) fn single(x: &[f32], y: &mut f32) -> (f32, Vec<f32>) {
        let mut out = vec![*y; 2];
        for v in x {
            *y += v * v;
            out[0] *= v.cos();
        }
        (*y / x[1], out)
    }

    #[grad(jvp, vjp)]
    pub(crate) fn damped<T: Real, const N: usize>(x: [T; N], y: &mut Vec<T>) -> [T; N] {
        let mut out = x;
        for k in 0..N {
            out[k] = x[k].exp() * y[k % 2];
            y[k % 2] = y[k % 2] + x[k] * T::from_f64(0.5);
        }
        out
    }

    #[grad(jvp)]
    fn blend(w: &[f64; 2], x: &mut [f64], with: f64) -> f64 {
        for v in x.iter_mut() {
            *v = w[0] * *v + w[1] * with;
        }
        x[0] * with
    }

    #[grad(jvp)]
    pub(crate) fn woven(w: &[f64; 2], x: &mut [f64; 5]) -> [f64; 2] {
        let mut last = 1.0;
        for k in 0..3 {
            last = blend(w, &mut x[k..k + 2], last);
        }
        let whole = blend(&[last, w[0]], x, w[1]);
        [whole, last]
    }

    #[grad(jvp)]
    pub(crate) fn searched(x: &[f64; 4], bound: f64, best: &mut f64, seen: &mut Vec<f64>) -> Vec<f64> {
        let mut trail = Vec::new();
        'all: for i in 0..4 {
            for j in 0..i {
                let p = x[i] * x[j] - *best;
                if p > bound {
                    *best += p * bound;
                    break 'all;
                }
                if p < 0.0 {
                    continue;
                }
                trail.push(p * p);
                *best = best.max(p);
            }
            seen.push(*best * x[i]);
        }
        trail
    }

    #[grad(jvp)]
    pub(crate) fn fixed(x: f64, y: &mut [f64; 2]) -> (f64, f64) {
        *y = [x.abs(), 7.0];
        (7.0, x)
    }

    #[grad(jvp, wrt(x))]
    pub(crate) fn roots(x: [f64; 2], c: bool) -> [f64; 2] {
        let kept = if c { 0.0 } else { x[0].sqrt() };
        [x[1].sqrt() + kept, x[0] * x[1] + x[0].abs()]
    }
}
