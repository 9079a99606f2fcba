//! Transforms of the IR into the IR.

mod accumulators;
mod adjoint;
mod around;
mod carry;
mod cells;
mod factors;
mod flat;
mod indexed;
mod inwards;
mod meets;
mod order;
mod outwards;
mod pieces;
mod rows;
mod share;
mod simplify;
mod sink;
mod skip;
mod strips;
mod sums;
mod tangent;
mod together;
mod unguard;
mod upwards;
mod uses;
mod windows;

pub(crate) use adjoint::adjoint;
pub(crate) use rows::rows_in_lanes;
pub(crate) use share::share;
pub(crate) use tangent::{tangent, tangent_in_lanes};
pub(crate) use together::{candidate, together, until, waits};

use uses::{forget, prune};

use crate::ir::{Func, StmtKind};

/// The same function with less to do in its reverse sweep.
pub(crate) fn cheapen(adjoint: Func) -> Func {
    let func = prune(share(sums::sums(adjoint)));
    let func = prune(inwards::inwards(unguard::unguard(func)));
    let func = simplify::simplify(order::order(outwards::outwards(func)));
    let func = accumulators::accumulators(skip::skip(sink::sink(prune(func))));
    along_slices(func)
}

/// The same function with tangents, with less to do for them.
pub(crate) fn cheapen_tangents(func: Func) -> Func {
    factors::factors(meets::meets(func))
}

/// The adjoint with tangents in so many directions, each added by `along`; and with less to do in its reverse sweep, if that
/// is wanted. What follows from a number being zero does not hold for its tangent, so guards are left out only where none
/// needs them.
pub(crate) fn tangents_of_adjoint(
    adjoint: Func,
    directions: usize,
    along: impl Fn(&Func) -> Func,
    cheaper: bool,
) -> Func {
    let along = |func: Func| (0..directions).fold(func, |func, _| along(&func));
    if !cheaper {
        return along(adjoint);
    }
    let func = inwards::inwards(prune(share(sums::sums(adjoint))));
    let func = simplify::simplify(order::order(outwards::outwards(func)));
    let func = unguard::unguard(forget(prune(share(along(func)))));
    let func = accumulators::accumulators(skip::skip(order::order(func)));
    along_slices(func)
}

/// Loops walk along slices as the function's own do.
fn along_slices(func: Func) -> Func {
    if !has_loops(&func) {
        return func;
    }
    let func = windows::windows(pieces::pieces(carry::carry(flat::flat(func))));
    windows::wholes(strips::strips(upwards::upwards(indexed::indexed(func))))
}

fn has_loops(func: &Func) -> bool {
    let mut found = false;
    for body in std::iter::once(&func.body).chain(func.reverse.iter().map(|reverse| &reverse.body)) {
        body.each(&mut |stmt| found |= matches!(stmt.kind, StmtKind::Loop(_) | StmtKind::Unroll { .. }));
    }
    found
}

#[cfg(test)]
mod tests {
    use proc_macro2::TokenStream;
    use quote::quote;

    use super::{adjoint, cheapen, cheapen_tangents, share, tangent};
    use crate::analyse::analyse;
    use crate::diagnostics::Diagnostics;
    use crate::ir::verify;
    use crate::lower::lower;
    use crate::parse::{Input, parse};

    /// The text of a function's adjoint after all transforms.
    fn transformed(item: TokenStream) -> String {
        let mut diag = Diagnostics::default();
        let Some(Input::Function(function)) = parse(TokenStream::new(), item, &mut diag) else {
            panic!("not a function")
        };
        let primal = share(lower(&function, &mut diag));
        assert!(diag.finish().is_ok(), "refused");
        let facts = analyse(&primal, function.options.analyses);
        let func = cheapen(adjoint(&primal, &facts));
        verify(&func);
        func.to_string()
    }

    #[test]
    fn a_residual_needs_no_guard_on_its_quotient() {
        let text = transformed(quote! {
            fn f(x: f64, s: f64, y: f64) -> f64 { let r = x / s - y; r * r }
        });
        assert!(!text.contains("guarded"), "{text}");
    }

    /// The text of a function's tangent after all transforms.
    fn along(item: TokenStream) -> String {
        let mut diag = Diagnostics::default();
        let Some(Input::Function(function)) = parse(TokenStream::new(), item, &mut diag) else {
            panic!("not a function")
        };
        let primal = share(lower(&function, &mut diag));
        assert!(diag.finish().is_ok(), "refused");
        let facts = analyse(&primal, function.options.analyses);
        let func = cheapen_tangents(tangent(&primal, &facts.tangent, &facts.powers));
        verify(&func);
        func.to_string()
    }

    #[test]
    fn the_tangent_of_a_sum_of_squares_has_one_factor() {
        let text = along(quote! {
            fn f(x: f64, y: f64, z: f64) -> f64 { x * x + y * y - z * z }
        });
        assert_eq!(text.matches("scale").count(), 1, "{text}");
    }

