//! What the fuzz targets do, on random bytes from a seed: the compiler does not panic, and what comes out is Rust.

use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::thread;

use compiler::fuzz;

/// Random bytes: splitmix64.
struct Bytes(u64);

impl Bytes {
    fn number(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn take(&mut self, count: usize) -> Vec<u8> {
        (0..count).map(|_| self.number().to_be_bytes()[0]).collect()
    }
}

/// The stack on which rustc runs a macro. The one of a test's thread is a quarter of it.
const STACK: usize = 8 << 20;

/// Runs a target on so many random inputs, of at most so many bytes.
fn run(target: fn(&[u8]), inputs: usize, longest: u64) {
    let run = move || run_here(target, inputs, longest);
    let thread = thread::Builder::new().stack_size(STACK).spawn(run).unwrap();
    thread.join().unwrap_or_else(|why| resume_unwind(why));
}

fn run_here(target: fn(&[u8]), inputs: usize, longest: u64) {
    let mut bytes = Bytes(1);
    let mut faults = Vec::new();
    for _ in 0..inputs {
        let length = usize::try_from(bytes.number() % longest).unwrap();
        let input = bytes.take(length);
        if catch_unwind(AssertUnwindSafe(|| target(&input))).is_err() {
            faults.push(input);
        }
    }
    assert!(faults.is_empty(), "{} inputs make the compiler panic: {faults:?}", faults.len());
}

#[test]
fn functions_with_changed_tokens() {
    run(fuzz::mutations, 3000, 24);
}

#[test]
fn functions_of_common_words() {
    run(fuzz::words, 3000, 60);
}
