//! Several tangents at once: a number for each of some directions, in lanes that vectorise.

#[cfg(feature = "alloc")]
use alloc::vec::Vec;
use core::ops::{Add, AddAssign, Div, Mul, Neg, Sub, SubAssign};

use crate::cotangent::Cotangent;
use crate::entries::Entries;
use crate::guard::{selected_div, selected_mul};
use crate::read::Read;
use crate::tuples::for_each_tuple;
use crate::zero::Zero;
use crate::{NoCotangent, Real};

/// How many tangents run at once: two or four fill a vector register of the processors of today, and four of them need no
/// more registers than there are.
pub const LANES: usize = 4;

/// A tangent in each of some directions. A function of numbers is the same in every lane.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Lanes<T>(pub [T; LANES]);

impl<T: Real> Lanes<T> {
    /// Zero in every direction.
    pub const ZERO: Self = Lanes([T::ZERO; LANES]);

    /// The same in every lane.
    #[inline]
    pub fn map<U>(self, f: impl Fn(T) -> U) -> Lanes<U> {
        Lanes(self.0.map(f))
    }

    /// The same in every lane of two.
    #[inline]
    fn both(self, other: Self, f: impl Fn(T, T) -> T) -> Self {
        Lanes(core::array::from_fn(|lane| f(self.0[lane], other.0[lane])))
    }

    /// [`selected_mul`] in every lane.
    #[inline]
    pub fn guarded_mul(self, partial: T) -> Self {
        self.map(|tangent| selected_mul(tangent, partial))
    }

    /// [`selected_div`] in every lane.
    #[inline]
    pub fn guarded_div(self, divisor: T) -> Self {
        self.map(|tangent| selected_div(tangent, divisor))
    }
}

impl<T: Real> Add for Lanes<T> {
    type Output = Self;

    #[inline]
    fn add(self, other: Self) -> Self {
        self.both(other, |a, b| a + b)
    }
}

impl<T: Real> Sub for Lanes<T> {
    type Output = Self;

    #[inline]
    fn sub(self, other: Self) -> Self {
        self.both(other, |a, b| a - b)
    }
}

impl<T: Real> Neg for Lanes<T> {
    type Output = Self;

    #[inline]
    fn neg(self) -> Self {
        self.map(|a| -a)
    }
}

impl<T: Real> Mul<T> for Lanes<T> {
    type Output = Self;

    #[inline]
    fn mul(self, factor: T) -> Self {
        self.map(|a| a * factor)
    }
}

impl<T: Real> Div<T> for Lanes<T> {
    type Output = Self;

    #[inline]
    fn div(self, divisor: T) -> Self {
        self.map(|a| a / divisor)
    }
}

impl<T: Real> AddAssign for Lanes<T> {
    #[inline]
    fn add_assign(&mut self, other: Self) {
        *self = *self + other;
    }
}

impl<T: Real> SubAssign for Lanes<T> {
    #[inline]
    fn sub_assign(&mut self, other: Self) {
        *self = *self - other;
    }
}

impl<T: Real> Cotangent for Lanes<T> {
    #[inline]
    fn accumulate(&mut self, other: Self) {
        *self += other;
    }

    #[inline]
    fn take(&mut self) -> Self {
        core::mem::replace(self, Self::ZERO)
    }
}

impl<T: Real> Zero for Lanes<T> {
    const ZERO_COTANGENT: Self = Self::ZERO;
}

impl<T: Real> Read for Lanes<T> {
    type Scalar = Self;

    #[inline]
    fn read(&self) -> Self {
        *self
    }
}

impl<T: Real> Entries<Lanes<f64>> for Lanes<T> {
    const COUNT: Option<usize> = Some(1);

    #[inline]
    fn count_numbers(&self) -> usize {
        1
    }

    #[inline]
    fn number_at(&self, _: usize) -> Lanes<f64> {
        self.map(T::to_f64)
    }

    #[inline]
    fn set_number(&mut self, _: usize, number: Lanes<f64>) {
        *self = number.map(T::from_f64);
    }
}

/// A value, and the tangents in lanes that stand beside it.
pub trait InLanes {
    /// Their type.
    type Lanes;

    /// Zeros of the shape of the value.
    fn zero_lanes(&self) -> Self::Lanes;
}

/// [`InLanes::zero_lanes`] as a function.
#[inline]
pub fn zero_lanes<V: InLanes + ?Sized>(value: &V) -> V::Lanes {
    value.zero_lanes()
}