    #[test]
    fn the_tangent_of_a_power_of_a_square_has_one_factor() {
        let text = along(quote! {
            fn f(x: f64, y: f64) -> f64 { let r = 1.0 / (x * x + y * y); r * r * r }
        });
        assert_eq!(text.matches("scale").count(), 1, "{text}");
        assert!(text.contains("`-6.0`"), "{text}");
    }

    #[test]
    fn a_guard_whose_zero_meets_an_infinite_factor_is_left_out() {
        // Where `r` is infinite, so are the factors of its tangent in both products, but not in the sum.
        let powers = along(quote! { fn f(x: f64) -> f64 { let r = 1.0 / x; r * r * r } });
        let sum = along(quote! { fn f(x: f64, y: f64) -> f64 { let r = 1.0 / x; r * y } });
        assert!(!powers.contains("guarded") && sum.contains("guarded"), "{powers}\n{sum}");
    }

    #[test]
    fn a_large_factor_stays_before_its_product() {
        // Behind the product it would multiply what has been rounded to a subnormal number.
        let text = along(quote! {
            fn f(x: f64) -> f64 {
                let a = x * x;
                let b = a * a;
                let c = b * b;
                let d = c * c;
                let e = d * d;
                e * e
            }
        });
        assert!(text.contains("`32.0`") && text.contains("`2.0`") && !text.contains("`64.0`"), "{text}");
    }

    #[test]
    fn a_multiple_that_is_read_twice_stays_one() {
        // The tangent of `a` is read by that of `a * b`, too.
        let text = along(quote! {
            fn f(x: f64, y: f64) -> f64 { let a = x * x; let b = y * y; (a + b) * a * b }
        });
        assert_eq!(text.matches("scale").count(), 2, "{text}");
    }

    #[test]
    fn an_exponential_is_computed_once_in_a_loop_and_twice_in_a_nest() {
        let sum = transformed(quote! {
            fn f(x: &[f64]) -> f64 { let mut s = 0.0; for a in x { s += (a * a).exp(); } s.ln() }
        });
        let nest = transformed(quote! {
            fn f(x: &[f64]) -> f64 {
                let mut s = 0.0;
                for a in x { for b in x { s += (a * b).exp(); } }
                s.ln()
            }
        });
        // `exp_d` is something else.
        assert_eq!(
            (sum.matches("= exp t").count(), nest.matches("= exp t").count()),
            (1, 2),
            "{sum}\n{nest}"
        );
    }

    #[test]
    fn a_sum_of_cotangents_has_four_parts() {
        let cut = transformed(quote! {
            fn f(x: &[f64], y: &[f64], k: f64) -> f64 {
                let mut s = 0.0;
                for i in 0..x.len() { s += k * x[i] * y[i]; }
                s
            }
        });
        // Each iteration reads what the one before has added to.
        let chain = transformed(quote! {
            fn f(x: &[f64], k: f64) -> f64 { let mut s = 1.0; for v in x { s = s * v + k; } s }
        });
        // There is no sum.
        let apart = transformed(quote! {
            fn f(x: &[f64], y: &[f64]) -> f64 {
                let mut s = 0.0;
                for i in 0..x.len() { s += x[i] * y[i]; }
                s
            }
        });
        let sums =
            (0..4).filter(|at| cut.contains(&format!("ct_k_{at}")) || cut.contains(&format!("sum_{at}")));
        assert_eq!(sums.count(), 4, "{cut}");
        assert!(!chain.contains("strip") && !apart.contains("strip"), "{chain}\n{apart}");
    }

    #[test]
    fn a_root_under_a_factor_keeps_its_guard() {
        // At (0, 0) the cotangent of the root is 0 and its partial infinite.
        let text = transformed(quote! { fn f(x: f64, y: f64) -> f64 { y * x.sqrt() } });
        assert!(text.contains("guarded_div"), "{text}");
    }

    #[test]
    fn an_exponential_hides_what_is_infinite() {
        // At s = 0 and x = -1 the exponential is 0, and so is the cotangent of the quotient, whose partial is infinite.
        let text = transformed(quote! { fn f(x: f64, s: f64) -> f64 { (x / s).exp() } });
        assert!(text.contains("guarded_div"), "{text}");
    }

    #[test]
    fn a_variable_that_was_assigned_in_between_proves_nothing() {
        // The divisor of the quotient is the old `s`, what the cotangent depends on is the new one.
        let text = transformed(quote! {
            fn f(x: f64, c: bool, s: f64) -> f64 {
                let mut t = s;
                let q = x / t;
                if c { t = 1.0 / t; }
                q * 2.0 + t * t
            }
        });
        assert!(text.contains("guarded_div"), "{text}");
    }

    #[test]
    fn only_the_first_contribution_to_an_element_is_stored() {
        let text = transformed(quote! { fn f(a: [f64; 2]) -> f64 { a[0] * a[1] + a[0] } });
        assert_eq!(text.matches("+=").count(), 1, "{text}");
        assert!(text.contains("[`1`] = "), "{text}");
    }

