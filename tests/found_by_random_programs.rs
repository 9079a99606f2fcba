//! What `random_programs` found, cut down.

#[macro_use]
mod common;

use autodiff::grad;

program! {
    an_index_that_get_does_not_find, f(x, [y, z]) for [x, y, z] in [[1.1, 0.7, 0.3]], dual;
    #[grad]
    pub(crate) fn f(x: f64, a: [f64; 2]) -> f64 {
        let mut s = x * a[0];
        if let Some(o) = a.get(3) {
            s = *o * s;
        }
        s
    }
}

program! {
    integers_out_of_a_branch_whose_condition_is_followed, f(x) for [x] in [[1.1], [-0.2]], dual;
    #[grad]
    pub(crate) fn f(x: f64) -> f64 {
        let sign = -(if square(x) > 0.1 { 1 } else { 2 });
        if (if square(x) > 0.1 { 0 } else { 1 }) % 2 == 1 + sign + 1 { x } else { x * x }
    }
    #[grad]
    fn square(x: f64) -> f64 {
        x * x
    }
}

program! {
    a_labelled_block_without_a_derivative_beside_a_compound_assignment, f(x) for [x] in [[1.1], [-0.2]], dual;
    #[grad]
    pub(crate) fn f(x: f64) -> f64 {
        let mut scale = 2.0_f64;
        scale += 'b: {
            if x > 0.0 {
                break 'b 0.5_f64;
            }
            scale
        };
        x * scale
    }
}

program! {
    a_vector_of_labelled_blocks, f(x) for [x] in [[1.1], [-0.2]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: f64) -> f64 {
        let scale = 2.0_f64;
        let mut v = vec!['b: {
            if x > 0.0 {
                break 'b scale;
            }
            scale * 3.0
        }; 1];
        v[0] /= 'b: {
            if x > 0.0 {
                break 'b scale * scale;
            }
            scale
        };
        x * v[0]
    }
}

#[grad]
fn weighed(by: f64, list: &[f64], more: f64) -> f64 {
    by * list[0] * list[0] + more
}

// A `&mut` parameter by its name is lent as `&`, so that what follows may read it.
#[grad]
fn lent_by_its_name(list: &mut [f64], by: f64) {
    let x = weighed(by, list, list.len() as f64 * 0.5);
    list[0] *= x;
    list[1] = weighed(weighed(by, list, list[1]), &list[..1], by);
}

#[grad]
fn both(a: &[f64], by: f64, b: &[f64]) -> f64 {
    a[0] * by * b[1]
}

#[grad]
fn lent_twice_by_its_name(list: &mut [f64], by: f64) {
    let x = both(&list[1..], by * list[0], list) + both(list, by, list);
    list[0] = x;
}

#[test]
fn a_parameter_by_its_name_is_lent_twice() {
    let mut list = [2.0, 3.0];
    let ((), pullback) = lent_twice_by_its_name_vjp(&mut list, 0.5);
    // k a b^2 + k a b
    assert_eq!(list, [12.0, 3.0]);
    let mut ct = [1.0, 0.0];
    let d_by = pullback(&mut ct);
    assert_eq!((ct, d_by), ([0.5 * 9.0 + 0.5 * 3.0, 0.5 * 2.0 * 6.0 + 0.5 * 2.0], 24.0));
}

#[test]
fn a_parameter_by_its_name_is_lent_as_the_callee_takes_it() {
    let mut list = [2.0, 3.0];
    let ((), pullback) = lent_by_its_name_vjp(&mut list, 0.5);
    // x = k a^2 + 1; a' = a x; b' = (k a'^2 + b) a'^2 + k
    assert_eq!(list, [6.0, 756.5]);
    let mut ct = [1.0, 1.0];
    let d_by = pullback(&mut ct);
    // da' = 1 + 4 k a'^3 + 2 b a' = 469, with dx = a da' and db' / dk = a'^4 + 1.
    assert_eq!(ct, [469.0 * 3.0 + 2.0 * 469.0 * (2.0 * 0.5 * 2.0), 36.0]);
    assert_eq!(d_by, 2.0 * 469.0 * 4.0 + 1296.0 + 1.0);
}

