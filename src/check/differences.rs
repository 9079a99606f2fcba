//! Difference quotients in one number, and what they say about a partial derivative.

use std::vec::Vec;

use super::report::Verdict;

/// Each step is about a quarter of the one before: the third power of the golden ratio, so that no step is in step with
/// the period of a function.
const SHRINK: f64 = 0.236_067_977_499_789_7;

/// The slope to one side of a smooth point nears the derivative in proportion to the step: a quarter of the step halves
/// the distance about, even where the second derivative is infinite like that of `x.abs().powf(1.5)`. At a kink the
/// distance stays.
const SETTLES: f64 = 0.6;

/// The value of a function may be off by so many units in its last place.
const ROUNDINGS: f64 = 8.0;

/// A function that sums up may round by so much more. Slopes that do not settle, yet lie below that, may do so for
/// rounding.
const HIDDEN: f64 = 1000.0;

/// Differences beyond their uncertainty by this factor are no accident.
const MARGIN: f64 = 4.0;

/// What floats of a type allow.
#[derive(Clone, Copy)]
pub(super) struct Precision {
    /// The distance from 1 to the next larger float.
    epsilon: f64,
    /// The smallest float above 0: what underflow rounds by.
    smallest: f64,
    tolerance: f64,
    /// A quotient has to be known to this part of itself, to tell anything.
    resolution: f64,
    /// A quotient that is less than this part of the function's value for one scale of the argument counts as zero.
    negligible: f64,
}

impl Precision {
    pub(super) fn of(epsilon: f64, tolerance: Option<f64>) -> Self {
        // The best that central differences reach: the step where truncation, its square, equals rounding, epsilon
        // over it.
        let best = epsilon.powf(2.0 / 3.0);
        let (smallest, usual) = if epsilon > f64::EPSILON {
            (f64::from(f32::from_bits(1)), 1e-3)
        } else {
            (f64::from_bits(1), 1e-6)
        };
        Self {
            epsilon,
            smallest,
            tolerance: tolerance.unwrap_or(usual),
            resolution: (400.0 * best).max(1e-4),
            negligible: 40.0 * best,
        }
    }
}

/// A function along one number.
pub(super) struct Stepper<'a> {
    pub(super) at: f64,
    pub(super) value: f64,
    pub(super) precision: Precision,
    /// The function with the number moved, and where the number went when it was rounded to its type.
    pub(super) moved: &'a mut dyn FnMut(f64) -> (f64, f64),
}

/// The quotients of one step.
#[derive(Clone, Copy)]
struct Level {
    left: f64,
    right: f64,
    central: f64,
    /// What rounding of the values does to `left` and `right`; to `central` no more.
    noise: f64,
}

impl Level {
    fn jump(self) -> f64 {
        (self.right - self.left).abs()
    }

    /// Whether the two sides differ by more than rounding, and by a good part of themselves.
    fn is_bent(self) -> bool {
        self.jump() > (MARGIN * self.noise).max(0.1 * self.left.abs().max(self.right.abs()))
    }
}

#[derive(Clone, Copy)]
struct Estimate {
    slope: f64,
    uncertainty: f64,
    /// Slopes far below this are nothing.
    scale: f64,
}

