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
    /// How many there are, where the type tells.
    const COUNT: Option<usize>;

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

/// Makes one of several zeros a unit vector: returns where the one is to be behind this one, if it is.
#[inline]
pub fn set_one_of<T: Real, E: Entries<T>>(entries: &mut E, at: Option<usize>) -> Option<usize> {
    let (at, count) = (at?, entries.count_numbers());
    if at < count {
        entries.set_number(at, T::ONE);
    }
    at.checked_sub(count)
}

/// Puts a tangent into a column of a matrix, from row `row` on.
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
            const COUNT: Option<usize> = Some(1);

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
            const COUNT: Option<usize> = Some(0);

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

/// Which element a number is in, and where in it.
#[inline]
fn position<T, E: Entries<T>>(elements: &[E], mut at: usize) -> (usize, usize) {
    match E::COUNT {
        Some(0) => no_entry(),
        Some(each) => (at / each, at % each),
        None => {
            for (element, count) in elements.iter().map(E::count_numbers).enumerate() {
                if at < count {
                    return (element, at);
                }
                at -= count;
            }
            no_entry()
        }
    }
}

impl<T, E: Entries<T>> Entries<T> for [E] {
    const COUNT: Option<usize> = None;

    #[inline]
    fn count_numbers(&self) -> usize {
        match E::COUNT {
            Some(each) => self.len() * each,
            None => self.iter().map(E::count_numbers).sum(),
        }
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

/// The methods of what can be seen as a slice.
macro_rules! by_slices {
    () => {
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
    };
}

impl<T, E: Entries<T>, const N: usize> Entries<T> for [E; N] {
    const COUNT: Option<usize> = match E::COUNT {
        Some(each) => Some(each * N),
        None => None,
    };

    by_slices!();
}

#[cfg(feature = "alloc")]
impl<T, E: Entries<T>> Entries<T> for Vec<E> {
    const COUNT: Option<usize> = None;

    by_slices!();
}

const fn both(a: Option<usize>, b: Option<usize>) -> Option<usize> {
    match (a, b) {
        (Some(a), Some(b)) => Some(a + b),
        _ => None,
    }
}

macro_rules! tuple {
    ($($E:ident $i:tt),+) => {
        impl<T, $($E: Entries<T>),+> Entries<T> for ($($E,)+) {
            const COUNT: Option<usize> = {
                let count = Some(0);
                $(let count = both(count, $E::COUNT);)+
                count
            };

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