#[grad]
fn counted_and_skipped(x: &[f64]) -> f64 {
    let mut s = 0.0;
    for (i, (_, e)) in (0..3).zip(x).enumerate().skip(1) {
        s += e * (i as f64);
    }
    s
}

#[grad]
fn of_two_lengths(x: &[f64], long: bool) -> f64 {
    let (short, list) = ([x[0], x[1]], vec![x[1], x[0], x[1] * x[1]]);
    let mut it: &[f64] = &short;
    if long {
        it = &list;
    }
    if it.len() > 2 { it[2] } else { it[1] * 2.0 }
}

#[test]
fn numbers_of_steps_and_references_to_arrays_of_two_types() {
    assert_eq!(counted_and_skipped_grad(&[1.0, 2.0, 3.0, 4.0]), [0.0, 1.0, 2.0, 0.0]);
    assert_eq!(of_two_lengths_grad(&[1.0, 3.0], false), [0.0, 2.0]);
    assert_eq!(of_two_lengths_grad(&[1.0, 3.0], true), [0.0, 6.0]);
}

// `0..part.len()` in code that carries no derivative: the name behind two dots is that of a variable.
#[grad]
fn as_long_as_a_part(mut x: [f64; 3], n: usize) -> f64 {
    for k in 0..n {
        let part = &mut x[k..];
        let mut count = 0;
        for _ in 0..part.len() {
            count += 1;
        }
        x[0] *= f64::from(count);
    }
    x[0]
}

#[test]
fn a_range_up_to_the_length_of_a_part() {
    assert_eq!(as_long_as_a_part_value_and_grad([0.5, 1.0, 2.0], 2), (3.0, [6.0, 0.0, 0.0]));
}

// One half has no type of its own: the share of a cotangent has that of the cotangent.
program! {
    the_midpoint_of_what_a_call_returns, f(x, y) for [x, y] in [[1.0, 1.0], [2.0, 3.0]],
        gives [
            x * y * (1.0 + y) * (1.0 + y) / 2.0,
            x * x * ((1.0 + y) * (1.0 + y) / 4.0 + y * (1.0 + y) / 2.0)
        ];
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let z = product(x, y);
        z.midpoint(z * y).abs() * x.midpoint(z)
    }
    #[grad]
    fn product(x: f64, y: f64) -> f64 {
        x * y
    }
}

program! {
    a_conversion_in_a_condition_that_is_a_macro, f(x, y) for [x, y] in [[1.1, 0.7], [-0.5, 0.7]],
        gives [if x > 0.0 { y } else { 0.0 }, if x > 0.0 { x } else { 1.0 }];
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        if matches!(f64::from(x) as i32, 1..) { x * y } else { y }
    }
}

// What is taken apart belongs to a reference that may refer to one slice or another, and changes behind it: the loop
// had no body any more, and did not end.
program! {
    a_reference_of_two_forms_that_loses_its_last_element, f(a, b, y) for [a, b, y] in [
        [1.1, 0.7, -0.4], [0.3, -0.8, 0.9]
    ], allocates, dual;
    #[grad]
    pub(crate) fn f(a: f64, b: f64, y: f64) -> f64 {
        let (a, b) = ([a, b, y], [b, a]);
        let mut y = y;
        let r = if y < 0.0 { &a[..] } else { &b[..] };
        if y * y > 0.01 {
            let mut rest = &r[..];
            while let Some((last, others)) = rest.split_last() {
                rest = others;
                y *= last;
            }
        }
        y
    }
}

