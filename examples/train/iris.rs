//! The data: read, split and scaled. `iris.md` says where it comes from.

use std::error::Error;

pub(crate) const INPUTS: usize = 4;
pub(crate) const CLASSES: usize = 3;

/// How many of each species are held back from training.
const HELD_BACK: usize = 15;

#[derive(Clone, Copy)]
pub(crate) struct Flower {
    pub(crate) measured: [f64; INPUTS],
    pub(crate) species: usize,
}

/// All 150 rows.
pub(crate) fn read() -> Result<Vec<Flower>, Box<dyn Error>> {
    let flowers: Vec<Flower> =
        include_str!("iris.csv").lines().skip(1).map(parse).collect::<Result<_, _>>()?;
    if flowers.len() == 150 { Ok(flowers) } else { Err(format!("{} rows", flowers.len()).into()) }
}

fn parse(line: &str) -> Result<Flower, Box<dyn Error>> {
    let (measured, species) = line.rsplit_once(',').ok_or("a row without columns")?;
    let measured: Vec<f64> = measured.split(',').map(str::parse).collect::<Result<_, _>>()?;
    let measured = measured.try_into().map_err(|_| format!("{line}: not {INPUTS} measurements"))?;
    let species = species.parse()?;
    if species < CLASSES {
        Ok(Flower { measured, species })
    } else {
        Err(format!("species {species}").into())
    }
}

/// The flowers to train on, and those held back: as many of each species, drawn at random.
pub(crate) fn split(mut flowers: Vec<Flower>, random: &mut Random) -> (Vec<Flower>, Vec<Flower>) {
    for last in (1..flowers.len()).rev() {
        flowers.swap(last, random.below(last + 1));
    }
    let mut taken = [0; CLASSES];
    flowers.into_iter().partition(|flower| {
        taken[flower.species] += 1;
        taken[flower.species] > HELD_BACK
    })
}

/// Brings each measurement to mean 0 and deviation 1 over the training set.
pub(crate) fn standardise(training: &mut [Flower], held_back: &mut [Flower]) {
    let n = training.len() as f64;
    for input in 0..INPUTS {
        let mean = training.iter().map(|flower| flower.measured[input]).sum::<f64>() / n;
        let variance = training.iter().map(|flower| (flower.measured[input] - mean).powi(2)).sum::<f64>() / n;
        for flower in training.iter_mut().chain(held_back.iter_mut()) {
            flower.measured[input] = (flower.measured[input] - mean) / variance.sqrt();
        }
    }
}

/// Steele, Lea and Flood's SplitMix64: the same numbers everywhere.
pub(crate) struct Random(u64);

impl Random {
    pub(crate) fn new(seed: u64) -> Random {
        Random(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A natural number below `end`; the bias of `%` is below 2^-56 for the sizes here.
    fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() % end as u64).expect("below a usize")
    }

    pub(crate) fn between(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }
}
