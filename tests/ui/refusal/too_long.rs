//! More operators than syn, this macro and rustc have stack for are refused before they are parsed; so are the types.
#![allow(double_negations)]
use autodiff::grad;

macro_rules! negated {
    ($name:ident: $($minus:tt)*) => {
        #[grad]
        fn $name(x: f64) -> f64 {
            $($minus)* x
        }
    };
}

#[rustfmt::skip]
negated!(f: - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - -);

fn main() {}
