//! `self` in `wrt` is refused: structs are not differentiated yet.
use autodiff::grad;

struct Line {
    slope: f64,
}

impl Line {
    #[grad(wrt(self, x))]
    fn at(&self, x: f64) -> f64 {
        self.slope * x
    }
}

fn main() {
    let _ = Line { slope: 2.0 }.at(1.0);
}
