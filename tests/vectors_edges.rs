//! What a `Vec` refuses at run time, a companion refuses in the same words and at the same place.

use std::cell::RefCell;
use std::panic::{Location, UnwindSafe, catch_unwind, set_hook};
use std::sync::Once;

use autodiff::grad;

/// The message of a panic, and the line where it is.
type Report = (String, u32);

thread_local! {
    static LAST: RefCell<Option<Report>> = const { RefCell::new(None) };
}

fn report<R>(call: impl FnOnce() -> R + UnwindSafe) -> Report {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        set_hook(Box::new(|info| {
            let payload = info.payload();
            let text = payload.downcast_ref::<String>().map(String::as_str);
            let message = text.or(payload.downcast_ref::<&str>().copied()).unwrap_or_default().to_owned();
            let line = info.location().map_or(0, Location::line);
            LAST.with(|last| *last.borrow_mut() = Some((message, line)));
        }));
    });
    assert!(catch_unwind(|| drop(call())).is_err(), "the call returned");
    LAST.with(|last| last.borrow_mut().take()).expect("the hook ran")
}

/// Both panic, with the same words in the same place.
macro_rules! same_panic {
    ($($name:ident, $companion:ident ($($args:expr),*), $words:literal;)+) => {
        $(
            #[test]
            fn $name() {
                let (own, beside) = (report(|| functions::$name($($args),*)), report(|| functions::$companion($($args),*)));
                assert!(own.0.contains($words), "{}", own.0);
                assert_eq!(beside, own);
            }
        )+
    };
}

mod functions {
    use super::grad;

    #[grad]
    pub(super) fn popping_what_is_not_there(x: f64, n: usize) -> f64 {
        let mut v = vec![x; n];
        let a = v.pop().unwrap();
        let b = v.pop().unwrap();
        a * b
    }

    #[grad]
    pub(super) fn popping_with_words(x: f64) -> f64 {
        let mut v = vec![x];
        let a = v.pop().unwrap();
        a * v.pop().expect("a second one")
    }

    #[grad]
    pub(super) fn the_last_of_none(x: &[f64]) -> f64 {
        let v = x.to_vec();
        x[0] * *v[1..].last().unwrap()
    }

    #[grad]
    pub(super) fn an_element_far_out(x: &[f64], i: usize) -> f64 {
        let first = x.first().unwrap();
        *first * x.get(i).copied().unwrap()
    }

    #[grad]
    pub(super) fn indexing_after_truncation(x: &[f64]) -> f64 {
        let mut v = x.to_vec();
        let s = v[2];
        v.truncate(2);
        s * v[2]
    }

    #[grad]
    pub(super) fn swapping_far_out(x: &[f64], i: usize) -> f64 {
        let mut v = x.to_vec();
        v.swap(0, i);
        v[0]
    }

    #[grad]
    pub(super) fn rotating_too_far(x: &[f64], k: usize) -> f64 {
        let mut v = x.to_vec();
        v.rotate_left(k);
        v[0]
    }

    #[grad]
    pub(super) fn splitting_behind_the_end(x: &[f64], k: usize) -> f64 {
        let mut v = x.to_vec();
        let (low, high) = v.split_at_mut(k);
        low[0] * high[0]
    }

    #[grad]
    pub(super) fn splitting_off_the_head_of_none(x: &[f64]) -> f64 {
        let (head, tail) = x[1..].split_first().unwrap();
        *head * x[0] + tail.len() as f64
    }

    #[grad]
    pub(super) fn inserting_far_out(x: f64, i: usize) -> f64 {
        let mut v = vec![x];
        v.insert(i, x * x);
        v[0]
    }

    #[grad]
    pub(super) fn removing_far_out(x: f64, i: usize) -> f64 {
        let mut v = vec![x];
        v.remove(i) * x
    }

    #[grad]
    pub(super) fn storing_far_out(x: f64, i: usize) -> f64 {
        let mut m = vec![vec![x; 2]; 2];
        m[1][i] = x * x;
        m[1][0]
    }
}

