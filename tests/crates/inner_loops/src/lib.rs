//! Loops of which is read what LLVM makes of them: see `tests/inner_loops`.
//!
//! Of each form there are the function and its gradient, both as functions of their own.

#![forbid(unsafe_code)]
#![allow(
    clippy::needless_range_loop,
    clippy::while_let_loop,
    clippy::explicit_counter_loop,
    reason = "some of the forms are such loops"
)]

use autodiff::grad;

/// A constant that is no literal.
pub const WIDTH: usize = 4;

macro_rules! forms {
    (rows of $row:ty: $($name:ident: |$x:ident, $y:ident, $z:ident, $rows:ident, $k:ident, $n:ident, $s:ident| $body:block)+) => { $(
        pub mod $name {
            use super::grad;

            #[grad]
            pub fn form(
                $x: &[f64], $y: &[f64], $z: &[f64], $rows: &[$row], $k: f64, $n: usize,
            ) -> f64 {
                let mut $s = 0.0;
                $body
                $s
            }

            /// The function.
            #[inline(never)]
            pub fn plain(x: &[f64], y: &[f64], z: &[f64], rows: &[$row], k: f64, n: usize) -> f64 {
                form(x, y, z, rows, k, n)
            }

            /// Its gradient, into `into`.
            #[inline(never)]
            pub fn gradient(
                (x, y, z, rows, k, n): (&[f64], &[f64], &[f64], &[$row], f64, usize),
                into: (&mut [f64], &mut [f64], &mut [f64], &mut [$row], &mut f64),
            ) -> f64 {
                form_grad_into(x, y, z, rows, k, n, into.0, into.1, into.2, into.3, into.4)
            }
        }
    )+ };
}

