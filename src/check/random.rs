//! Random points from a seed.

use std::vec::Vec;

use super::pack::{Pack, numbers, replaced};

pub(super) fn points<P: Pack>(low: &P, high: &P, count: usize, seed: u64) -> Vec<P> {
    let (lows, highs) = (numbers(low), numbers(high));
    let mut random = SplitMix(seed);
    (0..count)
        .map(|_| {
            replaced(low, |index| {
                let (low, high) = (lows[index].value, highs[index].value);
                let part = random.next();
                // Not `low + part * (high - low)`: the difference of two finite numbers may be infinite.
                (1.0 - part) * low + part * high
            })
        })
        .collect()
}

/// Steele, Lea and Flood's SplitMix64.
pub(super) struct SplitMix(pub(super) u64);

impl SplitMix {
    /// Between 1/2 and 1, of either sign.
    pub(super) fn signed(&mut self) -> f64 {
        let part = 2.0 * self.next() - 1.0;
        0.5 * (part + part.signum())
    }

    /// In [0, 1), a multiple of 2^-53.
    fn next(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) >> 11) as f64 * 2.0_f64.powi(-53)
    }
}
