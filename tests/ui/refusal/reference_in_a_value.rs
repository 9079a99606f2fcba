//! A `&mut` that is part of a tuple, an array or a list is refused, also where what it refers to had no derivative before.
use autodiff::grad;

#[grad]
fn tuple(x: f64) -> f64 {
    let mut c = [0.0; 2];
    let pair = (&mut c, 1);
    pair.0[0] = x;
    c[0] * c[0]
}

#[grad]
fn halves(x: f64) -> f64 {
    let mut c = [0.0; 2];
    let (low, high) = c.split_at_mut(1);
    let both = [low, high];
    both[0][0] = x;
    c[0] * c[0]
}

#[grad]
fn list(x: f64) -> f64 {
    let mut c = [0.0; 2];
    let mut all = Vec::new();
    all.push(&mut c);
    all[0][0] = x;
    c[0] * c[0]
}

#[grad]
fn name(x: f64) -> f64 {
    let mut c = [x; 2];
    let r = &mut c;
    let pair = (r, 1);
    pair.0[0] = 2.0 * x;
    c[0] * c[0]
}

#[grad]
fn block(x: f64) -> f64 {
    let mut c = [x; 2];
    let pair = ({ let r = &mut c; r }, 1);
    pair.0[0] = 2.0 * x;
    c[0] * c[0]
}

#[grad]
fn out_of_a_block(x: f64) -> f64 {
    let mut a = [x, 1.0];
    let q = {
        let t = &mut a;
        t[1] *= x;
        t
    };
    q[0] *= 3.0;
    let r = 'out: {
        let t = &mut a;
        if x > 0.0 {
            break 'out t;
        }
        t[1] *= x;
        t
    };
    r[0] *= 3.0;
    a[0] * a[1]
}

fn main() {
    let _ = (tuple_grad(2.0), halves_grad(2.0), list_grad(2.0), name_grad(2.0), block_grad(2.0));
}