forms! {
    rows of [f64; 3]:
    reversed: |x, _y, _z, _rows, _k, _n, s| { for a in x.iter().rev() { s += a * a; } }
    reversed_with_state: |x, _y, _z, _rows, k, _n, s| { for a in x.iter().rev() { s = s * k + a; } }
    with_state: |x, _y, _z, _rows, k, _n, s| { for a in x { s = s * k + a; } }
    numbered_then_reversed: |x, _y, _z, _rows, _k, _n, s| { for (i, a) in x.iter().enumerate().rev() { s += a * a * i as f64; } }
    reversed_then_numbered: |x, _y, _z, _rows, _k, _n, s| { for (i, a) in x.iter().rev().enumerate() { s += a * a * i as f64; } }
    skipped: |x, _y, _z, _rows, _k, _n, s| { for a in x.iter().skip(1) { s += a * a; } }
    taken: |x, _y, _z, _rows, _k, n, s| { for a in x.iter().take(n) { s += a * a; } }
    three_sides: |x, y, z, _rows, _k, _n, s| { for ((a, b), c) in x.iter().zip(y).zip(z) { s += a * b * c; } }
    beside_a_skipped_side: |x, y, _z, _rows, _k, _n, s| { for (a, b) in x.iter().zip(y.iter().skip(1)) { s += a * b; } }
    beside_a_part: |x, y, _z, _rows, _k, _n, s| { for (a, b) in x.iter().zip(&y[1..]) { s += a * b; } }
    numbered_sides: |x, y, _z, _rows, _k, _n, s| { for (i, (a, b)) in x.iter().zip(y).enumerate() { s += a * b * i as f64; } }
    a_range_beside: |x, _y, _z, _rows, _k, n, s| { for (i, a) in (0..n).zip(x) { s += a * a * i as f64; } }
    beside_an_open_range: |x, _y, _z, _rows, _k, _n, s| { for (a, i) in x.iter().zip(1..) { s += a * a * i as f64; } }
    copied: |x, _y, _z, _rows, _k, _n, s| { for a in x.iter().copied() { s += a * a; } }
    a_part: |x, _y, _z, _rows, _k, n, s| { for a in &x[1..n] { s += a * a; } }
    windows_of_three: |x, _y, _z, _rows, _k, _n, s| { for w in x.windows(3) { s += w[0] * w[1] - w[2] * w[2]; } }
    windows_beside: |x, y, _z, _rows, _k, _n, s| { for (w, b) in x.windows(2).zip(y) { s += (w[1] - w[0]) * b; } }
    chunks: |x, _y, _z, _rows, _k, _n, s| { for c in x.chunks(3) { for a in c { s += a * a; } } }
    exact_chunks: |x, _y, _z, _rows, _k, _n, s| { for c in x.chunks_exact(2) { s += c[0] * c[1]; } }
    exact_chunks_beside: |x, y, _z, _rows, _k, _n, s| { for (c, b) in x.chunks_exact(2).zip(y) { s += c[0] * c[1] * b; } }
    written: |x, _y, _z, _rows, k, _n, s| { let mut v = x.to_vec(); for a in v.iter_mut() { *a *= k; } for a in &v { s += a * a; } }
    written_beside: |x, y, _z, _rows, _k, _n, s| { let mut v = x.to_vec(); for (a, b) in v.iter_mut().zip(y) { *a *= b; } for a in &v { s += a * a; } }
    if_else: |x, _y, _z, _rows, k, _n, s| { for a in x { if *a > 0.0 { s += a * a; } else { s -= a * k; } } }
    a_sine: |x, _y, _z, _rows, k, _n, s| { for a in x { s += a.sin() * k; } }
    by_index: |x, _y, _z, _rows, _k, _n, s| { let m = x.len(); for i in 0..m { s += x[i] * x[i]; } }
    by_index_in_parts: |x, y, _z, _rows, _k, _n, s| { let m = x.len(); let (x, y) = (&x[..m], &y[..m]); for i in 0..m { s += x[i] * y[i]; } }
    a_reversed_side_first: |x, y, _z, _rows, _k, _n, s| { for (a, b) in x.iter().rev().zip(y) { s += a * b; } }
    a_reversed_side: |x, y, _z, _rows, _k, _n, s| { for (a, b) in x.iter().zip(y.iter().rev()) { s += a * b; } }
    rows: |_x, _y, _z, rows, _k, _n, s| { for r in rows { s += r[0] * r[1] - r[2]; } }
    rows_beside: |x, _y, _z, rows, _k, _n, s| { for (r, a) in rows.iter().zip(x) { for q in r { s += q * a; } } }
    the_rest: |x, _y, _z, _rows, _k, _n, s| { if let Some((first, rest)) = x.split_first() { for a in rest { s += a * first; } } }
    a_multiple_added: |x, y, _z, _rows, k, _n, s| { let mut v = y.to_vec(); for (a, b) in v.iter_mut().zip(x) { *a += k * b; } s += v[0]; }
    a_matrix_times_a_vector: |x, y, _z, _rows, _k, _n, s| { let d = y.len(); let mut v = vec![0.0; x.len() / d]; for (o, row) in v.iter_mut().zip(x.chunks_exact(d)) { let mut t = 0.0; for (a, b) in row.iter().zip(y) { t += a * b; } *o = t; } for a in &v { s += a * a; } }
    continued: |x, _y, _z, _rows, _k, _n, s| { for a in x { if *a < 0.0 { continue; } s += a * a; } }
    continued_beside: |x, y, _z, _rows, _k, _n, s| { for (a, b) in x.iter().zip(y) { if *a < 0.0 { continue; } s += a * b; } }
    broken_off: |x, _y, _z, _rows, _k, _n, s| { for a in x { if *a < 0.0 { break; } s += a * a; } }
    broken_off_beside: |x, y, _z, _rows, _k, _n, s| { for (a, b) in x.iter().zip(y) { if *a < *b { break; } s += a * b; } }
    broken_off_with_state: |x, _y, _z, _rows, k, _n, s| { for a in x { s = s * k + a; if s > 10.0 { break; } } }
    returned_from: |x, _y, _z, _rows, k, _n, s| { for a in x { s = s * k + a; if s > 10.0 { return s * k; } } }
    else_if: |x, _y, _z, _rows, k, _n, s| { for (i, a) in x.iter().enumerate() { if i == 0 { s += a * k; } else if *a > 1.0 { s += a * a; } else { s -= a.sin(); } } }
    nested_ifs: |x, y, _z, _rows, _k, _n, s| { for (a, b) in x.iter().zip(y) { if *a > 0.0 { if *b > 0.0 { s += a * b; } else { s -= b * b; } } } }
    matched: |x, _y, _z, _rows, k, _n, s| { for (i, a) in x.iter().enumerate() { match i % 3 { 0 => s += a * a, 1 => s -= a * k, _ => {} } } }
    the_value_of_an_if: |x, _y, _z, _rows, k, _n, s| { for a in x { let t = if *a > 0.0 { a * a } else { -a * k }; s += t * a; } }
    a_state_under_an_if: |x, _y, _z, _rows, k, _n, s| { for a in x { if *a > s { s = a * k; } else { s *= a; } } }
    neighbours_under_an_if: |x, _y, _z, _rows, _k, _n, s| { for i in 1..x.len() { if x[i] > x[i - 1] { s += x[i] * x[i - 1]; } } }
    neighbours: |x, _y, _z, _rows, _k, _n, s| { for i in 1..x.len() { s += x[i] * x[i - 1]; } }
    asked_of_another: |x, y, _z, _rows, _k, n, s| { let x = &x[..n]; let y = &y[..n]; for i in 0..n { if y[i] > 0.0 { s += x[i] * x[i]; } } }
    guarded_by_the_length: |x, _y, _z, _rows, _k, n, s| { for i in 0..n { if i < x.len() { s += x[i] * x[i]; } } }
    written_under_an_if: |x, _y, _z, _rows, k, _n, s| { let mut v = x.to_vec(); for a in v.iter_mut() { if *a < 0.0 { *a *= k; } } for a in &v { s += a * a; } }
    an_if_in_chunks: |x, _y, _z, _rows, _k, _n, s| { for r in x.chunks_exact(4) { for a in r { if *a > 0.0 { s += a * a; } } } }
    rows_under_an_if: |x, _y, _z, rows, _k, _n, s| { for (r, b) in rows.iter().zip(x) { if *b > 0.0 { for q in r { s += q * b; } } } }
    a_loop_under_an_if: |x, y, _z, _rows, _k, _n, s| { for b in y { if *b > 0.0 { for a in x { s += a * b * a; } } } }
    a_maximum_by_if: |x, _y, _z, _rows, _k, _n, s| { let mut best = f64::NEG_INFINITY; for a in x { if *a > best { best = *a; } } s += best; }
    a_maximum: |x, _y, _z, _rows, _k, _n, s| { let mut best = f64::NEG_INFINITY; for a in x { best = best.max(*a); } s += best; }
    cut_off: |x, _y, _z, _rows, k, _n, s| { for a in x { s += a.max(0.0) * k; } }
    a_part_under_an_if: |x, _y, _z, _rows, _k, _n, s| { for a in &x[1..] { if *a > 0.0 { s += a * a; } } }
    skipped_under_an_if: |x, _y, _z, _rows, _k, _n, s| { for a in x.iter().skip(1) { if *a > 0.0 { s += a * a; } } }
    reversed_under_an_if: |x, _y, _z, _rows, _k, _n, s| { for a in x.iter().rev() { if *a > 0.0 { s += a * a; } } }
    an_open_range_first: |x, _y, _z, _rows, _k, _n, s| { for (i, a) in (1..).zip(x) { s += a * a * i as f64; } }
    windows_under_an_if: |x, _y, _z, _rows, _k, _n, s| { for w in x.windows(2) { if w[0] > 0.0 { s += w[0] * w[1]; } } }
    chunks_under_an_if: |x, _y, _z, _rows, _k, _n, s| { for c in x.chunks_exact(2) { if c[0] > 0.0 { s += c[0] * c[1]; } } }
    an_element_that_may_be_there: |x, y, _z, _rows, _k, _n, s| { for a in x { if let Some(b) = y.get(1) { s += a * b; } } }
    rows_of_a_matrix: |x, y, _z, _rows, _k, _n, s| { let d = y.len(); for i in 0..x.len() / d { let r = &x[i * d..(i + 1) * d]; let mut t = 0.0; for j in 0..d { t += r[j] * y[j]; } s += t * t; } }
    rows_by_index: |_x, _y, _z, rows, _k, _n, s| { for i in 0..rows.len() { s += rows[i][0] * rows[i][1] - rows[i][2]; } }
    an_if_in_rows: |_x, _y, _z, rows, _k, _n, s| { for r in rows { if r[0] > 0.0 { s += r[0] * r[1] - r[2]; } } }
    two_states: |x, _y, _z, _rows, k, _n, s| { let mut t = k; for a in x { let u = s * t + a; t = s; s = u; } }
    a_list_under_an_if: |x, _y, _z, _rows, k, _n, s| { let mut v = vec![0.0; x.len()]; for (o, a) in v.iter_mut().zip(x) { *o = a * a; } for o in &v { if *o > 1.0 { s += o * k; } } }
    from_the_end: |x, _y, _z, _rows, _k, _n, s| { let v = x.to_vec(); let l = v.len(); for i in 0..l { s += v[l - 1 - i] * x[i]; } }
    checked_by_the_function_too: |x, _y, _z, _rows, _k, n, s| { for i in 0..n { s += x[i] * x[i]; } }
    a_while_that_counts: |x, _y, _z, _rows, _k, _n, s| { let mut i = 0; while i < x.len() { s += x[i] * x[i]; i += 1; } }
    an_if_in_a_while: |x, _y, _z, _rows, _k, _n, s| { let mut i = 0; while i < x.len() { if x[i] > 0.0 { s += x[i] * x[i]; } i += 1; } }
    a_while_with_two_conditions: |x, _y, _z, _rows, _k, _n, s| { let mut i = 0; while i < x.len() && x[i] > 0.0 { s += x[i] * x[i]; i += 1; } }
    neighbours_in_chunks: |x, _y, _z, _rows, _k, _n, s| { for c in x.chunks_exact(3) { s += (c[1] - c[0]) * (c[2] - c[1]); } }
    first_of_chunks: |x, _y, _z, _rows, _k, _n, s| { for c in x.chunks(2) { s += c[0] * c[0]; } }
    pairs_of_chunks: |x, y, _z, _rows, _k, _n, s| { for (c, d) in x.chunks_exact(2).zip(y.chunks_exact(2)) { s += c[0] * d[1] - c[1] * d[0]; } }
    numbered_chunks: |x, _y, _z, _rows, _k, _n, s| { for (i, c) in x.chunks_exact(2).enumerate() { s += c[0] * c[1] * i as f64; } }
    reversed_chunks: |x, _y, _z, _rows, _k, _n, s| { for c in x.chunks_exact(2).rev() { s = s * c[0] + c[1]; } }
    chunks_with_state: |x, _y, _z, _rows, _k, _n, s| { for c in x.chunks_exact(2) { s = s * c[0] + c[1]; } }
    chunks_skipped: |x, _y, _z, _rows, _k, _n, s| { for c in x.chunks_exact(2).skip(1) { s += c[0] * c[1]; } }
    chunks_until: |x, _y, _z, _rows, k, _n, s| { for c in x.chunks_exact(2) { if c[0] > k { break; } s += c[0] * c[1]; } }
    chunks_passed_over: |x, _y, _z, _rows, k, _n, s| { for c in x.chunks_exact(2) { if c[0] > k { continue; } s += c[0] * c[1]; } }
    chunks_of_a_constant: |x, _y, _z, _rows, _k, _n, s| { for c in x.chunks_exact(super::WIDTH) { s += c[0] * c[super::WIDTH - 1]; } }
    chunks_in_a_pattern: |x, _y, _z, _rows, _k, _n, s| { for c in x.chunks_exact(2) { if let [a, b] = c { s += a * b; } } }
    chunks_written: |x, _y, _z, _rows, _k, _n, s| { let mut v = x.to_vec(); for c in v.chunks_exact_mut(2) { c[0] *= c[1]; } for a in &v { s += a * a; } }
    small_loops_in_chunks: |x, _y, _z, _rows, _k, _n, s| { for c in x.chunks_exact(3) { let mut t = 0.0; for a in c { t += a; } s += t * t; } }
    small_loops_in_windows: |x, _y, _z, _rows, _k, _n, s| { for c in x.windows(3) { let mut t = 0.0; for a in c { t += a; } s += t * t; } }
    rows_of_any_length: |x, _y, _z, _rows, _k, n, s| { for c in x.chunks_exact(n) { let mut t = 0.0; for a in c { t += a; } s += t * t; } }
    chunks_of_any_length: |x, _y, _z, _rows, _k, n, s| { for c in x.chunks(n) { let mut t = 0.0; for a in c { t += a; } s += t * t; } }
    ends_of_chunks: |x, _y, _z, _rows, _k, n, s| { for c in x.chunks(n) { if let Some(a) = c.first() { s += a * a; } } }
    triples_of_any_length: |x, _y, _z, _rows, _k, n, s| { for c in x.chunks_exact(n) { if let [a, b, ..] = c { s += a * b; } } }
    windows_with_state: |x, _y, _z, _rows, _k, _n, s| { for w in x.windows(2) { s = s * w[0] + w[1]; } }
    windows_of_any_length: |x, _y, _z, _rows, _k, n, s| { for w in x.windows(n) { let mut t = 0.0; for a in w { t += a; } s += t * t; } }
    split_in_two: |x, _y, _z, _rows, _k, n, s| { let (a, b) = x.split_at(n); for (p, q) in a.iter().zip(b) { s += p * q; } }
    gathered: |x, _y, _z, _rows, _k, n, s| { for i in 0..x.len() { s += x[i] * x[i * i % n]; } }
    split_written: |x, _y, _z, _rows, _k, n, s| { let mut v = x.to_vec(); let (a, b) = v.split_at_mut(n); for (p, q) in a.iter_mut().zip(b.iter()) { *p *= q; } for a in &v { s += a * a; } }
    pairs_of_chunks_and_windows: |x, y, _z, _rows, _k, _n, s| { for (c, w) in x.chunks_exact(2).zip(y.windows(3)) { s += c[0] * w[2] - c[1] * w[0]; } }
    chunks_of_a_list: |x, _y, _z, _rows, _k, _n, s| { let v = x.to_vec(); for c in v.chunks_exact(2) { s += c[0] * c[1]; } }
    chunks_from_the_second: |x, _y, _z, _rows, _k, _n, s| { for c in x[1..].chunks_exact(2) { s += c[0] * c[1]; } }
    chunks_in_chunks: |x, _y, _z, _rows, _k, _n, s| { for c in x.chunks_exact(4) { for d in c.chunks_exact(2) { s += d[0] * d[1]; } } }
    chunks_into_a_list: |x, _y, _z, _rows, _k, _n, s| { let mut v = vec![0.0; x.len() / 2]; for (o, c) in v.iter_mut().zip(x.chunks_exact(2)) { *o = c[0] * c[1]; } for a in &v { s += a * a; } }
    chunks_returned_from: |x, _y, _z, _rows, k, _n, s| { for c in x.chunks_exact(2) { if c[0] > k { return s; } s += c[0] * c[1]; } }
    windows_of_any_length_under_an_if: |x, _y, _z, _rows, k, n, s| { for w in x.windows(n) { let mut t = 0.0; for a in w { t += a; } if t > k { s += t * t; } } }
    small_windows_beside: |x, y, _z, _rows, _k, _n, s| { for (w, b) in x.windows(3).zip(y) { let mut t = 0.0; for a in w { t += a * b; } s += t * t; } }
    beside_a_fixed_element: |x, _y, _z, _rows, _k, _n, s| { for i in 0..x.len() { s += x[i] * x[0]; } }
    chunks_beside_a_fixed_element: |x, _y, _z, _rows, _k, _n, s| { for c in x.chunks_exact(2) { s += c[0] * c[1] * x[0]; } }
    elements_beside_the_last: |x, _y, _z, _rows, _k, _n, s| { if let Some(last) = x.last() { for a in x { s += (a - last) * (a - last); } } }
    both_ends: |x, _y, _z, _rows, _k, _n, s| { for (a, b) in x.iter().zip(x.iter().rev()) { s += a * b; } }
    twice_the_same: |x, _y, _z, _rows, _k, _n, s| { for (a, b) in x.iter().zip(x) { s += a * b; } }
    skipped_beside_itself: |x, _y, _z, _rows, _k, _n, s| { for (a, b) in x.iter().zip(x.iter().skip(1)) { s += a * b; } }
    chunks_beside_themselves: |x, _y, _z, _rows, _k, _n, s| { for (c, d) in x.chunks_exact(2).zip(x.chunks_exact(2).skip(1)) { s += c[0] * d[1]; } }
    chunks_beside_elements: |x, _y, _z, _rows, _k, _n, s| { for (c, a) in x.chunks_exact(2).zip(x) { s += c[0] * c[1] * a; } }
    all_pairs: |x, _y, _z, _rows, _k, _n, s| { for a in x { for b in x { s += a * b; } } }
    pairs_behind: |x, _y, _z, _rows, _k, _n, s| { for i in 0..x.len() { for j in i + 1..x.len() { s += (x[i] - x[j]) * (x[i] - x[j]); } } }
    a_parameter_in_front: |x, y, _z, _rows, _k, _n, s| { let (a, b) = (y[0], y[1]); for v in x { s += (a * v + b).sin(); } }
    a_first_and_the_rest: |x, _y, _z, _rows, _k, _n, s| { if let Some((first, rest)) = x.split_first() { for a in rest { s += a * first; } } }
    a_first_by_pattern: |x, _y, _z, _rows, _k, _n, s| { if let [first, rest @ ..] = x { for a in rest { s += a * first; } } }
    parameters_by_index: |x, y, _z, _rows, _k, _n, s| { if y.len() >= 2 { for v in x { s += y[0] * v + y[1]; } } }
    rows_with_a_fixed_one: |_x, _y, _z, rows, _k, _n, s| { for r in rows { s += r[0] * rows[0][1] - r[2]; } }
    windows_beside_a_fixed_element: |x, _y, _z, _rows, _k, _n, s| { for w in x.windows(2) { s += (w[1] - w[0]) * x[0]; } }
    columns: |x, _y, _z, _rows, _k, n, s| { for j in 0..n { let mut t = 0.0; for r in x.chunks_exact(n) { t += r[j]; } s += t * t; } }
    a_recurrence_in_place: |x, _y, _z, _rows, k, _n, s| { let mut v = x.to_vec(); for i in 1..v.len() { v[i] += k * v[i - 1]; } for a in &v { s += a * a; } }
    rests_of_chunks: |x, _y, _z, _rows, _k, _n, s| { for c in x.chunks_exact(4) { for b in &c[1..] { s += c[0] * b; } } }
    walked: |x, _y, _z, _rows, k, _n, s| { let mut r = x; while let [a, rest @ ..] = r { s += a * a * k; r = rest; } }
    walked_from_the_end: |x, _y, _z, _rows, k, _n, s| { let mut r = x; while let [rest @ .., a] = r { s += a * a * k; r = rest; } }
    walked_with_state: |x, _y, _z, _rows, k, _n, s| { let mut r = x; while let Some((a, rest)) = r.split_first() { s = s * k + a; r = rest; } }
    walked_from_the_end_with_state: |x, _y, _z, _rows, k, _n, s| { let mut r = x; while let Some((a, rest)) = r.split_last() { s = s * k + a; r = rest; } }
    walked_by_two: |x, _y, _z, _rows, k, _n, s| { let mut r = x; while let [a, b, rest @ ..] = r { s += a * b * k; r = rest; } }
    walked_along_pairs: |x, _y, _z, _rows, k, _n, s| { let mut r = x; while let [a, b, ..] = r { s += a * b * k; r = &r[1..]; } }
    walked_until_nothing_is_left: |x, _y, _z, _rows, k, _n, s| { let mut r = x; while !r.is_empty() { s += r[0] * r[0] * k; r = &r[1..]; } }
    walked_while_there_are_two: |x, _y, _z, _rows, k, _n, s| { let mut r = x; while r.len() >= 2 { s += r[0] * r[1] * k; r = &r[2..]; } }
    walked_while_there_is_a_last: |x, _y, _z, _rows, k, _n, s| { let mut r = x; while let Some(a) = r.last() { s = s * k + a; r = &r[..r.len() - 1]; } }
    walked_until_broken: |x, _y, _z, _rows, k, _n, s| { let mut r = x; while let [a, rest @ ..] = r { if *a > k { break; } s = s * k + a; r = rest; } }
    walked_in_a_loop: |x, _y, _z, _rows, k, _n, s| { let mut r = x; loop { let [a, rest @ ..] = r else { break }; r = rest; if *a > k { continue; } s = s * k + a; } }
    walked_in_rows: |_x, _y, _z, rows, k, _n, s| { for row in rows { let mut r = &row[..]; while let [a, rest @ ..] = r { s += a * a * k; r = rest; } } }
    walked_over_rows: |_x, _y, _z, rows, k, _n, s| { let mut r = rows; while let [a, rest @ ..] = r { s += a[0] * a[1] * k; r = rest; } }
    what_is_behind_while_walking: |x, _y, _z, _rows, k, _n, s| { let mut r = x; while let [a, rest @ ..] = r { for b in rest { s += a * b * k; } r = rest; } }
    walked_along_pairs_of_rows: |_x, _y, _z, rows, k, _n, s| { let mut r = rows; while let [p, q, ..] = r { s += p[0] * q[2] * k; r = &r[1..]; } }
    pairs_of_rows_in_a_part: |_x, _y, _z, rows, k, n, s| { for w in rows[n..].windows(2) { s += w[0][0] * w[1][2] * k; } }
    walked_and_changed: |x, _y, _z, _rows, k, _n, s| { let mut v = x.to_vec(); let mut r = &mut v[..]; while let [a, rest @ ..] = r { *a *= k; s += *a * k; r = rest; } }
    counted_down: |x, _y, _z, _rows, k, _n, s| { let mut i = x.len(); while i > 0 { i -= 1; s = s * k + x[i]; } }
    counted_down_without_state: |x, y, _z, _rows, _k, _n, s| { let mut i = x.len().min(y.len()); while i > 0 { i -= 1; s += x[i] * y[i]; } }
    rests_by_pattern: |x, _y, _z, _rows, _k, _n, s| { for c in x.chunks(4) { if let [a, rest @ ..] = c { for b in rest { s += a * b; } } } }
    chunks_of_an_inner_constant: |x, _y, _z, _rows, _k, _n, s| { const HEIGHT: usize = 3; for c in x.chunks_exact(HEIGHT) { s += c[0] * c[HEIGHT - 1]; } }
    windows_that_are_skipped: |x, _y, _z, _rows, _k, _n, s| { for w in x.windows(2).skip(2) { s += w[0] * w[1]; } }
    windows_that_are_taken: |x, _y, _z, _rows, _k, n, s| { for w in x.windows(2).take(n) { s += w[0] * w[1]; } }
    windows_from_the_end: |x, _y, _z, _rows, _k, _n, s| { for w in x.windows(2).rev() { s = s * w[0] + w[1]; } }
    windows_beside_chunks_and_elements: |x, y, z, _rows, _k, _n, s| { for ((w, c), v) in x.windows(2).zip(y.chunks_exact(3)).zip(z) { s += w[0] * c[2] * v - w[1] * c[0]; } }
    chunks_skipped_and_taken: |x, _y, _z, _rows, _k, n, s| { for c in x.chunks(2).skip(1).take(n) { s += c[0] * c[0]; } }
    chunks_with_state_that_are_written: |x, _y, _z, _rows, _k, _n, s| { let mut v = x.to_vec(); for c in v.chunks_exact_mut(2) { c[0] += s; s = c[0] * c[1]; } for a in &v { s += a * a; } }
    windows_of_rows: |_x, _y, _z, rows, _k, _n, s| { for w in rows.windows(2) { s += w[0][0] * w[1][2]; } }
    chunks_of_rows: |_x, _y, _z, rows, _k, _n, s| { for c in rows.chunks_exact(2) { s += c[0][0] * c[1][2]; } }
    neighbouring_rows: |_x, _y, _z, rows, _k, _n, s| { for i in 1..rows.len() { s += (rows[i][0] - rows[i - 1][0]) * rows[i][1]; } }
    a_local_array: |x, _y, _z, _rows, _k, _n, s| { let mut t = [0.0; 8]; for a in x { for i in 0..8 { t[i] = t[i] * 0.5 + a; } } for i in 0..8 { s += t[i] * t[i]; } }
    a_labelled_continue: |x, y, _z, _rows, k, _n, s| { 'o: for a in x { for b in y { if a * b > k { continue 'o; } s += a * b; } } }
    parts_beside: |x, y, _z, _rows, _k, n, s| { for (p, q) in x[1..n].iter().zip(&y[2..]) { s += p * q; } }
    halves_that_are_exchanged: |x, _y, _z, _rows, k, n, s| { let mut v = x.to_vec(); let (a, b) = v.split_at_mut(n); for (p, q) in a.iter_mut().zip(b.iter_mut()) { let t = *p; *p = *q * k; *q = t; } for a in &v { s += a * a; } }
    stepped: |x, _y, _z, _rows, _k, _n, s| { for a in x.iter().step_by(2) { s += a * a; } }
    stepped_by_any_number: |x, _y, _z, _rows, _k, n, s| { for a in x.iter().step_by(n) { s += a * a; } }
    stepped_with_state: |x, _y, _z, _rows, k, _n, s| { for a in x.iter().step_by(3) { s = s * k + a; } }
    stepped_from_the_second: |x, _y, _z, _rows, _k, _n, s| { for a in x.iter().skip(1).step_by(2) { s += a * a; } }
    stepped_in_a_part: |x, _y, _z, _rows, _k, n, s| { for a in x[n..].iter().step_by(2) { s += a * a; } }
    stepped_then_reversed: |x, _y, _z, _rows, k, _n, s| { for a in x.iter().step_by(2).rev() { s = s * k + a; } }
    reversed_then_stepped: |x, _y, _z, _rows, k, _n, s| { for a in x.iter().rev().step_by(2) { s = s * k + a; } }
    numbered_then_stepped: |x, _y, _z, _rows, _k, _n, s| { for (i, a) in x.iter().enumerate().step_by(2) { s += a * a * i as f64; } }
    stepped_then_numbered: |x, _y, _z, _rows, _k, _n, s| { for (i, a) in x.iter().step_by(2).enumerate() { s += a * a * i as f64; } }
    stepped_then_skipped: |x, _y, _z, _rows, _k, n, s| { for a in x.iter().step_by(2).skip(n) { s += a * a; } }
    stepped_side_by_side: |x, y, _z, _rows, _k, _n, s| { for (a, b) in x.iter().step_by(2).zip(y.iter().step_by(3)) { s += a * b; } }
    stepped_beside: |x, y, _z, _rows, _k, _n, s| { for (a, b) in x.iter().step_by(2).zip(y) { s += a * b; } }
    stepped_together: |x, y, _z, _rows, _k, _n, s| { for (a, b) in x.iter().zip(y).step_by(2) { s += a * b; } }
    even_and_odd: |x, _y, _z, _rows, _k, _n, s| { for (a, b) in x.iter().step_by(2).zip(x.iter().skip(1).step_by(2)) { s += a * b; } }
    stepped_twice: |x, _y, _z, _rows, _k, _n, s| { for a in x.iter().step_by(2).step_by(3) { s += a * a; } }
    stepped_under_an_if: |x, _y, _z, _rows, k, _n, s| { for a in x.iter().step_by(2) { if *a > k { s += a * a; } } }
    stepped_and_left: |x, _y, _z, _rows, k, _n, s| { for a in x.iter().step_by(2) { if *a > k { break; } s += a * a; } }
    stepped_beside_a_fixed_element: |x, _y, _z, _rows, _k, _n, s| { for a in x.iter().step_by(2) { s += a * x[0]; } }
    stepped_windows: |x, _y, _z, _rows, _k, _n, s| { for w in x.windows(3).step_by(2) { s += w[0] * w[2]; } }
    stepped_chunks: |x, _y, _z, _rows, _k, _n, s| { for c in x.chunks(3).step_by(2) { s += c[0] * c[0]; } }
    stepped_exact_chunks: |x, _y, _z, _rows, _k, _n, s| { for c in x.chunks_exact(3).step_by(2) { s += c[0] * c[2]; } }
    stepped_rows: |_x, _y, _z, rows, _k, _n, s| { for r in rows.iter().step_by(2) { s += r[0] * r[1] - r[2]; } }
    stepped_windows_of_any_length: |x, _y, _z, _rows, _k, n, s| { for w in x.windows(n).step_by(n) { let mut t = 0.0; for a in w { t += a; } s += t * t; } }
    equal_lengths_that_are_asserted: |x, y, _z, _rows, _k, _n, s| { assert_eq!(x.len(), y.len()); for i in 0..x.len() { s += x[i] * y[i]; } }
    the_lesser_length: |x, y, _z, _rows, _k, _n, s| { let m = x.len().min(y.len()); for i in 0..m { s += x[i] * y[i]; } }
    by_index_downwards: |x, _y, _z, _rows, k, _n, s| { for i in (0..x.len()).rev() { s = s * k + x[i]; } }
    pairs_by_index: |x, _y, _z, _rows, _k, _n, s| { for i in 0..x.len() / 2 { s += x[2 * i] * x[2 * i + 1]; } }
    the_next_by_index: |x, _y, _z, _rows, _k, _n, s| { for i in 0..x.len() - 1 { s += x[i] * x[i + 1]; } }
    the_next_by_index_where_there_is_one: |x, _y, _z, _rows, _k, _n, s| { for i in 0..x.len().saturating_sub(1) { s += x[i] * x[i + 1]; } }
    the_other_end: |x, _y, _z, _rows, _k, _n, s| { for i in 0..x.len() { s += x[i] * x[x.len() - 1 - i]; } }
    a_list_that_is_popped: |x, _y, _z, _rows, k, _n, s| { let mut v = x.to_vec(); while let Some(a) = v.pop() { s = s * k + a; } }
    a_list_that_is_pushed_to: |x, _y, _z, _rows, k, _n, s| { let mut v = Vec::with_capacity(x.len()); for a in x { v.push(a * k); } for a in &v { s += a * a; } }
    a_triangle: |x, _y, _z, _rows, _k, _n, s| { for i in 0..x.len() { for j in 0..i { s += x[i] * x[j]; } } }
    filled_and_added_to: |x, y, _z, _rows, _k, _n, s| { let mut v = vec![0.0; x.len()]; for b in y { v.fill(*b); for (o, a) in v.iter_mut().zip(x) { *o += a; } for o in &v { s += o * o; } } }
    copied_from_a_slice: |x, y, _z, _rows, _k, _n, s| { let mut v = vec![0.0; x.len()]; for b in y { v.copy_from_slice(x); for o in v.iter_mut() { *o *= b; } for o in &v { s += o * o; } } }
    numbered_and_read_again: |x, _y, _z, _rows, _k, _n, s| { for (i, a) in x.iter().enumerate() { s += a * x[i]; } }
    every_third_number: |x, _y, _z, _rows, _k, _n, s| { for i in (0..x.len()).step_by(3) { s += x[i] * x[i]; } }
    a_running_sum: |x, _y, _z, _rows, _k, _n, s| { let mut v = x.to_vec(); let mut t = 0.0; for a in v.iter_mut() { t += *a; *a = t; } for a in &v { s += a * a; } }
    an_exchange_of_neighbours: |x, _y, _z, _rows, k, _n, s| { let mut v = x.to_vec(); for c in v.chunks_exact_mut(2) { c.swap(0, 1); c[0] *= k; } for a in &v { s += a * a; } }
    a_polynomial: |x, y, _z, _rows, _k, _n, s| { for a in y { let mut t = 0.0; for c in x.iter().rev() { t = t * a + c; } s += t; } }
    a_convolution: |x, y, _z, _rows, _k, _n, s| { for w in x.windows(y.len()) { let mut t = 0.0; for (a, b) in w.iter().zip(y) { t += a * b; } s += t * t; } }
    an_element_of_the_rest: |x, _y, _z, _rows, k, _n, s| { let mut r = x; while let [a, rest @ ..] = r { if let [b, ..] = rest { s += a * b * k; } r = rest; } }
    the_first_of_the_rest: |x, _y, _z, _rows, k, _n, s| { let mut r = x; while let [a, rest @ ..] = r { if let Some(b) = rest.first() { s += a * b; } r = rest; } s *= k; }
    the_first_of_the_rest_with_state: |x, _y, _z, _rows, k, _n, s| { let mut r = x; while let [a, rest @ ..] = r { if let Some(b) = rest.first() { s = s * k + a * b; } r = rest; } }
    the_second_of_the_rest: |x, _y, _z, _rows, k, _n, s| { let mut r = x; while let [a, rest @ ..] = r { if let Some(b) = rest.get(1) { s += a * b * k; } r = rest; } }
    two_of_the_rest: |x, _y, _z, _rows, k, _n, s| { let mut r = x; while let [a, rest @ ..] = r { if let [b, c, ..] = rest { s += a * b * c * k; } r = rest; } }
    the_last_of_the_rest: |x, _y, _z, _rows, k, _n, s| { let mut r = x; while let [a, rest @ ..] = r { if let Some(b) = rest.last() { s += a * b * k; } r = rest; } }
    a_rest_that_is_asked: |x, _y, _z, _rows, k, _n, s| { let mut r = x; while let [a, rest @ ..] = r { if !rest.is_empty() { s += a * rest[0] * k; } r = rest; } }
    the_rest_in_front: |x, _y, _z, _rows, k, _n, s| { let mut r = x; while let [rest @ .., a] = r { if let [.., b] = rest { s += a * b * k; } r = rest; } }
    a_part_of_the_rest: |x, _y, _z, _rows, k, _n, s| { let mut r = x; while let [a, rest @ ..] = r { for b in rest.iter().skip(1) { s += a * b * k; } r = rest; } }
    an_index_beside_a_walk: |x, y, _z, _rows, k, _n, s| { let (mut r, mut i) = (x, 0); while let [a, rest @ ..] = r { if i < y.len() { s += a * y[i] * k; } i += 1; r = rest; } }
    an_index_kept: |x, y, _z, _rows, _k, _n, s| { let mut i = 0; for a in x { if i < y.len() { s += a * y[i]; } i += 1; } }
    an_index_kept_with_state: |x, y, _z, _rows, k, _n, s| { let mut i = 0; for a in x { if i < y.len() { s = s * k + a * y[i]; } i += 1; } }
    an_index_kept_in_the_same: |x, _y, _z, _rows, k, _n, s| { let mut i = 0; for a in x { s += a * x[i] * k; i += 1; } }
    an_index_kept_in_a_while: |x, y, _z, _rows, _k, _n, s| { let (mut i, mut j) = (0, 0); while i < x.len() { if j < y.len() { s -= x[i] * y[j]; } j += 1; i += 1; } }
    two_walks_in_a_tuple: |x, y, _z, _rows, k, _n, s| { let (mut r, mut q) = (x, y); while let ([a, rest @ ..], [b, more @ ..]) = (r, q) { s += a * b * k; r = rest; q = more; } }
    two_walks_in_a_chain: |x, y, _z, _rows, k, _n, s| { let (mut r, mut q) = (x, y); while let [a, rest @ ..] = r && let [b, more @ ..] = q { s = s * k + a * b; r = rest; q = more; } }
    two_walks_by_length: |x, y, _z, _rows, k, _n, s| { let (mut r, mut q) = (x, y); while !r.is_empty() && !q.is_empty() { s -= r[0] * q[0] * k; r = &r[1..]; q = &q[1..]; } }
    two_walks_one_of_which_ends: |x, y, _z, _rows, k, _n, s| { let (mut r, mut q) = (x, y); while let [a, rest @ ..] = r { let [b, more @ ..] = q else { break }; s += a * b * b * k; r = rest; q = more; } }
    walked_from_the_end_by_two: |x, _y, _z, _rows, k, _n, s| { let mut r = x; while let [rest @ .., a, b] = r { s += a * b * k; r = rest; } }
    walked_from_the_end_by_two_with_state: |x, _y, _z, _rows, k, _n, s| { let mut r = x; while let [rest @ .., a, b] = r { s = s * a + b * k; r = rest; } }
    walked_from_the_end_along_pairs: |x, _y, _z, _rows, k, _n, s| { let mut r = x; while let [.., a, b] = r { s += a * b * k; r = &r[..r.len() - 1]; } }
    walked_on_a_condition: |x, _y, _z, _rows, k, _n, s| { let mut r = x; while !r.is_empty() && s < 10.0 { s = s * k + r[0]; r = &r[1..]; } }
    walked_and_passed_over: |x, _y, _z, _rows, k, _n, s| { let mut r = x; while let [a, rest @ ..] = r { r = rest; if *a < 0.0 { continue; } s = s * k + a; } }
    the_next_if_there_is_one: |x, _y, _z, _rows, k, _n, s| { for i in 0..x.len() { if i + 1 < x.len() { s += x[i] * x[i + 1] * k; } } }
    the_one_before_if_there_is_one: |x, _y, _z, _rows, k, _n, s| { for i in 0..x.len() { if i > 0 { s += x[i] * x[i - 1] * k; } } }
    the_next_that_get_finds: |x, _y, _z, _rows, k, _n, s| { for (i, a) in x.iter().enumerate() { if let Some(b) = x.get(i + 1) { s += a * b * k; } } }
    every_second_that_get_finds: |x, y, _z, _rows, k, _n, s| { for (i, a) in x.iter().enumerate() { if let Some(b) = y.get(2 * i) { s += a * b * k; } } }
    what_get_finds_or_not: |x, y, _z, _rows, k, _n, s| { for (i, a) in x.iter().enumerate() { match y.get(i) { Some(b) => s = s * k + a * b, None => s *= a } } }
    until_get_finds_nothing: |x, y, _z, _rows, k, _n, s| { for (i, a) in x.iter().enumerate() { let Some(b) = y.get(i) else { break }; s = s * k + a * b; } }
    until_get_finds_nothing_without_state: |x, y, _z, _rows, _k, _n, s| { for (i, a) in x.iter().enumerate() { let Some(b) = y.get(i) else { break }; s += a * b * b; } }
    until_the_other_ends: |x, y, _z, _rows, k, _n, s| { for (i, a) in x.iter().enumerate() { if i >= y.len() { break; } s = s * k + a * y[i]; } }
    until_the_other_ends_without_state: |x, y, _z, _rows, _k, _n, s| { for (i, a) in x.iter().enumerate() { if i >= y.len() { break; } s += a * y[i]; } }
    passed_over_behind_the_other: |x, y, _z, _rows, k, _n, s| { for (i, a) in x.iter().enumerate() { if i >= y.len() { continue; } s = s * k - a * y[i]; } }
    while_the_other_is_there: |x, y, _z, _rows, k, _n, s| { for i in 0..x.len() { if i < y.len() { s = s * k + x[i] * y[i]; } } }
    two_counters: |x, y, _z, _rows, _k, _n, s| { let (mut i, mut j) = (0, 0); while i < x.len() && j < y.len() { s += x[i] * y[j]; i += 1; j += 1; } }
    three_counters: |x, y, z, _rows, _k, _n, s| { let (mut i, mut j, mut l) = (0, 0, 0); while i < x.len() && j < y.len() && l < z.len() { s += x[i] * y[j] * z[l]; i += 1; j += 1; l += 1; } }
    a_loop_that_counts: |x, _y, _z, _rows, k, _n, s| { let mut i = 0; loop { if i >= x.len() { break; } s = s * k + x[i]; i += 1; } }
    counted_down_at_the_end: |x, _y, _z, _rows, k, _n, s| { let mut j = x.len(); while j > 0 { s = s * k + x[j - 1]; j -= 1; } }
    mirrored: |x, _y, _z, _rows, _k, _n, s| { for i in 0..x.len() { let j = x.len() - 1 - i; s += x[i] * x[j]; } }
    exchanged_from_both_ends: |x, _y, _z, _rows, k, _n, s| { let mut v = x.to_vec(); let n = v.len(); for i in 0..n / 2 { v.swap(i, n - 1 - i); } for a in &v { s = s * k + a; } }
    exchanged_from_both_ends_by_hand: |x, _y, _z, _rows, k, _n, s| { let mut v = x.to_vec(); let n = v.len(); for i in 0..n / 2 { let t = v[i]; v[i] = v[n - 1 - i] * k; v[n - 1 - i] = t; } for a in &v { s = s * k + a; } }
    to_the_end_from_each: |x, _y, _z, _rows, _k, _n, s| { for i in 0..x.len() { for j in i..x.len() { s += x[i] * x[j]; } } }
    up_to_each: |x, _y, _z, _rows, _k, _n, s| { for i in 0..x.len() { for j in 0..=i { s += x[i] * x[j]; } } }
    behind_each: |x, _y, _z, _rows, _k, _n, s| { for (i, a) in x.iter().enumerate() { for b in &x[i + 1..] { s += (a - b) * (a - b); } } }
    in_front_of_each: |x, _y, _z, _rows, _k, _n, s| { for (i, a) in x.iter().enumerate() { for b in &x[..i] { s += (a - b) * (a - b); } } }
    two_lists_written: |x, y, _z, _rows, k, _n, s| { let mut v = x.to_vec(); let mut w = y.to_vec(); let n = v.len().min(w.len()); for i in 0..n { v[i] += w[i] * k; w[i] *= v[i]; } for a in &w { s += a * a; } }
    by_parity: |x, _y, _z, _rows, k, _n, s| { for i in 0..x.len() { if i % 2 == 0 { s += x[i] * k; } else { s -= x[i] * x[i]; } } }
    a_ring: |x, _y, _z, _rows, k, _n, s| { for i in 0..x.len() { s += x[i] * x[(i + 1) % x.len()] * k; } }
    a_list_that_is_filled: |x, _y, _z, _rows, k, _n, s| { let n = x.len(); let mut v = vec![0.0; n]; for i in 0..n { v[i] = x[i] * k; } for i in 0..n { s += v[i] * v[i]; } }
}

