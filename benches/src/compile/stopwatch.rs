//! The time that other programs take.

use std::time::Instant;

/// What is said beside the times.
pub(super) const NOTE: &str = if cfg!(target_os = "linux") {
    "The times below are processor time, as the system counts it."
} else {
    "The times below are by the clock on the wall."
};

/// Seconds.
pub(super) struct Spent {
    pub(super) elapsed: f64,
    /// Of the programs that were started and have ended. What the clock says, where the system does not tell.
    pub(super) processor: f64,
}

/// What a piece of work takes that other programs do.
pub(super) fn spent<R>(work: impl FnOnce() -> Result<R, String>) -> Result<Spent, String> {
    let (start, before) = (Instant::now(), children());
    work()?;
    let elapsed = start.elapsed().as_secs_f64();
    let processor = before.zip(children()).map_or(elapsed, |(before, after)| after - before);
    Ok(Spent { elapsed, processor })
}

/// The processor time of all programs that this one has started and that have ended.
fn children() -> Option<f64> {
    /// What the file counts in, on every machine.
    const TICKS: f64 = 100.0;
    let text = std::fs::read_to_string("/proc/self/stat").ok()?;
    // The name of the program, in brackets, may contain anything.
    let (_, fields) = text.rsplit_once(") ")?;
    // Fields 16 and 17 of `man 5 proc`; the first two are cut off.
    let mut times = fields.split(' ').skip(13).map_while(|field| field.parse::<f64>().ok());
    Some((times.next()? + times.next()?) / TICKS)
}
