//! Each early exit nests what follows it: there are limits to that.
use autodiff::grad;

#[grad]
fn f(x: f64) -> f64 {
    if x > 0.0 {
        return x;
    }
    if x > 1.0 {
        return x;
    }
    if x > 2.0 {
        return x;
    }
    if x > 3.0 {
        return x;
    }
    if x > 4.0 {
        return x;
    }
    if x > 5.0 {
        return x;
    }
    if x > 6.0 {
        return x;
    }
    if x > 7.0 {
        return x;
    }
    if x > 8.0 {
        return x;
    }
    if x > 9.0 {
        return x;
    }
    if x > 10.0 {
        return x;
    }
    if x > 11.0 {
        return x;
    }
    if x > 12.0 {
        return x;
    }
    if x > 13.0 {
        return x;
    }
    if x > 14.0 {
        return x;
    }
    if x > 15.0 {
        return x;
    }
    if x > 16.0 {
        return x;
    }
    if x > 17.0 {
        return x;
    }
    if x > 18.0 {
        return x;
    }
    if x > 19.0 {
        return x;
    }
    if x > 20.0 {
        return x;
    }
    if x > 21.0 {
        return x;
    }
    if x > 22.0 {
        return x;
    }
    if x > 23.0 {
        return x;
    }
    if x > 24.0 {
        return x;
    }
    if x > 25.0 {
        return x;
    }
    if x > 26.0 {
        return x;
    }
    if x > 27.0 {
        return x;
    }
    if x > 28.0 {
        return x;
    }
    if x > 29.0 {
        return x;
    }
    if x > 30.0 {
        return x;
    }
    if x > 31.0 {
        return x;
    }
    if x > 32.0 {
        return x;
    }
    if x > 33.0 {
        return x;
    }
    if x > 34.0 {
        return x;
    }
    if x > 35.0 {
        return x;
    }
    if x > 36.0 {
        return x;
    }
    if x > 37.0 {
        return x;
    }
    if x > 38.0 {
        return x;
    }
    if x > 39.0 {
        return x;
    }
    if x > 40.0 {
        return x;
    }
    if x > 41.0 {
        return x;
    }
    if x > 42.0 {
        return x;
    }
    if x > 43.0 {
        return x;
    }
    if x > 44.0 {
        return x;
    }
    if x > 45.0 {
        return x;
    }
    if x > 46.0 {
        return x;
    }
    if x > 47.0 {
        return x;
    }
    if x > 48.0 {
        return x;
    }
    if x > 49.0 {
        return x;
    }
    if x > 50.0 {
        return x;
    }
    if x > 51.0 {
        return x;
    }
    if x > 52.0 {
        return x;
    }
    if x > 53.0 {
        return x;
    }
    if x > 54.0 {
        return x;
    }
    if x > 55.0 {
        return x;
    }
    if x > 56.0 {
        return x;
    }
    if x > 57.0 {
        return x;
    }
    if x > 58.0 {
        return x;
    }
    if x > 59.0 {
        return x;
    }
    if x > 60.0 {
        return x;
    }
    if x > 61.0 {
        return x;
    }
    if x > 62.0 {
        return x;
    }
    if x > 63.0 {
        return x;
    }
    if x > 64.0 {
        return x;
    }
    if x > 65.0 {
        return x;
    }
    if x > 66.0 {
        return x;
    }
    if x > 67.0 {
        return x;
    }
    if x > 68.0 {
        return x;
    }
    if x > 69.0 {
        return x;
    }
    if x > 70.0 {
        return x;
    }
    if x > 71.0 {
        return x;
    }
    if x > 72.0 {
        return x;
    }
    if x > 73.0 {
        return x;
    }
    if x > 74.0 {
        return x;
    }
    if x > 75.0 {
        return x;
    }
    if x > 76.0 {
        return x;
    }
    if x > 77.0 {
        return x;
    }
    if x > 78.0 {
        return x;
    }
    if x > 79.0 {
        return x;
    }
    if x > 80.0 {
        return x;
    }
    if x > 81.0 {
        return x;
    }
    if x > 82.0 {
        return x;
    }
    if x > 83.0 {
        return x;
    }
    if x > 84.0 {
        return x;
    }
    if x > 85.0 {
        return x;
    }
    if x > 86.0 {
        return x;
    }
    if x > 87.0 {
        return x;
    }
    if x > 88.0 {
        return x;
    }
    if x > 89.0 {
        return x;
    }
    if x > 90.0 {
        return x;
    }
    if x > 91.0 {
        return x;
    }
    if x > 92.0 {
        return x;
    }
    if x > 93.0 {
        return x;
    }
    if x > 94.0 {
        return x;
    }
    if x > 95.0 {
        return x;
    }
    if x > 96.0 {
        return x;
    }
    if x > 97.0 {
        return x;
    }
    if x > 98.0 {
        return x;
    }
    if x > 99.0 {
        return x;
    }
    if x > 100.0 {
        return x;
    }
    if x > 101.0 {
        return x;
    }
    if x > 102.0 {
        return x;
    }
    if x > 103.0 {
        return x;
    }
    if x > 104.0 {
        return x;
    }
    if x > 105.0 {
        return x;
    }
    if x > 106.0 {
        return x;
    }
    if x > 107.0 {
        return x;
    }
    if x > 108.0 {
        return x;
    }
    if x > 109.0 {
        return x;
    }
    if x > 110.0 {
        return x;
    }
    if x > 111.0 {
        return x;
    }
    if x > 112.0 {
        return x;
    }
    if x > 113.0 {
        return x;
    }
    if x > 114.0 {
        return x;
    }
    if x > 115.0 {
        return x;
    }
    if x > 116.0 {
        return x;
    }
    if x > 117.0 {
        return x;
    }
    if x > 118.0 {
        return x;
    }
    if x > 119.0 {
        return x;
    }
    if x > 120.0 {
        return x;
    }
    if x > 121.0 {
        return x;
    }
    if x > 122.0 {
        return x;
    }
    if x > 123.0 {
        return x;
    }
    if x > 124.0 {
        return x;
    }
    if x > 125.0 {
        return x;
    }
    if x > 126.0 {
        return x;
    }
    if x > 127.0 {
        return x;
    }
    if x > 128.0 {
        return x;
    }
    if x > 129.0 {
        return x;
    }
    x * x
}

fn main() {
    let _ = f_grad(2.0);
}
