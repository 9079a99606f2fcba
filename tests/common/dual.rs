//! Dual numbers that stand in for `f64` in a program's own source: `num-dual` behind the names that `f64` has.

use std::cmp::Ordering;
use std::ops::{Add, AddAssign, Div, DivAssign, Mul, MulAssign, Neg, Rem, RemAssign, Sub, SubAssign};

use num_dual::{DualNum, HyperDual64};

/// A number, its derivatives in two directions, and the second derivative in both.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Dual(HyperDual64);

/// `f` at a point along two of its coordinates.
fn along<const N: usize>(
    point: [f64; N],
    (row, column): (usize, usize),
    f: impl Fn([Dual; N]) -> Dual,
) -> HyperDual64 {
    let unit = |at, direction| if at == direction { 1.0 } else { 0.0 };
    let lifted = |at| Dual(HyperDual64::new(point[at], unit(at, row), unit(at, column), 0.0));
    f(std::array::from_fn(lifted)).0
}

/// The gradient of `f` at a point: one run for each direction.
pub(crate) fn gradient<const N: usize>(point: [f64; N], f: impl Fn([Dual; N]) -> Dual) -> Vec<f64> {
    (0..N).map(|row| along(point, (row, row), &f).eps1).collect()
}

/// The Hessian of `f` at a point: one run for each entry.
pub(crate) fn hessian<const N: usize>(point: [f64; N], f: impl Fn([Dual; N]) -> Dual) -> Vec<Vec<f64>> {
    let row = |row| (0..N).map(|column| along(point, (row, column), &f).eps1eps2).collect();
    (0..N).map(row).collect()
}

macro_rules! operators {
    ($($trait:ident $method:ident $assign_trait:ident $assign:ident $op:tt;)+) => {
        $(
            impl $trait for Dual {
                type Output = Dual;
                fn $method(self, other: Dual) -> Dual {
                    Dual(self.0 $op other.0)
                }
            }
            impl $trait<f64> for Dual {
                type Output = Dual;
                fn $method(self, other: f64) -> Dual {
                    Dual(self.0 $op HyperDual64::from(other))
                }
            }
            impl $trait<Dual> for f64 {
                type Output = Dual;
                fn $method(self, other: Dual) -> Dual {
                    Dual(HyperDual64::from(self) $op other.0)
                }
            }
            impl $trait<&Dual> for Dual {
                type Output = Dual;
                fn $method(self, other: &Dual) -> Dual {
                    self $op *other
                }
            }
            impl $trait<Dual> for &Dual {
                type Output = Dual;
                fn $method(self, other: Dual) -> Dual {
                    *self $op other
                }
            }
            impl $trait<&Dual> for &Dual {
                type Output = Dual;
                fn $method(self, other: &Dual) -> Dual {
                    *self $op *other
                }
            }
            impl $assign_trait for Dual {
                fn $assign(&mut self, other: Dual) {
                    *self = *self $op other;
                }
            }
            impl $assign_trait<&Dual> for Dual {
                fn $assign(&mut self, other: &Dual) {
                    *self = *self $op *other;
                }
            }
            impl $assign_trait<f64> for Dual {
                fn $assign(&mut self, other: f64) {
                    *self = *self $op other;
                }
            }
        )+
    };
}

operators! {
    Add add AddAssign add_assign +;
    Sub sub SubAssign sub_assign -;
    Mul mul MulAssign mul_assign *;
    Div div DivAssign div_assign /;
}

// The derivative of `%` in the divisor is minus the quotient; `num-dual` takes it as constant.
impl Rem for Dual {
    type Output = Dual;
    fn rem(self, other: Dual) -> Dual {
        let re = self.0.re % other.0.re;
        let quotient = ((self.0.re - re) / other.0.re).round();
        let part = |own: f64, other: f64| own - quotient * other;
        Dual(HyperDual64::new(
            re,
            part(self.0.eps1, other.0.eps1),
            part(self.0.eps2, other.0.eps2),
            part(self.0.eps1eps2, other.0.eps1eps2),
        ))
    }
}

