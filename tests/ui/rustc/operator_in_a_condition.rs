//! An operator or method of a user's type that could keep a differentiated value, in code whose result is only looked at.
use autodiff::grad;
use std::cell::Cell;
use std::ops::Mul;

#[derive(Clone, Copy)]
struct Log<'a>(&'a Cell<f64>);

impl Mul<f64> for Log<'_> {
    type Output = f64;

    fn mul(self, value: f64) -> f64 {
        self.0.replace(value)
    }
}

impl Log<'_> {
    fn max(self, value: f64) -> f64 {
        self.0.replace(value)
    }

    fn total_cmp(&self, value: &f64) -> bool {
        self.0.replace(*value) > 0.0
    }
}

#[grad]
fn in_a_condition(x: f64, log: Log) -> f64 {
    if log * x > 1.0 { x } else { log.0.get() * x }
}

#[grad]
fn in_a_statement(x: f64, log: Log) -> f64 {
    log * x;
    log.0.get() * x
}

#[grad]
fn in_an_index(x: f64, log: Log) -> f64 {
    [x, 2.0 * x][(log * x) as usize] * log.0.get()
}

#[grad]
fn by_a_method(x: f64, log: Log) -> f64 {
    if log.max(x) > 1.0 || log.total_cmp(&x) { x } else { log.0.get() * x }
}

fn main() {
    let cell = Cell::new(1.0);
    let log = Log(&cell);
    let _ = in_a_condition_grad(2.0, log) + in_a_statement_grad(2.0, log);
    let _ = in_an_index_grad(2.0, log) + by_a_method_grad(2.0, log);
}
