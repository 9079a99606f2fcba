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

    /// Seconds for one call of each.
    pub(crate) fn least<const N: usize>(self, mut calls: [&mut Repeated<'_>; N]) -> [f64; N] {
        let least = self.least_of(&mut calls);
        std::array::from_fn(|at| least[at])
    }

    /// The same for any number of them: the least times of many samples, taken in turn. What else the machine does only
    /// adds to them.
    pub(crate) fn least_of(self, calls: &mut [&mut Repeated<'_>]) -> Vec<f64> {
        let rounds: Vec<u64> = calls.iter_mut().map(|call| self.rounds(&mut **call)).collect();
        let mut least = vec![f64::INFINITY; calls.len()];
        let start = Instant::now();
        let mut samples = 0;
        while samples < self.samples || start.elapsed() < self.patience {
            for ((call, rounds), least) in calls.iter_mut().zip(&rounds).zip(&mut least) {
                *least = least.min(sample(&mut **call, *rounds));
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
    let (start, started) = (Instant::now(), on_processor());
    call(rounds);
    let elapsed = match (started, on_processor()) {
        (Some(start), Some(end)) => end - start,
        _ => start.elapsed(),
    };
    elapsed.as_secs_f64() / rounds as f64
}

/// How long this thread has been on a processor, where the system tells: what others do meanwhile does not count.
fn on_processor() -> Option<Duration> {
    // Only then is the number up to date.
    std::thread::yield_now();
    let numbers = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    numbers.split_whitespace().next()?.parse().ok().map(Duration::from_nanos)
}