impl Rem<f64> for Dual {
    type Output = Dual;
    fn rem(self, other: f64) -> Dual {
        self % Dual::from(other)
    }
}

impl RemAssign<f64> for Dual {
    fn rem_assign(&mut self, other: f64) {
        *self = *self % other;
    }
}

impl Neg for Dual {
    type Output = Dual;
    fn neg(self) -> Dual {
        Dual(-self.0)
    }
}

impl std::fmt::Display for Dual {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.re.fmt(f)
    }
}

impl From<f64> for Dual {
    fn from(value: f64) -> Dual {
        Dual(HyperDual64::from(value))
    }
}

macro_rules! from_integers {
    ($($integer:ident)+) => {
        $(impl From<$integer> for Dual {
            fn from(value: $integer) -> Dual {
                Dual::from(f64::from(value))
            }
        })+
    };
}

from_integers! { u8 i8 u16 i16 u32 i32 }

impl PartialEq for Dual {
    fn eq(&self, other: &Dual) -> bool {
        self.0.re == other.0.re
    }
}

impl PartialEq<f64> for Dual {
    fn eq(&self, other: &f64) -> bool {
        self.0.re == *other
    }
}

impl PartialOrd for Dual {
    fn partial_cmp(&self, other: &Dual) -> Option<Ordering> {
        self.0.re.partial_cmp(&other.0.re)
    }
}

impl PartialOrd<f64> for Dual {
    fn partial_cmp(&self, other: &f64) -> Option<Ordering> {
        self.0.re.partial_cmp(other)
    }
}

impl PartialOrd<Dual> for f64 {
    fn partial_cmp(&self, other: &Dual) -> Option<Ordering> {
        self.partial_cmp(&other.0.re)
    }
}

impl PartialEq<Dual> for f64 {
    fn eq(&self, other: &Dual) -> bool {
        *self == other.0.re
    }
}

macro_rules! methods {
    ($($name:ident)+) => {
        impl Dual {
            $(pub(crate) fn $name(self) -> Dual {
                Dual(DualNum::$name(&self.0))
            })+
        }
    };
}

methods! { acos acosh asin asinh atan atanh cbrt cos cosh exp exp2 exp_m1 ln ln_1p log10 log2 recip sin sinh sqrt tan tanh }

impl Dual {
    pub(crate) fn powi(self, n: i32) -> Dual {
        Dual(DualNum::powi(&self.0, n))
    }

    pub(crate) fn powf(self, exponent: impl Into<Dual>) -> Dual {
        Dual(self.0.powd(exponent.into().0))
    }

    pub(crate) fn atan2(self, other: Dual) -> Dual {
        Dual(DualNum::atan2(&self.0, other.0))
    }

    pub(crate) fn hypot(self, other: Dual) -> Dual {
        (self * self + other * other).sqrt()
    }

    pub(crate) fn mul_add(self, factor: Dual, summand: Dual) -> Dual {
        self * factor + summand
    }

    pub(crate) fn abs(self) -> Dual {
        if self.0.re < 0.0 { -self } else { self }
    }

    pub(crate) fn max(self, other: impl Into<Dual>) -> Dual {
        let other = other.into();
        if other.0.re > self.0.re { other } else { self }
    }

    pub(crate) fn min(self, other: impl Into<Dual>) -> Dual {
        let other = other.into();
        if other.0.re < self.0.re { other } else { self }
    }

    pub(crate) fn sin_cos(self) -> (Dual, Dual) {
        (self.sin(), self.cos())
    }

    pub(crate) fn is_nan(self) -> bool {
        self.0.re.is_nan()
    }

    pub(crate) fn is_sign_negative(self) -> bool {
        self.0.re.is_sign_negative()
    }

    pub(crate) fn floor(self) -> f64 {
        self.0.re.floor()
    }
}

impl Default for Dual {
    fn default() -> Dual {
        Dual::from(0.0)
    }
}
