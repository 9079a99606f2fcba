//! The reference: numbers that stand in for `f64` in a program's own source, and carry two directions and their mixed
//! second derivative. It shares nothing with the macro and its runtime.

use std::cmp::Ordering;
use std::ops::{Add, AddAssign, Div, DivAssign, Mul, MulAssign, Neg, Rem, RemAssign, Sub, SubAssign};

use num_dual::{Dual, DualNum, HyperDual64};

use crate::watch::{blur, coarsely, decided};

/// A number with derivatives in two directions and the mixed second one; and all of these differentiated along a third
/// direction, in which gradients are taken that the program itself asks for, and along a fourth, in which it asks for
/// products with Hessians.
#[derive(Clone, Copy, Debug)]
pub struct D(Dual<Dual<HyperDual64>>);

/// A literal.
pub fn c(value: f64) -> D {
    outer(value.into())
}

/// Without the third and the fourth direction.
fn outer(number: HyperDual64) -> D {
    D(Dual::new(still(number), still(0.0.into())))
}

/// Without the fourth direction.
fn still(number: HyperDual64) -> Dual<HyperDual64> {
    Dual::new(number, 0.0.into())
}

/// The number with this value and errors in all of its derivatives.
fn blurred(value: f64, exact: Dual<Dual<HyperDual64>>) -> Dual<Dual<HyperDual64>> {
    let with = |re, x: HyperDual64| HyperDual64::new(re, blur(x.eps1), blur(x.eps2), blur(x.eps1eps2));
    let number = |x: HyperDual64| with(blur(x.re), x);
    let first = Dual::new(with(value, exact.re.re), number(exact.re.eps));
    Dual::new(first, Dual::new(number(exact.eps.re), number(exact.eps.eps)))
}

/// The identity without a derivative.
pub fn stop_gradient(x: D) -> D {
    c(x.re())
}

/// `as f64` of an integer.
pub trait ToReal {
    /// The integer as a number.
    fn to_real(self) -> D;
}

macro_rules! as_real {
    ($($int:ident)+) => {$(
        impl ToReal for $int {
            fn to_real(self) -> D {
                c(self as f64)
            }
        }
    )+};
}

as_real! { usize i32 f64 }

impl D {
    /// An input with its two directions.
    pub fn input(re: f64, along: f64, other: f64) -> D {
        outer(HyperDual64::new(re, along, other, 0.0))
    }

    /// Value, first derivatives, mixed derivative.
    pub fn parts(self) -> [f64; 4] {
        let re = self.0.re.re;
        [re.re, re.eps1, re.eps2, re.eps1eps2]
    }

    /// The number as an input in the third direction.
    pub fn seeded(self, along: f64) -> D {
        D(Dual::new(still(self.0.re.re), still(along.into())))
    }

    /// The number with a derivative in the third direction.
    pub fn moving(self, along: D) -> D {
        D(Dual::new(still(self.0.re.re), still(along.0.re.re)))
    }

    /// The number as an input in the third direction, with a derivative in the fourth.
    pub fn seeded_and_moving(self, seed: f64, along: D) -> D {
        D(Dual::new(Dual::new(self.0.re.re, along.0.re.re), still(seed.into())))
    }

    /// The number without a derivative in the third and the fourth direction.
    pub fn resting(self) -> D {
        outer(self.0.re.re)
    }

    /// The derivative in the third direction.
    pub fn slope(self) -> D {
        outer(self.0.eps.re)
    }

    /// The mixed derivative in the third and the fourth direction.
    pub fn bend(self) -> D {
        outer(self.0.eps.eps)
    }

    fn re(self) -> f64 {
        self.0.re.re.re
    }

    fn new(exact: Dual<Dual<HyperDual64>>) -> D {
        D(blurred(blur(exact.re.re.re), exact))
    }

    /// What an operation takes. A cotangent is a sum over the uses of a variable, which may cancel where their derivatives
    /// are the same number, as in `x - x`: each use has an error of its own.
    fn used(self) -> Dual<Dual<HyperDual64>> {
        blurred(self.re(), self.0)
    }

    /// Another value with the same derivatives.
    fn with_value(mut self, value: f64) -> D {
        self.0.re.re.re = value;
        self
    }

    /// As `f32` and back: so are its derivatives.
    pub fn rounded(self) -> D {
        coarsely(|| D::new(self.with_value((self.re() as f32).into()).0))
    }

    /// A step function: no derivative, and a decision where the step is.
    fn step(value: f64) -> D {
        decided(value as i64);
        c(value)
    }

    /// `as usize`.
    pub fn as_index(self) -> usize {
        decided(self.re() as i64);
        self.re() as usize
    }
}

macro_rules! operators {
    ($($trait:ident $method:ident $assign_trait:ident $assign:ident $op:tt;)+) => {$(
        impl $trait for D {
            type Output = D;
            fn $method(self, other: D) -> D {
                D::new(self.used() $op other.used())
            }
        }
        operators! { references $trait $method $assign_trait $assign $op }
    )+};
    (references $trait:ident $method:ident $assign_trait:ident $assign:ident $op:tt) => {
        impl $trait<&D> for D {
            type Output = D;
            fn $method(self, other: &D) -> D {
                self $op *other
            }
        }
        impl $trait<D> for &D {
            type Output = D;
            fn $method(self, other: D) -> D {
                *self $op other
            }
        }
        impl $trait<&D> for &D {
            type Output = D;
            fn $method(self, other: &D) -> D {
                *self $op *other
            }
        }
        impl $assign_trait for D {
            fn $assign(&mut self, other: D) {
                *self = *self $op other;
            }
        }
        impl $assign_trait<&D> for D {
            fn $assign(&mut self, other: &D) {
                *self = *self $op *other;
            }
        }
    };
}