    #[test]
    fn each_arm_of_a_branch_may_be_first() {
        let text = transformed(quote! {
            fn f(x: f64, y: f64) -> f64 {
                let r = x - y;
                if r > 1.0 { r * 3.0 } else { r * 2.0 }
            }
        });
        assert!(!text.contains("+="), "{text}");
    }

    #[test]
    fn a_loop_behind_a_choice_between_numbers_is_skipped() {
        let text = transformed(quote! {
            fn f(x: &[f64], y: &[f64]) -> f64 {
                let mut least = 10.0;
                for a in x {
                    let mut sum = 0.0;
                    for b in y { sum += a * b; }
                    least = sum.min(least);
                }
                least
            }
        });
        assert!(text.contains("branch `ct_sum != - ct_sum`"), "{text}");
    }

    #[test]
    fn a_loop_over_elements_of_its_own_runs_upwards() {
        let text = transformed(quote! {
            fn f(x: &[f64], z: &[f64], y: &mut [f64]) { for i in 1..x.len() { y[i] = x[i] * z[i - 1]; } }
        });
        assert!(text.contains("window *z%1 from `1 - 1`") && !text.contains("rev ()"), "{text}");
    }

    #[test]
    fn a_loop_that_adds_to_two_elements_of_one_slice_runs_downwards() {
        let text = transformed(quote! {
            fn f(x: &[f64], y: &mut [f64]) { for i in 1..x.len() { y[i] = x[i] * x[i - 1]; } }
        });
        assert!(text.contains("rev ()"), "{text}");
    }

    #[test]
    fn what_two_iterations_add_to_one_element_is_carried_along() {
        let by_index = transformed(quote! {
            fn f(x: &[f64]) -> f64 {
                let mut s = 0.0;
                for i in 0..x.len() - 1 { s += x[i] * x[i + 1]; }
                s
            }
        });
        let by_windows = transformed(quote! {
            fn f(x: &[f64]) -> f64 {
                let mut s = 0.0;
                for w in x.windows(2) { s += w[0] * w[1]; }
                s
            }
        });
        for text in [by_index, by_windows] {
            assert_eq!(text.matches("let ct_x_window").count(), 1, "{text}");
            assert_eq!(text.matches("= carried").count(), 3, "{text}");
        }
    }

    #[test]
    fn a_loop_over_chunks_walks_along_iterators() {
        let text = transformed(quote! {
            fn f(x: &[f64], k: usize) -> f64 {
                let mut s = 0.0;
                for c in x.chunks_exact(2).rev() { s += c[0] * c[1]; }
                for c in x.chunks(k) { for a in c { s += a * a; } }
                s
            }
        });
        for (iterator, times) in
            [("= chunks_exact *x%0 of `2`", 2), ("= chunks_exact ct_x", 1), ("= chunks ct_x", 1)]
        {
            assert_eq!(text.matches(iterator).count(), times, "{iterator}: {text}");
        }
        // One for each of these, from the end where the loop comes from there.
        assert_eq!(
            (text.matches("next piece").count(), text.matches("last piece").count()),
            (3, 3),
            "{text}"
        );
    }

    #[test]
    fn chunks_of_a_slice_that_is_at_another_element_too_are_cells() {
        let text = transformed(quote! {
            fn f(x: &[f64]) -> f64 {
                let mut s = 0.0;
                for c in x.chunks_exact(2) { s += c[0] * c[1] * x[0]; }
                s
            }
        });
        let cells = text.find("= cells ct_x").zip(text.find("= chunks_exact ct_x_cells"));
        assert!(cells.is_some_and(|(cells, chunks)| cells < chunks), "{text}");
    }

    #[test]
    fn nothing_is_carried_from_a_loop_that_reads_what_it_adds_to() {
        let text = transformed(quote! {
            fn f(x: &mut [f64]) { for i in 0..x.len() - 1 { x[i + 1] += x[i] * x[i]; } }
        });
        assert!(!text.contains("carried"), "{text}");
    }

    #[test]
    fn a_loop_that_adds_up_runs_downwards() {
        let text = transformed(quote! {
            fn f(x: &[f64], y: &mut [f64], z: f64) { for i in 0..x.len() { y[i] = x[i] * z; } }
        });
        assert!(text.contains("rev ()"), "{text}");
    }

    #[test]
    fn a_loop_that_passes_on_more_than_its_sum_is_not_skipped() {
        let text = transformed(quote! {
            fn f(x: &[f64], y: &mut [f64]) -> f64 {
                let mut least = 10.0;
                for a in x {
                    let mut sum = 0.0;
                    for b in y.iter_mut() { *b = *b * a; sum += a * *b; }
                    least = sum.min(least);
                }
                least
            }
        });
        assert!(!text.contains("!= -"), "{text}");
    }

    #[test]
    fn what_follows_a_branch_in_reverse_adds() {
        let text = transformed(quote! {
            fn f(x: f64, c: bool) -> f64 {
                let y = x * 2.0;
                let mut t = 3.0 * y;
                if c { t = t * y; }
                t
            }
        });
        assert!(text.contains("+="), "{text}");
    }
}