same_panic! {
    popping_what_is_not_there, popping_what_is_not_there_grad(2.0, 1), "`None` value";
    popping_with_words, popping_with_words_grad(2.0), "a second one";
    the_last_of_none, the_last_of_none_grad(&[2.0]), "`None` value";
    an_element_far_out, an_element_far_out_grad(&[2.0], 3), "`None` value";
    indexing_after_truncation, indexing_after_truncation_grad(&[2.0, 3.0, 4.0]), "index is 2";
    swapping_far_out, swapping_far_out_grad(&[2.0, 3.0], 5), "index is 5";
    rotating_too_far, rotating_too_far_grad(&[2.0, 3.0], 5), "mid <= self.len()";
    splitting_behind_the_end, splitting_behind_the_end_grad(&[2.0, 3.0], 5), "mid > len";
    splitting_off_the_head_of_none, splitting_off_the_head_of_none_grad(&[2.0]), "`None` value";
    inserting_far_out, inserting_far_out_grad(2.0, 2), "insertion index (is 2) should be <= len (is 1)";
    removing_far_out, removing_far_out_grad(2.0, 1), "removal index (is 1) should be < len (is 1)";
    storing_far_out, storing_far_out_grad(2.0, 2), "index is 2";
}

#[grad]
fn product(x: Vec<f64>) -> f64 {
    let mut v = x;
    let mut p = 1.0;
    while let Some(t) = v.pop() {
        p *= t;
    }
    p
}

#[grad]
fn appended(v: &mut Vec<f64>, x: f64) -> f64 {
    v.push(x * x);
    v.len() as f64 * x
}

#[test]
fn a_vector_without_elements_has_a_gradient_without_any() {
    assert_eq!(product_value_and_grad(vec![]), (1.0, vec![]));
}

#[test]
fn nan_and_infinity_pass_through() {
    let (value, gradient) = product_value_and_grad(vec![f64::INFINITY, 2.0, f64::NAN]);
    assert!(value.is_nan() && gradient[0].is_nan() && gradient[1].is_nan());
    assert_eq!(gradient[2], f64::INFINITY);
}

/// The gradient is that at entry; the vector is left as the function leaves it.
#[test]
fn a_gradient_has_the_length_at_entry() {
    let mut v = vec![1.0, 2.0];
    let (value, gradient) = appended_value_and_grad(&mut v, 3.0);
    assert_eq!((value, v), (9.0, vec![1.0, 2.0, 9.0]));
    assert_eq!(gradient, (vec![0.0, 0.0], 3.0));
}

#[grad]
fn last_of(v: &mut Vec<f64>, x: f64) -> f64 {
    v.push(x * v[0]);
    let n = v.len();
    v[n - 1] * v[1]
}

#[test]
fn the_callers_buffers_are_overwritten() {
    let (mut dv, mut dx) = ([7.0; 2], 7.0);
    let value = last_of_grad_into(&mut vec![2.0, 5.0], 3.0, &mut dv, &mut dx);
    assert_eq!((value, dv, dx), (30.0, [15.0, 6.0], 10.0));
}

#[test]
#[should_panic(expected = "the buffer for `v` has length 3, but `v` has length 2")]
fn a_buffer_of_the_length_at_exit_is_refused() {
    let (mut dv, mut dx) = ([7.0; 3], 7.0);
    let _ = last_of_grad_into(&mut vec![2.0, 5.0], 3.0, &mut dv, &mut dx);
}

#[grad(wrt(x))]
fn only_x(v: &mut Vec<f64>, m: &[Vec<f64>], x: f64) -> f64 {
    v.push(x * v[0]);
    v[1] * m[0][1]
}

#[test]
fn what_is_not_asked_for_is_not_handed_out() {
    assert_eq!(only_x_grad(&mut vec![2.0], &[vec![1.0, 5.0]], 3.0), 10.0);
}

#[grad]
fn trace(m: &[Vec<f64>], n: Vec<Vec<f64>>) -> f64 {
    m[0][0] * n[1][0] + m[1][1] * n[0][0]
}

#[test]
fn buffers_for_rows_take_the_shape_of_the_rows() {
    let (mut dm, mut dn) = ([vec![], vec![9.0; 5]], [vec![9.0], vec![9.0]]);
    let (m, n) = ([vec![2.0, 3.0], vec![4.0, 5.0]], vec![vec![6.0], vec![7.0]]);
    let value = trace_grad_into(&m, n, &mut dm, &mut dn);
    assert_eq!(value, 44.0);
    assert_eq!(dm, [vec![7.0, 0.0], vec![0.0, 6.0]]);
    assert_eq!(dn, [vec![5.0], vec![2.0]]);
}
