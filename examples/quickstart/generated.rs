fn f_value_and_grad(x: f64, y: f64,) ->(f64, (f64, f64)) {
    let mut grad_x: f64 = 0.0;
    let mut grad_y: f64 = 0.0;
    let (value, pullback) = __f_split(x, y, 0,);
    pullback(1.0, Option::Some(&mut grad_x), Option::Some(&mut grad_y));
    (value, (grad_x, grad_y))
}
fn f_grad(x: f64, y: f64,) ->(f64, f64) {
    f_value_and_grad(x, y).1
}
fn __f_split(x: f64, y: f64, lent: u64,) ->(f64, impl FnOnce(f64, Option<&mut f64>, Option<&mut f64>) + use <>) {
    let t0 = x.ln();
    let t1 = x * y;
    let t2 = t0 + t1;
    let t3 = y.sin();
    let t4 = t2 + t3;
    (t4, move | ct: f64, slot_x: Option<&mut f64>, slot_y: Option<&mut f64> | {
        let ct_t4 = ct;
        let c0 = rules::sin_d(y);
        let mut ct_y = guarded_mul(ct_t4, c0);
        let mut ct_x = ct_t4 * y;
        ct_y += ct_t4 * x;
        let c1 = rules::ln_divisor(x);
        let c2 = guarded_div(ct_t4, c1);
        ct_x += c2;
        if let Option::Some(buffer) = slot_x {
            *buffer = ct_x;
        }
        if let Option::Some(buffer) = slot_y {
            *buffer = ct_y;
        }
    })
}
enum f {}
impl f {
    const READS: u64 = 0;
    fn quiet() -> bool {
        true
    }
    const ONE_SWEEP: bool = false;
    fn own_name() -> &'static str {
        any::type_name_of_val(&f)
    }
    fn split<Own: Fn(f64, f64) -> f64>(own: Own, x: f64, y: f64, lent: u64) ->(f64, impl FnOnce(f64, Option<&mut f64>, Option<&mut f64>) + use < Own>) {
        check_function(any::type_name_of_val(&own), Self::own_name(),);
        __f_split(x, y, lent)
    }
    fn option_jvp<R>(_: impl Sized, _: impl Sized, _: impl Sized, _: impl Sized, _: impl Sized) -> R where for<'option>(): CalleeJvp<'option>, {
        missing()
    }
    fn option_hvp<R>(_: impl Sized, _: impl Sized, _: impl Sized, _: impl Sized, _: impl Sized, _: impl Sized) -> R where for<'option>(): CalleeHvp<'option>, {
        missing()
    }
    fn option_lanes<R>(_: impl Sized, _: impl Sized, _: impl Sized, _: impl Sized) -> R where for<'option>(): CalleeLanes<'option>, {
        missing()
    }
}
mod __f_absent {
    use absent as __absent;
    pub enum f {}
    pub type f_value_and_grad = __absent::with_2::OptionHvp<f>;
    pub type f_grad = __absent::with_2::OptionHvp<f>;
    pub use __absent::with_2::calls::AsksForVjp as f_vjp;
    pub type f_vjp = __absent::with_2::DifferentiatedCompanion<f>;
    pub use __absent::with_4::calls::AsksForJvp as f_jvp;
    pub type f_jvp = __absent::with_4::AsksForJvp<f>;
    pub use __absent::with_2::calls::AsksForJacobian as f_jacobian;
    pub type f_jacobian = __absent::with_2::DifferentiatedCompanion<f>;
    pub use __absent::with_4::calls::AsksForHvp as f_hvp;
    pub type f_hvp = __absent::with_4::AsksForHvp<f>;
    pub use __absent::with_2::calls::AsksForHessian as f_hessian;
    pub type f_hessian = __absent::with_2::DifferentiatedCompanion<f>;
}
use __f_absent::*;
