//! One function of the benchmark: what `#[grad]` makes of it beside what a programmer writes.

use std::hint::black_box;

/// Whose value and gradient.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Author {
    /// `f_value_and_grad`
    Generated,
    /// The function beside it.
    ByHand,
    /// A function that returns zeros: what handing over arguments and results costs alone.
    Nobody,
}

impl Author {
    pub(crate) const ALL: [Author; 3] = [Author::Generated, Author::ByHand, Author::Nobody];

    /// Its name on the command line.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Author::Generated => "generated",
            Author::ByHand => "by-hand",
            Author::Nobody => "nobody",
        }
    }
}

/// A function that may cost more than the promised ratio, but not more than this one.
#[derive(Clone, Copy)]
pub(crate) struct Known {
    pub(crate) ratio: f64,
    pub(crate) why: &'static str,
}

/// A function of the benchmark.
pub(crate) trait Case {
    /// Its name in the table and on the command line.
    fn name(&self) -> &'static str;

    /// Whether it is known to cost more than what is promised.
    fn known(&self) -> Option<Known>;

    /// The number of points at which it is called in one round.
    fn points(&self) -> u64;

    /// Calls it at each of its points, so many times.
    fn run(&self, author: Author, rounds: u64);

    /// The largest relative difference between the numbers of the two authors, over all points.
    fn difference(&self) -> f64;

    /// Allocations during one round of the generated function.
    fn allocations(&self) -> u64;
}

/// A function of arguments `A` with the result `R`, written twice.
pub(crate) struct Pair<A: 'static, R, G, H> {
    pub(crate) name: &'static str,
    pub(crate) known: Option<Known>,
    pub(crate) points: &'static [A],
    pub(crate) zeros: R,
    pub(crate) generated: G,
    pub(crate) by_hand: H,
}

impl<A, R, G, H> Case for Pair<A, R, G, H>
where
    A: Copy,
    R: Copy + Numbers,
    G: Fn(A) -> R,
    H: Fn(A) -> R,
{
    fn name(&self) -> &'static str {
        self.name
    }

    fn known(&self) -> Option<Known> {
        self.known
    }

    fn points(&self) -> u64 {
        self.points.len() as u64
    }

    fn run(&self, author: Author, rounds: u64) {
        match author {
            Author::Generated => call(self.points, rounds, &self.generated),
            Author::ByHand => call(self.points, rounds, &self.by_hand),
            Author::Nobody => {
                let zeros = self.zeros;
                call(self.points, rounds, |_| zeros);
            }
        }
    }

    fn difference(&self) -> f64 {
        let mut worst = 0.0_f64;
        for point in self.points {
            let (mut ours, mut theirs) = (Vec::new(), Vec::new());
            (self.generated)(*point).push_to(&mut ours);
            (self.by_hand)(*point).push_to(&mut theirs);
            for (a, b) in ours.iter().zip(&theirs) {
                // Not `max`, which drops a NaN.
                let difference = if a == b { 0.0 } else { (a - b).abs() / a.abs().max(b.abs()) };
                worst = if difference > worst || difference.is_nan() { difference } else { worst };
            }
        }
        worst
    }

    fn allocations(&self) -> u64 {
        allocation_counter::measure(|| self.run(Author::Generated, 1)).count_total
    }
}

/// Arguments and result are opaque to the optimiser.
#[inline(never)]
fn call<A: Copy, R>(points: &[A], rounds: u64, function: impl Fn(A) -> R) {
    for _ in 0..rounds {
        for point in points {
            black_box(function(black_box(*point)));
        }
    }
}

/// A result made of floats.
pub(crate) trait Numbers {
    fn push_to(&self, numbers: &mut Vec<f64>);
}

impl Numbers for f64 {
    fn push_to(&self, numbers: &mut Vec<f64>) {
        numbers.push(*self);
    }
}

impl<T: Numbers, const N: usize> Numbers for [T; N] {
    fn push_to(&self, numbers: &mut Vec<f64>) {
        self.iter().for_each(|part| part.push_to(numbers));
    }
}

macro_rules! tuple {
    ($($T:ident $i:tt),+) => {
        impl<$($T: Numbers),+> Numbers for ($($T,)+) {
            fn push_to(&self, numbers: &mut Vec<f64>) {
                $(self.$i.push_to(numbers);)+
            }
        }
    };
}
tuple!(A 0, B 1);
tuple!(A 0, B 1, C 2);
tuple!(A 0, B 1, C 2, D 3);
