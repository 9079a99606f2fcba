//! Times of calls.

use std::time::{Duration, Instant};

/// Something that can be called so many times in a row.
pub(crate) type Repeated<'a> = dyn FnMut(u64) + 'a;

/// How much is measured.
#[derive(Clone, Copy)]
pub(crate) struct Effort {
    /// One sample of a time covers at least this much, so that the clock does not matter.
    sample: Duration,
    /// Samples are taken for so long, but not fewer than so many.
    patience: Duration,
    samples: u32,
}

impl Effort {
    pub(crate) const FULL: Effort =
        Effort { sample: Duration::from_millis(2), patience: Duration::from_secs(1), samples: 7 };

    /// To see that everything runs: the numbers mean nothing.
    pub(crate) const QUICK: Effort =
        Effort { sample: Duration::from_micros(10), patience: Duration::ZERO, samples: 1 };

    pub(crate) fn is_quick(self) -> bool {
        self.patience.is_zero()
    }

    /// Seconds for one call of each: the least times of many samples, taken in turn. What else the machine does only
    /// adds to them.
    pub(crate) fn least<const N: usize>(self, mut calls: [&mut Repeated<'_>; N]) -> [f64; N] {
        let rounds = calls.each_mut().map(|call| self.rounds(&mut **call));
        let mut least = [f64::INFINITY; N];
        let start = Instant::now();
        let mut samples = 0;
        while samples < self.samples || start.elapsed() < self.patience {
            for ((call, rounds), least) in calls.iter_mut().zip(rounds).zip(&mut least) {
                *least = least.min(sample(&mut **call, rounds));
            }
            samples += 1;
        }
        least
    }

    /// How many calls take as long as a sample should.
    fn rounds(self, call: &mut Repeated<'_>) -> u64 {
        let mut rounds = 1;
        while sample(call, rounds) * (rounds as f64) < self.sample.as_secs_f64() {
            rounds *= 2;
        }
        rounds
    }
}

fn sample(call: &mut Repeated<'_>, rounds: u64) -> f64 {
    let start = Instant::now();
    call(rounds);
    start.elapsed().as_secs_f64() / rounds as f64
}
