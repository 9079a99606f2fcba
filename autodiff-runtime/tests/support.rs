//! What generated code calls besides the rules: guarded products, cotangents, slots, lengths.

use autodiff_runtime::__private::{
    add_scaled, check_len, guarded_div, guarded_mul, read, repeat_cotangent, slot, zero_like,
};
use autodiff_runtime::{Cotangent, Differentiable, NoCotangent, Real, stop_gradient};

const INF: f64 = f64::INFINITY;
const NAN: f64 = f64::NAN;

/// The message of the panic in `f`.
fn panic_message(f: impl FnOnce() + std::panic::UnwindSafe) -> String {
    let payload = std::panic::catch_unwind(f).expect_err("must panic");
    match payload.downcast::<String>() {
        Ok(message) => *message,
        Err(payload) => (*payload.downcast::<&str>().expect("a message")).into(),
    }
}

fn guarded_products_are_those_of_ieee_but_for_a_zero_cotangent_at_a_pole<T: Real>() {
    let numbers = [0.0, -0.0, 1.0, -2.5, f64::MAX, 5e-324, INF, -INF, NAN].map(T::from_f64);
    for ct in numbers {
        for partial in numbers {
            let product = if ct == T::ZERO && !partial.is_finite() { T::ZERO } else { ct * partial };
            let quotient = if ct == T::ZERO && (partial == T::ZERO || partial.is_nan()) {
                T::ZERO
            } else {
                ct / partial
            };
            for (got, want) in [(guarded_mul(ct, partial), product), (guarded_div(ct, partial), quotient)] {
                assert!(got == want || got.is_nan() && want.is_nan(), "{ct}, {partial}: {got}");
            }
        }
    }
}

#[test]
fn guarded_products() {
    guarded_products_are_those_of_ieee_but_for_a_zero_cotangent_at_a_pole::<f64>();
    guarded_products_are_those_of_ieee_but_for_a_zero_cotangent_at_a_pole::<f32>();
}

#[test]
fn a_nan_cotangent_is_not_hidden() {
    for partial in [0.0, 1.0, INF, NAN] {
        assert!(guarded_mul(NAN, partial).is_nan());
        assert!(guarded_div(NAN, partial).is_nan());
    }
    assert!(guarded_mul(INF, 0.0).is_nan(), "a zero partial times an infinite cotangent is IEEE's");
}

#[test]
fn the_cotangent_of_an_aggregate_has_its_shape() {
    assert_eq!(zero_like(&1.5_f32), 0.0);
    assert_eq!(zero_like(&&mut [1.0, 2.0]), [0.0, 0.0]);
    assert_eq!(zero_like(&[[1.0, 2.0], [3.0, 4.0]]), [[0.0; 2]; 2]);
    assert_eq!(zero_like(&(1.0, (2.0_f32, [3.0]), ())), (0.0, (0.0, [0.0]), ()));
    assert_eq!(zero_like(&(1.0, 7_usize, 'c', true)), (0.0, NoCotangent, NoCotangent, NoCotangent));
    assert_eq!(zero_like("words"), NoCotangent);
}

#[test]
fn accumulating_adds_element_by_element_and_taking_leaves_zeros() {
    let mut ct = (1.0, [2.0_f32, 3.0], [(4.0, NoCotangent)]);
    ct.accumulate((0.5, [0.25, 0.125], [(1.0, NoCotangent)]));
    assert_eq!(ct.take(), (1.5, [2.25, 3.125], [(5.0, NoCotangent)]));
    assert_eq!(ct, (0.0, [0.0, 0.0], [(0.0, NoCotangent)]));
}

#[test]
fn tuples_of_twelve_have_cotangents() {
    let x = (1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0, 10.0, 11.0, 12.0);
    let mut ct = x.zero_cotangent();
    ct.accumulate(x);
    add_scaled(&mut ct, &x, 2.0);
    assert_eq!(ct.take(), (3.0, 6.0, 9.0, 12.0, 15.0, 18.0, 21.0, 24.0, 27.0, 30.0, 33.0, 36.0));
}

