//! How the time of the compiler and the code that it makes grow with a function: per statement, the same in every column.

use std::time::Instant;

use compiler::functions::{DEEP, LONG, Shape};

fn main() {
    println!("| statements | {} |", LENGTHS.map(|count| count.to_string()).join(" | "));
    println!("|---|{}", "---:|".repeat(LENGTHS.len()));
    LONG.iter().filter(|shape| !shape.exits).for_each(|shape| row(shape, LENGTHS));
    println!("\n| nests | {} |", DEPTHS.map(|depth| depth.to_string()).join(" | "));
    println!("|---|{}", "---:|".repeat(DEPTHS.len()));
    DEEP.iter().for_each(|shape| row(shape, DEPTHS));
}

const LENGTHS: [usize; 5] = [10, 100, 1000, 2000, 5000];
const DEPTHS: [usize; 3] = [10, 25, 50];

/// Microseconds and bytes for each statement.
fn row<const N: usize>(shape: &Shape, sizes: [usize; N]) {
    let cells = sizes.map(|size| {
        let item = shape.function(size).parse().expect("it is Rust");
        let start = Instant::now();
        let out = compiler::expand(Default::default(), item);
        let time = start.elapsed().as_micros() / size as u128;
        format!("{time} us, {} bytes", out.to_string().len() / size)
    });
    println!("| {} | {} |", shape.name, cells.join(" | "));
}