forms! {
    rows of [f64; 8]:
    wide_rows: |_x, _y, _z, rows, _k, _n, s| { for r in rows { for a in r { s += a * a; } } }
    neighbouring_wide_rows: |_x, _y, _z, rows, _k, _n, s| { for i in 1..rows.len() { s += (rows[i][0] - rows[i - 1][7]) * rows[i][1]; } }
    neighbouring_wide_rows_in_full: |_x, _y, _z, rows, _k, _n, s| { for i in 1..rows.len() { for j in 0..8 { s += (rows[i][j] - rows[i - 1][j]) * rows[i][j]; } } }
    windows_of_wide_rows: |_x, _y, _z, rows, _k, _n, s| { for w in rows.windows(2) { for (a, b) in w[0].iter().zip(&w[1]) { s += a * b; } } }
    wide_rows_beside_the_next: |_x, _y, _z, rows, _k, _n, s| { for (r, q) in rows.iter().zip(rows.iter().skip(1)) { for (a, b) in r.iter().zip(q) { s += a * b; } } }
    wide_rows_beside_a_fixed_one: |_x, _y, _z, rows, _k, _n, s| { for r in rows { s += r[0] * rows[0][1] - r[7]; } }
    pairs_of_wide_rows: |_x, _y, _z, rows, _k, _n, s| { for i in 0..rows.len() { for j in i + 1..rows.len() { s += (rows[i][0] - rows[j][0]) * rows[i][7]; } } }
    pairs_of_wide_rows_in_full: |_x, _y, _z, rows, _k, _n, s| { for a in rows { for b in rows { for j in 0..8 { s += a[j] * b[j]; } } } }
    chunks_of_wide_rows: |_x, _y, _z, rows, _k, _n, s| { for c in rows.chunks_exact(2) { s += c[0][0] * c[1][7]; } }
    wide_rows_in_place: |_x, _y, _z, rows, k, _n, s| { let mut v = rows.to_vec(); for i in 1..v.len() { for j in 0..8 { v[i][j] += k * v[i - 1][j]; } } for r in &v { for a in r { s += a * a; } } }
    a_column_of_wide_rows: |_x, _y, _z, rows, _k, n, s| { if n < 8 { for r in rows { s += r[n] * r[0]; } } }
}

