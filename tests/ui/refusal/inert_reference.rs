//! A reference that starts at something without derivative comes to refer to a differentiated place.

use autodiff::grad;

#[grad]
fn empty(x: &[f64], n: usize) -> f64 {
    let mut p: &[f64] = &[];
    if n > 1 {
        p = x;
    }
    let mut s = 0.0;
    for e in p {
        s += e * e;
    }
    s
}

#[grad]
fn neighbours(rows: &[Vec<f64>]) -> f64 {
    let mut before: &[f64] = &[];
    let mut s = 0.0;
    for row in rows {
        if !before.is_empty() {
            s += row[0] * before[0];
        }
        before = row;
    }
    s
}

fn main() {}
