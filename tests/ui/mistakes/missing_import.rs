//! A type whose `use` is missing.
use autodiff::grad;

#[grad]
fn f(x: f64) -> f64 {
    let table: HashMap<i32, f64> = HashMap::new();
    x * table[&1]
}

fn main() {
    f(1.0);
}
