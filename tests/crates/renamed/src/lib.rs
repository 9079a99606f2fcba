//! The facade under another name: `#[grad(crate = path)]` says where it is.

/// A module that hands on what this crate depends on.
pub mod prelude {
    pub use derivatives as facade;
}

#[cfg(test)]
mod tests {
    use derivatives::{Real, grad};

    #[grad(crate = derivatives)]
    fn square<T: Real>(x: T) -> T {
        x * x
    }

    #[grad(crate = crate::prelude::facade)]
    fn f(x: &[f64], n: usize) -> f64 {
        if n > 7 {
            return 0.0;
        }
        let mut s = square(x[0]);
        change(&mut s, x[1]);
        s.sqrt() + x[n] % 3.0
    }

    #[grad(crate = ::derivatives, wrt(v))]
    fn change(v: &mut f64, by: f64) {
        *v *= by;
    }

    #[grad(crate = derivatives)]
    fn tower(x: f64, n: u32) -> f64 {
        if n == 0 { x } else { tower(x, n - 1) * x }
    }

    fn slope(x: f64) -> (f64, f64) {
        (x, 5.0)
    }

    #[grad(crate = derivatives, partials = slope)]
    fn opaque(x: f64) -> f64 {
        x
    }

    struct Cube;

    #[grad(crate = derivatives)]
    impl Cube {
        fn volume(&self, x: f64) -> f64 {
            x * x * x
        }

        #[derivatives::grad(wrt(x))]
        fn area(&self, x: f64, faces: f64) -> f64 {
            faces * x * x
        }
    }

    #[test]
    fn every_form_of_output_finds_the_facade() {
        assert_eq!(f_value_and_grad(&[3.0, 4.0, 5.0], 2), (8.0, vec![2.0, 0.75, 1.0]));
        assert_eq!(tower_grad(2.0, 3), 32.0);
        assert_eq!(opaque_grad(2.0), 5.0);
        assert_eq!(Cube.volume_grad(2.0), 12.0);
        assert_eq!(Cube.area_grad(2.0, 6.0), 24.0);
        assert_eq!(square_grad(3.0_f32), 6.0);
    }
}
