//! A differentiated value stored in a parameter that is not differentiated is refused at the place.
use autodiff::grad;

type Pair = [f64; 2];

struct Cache {
    last: f64,
}

#[grad]
fn f(x: f64, mut pair: Pair, cache: &mut Cache) -> f64 {
    pair[0] = x * x;
    cache.last = x;
    pair[0] + cache.last
}

fn main() {
    let _ = f_grad(2.0, [0.0; 2], &mut Cache { last: 0.0 });
}