operators! {
    Add add AddAssign add_assign +;
    Sub sub SubAssign sub_assign -;
    Mul mul MulAssign mul_assign *;
    Div div DivAssign div_assign /;
}

operators! { references Rem rem RemAssign rem_assign % }

impl Rem for D {
    type Output = D;
    fn rem(self, other: D) -> D {
        let re = self.re() % other.re();
        let quotient = ((self.re() - re) / other.re()).round();
        self - D::step(quotient) * other
    }
}

impl Neg for D {
    type Output = D;
    fn neg(self) -> D {
        D(-self.0)
    }
}

impl Neg for &D {
    type Output = D;
    fn neg(self) -> D {
        -*self
    }
}

impl Default for D {
    fn default() -> D {
        c(0.0)
    }
}

impl PartialEq for D {
    fn eq(&self, other: &D) -> bool {
        self.partial_cmp(other) == Some(Ordering::Equal)
    }
}

impl PartialOrd for D {
    fn partial_cmp(&self, other: &D) -> Option<Ordering> {
        let order = self.re().partial_cmp(&other.re());
        decided(order.map_or(7, |order| order as i64));
        order
    }
}

macro_rules! methods {
    ($($name:ident)+) => {
        /// The methods of `f64`.
        #[allow(missing_docs, reason = "those of `f64`")]
        impl D {
            $(pub fn $name(self) -> D {
                D::new(DualNum::$name(&self.0))
            })+
        }
    };
}

methods! { acos acosh asin asinh atan atanh cbrt cos cosh exp exp2 exp_m1 ln ln_1p log10 log2 recip sin sinh sqrt tan }

macro_rules! steps {
    ($($name:ident)+) => {
        /// The methods of `f64` that have no derivative.
        #[allow(missing_docs, reason = "those of `f64`")]
        impl D {
            $(pub fn $name(self) -> D {
                D::step(self.re().$name())
            })+
        }
    };
}

steps! { ceil floor round round_ties_even signum trunc }

/// The other methods of `f64`.
#[allow(missing_docs, reason = "those of `f64`")]
impl D {
    pub fn powi(self, n: i32) -> D {
        D::new(DualNum::powi(&self.0, n))
    }

    pub fn powf(self, exponent: D) -> D {
        (self.ln() * exponent).exp()
    }

    pub fn atan2(self, other: D) -> D {
        (self / other).atan().with_value(self.re().atan2(other.re()))
    }

    pub fn hypot(self, other: D) -> D {
        (self * self + other * other).sqrt()
    }

    /// As a quotient of `sinh` and `cosh`, its derivatives at 300 would be wrong in the first digit. The slope may be off
    /// by what rounding does to 1, not to itself.
    pub fn tanh(self) -> D {
        let sign = self.re().signum();
        let q = (self * c(-2.0 * sign)).exp_m1();
        let exact = -q / (q + c(2.0)) * c(sign);
        let slope = (1.0 - exact.re()) * (1.0 + exact.re());
        let off = 1.0 + (blur(1.0) - 1.0) / slope.max(f64::MIN_POSITIVE);
        let value = c(exact.re());
        // The sign of a zero too.
        (value + (exact - value) * c(off)).with_value(self.re().tanh())
    }

    pub fn mul_add(self, factor: D, summand: D) -> D {
        self * factor + summand
    }

    pub fn midpoint(self, other: D) -> D {
        (self + other) / c(2.0)
    }

    pub fn abs(self) -> D {
        match self.partial_cmp(&c(0.0)) {
            Some(Ordering::Less) => -self,
            Some(Ordering::Equal) => c(0.0),
            _ => self,
        }
    }

    pub fn abs_sub(self, other: D) -> D {
        if self <= other { c(0.0) } else { self - other }
    }

    pub fn next_up(self) -> D {
        self.with_value(self.re().next_up())
    }

    pub fn next_down(self) -> D {
        self.with_value(self.re().next_down())
    }

    pub fn fract(self) -> D {
        self - self.trunc()
    }

    pub fn copysign(self, sign: D) -> D {
        let same = self.is_sign_negative() == sign.is_sign_negative();
        if same { self } else { -self }
    }

    pub fn rem_euclid(self, other: D) -> D {
        let rest = self % other;
        if rest < c(0.0) { rest + other.abs() } else { rest }
    }

    pub fn max(self, other: D) -> D {
        if other > self { other } else { self }
    }

    pub fn min(self, other: D) -> D {
        if other < self { other } else { self }
    }

    pub fn clamp(self, low: D, high: D) -> D {
        if self < low {
            low
        } else if self > high {
            high
        } else {
            self
        }
    }

    pub fn sin_cos(self) -> (D, D) {
        (self.sin(), self.cos())
    }

    pub fn log(self, base: D) -> D {
        self.ln() / base.ln()
    }

    pub fn div_euclid(self, other: D) -> D {
        D::step(self.re().div_euclid(other.re()))
    }

    pub fn to_degrees(self) -> D {
        self * c(180.0 / std::f64::consts::PI)
    }

    pub fn to_radians(self) -> D {
        self * c(std::f64::consts::PI / 180.0)
    }

    pub fn is_nan(self) -> bool {
        self.re().is_nan()
    }

    pub fn is_finite(self) -> bool {
        self.re().is_finite()
    }

    pub fn is_sign_negative(self) -> bool {
        let negative = self.re().is_sign_negative();
        decided(negative.into());
        negative
    }
}
