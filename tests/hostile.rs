//! Programs that might lose a derivative without an error, each compared with central differences: what is changed by
//! another name, by `mem` and by methods of lists; what starts without a derivative; names that mean something else.
//! Those that are refused instead are in `docs/constructs.md`.

#![allow(clippy::all, unused, reason = "written to mislead the compiler")]

use autodiff::check;

macro_rules! right {
    ($($name:ident($x:ident, $y:ident) $body:block { $($items:tt)* })+) => {$(
        mod $name {
            use autodiff::grad;
            $($items)*
            #[grad]
            pub(super) fn f($x: f64, $y: f64) -> f64 $body
        }

        #[test]
        fn $name() {
            check::at_each([(1.3, 0.7), (-0.8, 1.6), (2.2, -1.1), (0.45, 0.62)])
                .gradient(|(x, y)| $name::f(x, y), |(x, y)| $name::f_grad(x, y))
                .assert_all();
        }
    )+};
}

// By another name.
right! {
    a_reference_to_a_reference(x, y) {
        let mut a = x; let r = &mut a; let s = &mut *r; *s *= y; *r += 1.0; a * a
    } {}
    parts_of_parts(x, y) {
        let mut a = [x, y, x * y, 1.0];
        { let (l, r) = a.split_at_mut(2); let l = &mut l[1..]; l[0] *= r[0]; let r = &mut r[..1]; r[0] += l[0]; }
        a[1] * a[2]
    } {}
    a_part_of_a_part_and_the_whole(x, y) {
        let mut v = vec![x, y, 2.0];
        { let s = &mut v[..]; let t = &mut s[1..]; t[0] *= x; t[1] = t[0] * 2.0; s[0] = s[2] * y; }
        v[0] + v[1] + v[2]
    } {}
    bound_by_ref_mut(x, y) { let mut t = (x, 1.0); let (ref mut a, ref b) = t; *a *= y + *b; t.0 } {}
    ends_of_a_slice(x, y) { let mut a = [x, y, 1.0]; let [p, .., q] = &mut a; *q = *p * *p; a[2] * y } {}
    parts_swapped(x, y) { let mut a = [x, y, 1.0]; let [p, q, _] = &mut a; std::mem::swap(p, q); a[0] * a[0] + a[1] } {}
    got_by_get_mut(x, y) { let mut a = [1.0, 2.0]; if let Some(r) = a.get_mut(0) { *r = x * y; } a[0] } {}
    the_last_one(x, y) { let mut a = vec![1.0, 2.0]; *a.last_mut().unwrap() = x * y; a[1] } {}
}

// By `mem`, and by methods of lists.
right! {
    replaced(x, y) { let mut a = [x, y]; let b = std::mem::replace(&mut a[0], y * y); a[0] * b + a[1] } {}
    taken(x, y) { let mut v = vec![x, y]; let w = std::mem::take(&mut v); v.push(w[0] * w[1]); v[0] * w[0] } {}
    swapped_with_what_has_none(x, y) {
        let mut a = vec![1.0, 2.0]; let mut b = vec![x, y]; std::mem::swap(&mut a, &mut b); a[0] * a[1] + b[0]
    } {}
    rotated(x, y) { let mut v = [x, y, x * y]; v.rotate_left(1); v[0] * v[0] + v[1] } {}
    put_in_front(x, y) { let mut v = vec![x, y]; v.insert(0, x * y); let r = v.remove(1); r * v[0] } {}
    extended(x, y) { let mut v = vec![x]; v.extend_from_slice(&[y, x * y]); v[0] * v[2] } {}
    popped_or_not(x, y) { let mut v = vec![x, y]; let Some(z) = v.pop() else { return x }; z * v[0] } {}
}

// What starts without a derivative, or comes by way of something that has none.
right! {
    a_list_of_constants(x, y) { let mut v = Vec::new(); v.push(1.0); v[0] = x; v[0] * y } {}
    an_array_from_elsewhere(x, y) { let mut v = zeros(); v[0] = x; v[0] * y } {
        fn zeros() -> [f64; 2] { [0.0; 2] }
    }
    chosen_by_comparison(x, y) { let m = if x.total_cmp(&y).is_gt() { x } else { y }; m * m } {}
    chosen_by_number(x, y) { let n = x as usize % 3; [x, y, x * y][n] } {}
    not_named_in_wrt(x, y) { scaled(x, y) * y } {
        #[grad(wrt(a))]
        fn scaled(a: f64, b: f64) -> f64 { a * b * b }
    }
    changed_in_a_list(x, y) { let mut z = x; let v = vec![{ z *= y; z }, z]; v[0] * v[1] } {}
    changed_in_a_condition(x, y) { let mut z = x; while { z *= y; z > 4.0 } { z -= 1.0; } z } {}
    a_block_left_with_a_value(x, y) {
        let r = 'a: { if x > 0.0 { break 'a x * y; } let z = x * x; if z > 1.0 { break 'a z } y }; r * r
    } {}
    loops_left_with_a_value(x, y) {
        let mut s = x;
        'o: loop { let k = 'i: loop { s *= y; if s.abs() < 0.5 { break 'o; } break 'i s * 0.5; }; s = k; }
        s * x
    } {}
}

// Names.
right! {
    a_variable_named_as_a_method(x, y) { let sin = x * y; sin.sin() } {}
    a_trait_with_a_method_of_floats(x, y) { x.sin() * y } {
        trait Wave { fn sin(&self) -> f64; }
        impl Wave for Vec<f64> { fn sin(&self) -> f64 { 1.0 } }
    }
    invented_names(x, y) { let t0 = x; let t1 = y; let c0 = t0 * t1; let ct = c0 * c0; let ct_x = ct * x; ct_x } {}
    a_keyword(x, y) { let r#match = x * y; r#match * r#match } {}
    a_number_of_rounds(x, y) { power::<3>(x) * y } {
        #[grad]
        fn power<const N: usize>(x: f64) -> f64 { let mut s = 1.0; for _ in 0..N { s *= x; } s }
    }
}
