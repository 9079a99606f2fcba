//! A reference that may refer to each of 34 variables.
use autodiff::grad;

#[grad]
fn f(x: f64, n: usize) -> f64 {
    let x0 = x * 0.0;
    let x1 = x * 1.0;
    let x2 = x * 2.0;
    let x3 = x * 3.0;
    let x4 = x * 4.0;
    let x5 = x * 5.0;
    let x6 = x * 6.0;
    let x7 = x * 7.0;
    let x8 = x * 8.0;
    let x9 = x * 9.0;
    let x10 = x * 10.0;
    let x11 = x * 11.0;
    let x12 = x * 12.0;
    let x13 = x * 13.0;
    let x14 = x * 14.0;
    let x15 = x * 15.0;
    let x16 = x * 16.0;
    let x17 = x * 17.0;
    let x18 = x * 18.0;
    let x19 = x * 19.0;
    let x20 = x * 20.0;
    let x21 = x * 21.0;
    let x22 = x * 22.0;
    let x23 = x * 23.0;
    let x24 = x * 24.0;
    let x25 = x * 25.0;
    let x26 = x * 26.0;
    let x27 = x * 27.0;
    let x28 = x * 28.0;
    let x29 = x * 29.0;
    let x30 = x * 30.0;
    let x31 = x * 31.0;
    let x32 = x * 32.0;
    let x33 = x * 33.0;
    let r = match n {
        0 => &x0,
        1 => &x1,
        2 => &x2,
        3 => &x3,
        4 => &x4,
        5 => &x5,
        6 => &x6,
        7 => &x7,
        8 => &x8,
        9 => &x9,
        10 => &x10,
        11 => &x11,
        12 => &x12,
        13 => &x13,
        14 => &x14,
        15 => &x15,
        16 => &x16,
        17 => &x17,
        18 => &x18,
        19 => &x19,
        20 => &x20,
        21 => &x21,
        22 => &x22,
        23 => &x23,
        24 => &x24,
        25 => &x25,
        26 => &x26,
        27 => &x27,
        28 => &x28,
        29 => &x29,
        30 => &x30,
        31 => &x31,
        32 => &x32,
        _ => &x33,
    };
    *r
}

fn main() {
    let _ = f_grad(1.0, 2);
}
