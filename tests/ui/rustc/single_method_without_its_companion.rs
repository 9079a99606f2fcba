//! The same of methods that have the attribute themselves, beside which nothing can stand: what rustc does not find says by
//! its name what it needs. So in blocks where another method begins with the same name.
use autodiff::grad;

struct Spring(f64);

impl Spring {
    #[grad]
    fn energy(&self, x: f64) -> f64 {
        self.0 * x * x
    }

    #[grad]
    fn forces(&self, x: f64) -> [f64; 2] {
        [self.0 * x, -self.0 * x]
    }
}

#[grad]
impl Spring {
    fn length(&self, x: f64) -> f64 {
        self.0 * x
    }

    fn length_of_two(&self, x: f64) -> f64 {
        self.length(x) + self.length(x)
    }
}

#[grad(jvp)]
fn along(spring: &Spring, x: f64) -> f64 {
    spring.energy_jvp(x, 1.0).1
}

#[grad]
fn gradient(spring: &Spring, x: f64) -> f64 {
    spring.forces_grad(x) + spring.length_hvp(x, 1.0).1
}

fn main() {
    let spring = &Spring(1.0);
    let _ = along_grad(spring, 1.0) + gradient_grad(spring, 1.0);
}