#[test]
fn the_adjoint_of_repetition_is_the_sum() {
    assert_eq!(repeat_cotangent(0.0, [1.0, 2.0, 4.0]), 7.0);
    assert_eq!(repeat_cotangent([0.0; 2], [[1.0, 2.0], [10.0, 20.0]]), [11.0, 22.0]);
    assert_eq!(repeat_cotangent(0.0_f32, []), 0.0);
}

#[test]
fn operands_are_read_through_references() {
    let mut x = 1.5_f32;
    assert_eq!(read(&x), 1.5);
    assert_eq!(read(&&&x), 1.5);
    assert_eq!(read(&&mut x), 1.5);
    fn generic<T: Real>(x: &T) -> T {
        read(&x) + read(x)
    }
    assert_eq!(generic(&2.0), 4.0);
}

#[test]
fn slots_take_a_place_a_slice_of_it_or_nothing() {
    let mut one = 0.0;
    if let Some(ct) = slot::<Option<&mut f64>, _>(&mut one) {
        *ct += 1.0;
    }
    let mut array = [0.0; 3];
    if let Some(ct) = slot::<Option<&mut [f64]>, _>(&mut array) {
        ct[2] += 2.0;
    }
    if let Some(ct) = slot::<Option<&mut [f64; 3]>, _>(&mut array) {
        ct[0] += 3.0;
    }
    if let Some(ct) = slot::<Option<&mut [f64]>, _>(&mut array[1..]) {
        ct[0] += 4.0;
    }
    if let Some(ct) = slot::<Option<&mut f64>, _>(Some(&mut one)) {
        *ct += 5.0;
    }
    assert_eq!((one, array), (6.0, [3.0, 4.0, 2.0]));
    assert!(slot::<Option<&mut [f64]>, _>(None).is_none());
}

#[test]
fn partials_are_scaled_with_the_guard() {
    let mut ct = ([1.0, 2.0], 3.0);
    add_scaled(&mut ct, &([10.0, INF], NAN), 0.0);
    assert_eq!(ct, ([1.0, 2.0], 3.0));
    add_scaled(&mut ct, &([10.0, 20.0], 30.0), 0.5);
    assert_eq!(ct, ([6.0, 12.0], 18.0));
    add_scaled(&mut ct.0[..], &[1.0, 2.0][..], 2.0);
    assert_eq!(ct.0, [8.0, 16.0]);
}

#[test]
fn partials_of_another_length_are_refused() {
    let message = panic_message(|| add_scaled(&mut [0.0; 2][..], &[0.0; 3][..], 1.0));
    assert_eq!(message, "the `partials` function returned 3 partial derivatives for an argument of length 2");
}

#[test]
fn a_buffer_of_another_length_is_refused_by_name() {
    check_len("f_grad_into", "x", 5, 5);
    let message = panic_message(|| check_len("f_grad_into", "x", 3, 5));
    assert_eq!(message, "`f_grad_into`: the buffer for `x` has length 3, but `x` has length 5");
}

#[test]
fn stop_gradient_is_the_identity() {
    assert_eq!(stop_gradient([1.5, 2.5]), [1.5, 2.5]);
}

#[cfg(feature = "alloc")]
mod with_a_heap {
    use super::*;
    use autodiff_runtime::__private::{Either, Frames, push_reserved, reserve};

    #[test]
    fn vectors_have_cotangents_of_their_length() {
        let x = vec![(1.0, 2_u8), (3.0, 4)];
        let mut ct = x.zero_cotangent();
        assert_eq!(ct, [(0.0, NoCotangent); 2]);
        ct.accumulate(vec![(5.0, NoCotangent); 2]);
        assert_eq!(ct.take(), [(5.0, NoCotangent); 2]);
        assert_eq!(ct, [(0.0, NoCotangent); 2], "the length stays");
        assert_eq!(zero_like(&[1.0, 2.0][..]), [0.0, 0.0]);
        assert_eq!(zero_like(&String::new()), NoCotangent);
    }

