//! The derivatives of the partials: what `tangent` makes of a rule that `adjoint` has put in.
//!
//! A partial that is given the result of its operation, as `hypot_d0(x, y, out)` is, may have its derivative stated in
//! the operands alone, `out` being a function of them: then the derivative in `out` is zero here. So it is where the
//! terms in `x` and `out` would cancel.

use super::Partial::{Integer, One, Same, Scaled, Selected, Zero};
use super::{OUT, Read, Rule, X, XY, XYZ, rule};

const X_OUT: &[Read] = &[Read::Arg(0), Read::Out];

/// Every function of the runtime's `rules`.
pub(super) const SECOND: &[Rule] = &[
    rule("abs_d", &[Zero]),
    rule("abs_sub_vjp0", &[Zero, Zero, Selected("abs_sub_vjp0", XY)]),
    rule("abs_sub_vjp1", &[Zero, Zero, Selected("abs_sub_vjp1", XY)]),
    // 1 / √(1 - x²)
    rule("acos_d", &[Scaled("asin_dd", X_OUT)]),
    rule("acosh_d", &[Scaled("asinh_dd", X_OUT)]),
    rule("asin_d", &[Scaled("asin_dd", X_OUT)]),
    rule("asinh_d", &[Scaled("asinh_dd", X_OUT)]),
    rule("atan2_d0", &[Scaled("atan2_d00", XY), Scaled("atan2_d01", XY)]),
    rule("atan2_d1", &[Scaled("atan2_d01", XY), Scaled("atan2_d11", XY)]),
    rule("atan_d", &[Scaled("atan_dd", X_OUT)]),
    rule("atanh_d", &[Scaled("atanh_dd", X_OUT)]),
    rule("cbrt_d", &[Scaled("inverse_square_d", X_OUT)]),
    rule("clamp_vjp0", &[Zero, Zero, Zero, Selected("clamp_vjp0", XYZ)]),
    rule("clamp_vjp1", &[Zero, Zero, Zero, Selected("clamp_vjp1", XYZ)]),
    rule("clamp_vjp2", &[Zero, Zero, Zero, Selected("clamp_vjp2", XYZ)]),
    rule("copysign_d0", &[Zero, Zero]),
    rule("cos_d", &[Scaled("cos_dd", X)]),
    rule("cosh_d", &[Scaled("sinh_d", X)]),
    rule("exp2_d", &[Same]),
    rule("exp_d", &[One]),
    rule("exp_m1_d", &[Scaled("exp_d", OUT)]),
    rule("half", &[Same]),
    rule("hypot_d0", &[Scaled("hypot_d00", XYZ), Scaled("hypot_d01", XYZ), Zero]),
    rule("hypot_d1", &[Scaled("hypot_d01", XYZ), Scaled("hypot_d11", XYZ), Zero]),
    rule("ln_1p_d", &[Scaled("recip_d", OUT)]),
    rule("ln_d", &[Scaled("recip_d", OUT)]),
    rule("log10_d", &[Scaled("inverse_d", X_OUT)]),
    rule("log2_d", &[Scaled("inverse_d", X_OUT)]),
    rule("log_d0", &[Scaled("inverse_d", X_OUT), Scaled("log_d01", XY)]),
    rule("log_d1", &[Scaled("log_d01", XY), Scaled("log_d11", XY)]),
    rule("max_jvp", &[Zero, Zero, Selected("max_vjp0", XY), Selected("max_vjp1", XY)]),
    rule("max_vjp0", &[Zero, Zero, Selected("max_vjp0", XY)]),
    rule("max_vjp1", &[Zero, Zero, Selected("max_vjp1", XY)]),
    rule("min_jvp", &[Zero, Zero, Selected("min_vjp0", XY), Selected("min_vjp1", XY)]),
    rule("min_vjp0", &[Zero, Zero, Selected("min_vjp0", XY)]),
    rule("min_vjp1", &[Zero, Zero, Selected("min_vjp1", XY)]),
    rule("powf_d0", &[Scaled("powf_d00", XYZ), Scaled("powf_d01", XYZ), Zero]),
    rule("powf_d1", &[Scaled("powf_d01", XYZ), Scaled("powf_d11", XYZ), Zero]),
    rule("powi_d", &[Scaled("powi_dd", XY), Integer]),
    rule("recip_d", &[Scaled("minus_double", X)]),
    rule("rem_d1", &[Zero, Zero, Zero]),
    rule("rem_euclid_d1", &[Zero, Zero]),
    rule("sin_d", &[Scaled("sin_dd", X)]),
    rule("sinh_d", &[Scaled("cosh_d", X)]),
    rule("sqrt_d", &[Scaled("inverse_d", X_OUT)]),
    rule("tan_d", &[Scaled("double", X)]),
    rule("tanh_d", &[Scaled("minus_double", X)]),
];

/// The partial of a method whose adjoint is a quotient.
pub(super) fn partial_of_quotient(method: &str) -> &'static str {
    match method {
        "acos" => "acos_d",
        "acosh" => "acosh_d",
        "asin" => "asin_d",
        "atan" => "atan_d",
        "atanh" => "atanh_d",
        "ln" => "ln_d",
        "ln_1p" => "ln_1p_d",
        "sqrt" => "sqrt_d",
        _ => unreachable!("internal error in `#[grad]`: `{method}` is no quotient"),
    }
}

/// The derivative of a partial, by its name.
pub(super) fn of(name: &str) -> Option<&'static Rule> {
    let index = SECOND.binary_search_by(|rule| rule.name.cmp(name)).ok()?;
    Some(&SECOND[index])
}

#[cfg(test)]
mod tests {
    use super::super::{Partial, REM, RULES};
    use super::{SECOND, of, partial_of_quotient};

    #[test]
    fn the_table_is_sorted_for_binary_search() {
        assert!(SECOND.windows(2).all(|pair| pair[0].name < pair[1].name));
    }

    /// Whatever `adjoint` puts in, `tangent` can differentiate.
    #[test]
    fn every_partial_has_a_derivative_in_each_of_its_arguments() {
        let partials =
            RULES.iter().chain([&REM]).flat_map(|rule| rule.args.iter().map(move |arg| (rule, arg)));
        for (method, partial) in partials {
            let (name, args) = match partial {
                Partial::Over(_, _, reads) => (&partial_of_quotient(method.name), reads.len()),
                Partial::Scaled(name, reads) => (name, reads.len()),
                // The cotangent comes last.
                Partial::Selected(name, reads) => (name, reads.len() + 1),
                Partial::Zero | Partial::Integer | Partial::One | Partial::Same | Partial::Times(_) => {
                    continue;
                }
            };
            let rule = of(name).unwrap_or_else(|| panic!("`{name}` has no derivative"));
            assert_eq!(rule.args.len(), args, "{name}");
        }
    }
}
