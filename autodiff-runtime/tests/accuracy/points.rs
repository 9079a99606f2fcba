//! Operands to compare at: huge, tiny, subnormal, ordinary, and close to poles and the ends of domains.

use autodiff_runtime::Real;

/// Numbers between `low` and `high`, neither of which is among them, nor is 0.
///
/// `ends` are poles and ends of domains, near which there are extra points.
pub(crate) fn between<T: Real>(low: f64, high: f64, ends: &[f64]) -> Vec<[T; 1]> {
    let mut random = Random(1);
    let mut points: Vec<T> = magnitudes(&mut random, 100);
    points.extend(points.clone().into_iter().map(|x| -x));
    if (high - low).is_finite() {
        points.extend((0..100).map(|_| T::from_f64(low + (high - low) * random.fraction())));
    }
    for &end in ends {
        points.extend(near(T::from_f64(end)));
    }
    points.retain(|x| low < x.to_f64() && x.to_f64() < high && *x != T::ZERO);
    points.into_iter().map(|x| [x]).collect()
}

/// All numbers but 0, with extra points near `ends`.
pub(crate) fn everywhere<T: Real>(ends: &[f64]) -> Vec<[T; 1]> {
    between(f64::NEG_INFINITY, f64::INFINITY, ends)
}

/// Pairs of positive and negative numbers for which `keep` holds: of independent magnitudes, of similar ones,
/// and every combination of extreme ones.
pub(crate) fn pairs<T: Real>(keep: impl Fn(f64, f64) -> bool) -> Vec<[T; 2]> {
    let mut random = Random(2);
    let (a, b) = (magnitudes::<T>(&mut random, 150), magnitudes::<T>(&mut random, 150));
    let mut points: Vec<[T; 2]> = a.iter().zip(&b).map(|(&a, &b)| [a, b]).collect();
    points.extend(a.iter().map(|&a| [a, a * T::from_f64(4.0 * random.fraction())]));
    points.extend((0..100).map(|_| [random.fraction(), random.fraction()].map(|x| T::from_f64(30.0 * x))));
    points.extend(extremes().into_iter().flat_map(|a| extremes().into_iter().map(move |b| [a, b])));
    for (i, point) in points.iter_mut().enumerate() {
        let signs = [T::from_f64([1.0, -1.0][i % 2]), T::from_f64([1.0, -1.0][i / 2 % 2])];
        *point = [point[0] * signs[0], point[1] * signs[1]];
    }
    points.extend(points.clone().into_iter().map(|[a, b]| [a.abs(), b.abs()]));
    points.retain(|&[a, b]| a.is_finite() && b.is_finite() && keep(a.to_f64(), b.to_f64()));
    points
}

/// Pairs of a positive base and an exponent whose power is a float, also with bases close to 1.
pub(crate) fn powers<T: Real>() -> Vec<[T; 2]> {
    let mut random = Random(3);
    let range = -T::MIN_POSITIVE.to_f64().log2();
    let mut points = pairs(|x, y| x > 0.0 && y != 0.0);
    for [x] in between::<T>(0.0, f64::INFINITY, &[1.0]) {
        // As large an exponent as the base allows, and less.
        let largest = range / x.to_f64().log2();
        points.push([x, T::from_f64(largest * (2.0 * random.fraction() - 1.0))]);
        points.push([x, T::from_f64(4.0 * random.fraction() - 2.0)]);
    }
    points.retain(|&[x, y]| (y.to_f64() * x.to_f64().log2()).abs() < range && x != T::ONE && y.is_finite());
    points
}

fn extremes<T: Real>() -> Vec<T> {
    let tiny = T::ZERO.next_up();
    let sqrt_max = T::from_f64((T::MAX.to_f64().log2() / 2.0).exp2());
    let mut points = vec![tiny, tiny + tiny + tiny, T::MIN_POSITIVE, T::MIN_POSITIVE.next_down(), T::MAX];
    points.extend([T::MIN_POSITIVE * T::from_f64(1.5), T::MAX / T::from_f64(1.5), T::MAX / T::from_f64(2.0)]);
    points.extend([sqrt_max, sqrt_max.recip(), sqrt_max * T::from_f64(0.7), T::ONE, T::from_f64(0.75)]);
    points
}

/// Positive numbers: the extremes and `count` of evenly distributed exponents.
fn magnitudes<T: Real>(random: &mut Random, count: usize) -> Vec<T> {
    let (low, high) = (T::ZERO.next_up().to_f64().log2(), T::MAX.to_f64().log2());
    let mut points = extremes();
    points.extend((0..count).map(|_| {
        let magnitude = (low + (high - low) * random.fraction()).exp2();
        T::from_f64(magnitude * (1.0 + random.fraction() / 2.0))
    }));
    // Exponents close to 0, where most functions do what they do.
    points.extend(
        (0..count).map(|_| T::from_f64((16.0 * random.fraction() - 10.0).exp2() * (1.0 + random.fraction()))),
    );
    points.retain(|x| x.is_finite());
    points
}

/// The neighbours of `end` and points at distances that halve.
fn near<T: Real>(end: T) -> Vec<T> {
    let mut points =
        vec![end.next_up(), end.next_down(), end.next_up().next_up(), end.next_down().next_down()];
    for i in 1..50 {
        let distance = T::from_f64((-f64::from(i)).exp2() * 1.3);
        points.extend([end + distance, end - distance]);
    }
    points.retain(|x| *x != end);
    points
}

/// A linear congruential generator, so that every run has the same points.
struct Random(u64);

impl Random {
    fn fraction(&mut self) -> f64 {
        self.0 = self.0.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        (self.0 >> 11) as f64 * (-53_f64).exp2()
    }
}
