//! When an answer counts as right.

/// Both sides sum up to 10^7 rounded terms in different orders. An entry that cancels to a millionth of the largest
/// is held to what the largest allows; an answer without any nonzero entry must be met exactly.
#[track_caller]
pub(crate) fn assert_answer(what: &str, got: &[f64], want: &[f64]) {
    assert_eq!(got.len(), want.len(), "{what}: the number of entries");
    let largest = want.iter().fold(0.0_f64, |most, b| most.max(b.abs()));
    for (at, (a, b)) in got.iter().zip(want).enumerate() {
        let allowed = 1e-10 * b.abs().max(1e-6 * largest);
        assert!((a - b).abs() <= allowed, "{what}, entry {at}: {a:e} is not {b:e}");
    }
}
