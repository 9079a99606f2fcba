//! Differentiated functions in a crate without the standard library. Its panic handler is there to fail if anything
//! brings that library in, which has one of its own.

#![no_std]
#![forbid(unsafe_code)]
#![deny(warnings)]

use autodiff::grad;

#[cfg(not(feature = "std"))]
#[panic_handler]
fn panic(_: &core::panic::PanicInfo<'_>) -> ! {
    loop {}
}

/// What `core` alone has, in branches and with `&mut`.
#[grad(vjp, jvp, hvp)]
pub fn core_alone(x: f64, y: [f32; 2]) -> f64 {
    let mut sum = x * x.abs();
    if x > 1.0 {
        change(&mut sum, f64::from(y[0]));
    }
    sum.max(x / 3.0).clamp(-8.0, 8.0) * f64::from(y[1]).recip()
}

/// Changes its argument.
#[grad(vjp, jvp, hvp)]
pub fn change(x: &mut f64, by: f64) {
    *x = *x % by - by;
}

/// The functions of floats that need `libm` or `std`.
#[cfg(any(feature = "libm", feature = "std"))]
#[grad(hvp)]
pub fn functions(x: f64, y: f32) -> f64 {
    #[cfg(not(feature = "std"))]
    use autodiff::Real;
    x.sin() * x.exp() + f64::from(y.sqrt()).ln() + x.powi(3).hypot(x)
}

/// What needs a heap: a loop of any length, recursion, a gradient that is a `Vec`.
#[cfg(feature = "alloc")]
#[grad(hvp)]
pub fn with_a_heap(x: &[f64], n: u32) -> f64 {
    let mut state = 1.0;
    for v in x {
        state = state * v + 0.5;
        if state > 100.0 {
            break;
        }
    }
    power(state, n)
}

/// Calls itself.
#[cfg(feature = "alloc")]
#[grad(hvp)]
pub fn power(x: f64, n: u32) -> f64 {
    if n == 0 { 1.0 } else { x * power(x, n - 1) }
}
