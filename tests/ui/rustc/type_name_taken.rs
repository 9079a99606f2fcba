//! A type that already has the function's own name: `no_namespace` is the way out.
use autodiff::grad;

#[allow(non_camel_case_types)]
struct norm;

mod model {
    use autodiff::grad;

    #[allow(non_camel_case_types)]
    pub struct norm {
        pub p: f64,
    }

    #[grad]
    pub fn norm(x: f64) -> f64 {
        x.abs()
    }

    #[grad(no_namespace)]
    pub fn square(x: f64) -> f64 {
        x * x
    }

    #[allow(non_camel_case_types)]
    pub struct square {
        pub side: f64,
    }
}

fn main() {
    let _ = (norm, model::norm { p: 2.0 }.p, model::square { side: 1.0 }.side);
}