macro_rules! float {
    ($($t:ty)*) => {$(
        impl InLanes for $t {
            type Lanes = Lanes<$t>;

            #[inline]
            fn zero_lanes(&self) -> Lanes<$t> {
                Lanes::ZERO
            }
        }
    )*};
}
float!(f32 f64);

macro_rules! nothing {
    ($($t:ty)*) => {$(
        impl InLanes for $t {
            type Lanes = NoCotangent;

            #[inline]
            fn zero_lanes(&self) -> NoCotangent {
                NoCotangent
            }
        }
    )*};
}
nothing!(i8 i16 i32 i64 i128 isize u8 u16 u32 u64 u128 usize bool char);

/// The result of a function that has none.
impl InLanes for () {
    type Lanes = ();

    #[inline]
    fn zero_lanes(&self) {}
}

impl<V: InLanes + ?Sized> InLanes for &V {
    type Lanes = V::Lanes;

    #[inline]
    fn zero_lanes(&self) -> V::Lanes {
        V::zero_lanes(self)
    }
}

impl<V: InLanes + ?Sized> InLanes for &mut V {
    type Lanes = V::Lanes;

    #[inline]
    fn zero_lanes(&self) -> V::Lanes {
        V::zero_lanes(self)
    }
}

impl<V: InLanes, const N: usize> InLanes for [V; N] {
    type Lanes = [V::Lanes; N];

    #[inline]
    fn zero_lanes(&self) -> Self::Lanes {
        self.each_ref().map(V::zero_lanes)
    }
}

#[cfg(feature = "alloc")]
impl<V: InLanes> InLanes for [V] {
    type Lanes = Vec<V::Lanes>;

    #[inline]
    fn zero_lanes(&self) -> Self::Lanes {
        self.iter().map(V::zero_lanes).collect()
    }
}

#[cfg(feature = "alloc")]
impl<V: InLanes> InLanes for Vec<V> {
    type Lanes = Vec<V::Lanes>;

    #[inline]
    fn zero_lanes(&self) -> Self::Lanes {
        self.as_slice().zero_lanes()
    }
}

/// The shape of a `Vec` that has one element more.
#[cfg(feature = "alloc")]
#[inline]
pub fn grown_in_lanes<V: InLanes>(vector: &[V], shape: &mut Vec<V::Lanes>) {
    shape.extend(vector.last().map(V::zero_lanes));
}

macro_rules! tuple {
    ($($V:ident $i:tt),+) => {
        impl<$($V: InLanes),+> InLanes for ($($V,)+) {
            type Lanes = ($($V::Lanes,)+);

            #[inline]
            fn zero_lanes(&self) -> Self::Lanes {
                ($(self.$i.zero_lanes(),)+)
            }
        }
    };
}
for_each_tuple!(tuple);

/// Makes zeros unit vectors: in lane k, the number `start + k` of all arguments together, of which this one has those from
/// `offset` on. Returns the offset of the next argument.
#[inline]
pub fn set_units<E: Entries<Lanes<f64>>>(tangent: &mut E, offset: usize, start: usize) -> usize {
    let count = tangent.count_numbers();
    for lane in 0..LANES {
        if let Some(at) = (start + lane).checked_sub(offset).filter(|at| *at < count) {
            let mut number = tangent.number_at(at);
            number.0[lane] = 1.0;
            tangent.set_number(at, number);
        }
    }
    offset + count
}

/// Puts tangents into the columns of these numbers in the Jacobian of one argument, from row `row` on. Returns the row
/// behind them.
#[inline]
pub fn set_columns<R: Entries, E: Entries<Lanes<f64>>>(
    rows: &mut [R],
    row: usize,
    (offset, start): (usize, usize),
    tangent: &E,
) -> usize {
    let count = tangent.count_numbers();
    for at in 0..count {
        let (row, number) = (&mut rows[row + at], tangent.number_at(at));
        let columns = row.count_numbers();
        for lane in 0..LANES {
            if let Some(column) = (start + lane).checked_sub(offset).filter(|column| *column < columns) {
                row.set_number(column, number.0[lane]);
            }
        }
    }
    row + count
}

/// Puts cotangents into rows of the Jacobian of one argument, from row `start` on, as far as there are rows.
#[inline]
pub fn set_rows_of_lanes<R: Entries, E: Entries<Lanes<f64>>>(rows: &mut [R], start: usize, cotangent: &E) {
    for (lane, row) in rows.iter_mut().skip(start).take(LANES).enumerate() {
        for at in 0..cotangent.count_numbers() {
            row.set_number(at, cotangent.number_at(at).0[lane]);
        }
    }
}
