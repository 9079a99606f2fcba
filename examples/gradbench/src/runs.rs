//! How often and how long a function is run, and how long each run took.

use std::hint::black_box;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::input::Input;

/// The runs of one function at one input.
pub(crate) struct Runs {
    at_least: u64,
    at_least_in_all: Duration,
    took: Vec<Duration>,
}

impl Runs {
    /// As many as `min_runs` and as long as `min_seconds` of the input say; one if they are not there.
    pub(crate) fn wanted(input: Input<'_>) -> Result<Self, String> {
        let at_least = input.optional("min_runs").map_or(Ok(1), |runs| runs.natural())?;
        let seconds = input.optional("min_seconds").map_or(Ok(0.0), |seconds| seconds.number())?;
        let at_least_in_all =
            Duration::try_from_secs_f64(seconds).map_err(|why| format!("`min_seconds`: {why}"))?;
        Ok(Self { at_least: at_least as u64, at_least_in_all, took: Vec::new() })
    }

    /// Runs the function, and gives its last result. Nothing but the call itself is timed: reading the input comes
    /// before, writing the output and dropping results after. The input is opaque, so that each run computes anew.
    pub(crate) fn time<I, R>(&mut self, input: &I, call: impl Fn(&I) -> R) -> R {
        let mut in_all = Duration::ZERO;
        loop {
            let start = Instant::now();
            let result = black_box(call(black_box(input)));
            let took = start.elapsed();
            in_all += took;
            self.took.push(took);
            if self.took.len() as u64 >= self.at_least && in_all >= self.at_least_in_all {
                return result;
            }
        }
    }

    pub(crate) fn timings(&self) -> Value {
        let entry = |took: &Duration| {
            let nanoseconds = u64::try_from(took.as_nanos()).unwrap_or(u64::MAX);
            json!({ "name": "evaluate", "nanoseconds": nanoseconds })
        };
        self.took.iter().map(entry).collect()
    }
}