forms! {
    rows of (f64, f64):
    pairs: |_x, _y, _z, rows, _k, _n, s| { for (a, b) in rows { s += a * b; } }
    pairs_whole: |_x, _y, _z, rows, _k, _n, s| { for p in rows { s += p.0 * p.1; } }
    neighbouring_pairs: |_x, _y, _z, rows, _k, _n, s| { for i in 1..rows.len() { s += (rows[i].0 - rows[i - 1].0) * (rows[i].1 + rows[i - 1].1); } }
    windows_of_pairs: |_x, _y, _z, rows, _k, _n, s| { for w in rows.windows(2) { s += w[0].0 * w[1].1 - w[1].0 * w[0].1; } }
    pairs_beside_a_fixed_one: |_x, _y, _z, rows, _k, _n, s| { for p in rows { s += p.0 * rows[0].1; } }
    pairs_of_pairs: |_x, _y, _z, rows, _k, _n, s| { for p in rows { for q in rows { s += (p.0 - q.0) * (p.1 - q.1); } } }
    chunks_of_pairs: |_x, _y, _z, rows, _k, _n, s| { for c in rows.chunks_exact(2) { s += c[0].0 * c[1].1; } }
    in_steps_while: |x, _y, _z, _rows, k, _n, s| { let mut i = 0; while i < x.len() { s = s * k + x[i]; i += 2; } }
    squares_in_steps_while: |x, _y, _z, _rows, k, _n, s| { let mut i = 0; while i < x.len() { s += k * x[i] * x[i]; i += 3; } }
    pairs_while: |x, _y, _z, _rows, k, _n, s| { let mut i = 0; while i + 1 < x.len() { s = s * k + x[i] * x[i + 1]; i += 2; } }
    products_of_pairs_while: |x, _y, _z, _rows, _k, _n, s| { let mut i = 0; while i + 1 < x.len() { s += x[i] * x[i + 1]; i += 2; } }
    packed_columns: |x, y, _z, _rows, _k, _n, s| { let mut p = 0; for j in 0..y.len() { for (a, b) in x[p..p + y.len() - j].iter().zip(&y[j..]) { s += a * b * y[j]; } p += y.len() - j; } }
    packed_columns_with_state: |x, y, _z, _rows, k, _n, s| { let mut p = 0; for j in 0..y.len() { let rows = y.len() - j; for a in &x[p..p + rows] { s = s * k + a * y[j]; } p += rows; } }
    odd_ones_while: |x, _y, _z, _rows, k, _n, s| { let mut i = 1; while i < x.len() { s = s * k + x[i]; i += 2; } }
    in_steps_beside: |x, y, _z, _rows, k, _n, s| { let mut j = 0; for a in x { if j < y.len() { s = s * k + a * y[j]; } j += 2; } }
    down_beside_up: |x, _y, _z, _rows, k, _n, s| { let mut j = x.len(); for i in 0..x.len() { j -= 1; s = s * k + x[i] * x[j]; } }
    down_beside_up_while: |x, _y, _z, _rows, k, _n, s| { let mut j = x.len(); let mut i = 0; while i < x.len() { j -= 1; s = s * k + x[i] * x[j]; i += 1; } }
    until_the_length_is_reached: |x, _y, _z, _rows, k, _n, s| { let mut i = 0; while i != x.len() { s = s * k + x[i] * x[i]; i += 1; } }
    halves: |x, _y, _z, _rows, _k, _n, s| { for i in 0..x.len() { s += x[i] * x[i / 2]; } }
    squares_of_halves: |x, _y, _z, _rows, k, _n, s| { for i in 0..x.len() { s += k * x[i / 2] * x[i / 2]; } }
    halves_while: |x, _y, _z, _rows, k, _n, s| { let mut i = 0; while i < x.len() { s = s * k + x[i >> 1]; i += 1; } }
    halves_of_a_part: |x, y, _z, _rows, k, _n, s| { let n = y.len(); let y = &y[..n]; for i in 0..n { s = s * k + y[i / 2] * x[0]; } }
    remainders: |x, y, _z, _rows, k, _n, s| { if !y.is_empty() { for i in 0..x.len() { s = s * k + x[i] * y[i % y.len()]; } } }
    at_most_the_last: |x, _y, _z, _rows, k, n, s| { if !x.is_empty() { for i in 0..n { s = s * k + x[i.min(x.len() - 1)]; } } }
    both_ends_of_a_walk: |x, _y, _z, _rows, k, _n, s| { let mut r = x; while let [a, rest @ .., b] = r { s = s * k + a * b; r = rest; } }
    products_of_both_ends: |x, _y, _z, _rows, _k, _n, s| { let mut r = x; while let [a, rest @ .., b] = r { s += a * b; r = rest; } }
    both_ends_or_else: |x, _y, _z, _rows, k, _n, s| { let mut r = x; loop { let [a, rest @ .., b] = r else { break }; s = s * k - a * b; r = rest; } }
    both_ends_by_index: |x, _y, _z, _rows, k, _n, s| { let mut r = x; while r.len() >= 2 { s = s * k + r[0] * r[r.len() - 1]; r = &r[1..r.len() - 1]; } }
    both_ends_and_more_between: |x, _y, _z, _rows, k, _n, s| { let mut r = x; while let [a, .., b] = r { s = s * k + a / b; r = &r[1..r.len() - 1]; } }
    last_of_what_moves: |x, _y, _z, _rows, k, _n, s| { let mut r = x; while !r.is_empty() { s = s * k + r[0] * r[r.len() - 1]; r = &r[1..]; } }
    products_with_the_last: |x, _y, _z, _rows, _k, _n, s| { let mut r = x; while let [a, rest @ ..] = r { s += a * r[r.len() - 1]; r = rest; } }
    last_of_what_grows: |x, _y, _z, _rows, k, _n, s| { for w in 1..=x.len() { let p = &x[..w]; s = s * k + p[p.len() - 1] * p[0]; } }
    last_of_what_grows_by_name: |x, _y, _z, _rows, k, _n, s| { for w in 1..=x.len() { let p = &x[..w]; if let Some(a) = p.last() { s = s * k + a; } } }
    last_up_to_the_counter: |x, _y, _z, _rows, k, _n, s| { for w in 0..x.len() { let p = &x[..w + 1]; s = s * k + p[p.len() - 1]; } }
    last_of_a_part_that_moves: |x, _y, _z, _rows, k, _n, s| { for w in 3..x.len() { let p = &x[w - 3..w]; s = s * k + p[p.len() - 1] * p[0]; } }
}

