//! A macro that only bears the name of a standard one is an error, not a wrong derivative, however it got into scope.

use autodiff::grad;

macro_rules! dbg {
    ($($x:expr)?) => {
        0.0 $(+ $x * $x)?
    };
}

mod own {
    macro_rules! assert {
        ($x:expr) => {};
    }
    macro_rules! println {
        ($($x:expr)?) => {};
    }
    macro_rules! vec {
        ($($x:expr),*) => {
            Vec::new()
        };
    }
    pub(crate) use {assert, println, vec};
}

#[grad]
fn textual(x: f64) -> f64 {
    dbg!(x)
}

#[grad]
fn imported(x: f64) -> f64 {
    use own::assert;
    assert!(x > 0.0);
    x
}

#[grad]
fn imported_by_a_glob(x: f64) -> f64 {
    use own::*;
    println!();
    let v: Vec<f64> = vec![1.0];
    x * v[0]
}

#[grad]
fn imported_in_a_block(x: f64) -> f64 {
    let y = if x > 1.0 {
        use own::assert;
        assert!(x > 0.0);
        x
    } else {
        2.0 * x
    };
    y * x
}

fn main() {}
