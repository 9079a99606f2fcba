//! The numbers in a cotangent or tangent, in order: what makes rows and columns of Jacobians and Hessians.
//!
//! They are handed on as `f64`, which holds every `f32`: a matrix may have parts of both.

#[cfg(feature = "alloc")]
use alloc::vec::Vec;

use crate::tuples::for_each_tuple;
use crate::{NoCotangent, Real};

/// A cotangent or tangent whose numbers can be counted and reached one by one: as `f64`, or as lanes of them.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be a part of a Jacobian or a Hessian",
    note = "these are made of floats, in arrays, `Vec`s and tuples"
)]
pub trait Entries<N = f64> {
    /// How many there are, where the type tells.
    const COUNT: Option<usize>;

    /// How many there are.
    fn count_numbers(&self) -> usize;

    /// One of them.
    fn number_at(&self, at: usize) -> N;

    /// Puts a number in its place, as near as it comes.
    fn set_number(&mut self, at: usize, number: N);
}

/// [`Entries::count_numbers`] as a function.
#[inline]
pub fn count_of<E: Entries>(entries: &E) -> usize {
    entries.count_numbers()
}

/// Makes a zero a unit vector.
#[inline]
pub fn set_one<E: Entries>(entries: &mut E, at: usize) {
    entries.set_number(at, 1.0);
}

/// Makes one of several zeros a unit vector: returns where the one is to be behind this one, if it is.
#[inline]
pub fn set_one_of<E: Entries>(entries: &mut E, at: Option<usize>) -> Option<usize> {
    let (at, count) = (at?, entries.count_numbers());
    if at < count {
        entries.set_number(at, 1.0);
    }
    at.checked_sub(count)
}

/// Puts a tangent into a column of a matrix, from row `row` on.
#[inline]
pub fn set_rows<R: Entries, E: Entries>(matrix: &mut [R], row: &mut usize, column: usize, tangent: &E) {
    for at in 0..tangent.count_numbers() {
        matrix[*row].set_number(column, tangent.number_at(at));
        *row += 1;
    }
}

/// Puts a product with a unit vector into a column of a symmetric matrix, from row `row` on, and into the row with the
/// number of the column: as much of it as is in row `from` and behind.
#[inline]
pub fn set_symmetric<R: Entries, E: Entries>(
    matrix: &mut [R],
    row: &mut usize,
    column: usize,
    from: usize,
    product: &E,
) {
    for at in 0..product.count_numbers() {
        if *row >= from {
            let number = product.number_at(at);
            matrix[*row].set_number(column, number);
            matrix[column].set_number(*row, number);
        }
        *row += 1;
    }
}

#[cold]
fn no_entry() -> ! {
    panic!("internal error in `#[grad]`: a Jacobian has fewer numbers than were asked for")
}

macro_rules! float {
    ($($t:ty)*) => {$(
        impl Entries for $t {
            const COUNT: Option<usize> = Some(1);

            #[inline]
            fn count_numbers(&self) -> usize {
                1
            }

            #[inline]
            fn number_at(&self, at: usize) -> f64 {
                if at == 0 { self.to_f64() } else { no_entry() }
            }

            #[inline]
            fn set_number(&mut self, at: usize, number: f64) {
                if at == 0 { *self = Self::from_f64(number) } else { no_entry() }
            }
        }
    )*};
}
float!(f32 f64);

macro_rules! nothing {
    ($($t:ty)*) => {$(
        impl<N> Entries<N> for $t {
            const COUNT: Option<usize> = Some(0);

            #[inline]
            fn count_numbers(&self) -> usize {
                0
            }

            #[inline]
            fn number_at(&self, _: usize) -> N {
                no_entry()
            }

            #[inline]
            fn set_number(&mut self, _: usize, _: N) {
                no_entry()
            }
        }
    )*};
}
nothing!(() NoCotangent);

/// Which element a number is in, and where in it.
#[inline]
fn position<N, E: Entries<N>>(elements: &[E], mut at: usize) -> (usize, usize) {
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

impl<N, E: Entries<N>> Entries<N> for [E] {
    const COUNT: Option<usize> = None;

    #[inline]
    fn count_numbers(&self) -> usize {
        match E::COUNT {
            Some(each) => self.len() * each,
            None => self.iter().map(E::count_numbers).sum(),
        }
    }

    #[inline]
    fn number_at(&self, at: usize) -> N {
        let (element, at) = position(self, at);
        self[element].number_at(at)
    }

    #[inline]
    fn set_number(&mut self, at: usize, number: N) {
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
        fn number_at(&self, at: usize) -> N {
            self.as_slice().number_at(at)
        }

        #[inline]
        fn set_number(&mut self, at: usize, number: N) {
            self.as_mut_slice().set_number(at, number);
        }
    };
}

impl<N, E: Entries<N>, const LEN: usize> Entries<N> for [E; LEN] {
    const COUNT: Option<usize> = match E::COUNT {
        Some(each) => Some(each * LEN),
        None => None,
    };

    by_slices!();
}

#[cfg(feature = "alloc")]
impl<N, E: Entries<N>> Entries<N> for Vec<E> {
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
        impl<N, $($E: Entries<N>),+> Entries<N> for ($($E,)+) {
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
            fn number_at(&self, mut at: usize) -> N {
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
            fn set_number(&mut self, mut at: usize, number: N) {
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
