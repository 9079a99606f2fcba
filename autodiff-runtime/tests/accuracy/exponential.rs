//! Exponentials and logarithms.

use crate::accuracy;
use crate::check::{self, Big, from_operands, from_result, whole};
use crate::points::{between, everywhere, pairs};
use autodiff_runtime::__private::rules;
use autodiff_runtime::Real;

fn ln_2() -> Big {
    check::big(2.0).ln()
}

fn ln_10() -> Big {
    check::big(10.0).ln()
}

accuracy!(exp_d, 4.0, between(-760.0, 720.0, &[0.0]), |[x]| from_result(x.exp(), rules::exp_d), |[x]| x
    .exp());
accuracy!(exp2_d, 4.0, between(-1080.0, 1030.0, &[0.0]), |[x]| from_result(x.exp2(), rules::exp2_d), |[
    x,
]| (x
    * ln_2())
.exp()
    * ln_2(),);
accuracy!(exp_m1_d, 4.0, between(-760.0, 720.0, &[0.0]), |[x]| from_operands(rules::exp_m1_d(x)), |[x]| x
    .exp());
accuracy!(ln_d, 4.0, everywhere(&[0.0, 1.0]), |[x]| from_operands(rules::ln_d(x)), |[x]| whole(1) / x);
accuracy!(log2_d, 4.0, everywhere(&[0.0, 1.0]), |[x]| from_operands(rules::log2_d(x)), |[x]| whole(1)
    / (x * ln_2()));
accuracy!(log10_d, 4.0, everywhere(&[0.0, 1.0]), |[x]| from_operands(rules::log10_d(x)), |[x]| whole(1)
    / (x * ln_10()),);
accuracy!(
    ln_1p_d,
    4.0,
    between(-1.0, f64::INFINITY, &[-1.0, 0.0]),
    |[x]| from_operands(rules::ln_1p_d(x)),
    |[x]| whole(1) / (whole(1) + x),
);
accuracy!(
    log_d0,
    4.0,
    pairs(|x, base| x > 0.0 && base > 0.0 && base != 1.0),
    |[x, base]| from_operands(rules::log_d0(x, base)),
    |[x, base]| whole(1) / (x * base.ln()),
);
// 6 ulp: three logarithms, of which two are the same, and three quotients.
accuracy!(
    log_d1,
    6.0,
    pairs(|x, base| x > 0.0 && base > 0.0 && base != 1.0),
    |[x, base]| from_operands(rules::log_d1(x, base)),
    |[x, base]| {
        let ln_base = base.ln();
        -x.ln() / (base * &ln_base * ln_base)
    },
);
