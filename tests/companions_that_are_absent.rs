//! What stands for companions that a function does not have gives way to functions of the user's, and to copies of the
//! function itself.

use autodiff::grad;

#[grad]
pub(crate) fn pair(x: f64) -> [f64; 2] {
    [x, x * x]
}

fn pair_grad(x: f64) -> [f64; 2] {
    [1.0, 2.0 * x]
}

mod inside {
    use super::*;

    pub(super) fn slope(x: f64) -> f64 {
        pair_grad(x)[1]
    }
}

/// The same name as in the module around, whose names are all imported.
mod again {
    use super::*;

    #[grad]
    pub(super) fn pair(x: f64) -> [f64; 3] {
        [x, x * x, 1.0]
    }
}

/// The same word by word.
mod copied {
    use super::*;

    #[grad]
    pub(crate) fn pair(x: f64) -> [f64; 2] {
        [x, x * x]
    }
}

/// The same tokens, from a macro.
macro_rules! copies {
    () => {};
    ($outer:ident $($inner:ident)*) => {
        mod $outer {
            #[allow(unused_imports)]
            use super::*;

            #[grad]
            pub(super) fn cube(x: f64) -> f64 {
                x * x * x
            }

            copies!($($inner)*);
        }
    };
}
copies!(one two three);

/// Named like what the macro imports.
#[grad]
fn absent(x: f64) -> f64 {
    x * x
}

#[grad]
fn square(x: f64) -> f64 {
    x * x
}

fn square_hessian(x: f64) -> f64 {
    2.0 + 0.0 * x
}

#[grad]
fn square_jvp(x: f64, along: f64) -> f64 {
    2.0 * x * along
}

struct Square;

#[grad]
impl Square {
    fn area(&self, x: f64) -> f64 {
        x * x
    }

    fn area_jvp(&self, x: f64, along: f64) -> f64 {
        2.0 * self.area(x) * along / x
    }
}

#[grad]
fn twice(x: f64) -> f64 {
    square_jvp(x, 3.0) + Square.area_jvp(x, 3.0)
}

#[test]
fn a_function_of_the_same_name_is_the_one_that_is_called() {
    assert_eq!(copied::pair_vjp(3.0).1([1.0, 1.0]), 7.0);
    assert_eq!(one::cube_grad(3.0), 27.0);
    assert_eq!(square_hessian(3.0), 2.0);
    assert_eq!(absent_grad(3.0), 6.0);
    assert_eq!(twice_value_and_grad(4.0), (48.0, 12.0));
    assert_eq!(again::pair(3.0), [3.0, 9.0, 1.0]);
    assert_eq!(pair_grad(3.0), [1.0, 6.0]);
    assert_eq!(inside::slope(3.0), 6.0);
}

#[test]
fn inside_a_function() {
    #[grad(hvp)]
    fn local(x: f64) -> (f64, f64) {
        (x, x * x)
    }
    fn local_value_and_grad(x: f64) -> f64 {
        local_vjp(x).1((0.0, 1.0))
    }
    assert_eq!(local_value_and_grad(3.0), 6.0);
    {
        #[grad(hvp)]
        fn local(x: f64) -> (f64, f64) {
            (x, x * x)
        }
        assert_eq!(local_vjp(3.0).1((0.0, 1.0)), 6.0);
    }
}