forms! {
    rows of ([f64; 2], [[f64; 2]; 2]):
    neighbouring_nested_rows: |_x, _y, _z, rows, _k, _n, s| { for i in 1..rows.len() { s += rows[i].1[0][1] * rows[i - 1].0[1]; } }
}

forms! {
    rows of [[f64; 2]; 6]:
    neighbouring_matrices: |_x, _y, _z, rows, _k, _n, s| { for i in 1..rows.len() { s += rows[i][0][1] * rows[i - 1][5][1]; } }
    windows_of_matrices: |_x, _y, _z, rows, _k, _n, s| { for w in rows.windows(2) { for (a, b) in w[0].iter().zip(&w[1]) { s += a[0] * b[1]; } } }
}

forms! {
    rows of Vec<f64>:
    rows_that_are_lists: |_x, _y, _z, rows, _k, _n, s| { for r in rows { for a in r { s += a * a; } } }
    rows_that_are_lists_by_index: |_x, _y, _z, rows, _k, _n, s| { for i in 0..rows.len() { for j in 0..rows[i].len() { s += rows[i][j] * rows[i][j]; } } }
    neighbouring_rows_that_are_lists: |_x, _y, _z, rows, _k, _n, s| { for w in rows.windows(2) { for (a, b) in w[0].iter().zip(&w[1]) { s += a * b; } } }
    pairs_of_rows_that_are_lists: |_x, _y, _z, rows, _k, _n, s| { for r in rows { for q in rows { for (a, b) in r.iter().zip(q) { s += a * b; } } } }
    rows_that_are_lists_times_a_vector: |x, _y, _z, rows, _k, _n, s| { for r in rows { let mut t = 0.0; for (a, b) in r.iter().zip(x) { t += a * b; } s += t * t; } }
}