program! {
    parts_of_references_of_two_forms, f(a, b, y) for [a, b, y] in [
        [1.1, 0.7, -0.4], [0.3, -0.8, 0.2], [0.3, -0.8, 0.9]
    ], allocates, dual;
    #[grad]
    pub(crate) fn f(a: f64, b: f64, y: f64) -> f64 {
        let (a, b) = ([a, b, y], [b, a]);
        let mut y = y;
        let mut p = if y < 0.0 { &a[..] } else { &b[..] };
        let mut q = if y < 0.5 { &b[..] } else { &a[..] };
        while let Some(e) = p.get(q.len() / 3) {
            y += e * y;
            p = &p[1..];
            if y > 1.0 {
                std::mem::swap(&mut p, &mut q);
            }
        }
        if let Some((e, others)) = q.split_first() {
            q = others;
            y *= e;
        }
        match q.split_last() {
            Some((e, others)) => {
                y += e * e;
                q = others;
            }
            None => y += 1.0,
        }
        let Some((e, others)) = q.split_last() else { return y * y };
        q = others;
        y * e + if q.is_empty() { 1.0 } else { 2.0 }
    }
}

// The value, of which a check was to keep the sine beside its cosine, was not there yet.
program! {
    a_value_that_is_made_after_a_loop_run_together, f((x, y), &[z], w) for [x, y, z, w]
        in [[0.5, 1.5, -2.0, 0.6]], allocates, gives [
            0.0,
            w / (w.sin().powi(2) + 1.0),
            1.0,
            0.5 * w.cos() / (1.0 - 0.25 * w.sin().powi(2)).sqrt() + 1.0 + y / (w.sin().powi(2) + 1.0)
                - w * y * (2.0 * w).sin() / (w.sin().powi(2) + 1.0).powi(2),
        ];
    #[grad]
    pub(crate) fn f(pair: (f64, f64), list: &[f64], w: f64) -> f64 {
        let mut pair = pair;
        let first = match list.len() {
            0 => w,
            _ => {
                pair.0 += w.clamp(-w.abs(), w.abs() + 0.5);
                w.sin()
            }
        };
        pair.1 /= first.powi(2) + 1.0;
        let both = [w * pair.1, w];
        for _ in (0..2).step_by(2) {
            pair.1 += w + w.powf(w);
        }
        (w.sin() * 0.5).asin() + list[0] + both[list.len()] + both[0]
    }
}

// Once for each form of `r`: the name `parts` is that of two variables, of which a loop walked along the other.
program! {
    chunks_of_an_array_in_a_loop_for_each_form_of_a_reference, f(&[a, b], y, &[z, w]) for [a, b, y, z, w]
        in [[0.3, -0.8, 0.9, 1.1, 0.4], [0.3, -0.8, -0.9, 1.1, 0.4]], allocates, dual, reordered;
    #[grad]
    pub(crate) fn f(x: &[f64; 2], y: f64, list: &[f64]) -> f64 {
        let mut r = &(list[0] * 0.5);
        if y > 0.0 {
            r = &list[1];
        }
        let (mut s, mut count) = (y, 0);
        loop {
            if count >= 2 {
                break;
            }
            count += 1;
            if let Some(first) = x.first() {
                let parts = [*first; 8];
                for part in parts.chunks_exact(2) {
                    s += if part.len() % 3 == 1 { y * y } else { y };
                    s += *r * s;
                }
            }
        }
        s
    }
}

// As often the name `n` is that of two numbers: the length of `b` was not the one that the loop had.
program! {
    a_length_for_each_form_of_a_reference, f(&[a, b, c], &[z, w], y) for [a, b, c, z, w, y]
        in [[0.3, -0.8, 0.9, 1.1, 0.4, 0.7], [0.3, -0.8, 0.9, 1.1, 0.4, -0.7]], allocates, dual;
    #[grad]
    pub(crate) fn f(a: &[f64], b: &[f64], y: f64) -> f64 {
        let mut r = a;
        if y < 0.0 {
            r = b;
        }
        let mut s = y;
        if let Some(first) = r.first() {
            let n = r.len();
            for i in 0..n {
                if i < 2 {
                    s += s * b[i] * first;
                }
            }
        }
        s
    }
}
