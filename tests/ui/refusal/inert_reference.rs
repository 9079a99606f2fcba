//! A reference that starts at something that cannot have a derivative comes to refer to a differentiated place.

use autodiff::grad;

const START: [f64; 2] = [0.0, 1.0];

#[grad]
fn constant(x: &[f64], n: usize) -> f64 {
    let mut p: &[f64] = &START;
    if n > 1 {
        p = x;
    }
    let mut s = 0.0;
    for e in p {
        s += e * e;
    }
    s
}

struct Model {
    start: Vec<f64>,
}

impl Model {
    #[grad]
    fn neighbours(&self, rows: &[Vec<f64>]) -> f64 {
        let mut before = &self.start[..];
        let mut s = 0.0;
        for row in rows {
            s += row[0] * before[0];
            before = row;
        }
        s
    }
}

fn main() {}
