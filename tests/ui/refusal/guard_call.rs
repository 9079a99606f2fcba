//! A match guard that gives a differentiated value to a function beside something that may keep it is refused.
use autodiff::grad;

fn seen(list: &std::cell::RefCell<Vec<f64>>, x: f64) -> bool {
    list.borrow_mut().push(x);
    x > 1.0
}

#[grad]
fn f(x: f64, n: i32) -> f64 {
    let list = std::cell::RefCell::new(Vec::new());
    match n {
        0 if seen(&list, x) => x * x,
        _ => x,
    }
}

fn main() {
    let _ = f_grad(2.0, 0);
}
