//! The quotients of remainders. They are whole numbers, so below 2⁵² (2²³) nothing but the right one is
//! within 4 ulp.

use crate::accuracy;
use crate::check::{self, Big, from_operands};
use crate::points::pairs;
use autodiff_runtime::__private::rules;
use autodiff_runtime::Real;

/// Rounds down the 256-bit quotient; it has room for every fraction next to a quotient below 2¹⁵⁰.
fn floor(x: Big) -> Big {
    x.floor()
}

accuracy!(rem_d1, 4.0, pairs(|_, y| y != 0.0), |[x, y]| from_operands(rules::rem_d1(x, y, x % y)), |[
    x,
    y,
]| -(x
    / y)
    .trunc(),);
accuracy!(
    rem_euclid_d1,
    4.0,
    pairs(|_, y| y != 0.0),
    |[x, y]| from_operands(rules::rem_euclid_d1(x, y)),
    |[x, y]| if y > Big::ZERO { -floor(x / y) } else { floor(x / -y) },
);