impl Stepper<'_> {
    /// What the differences say about a partial derivative.
    pub(super) fn verdict(&mut self, partial: f64) -> Verdict {
        if !self.value.is_finite() || !self.at.is_finite() {
            return Verdict::NotFinite;
        }
        let size = self.at.abs();
        let mut best = None;
        let mut finest: Option<Level> = None;
        // Most functions vary on the scale of their argument or on that of 1.
        let near_one = (SHRINK..=1.0 / SHRINK).contains(&size);
        let scales: &[f64] = if size == 0.0 || near_one { &[1.0] } else { &[size, 1.0] };
        for scale in scales {
            let (levels, estimate) = self.levels(*scale, partial);
            best = better(best, estimate);
            // The smallest step at which rounding does not hide what the two sides differ by.
            finest =
                finest.or(levels.iter().rev().copied().find(|level| level.jump() > MARGIN * level.noise));
            finest = finest.or(levels.last().copied());
        }
        let not_smooth = |level: Level| Verdict::NotSmooth { left: level.left, right: level.right };
        match (best.map(|estimate| self.judge(partial, estimate)), finest) {
            // Where rounding hides a kink, the slopes seem to settle.
            (Some(Verdict::Uncertain { .. }), Some(level)) if level.is_bent() => not_smooth(level),
            (Some(verdict), _) => verdict,
            (None, Some(level)) => not_smooth(level),
            (None, None) => Verdict::NotFinite,
        }
    }

    /// The quotients of smaller and smaller steps, and the best estimate that three in a row give.
    fn levels(&mut self, scale: f64, partial: f64) -> (Vec<Level>, Option<Estimate>) {
        let (mut levels, mut best): (Vec<Level>, Option<Estimate>) = (Vec::new(), None);
        // How many levels in a row settle.
        let mut settled = 0;
        // A function that is zero all around has no size of its own.
        let mut slopes = self.value.abs().max(f64::MIN_POSITIVE) / scale;
        let mut step = scale * SHRINK;
        while step > self.precision.epsilon * scale.max(self.at.abs()) {
            let Some(level) = self.level(step) else {
                (settled, best) = (0, None);
                step *= SHRINK;
                continue;
            };
            // What larger steps agree on is a coincidence, or another scale, if smaller ones do not settle.
            if levels.last().is_some_and(|before| self.is_unsettled(*before, level, partial)) {
                (settled, best) = (0, None);
            }
            settled += 1;
            slopes = slopes.max(level.left.abs()).max(level.right.abs());
            levels.push(level);
            if let (3.., [.., coarse, middle, fine]) = (settled, levels.as_slice()) {
                let estimate = self.estimate([*coarse, *middle, *fine], partial, slopes);
                best = better(best, estimate);
                // Smaller steps are noisier than this.
                let noise = self.rounding(self.value.abs()) / step;
                let is_hidden = HIDDEN * noise >= level.left.abs().max(level.right.abs());
                if is_hidden && best.is_none_or(|best| best.uncertainty <= noise) {
                    break;
                }
            }
            step *= SHRINK;
        }
        (levels, best)
    }

    fn is_unsettled(&self, before: Level, level: Level, partial: f64) -> bool {
        let same = self.precision.tolerance * partial_size(partial).max(level.central.abs());
        level.jump() > (SETTLES * before.jump() + HIDDEN * level.noise).max(same)
    }

    fn level(&mut self, step: f64) -> Option<Level> {
        let (up, above) = (self.moved)(self.at + step);
        let (down, below) = (self.moved)(self.at - step);
        let (left, right) = ((self.value - below) / (self.at - down), (above - self.value) / (up - self.at));
        let values = self.value.abs().max(above.abs()).max(below.abs());
        // Inside the function the argument is rounded as well.
        let argument = self.precision.epsilon * self.at.abs() * left.abs().min(right.abs());
        let rounding = self.rounding(values) + ROUNDINGS * argument;
        let level = Level {
            left,
            right,
            central: (above - below) / (up - down),
            noise: rounding / (up - self.at).min(self.at - down),
        };
        let finite = [level.left, level.right, level.central, level.noise].iter().all(|x| x.is_finite());
        (finite && down < self.at && self.at < up).then_some(level)
    }

    /// How far values of such a size may be off.
    fn rounding(&self, size: f64) -> f64 {
        ROUNDINGS * (self.precision.epsilon * size + self.precision.smallest)
    }

    /// The derivative, if the slopes settle from the first to the last of three steps.
    fn estimate(&self, three: [Level; 3], partial: f64, scale: f64) -> Option<Estimate> {
        let [coarse, middle, fine] = three;
        let same = self.precision.tolerance * partial_size(partial).max(fine.central.abs());
        let (first, second) =
            ((coarse.central - middle.central).abs(), (middle.central - fine.central).abs());
        let central_settles = second <= (SETTLES * first + fine.noise).max(same);
        let sides_meet = fine.jump() <= same
            || (fine.jump() <= SETTLES * middle.jump() + 2.0 * fine.noise
                && middle.jump() <= SETTLES * coarse.jump() + 2.0 * middle.noise);
        // The error of a central quotient shrinks by more than sixteen with each step.
        let uncertainty = (first / 16.0).max(second) + fine.noise;
        (central_settles && sides_meet).then_some(Estimate { slope: fine.central, uncertainty, scale })
    }

    fn judge(&self, partial: f64, estimate: Estimate) -> Verdict {
        let Estimate { slope, uncertainty, scale } = estimate;
        let size = partial_size(partial).max(slope.abs());
        let is_known = uncertainty <= self.precision.resolution * size;
        // Nothing on the scale of the function.
        let is_nothing =
            slope.abs() <= MARGIN * uncertainty && uncertainty <= self.precision.negligible * scale;
        let can_tell = is_known || (is_nothing && partial_size(partial) <= MARGIN * uncertainty);
        if !can_tell {
            Verdict::Uncertain { difference: slope, uncertainty }
        } else if !partial.is_finite() {
            Verdict::Disagrees { difference: slope, uncertainty }
        } else if (partial - slope).abs() <= MARGIN * uncertainty + self.precision.tolerance * size {
            Verdict::Agrees { difference: slope, uncertainty }
        } else {
            Verdict::Disagrees { difference: slope, uncertainty }
        }
    }
}

fn better(a: Option<Estimate>, b: Option<Estimate>) -> Option<Estimate> {
    match (a, b) {
        (Some(a), Some(b)) => Some(if b.uncertainty < a.uncertainty { b } else { a }),
        (a, b) => a.or(b),
    }
}

/// The size of a partial derivative; none of one that is infinite or NaN, with which nothing can be compared.
fn partial_size(partial: f64) -> f64 {
    if partial.is_finite() { partial.abs() } else { 0.0 }
}