    #[test]
    fn vectors_of_different_lengths_cannot_be_added() {
        let message = panic_message(|| vec![0.0; 2].accumulate(vec![0.0; 3]));
        assert_eq!(message, "a cotangent of length 3 cannot be added to one of length 2");
    }

    #[test]
    fn vectors_are_slots_for_slices_and_take_scaled_partials() {
        let mut ct = vec![0.0; 2];
        if let Some(ct) = slot::<Option<&mut [f64]>, _>(&mut ct) {
            ct[1] += 1.0;
        }
        if let Some(ct) = slot::<Option<&mut Vec<f64>>, _>(&mut ct) {
            ct[0] += 2.0;
        }
        add_scaled(&mut ct, &vec![1.0, 2.0], 10.0);
        assert_eq!(ct, [12.0, 21.0]);
    }

    #[test]
    fn frames_come_back_in_reverse_order() {
        let (mut frames, entry) = (Frames::new(), None);
        assert_eq!(frames.len(&entry), 0);
        // More than fits into the first parts, also from the middle.
        (0..100).for_each(|i| frames.push(&entry, (i, vec![f64::from(i)])));
        for i in (50..100).rev() {
            assert_eq!(frames.pop(&entry), (i, vec![f64::from(i)]));
        }
        (50..300).for_each(|i| frames.push(&entry, (i, vec![f64::from(i)])));
        assert_eq!(frames.len(&entry), 300);
        for i in (0..300).rev() {
            assert_eq!(frames.pop(&entry), (i, vec![f64::from(i)]));
        }
        assert_eq!(frames.len(&entry), 0);
    }

    /// The use they are made for: the types of the frame, a tuple with a closure, and of the entry have no name, and
    /// `push` and `pop` agree on them by inference alone.
    #[test]
    fn frames_hold_types_without_a_name() {
        let (mut frames, entry) = (Frames::new(), None);
        let scale = 3.0;
        frames.push(&entry, Either::Other(move |ct: f64| scale + ct));
        frames.push(&entry, Either::This((2.0, move |ct: f64| scale * ct)));
        let Either::This((x, pullback)) = frames.pop(&entry) else { panic!("the frame is on top") };
        assert_eq!((x, pullback(5.0)), (2.0, 15.0));
        let Either::Other(pullback) = frames.pop(&entry) else { panic!("then the entry") };
        assert_eq!(pullback(5.0), 8.0);
    }

    #[test]
    fn frames_of_another_type_are_an_internal_error() {
        let message = panic_message(|| {
            let mut frames = Frames::new();
            frames.push(&None, 1.0_f64);
            frames.pop(&None::<f32>);
        });
        assert!(message.starts_with("internal error in `#[grad]`"), "{message}");
        assert!(message.contains("another type than `f32`"), "{message}");
    }

    #[test]
    fn popping_more_than_was_pushed_is_an_internal_error() {
        for pushed in [0, 1] {
            let message = panic_message(move || {
                let mut frames = Frames::new();
                for _ in 0..pushed {
                    frames.push(&None, 1.0_f64);
                }
                for _ in 0..=pushed {
                    frames.pop(&None::<f64>);
                }
            });
            assert!(message.contains("no frame of type `f64`"), "{message}");
        }
    }

    #[test]
    fn a_record_takes_as_many_entries_as_its_loop_has_steps() {
        let mut record = Vec::new();
        for rows in [3_u8, 0, 40] {
            reserve(&mut record, &(0..rows), 2, &[]);
            for row in 0..rows {
                push_reserved(&mut record, row);
                push_reserved(&mut record, row);
            }
        }
        assert_eq!(record.len(), 86);
        record.shrink_to_fit();
        let message = panic_message(move || push_reserved(&mut record, 1));
        assert!(message.contains("more iterations"), "{message}");
    }
}
