//! `f_jacobian` and `f_hessian` run a method several times, each time with what the receiver was.

use autodiff::grad;

#[derive(Clone)]
struct Counter {
    calls: f64,
    names: Vec<f64>,
}

impl Counter {
    fn new() -> Counter {
        Counter { calls: 0.0, names: vec![10.0, 100.0] }
    }
}

#[grad(jacobian, hessian, jvp, lanes)]
impl Counter {
    fn rows(&mut self, x: [f64; 3]) -> [f64; 2] {
        self.calls += 1.0;
        [x[0] * self.calls, x[1] * x[2] * self.calls]
    }

    fn columns(&mut self, x: [f64; 2]) -> [f64; 2] {
        self.calls += 1.0;
        [x[0] * self.calls, x[1] * self.calls]
    }

    fn counted(&mut self, x: &[f64]) -> Vec<f64> {
        self.calls += 1.0;
        let mut out = Vec::new();
        for v in x {
            out.push(v * self.calls);
        }
        out
    }

    fn product(&mut self, x: [f64; 2]) -> f64 {
        self.calls += 1.0;
        x[0] * x[1] * self.calls
    }

    fn consumed(self, x: [f64; 3]) -> [f64; 2] {
        [x[0] * self.names[0], x[1] * x[2] * self.names[1]]
    }

    fn consumed_by_columns(self, x: [f64; 2]) -> Vec<f64> {
        vec![x[0] * self.names[0], x[1] * self.names[1]]
    }

    fn consumed_once(self, x: [f64; 2]) -> f64 {
        x[0] * x[1] * self.names[1]
    }
}

/// The receiver is afterwards what one call makes of it, and every run saw what the first saw.
#[test]
fn a_receiver_that_changes() {
    let mut counter = Counter::new();
    assert_eq!(counter.rows_jacobian([2.0, 3.0, 5.0]), [[1.0, 0.0, 0.0], [0.0, 5.0, 3.0]]);
    assert_eq!(counter.calls, 1.0);
    assert_eq!(counter.columns_jacobian([2.0, 3.0]), [[2.0, 0.0], [0.0, 2.0]]);
    assert_eq!(counter.calls, 2.0);
    assert_eq!(counter.counted_jacobian(&[2.0, 3.0]), [[3.0, 0.0], [0.0, 3.0]]);
    assert_eq!(counter.calls, 3.0);
    assert_eq!(counter.product_hessian([2.0, 3.0]), [[0.0, 4.0], [4.0, 0.0]]);
    assert_eq!(counter.calls, 4.0);
}

#[test]
fn a_receiver_by_value() {
    let counter = Counter::new;
    assert_eq!(counter().consumed_jacobian([2.0, 3.0, 5.0]), [[10.0, 0.0, 0.0], [0.0, 500.0, 300.0]]);
    assert_eq!(counter().consumed_by_columns_jacobian([2.0, 3.0]), [[10.0, 0.0], [0.0, 100.0]]);
    assert_eq!(counter().consumed_once_hessian([2.0, 3.0]), [[0.0, 100.0], [100.0, 0.0]]);
}

struct Single {
    scale: f64,
}

impl Single {
    #[grad(jacobian)]
    fn doubled(&self, x: &[f64; 2]) -> [f64; 2] {
        [x[0] * self.scale, x[1] * self.scale]
    }
}

#[test]
fn a_receiver_that_is_no_clone() {
    assert_eq!(Single { scale: 2.0 }.doubled_jacobian(&[1.0, 1.0]), [[2.0, 0.0], [0.0, 2.0]]);
}
