//! The numbers in a cotangent or tangent, in order: what makes rows and columns of Jacobians.

#[cfg(feature = "alloc")]
use alloc::vec::Vec;

use crate::tuples::for_each_tuple;
use crate::{NoCotangent, Real};

/// A cotangent or tangent whose numbers can be counted and reached one by one.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be a part of a Jacobian in `{T}`",
    note = "a Jacobian is made of floats of one type, in arrays, `Vec`s and tuples"
)]
pub trait Entries<T> {
    /// How many there are.
    fn count_numbers(&self) -> usize;

    /// One of them.
    fn number_at(&self, at: usize) -> T;

    /// Puts a number in its place.
    fn set_number(&mut self, at: usize, number: T);
}

/// [`Entries::count_numbers`] as a function.
#[inline]
pub fn count_of<T, E: Entries<T>>(entries: &E) -> usize {
    entries.count_numbers()
}

/// Makes a zero a unit vector.
#[inline]
pub fn set_one<T: Real, E: Entries<T>>(entries: &mut E, at: usize) {
    entries.set_number(at, T::ONE);
}

/// Puts a tangent of the result into a column of a Jacobian.
#[inline]
pub fn set_column<T: Real, R: Entries<T>, E: Entries<T>>(rows: &mut [R], column: usize, tangent: &E) {
    for (at, row) in rows.iter_mut().enumerate() {
        row.set_number(column, tangent.number_at(at));
    }
}

/// Puts a tangent of the gradient in one argument into a column of a Hessian, from row `row` on.
#[inline]
pub fn set_rows<T: Real, R: Entries<T>, E: Entries<T>>(
    matrix: &mut [R],
    row: &mut usize,
    column: usize,
    tangent: &E,
) {
    for at in 0..tangent.count_numbers() {
        matrix[*row].set_number(column, tangent.number_at(at));
        *row += 1;
    }
}

/// Copies what is below the diagonal of a square matrix to what is above it.
#[inline]
pub fn mirror<T: Copy, R: AsMut<[T]>>(matrix: &mut [R]) {
    for row in 0..matrix.len() {
        let (above, below) = matrix.split_at_mut(row);
        for (column, upper) in above.iter_mut().enumerate() {
            upper.as_mut()[row] = below[0].as_mut()[column];
        }
    }
}

#[cold]
fn no_entry() -> ! {
    panic!("internal error in `#[grad]`: a Jacobian has fewer numbers than were asked for")
}

macro_rules! float {
    ($($t:ty)*) => {$(
        impl Entries<$t> for $t {
            #[inline]
            fn count_numbers(&self) -> usize {
                1
            }

            #[inline]
            fn number_at(&self, at: usize) -> $t {
                if at == 0 { *self } else { no_entry() }
            }

            #[inline]
            fn set_number(&mut self, at: usize, number: $t) {
                if at == 0 { *self = number } else { no_entry() }
            }
        }
    )*};
}
float!(f32 f64);

macro_rules! nothing {
    ($($t:ty)*) => {$(
        impl<T> Entries<T> for $t {
            #[inline]
            fn count_numbers(&self) -> usize {
                0
            }

            #[inline]
            fn number_at(&self, _: usize) -> T {
                no_entry()
            }

            #[inline]
            fn set_number(&mut self, _: usize, _: T) {
                no_entry()
            }
        }
    )*};
}
nothing!(() NoCotangent);

/// Which element a number is in, and where in it. All elements of a slice have as many numbers as the first.
#[inline]
fn position<T, E: Entries<T>>(elements: &[E], at: usize) -> (usize, usize) {
    match elements.first().map_or(0, E::count_numbers) {
        0 => no_entry(),
        each => (at / each, at % each),
    }
}

impl<T, E: Entries<T>> Entries<T> for [E] {
    #[inline]
    fn count_numbers(&self) -> usize {
        self.len() * self.first().map_or(0, E::count_numbers)
    }

    #[inline]
    fn number_at(&self, at: usize) -> T {
        let (element, at) = position(self, at);
        self[element].number_at(at)
    }

    #[inline]
    fn set_number(&mut self, at: usize, number: T) {
        let (element, at) = position(self, at);
        self[element].set_number(at, number);
    }
}

impl<T, E: Entries<T>, const N: usize> Entries<T> for [E; N] {
    #[inline]
    fn count_numbers(&self) -> usize {
        self.as_slice().count_numbers()
    }

    #[inline]
    fn number_at(&self, at: usize) -> T {
        self.as_slice().number_at(at)
    }

    #[inline]
    fn set_number(&mut self, at: usize, number: T) {
        self.as_mut_slice().set_number(at, number);
    }
}

#[cfg(feature = "alloc")]
impl<T, E: Entries<T>> Entries<T> for Vec<E> {
    #[inline]
    fn count_numbers(&self) -> usize {
        self.as_slice().count_numbers()
    }

    #[inline]
    fn number_at(&self, at: usize) -> T {
        self.as_slice().number_at(at)
    }

    #[inline]
    fn set_number(&mut self, at: usize, number: T) {
        self.as_mut_slice().set_number(at, number);
    }
}

macro_rules! tuple {
    ($($E:ident $i:tt),+) => {
        impl<T, $($E: Entries<T>),+> Entries<T> for ($($E,)+) {
            #[inline]
            fn count_numbers(&self) -> usize {
                0 $(+ self.$i.count_numbers())+
            }

            #[inline]
            fn number_at(&self, mut at: usize) -> T {
                $(
                    let count = self.$i.count_numbers();
                    if at < count {
                        return self.$i.number_at(at);
                    }
                    at -= count;
                )+
                let _ = at;
                no_entry()
            }

            #[inline]
            fn set_number(&mut self, mut at: usize, number: T) {
                $(
                    let count = self.$i.count_numbers();
                    if at < count {
                        return self.$i.set_number(at, number);
                    }
                    at -= count;
                )+
                let _ = at;
                no_entry()
            }
        }
    };
}
for_each_tuple!(tuple);
