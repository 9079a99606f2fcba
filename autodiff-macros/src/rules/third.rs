//! The derivatives of second derivatives: what `tangent` makes of a rule that it has put in itself.
//!
//! As for the partials, an argument that is a function of the others has the derivative zero where the whole of it is
//! stated in these.

use super::Partial::{Integer, Same, Scaled, Zero};
use super::{Read, Rule, X, XY, XYZ, rule};

const X_OUT: &[Read] = &[Read::Arg(0), Read::Out];

/// Every function of the runtime's `rules` that is a second derivative and has one itself that is not in the table of the
/// partials.
const THIRD: &[Rule] = &[
    rule("asin_dd", &[Scaled("asin_ddd", XY), Zero]),
    rule("asinh_dd", &[Scaled("asinh_ddd", XY), Zero]),
    rule("atan2_d00", &[Scaled("atan2_d000", XY), Scaled("atan2_d001", XY)]),
    rule("atan2_d01", &[Scaled("atan2_d001", XY), Scaled("atan2_d011", XY)]),
    rule("atan2_d11", &[Scaled("atan2_d011", XY), Scaled("atan2_d111", XY)]),
    rule("atan_dd", &[Scaled("atan_ddd", XY), Zero]),
    rule("atanh_dd", &[Scaled("atanh_ddd", XY), Zero]),
    rule("cos_dd", &[Scaled("cos_ddd", X)]),
    rule("double", &[Same]),
    rule("hypot_d00", &[Scaled("hypot_d000", XYZ), Scaled("hypot_d001", XYZ), Zero]),
    rule("hypot_d01", &[Scaled("hypot_d001", XYZ), Scaled("hypot_d011", XYZ), Zero]),
    rule("hypot_d11", &[Scaled("hypot_d011", XYZ), Scaled("hypot_d111", XYZ), Zero]),
    // -p/x
    rule("inverse_d", &[Scaled("inverse_d", X_OUT), Scaled("minus_inverse", X)]),
    // -2p/x
    rule("inverse_square_d", &[Scaled("inverse_d", X_OUT), Scaled("minus_double_inverse", X)]),
    rule("log_d01", &[Scaled("inverse_d", X_OUT), Scaled("log_d011", XY)]),
    rule("log_d11", &[Scaled("log_d011", XY), Scaled("log_d111", XY)]),
    rule("minus_double", &[Same]),
    rule("powf_d00", &[Scaled("powf_d000", XYZ), Scaled("powf_d001", XYZ), Zero]),
    rule("powf_d01", &[Scaled("powf_d001", XYZ), Scaled("powf_d011", XYZ), Zero]),
    rule("powf_d11", &[Scaled("powf_d011", XYZ), Scaled("powf_d111", XYZ), Zero]),
    rule("powi_dd", &[Scaled("powi_ddd", XY), Integer]),
    rule("sin_dd", &[Scaled("cos_dd", X)]),
];

/// The derivative of a second derivative, by its name.
pub(super) fn of(name: &str) -> Option<&'static Rule> {
    let index = THIRD.binary_search_by(|rule| rule.name.cmp(name)).ok()?;
    Some(&THIRD[index])
}

#[cfg(test)]
mod tests {
    use super::super::{Partial, second};
    use super::{THIRD, of};

    #[test]
    fn the_table_is_sorted_for_binary_search() {
        assert!(THIRD.windows(2).all(|pair| pair[0].name < pair[1].name));
    }

    /// Whatever `tangent` puts in, it can differentiate once more.
    #[test]
    fn every_second_derivative_has_a_derivative_in_each_of_its_arguments() {
        for partial in second::SECOND.iter().flat_map(|rule| rule.args) {
            let (name, args) = match partial {
                Partial::Scaled(name, reads) => (name, reads.len()),
                Partial::Selected(name, reads) => (name, reads.len() + 1),
                Partial::Over(..) => panic!("a quotient"),
                Partial::Zero | Partial::Integer | Partial::One | Partial::Same | Partial::Times(_) => {
                    continue;
                }
            };
            let rule = second::of(name).or_else(|| of(name));
            let rule = rule.unwrap_or_else(|| panic!("`{name}` has no derivative"));
            assert_eq!(rule.args.len(), args, "{name}");
        }
    }
}
