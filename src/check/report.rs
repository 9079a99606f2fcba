//! What a comparison found.

use std::fmt::{self, Display, Formatter};
use std::string::String;
use std::vec::Vec;

/// So many numbers of each kind are shown.
const SHOWN: usize = 20;

/// How a number of a gradient compares with differences.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub enum Verdict {
    /// It lies within the uncertainty and the tolerance.
    Agrees {
        /// The difference quotient.
        difference: f64,
        /// How far the quotient may be from the derivative.
        uncertainty: f64,
    },
    /// It does not.
    Disagrees {
        /// The difference quotient.
        difference: f64,
        /// How far the quotient may be from the derivative.
        uncertainty: f64,
    },
    /// The quotient is not known well enough to say: rounding of the function's value hides the change.
    Uncertain {
        /// The difference quotient.
        difference: f64,
        /// How far the quotient may be from the derivative.
        uncertainty: f64,
    },
    /// The slopes do not settle as the step shrinks: a kink, a jump, a pole, or noise.
    NotSmooth {
        /// The slope on the left, with the smallest step at which it is more than rounding.
        left: f64,
        /// The slope on the right.
        right: f64,
    },
    /// The function is infinite or NaN, or is so beside the point.
    NotFinite,
}

/// One number of a gradient, or of another derivative, at one point.
#[derive(Clone, Debug)]
pub struct Entry {
    pub(super) point: usize,
    pub(super) says: &'static str,
    pub(super) place: String,
    pub(super) argument: f64,
    pub(super) partial: f64,
    pub(super) verdict: Verdict,
}

impl Entry {
    /// Which of the points, from 0.
    #[must_use]
    pub fn point(&self) -> usize {
        self.point
    }

    /// The argument and the index in it: `argument 2[3]`. Before it, the number of the result, where that has several:
    /// `result[1] in argument 2[3]`. Along a direction, that number alone.
    #[must_use]
    pub fn place(&self) -> &str {
        &self.place
    }

    /// The value of the argument there; along a direction, that of the number of the result.
    #[must_use]
    pub fn argument(&self) -> f64 {
        self.argument
    }

    /// What the gradient, or the other derivative, says.
    #[must_use]
    pub fn partial(&self) -> f64 {
        self.partial
    }

    /// What was found.
    #[must_use]
    pub fn verdict(&self) -> Verdict {
        self.verdict
    }
}

impl Display for Entry {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let Self { point, says, place, argument, partial, verdict } = self;
        write!(f, "{place} = {argument:?} (point {}): ", point + 1)?;
        match verdict {
            Verdict::Agrees { difference, uncertainty } | Verdict::Disagrees { difference, uncertainty } => {
                write!(f, "{says} says {partial:?}, differences {}", Rounded(*difference, *uncertainty))
            }
            Verdict::Uncertain { difference, uncertainty } => {
                let difference = Rounded(*difference, *uncertainty);
                write!(f, "{says} says {partial:?}; differences are too uncertain: {difference}")
            }
            Verdict::NotSmooth { left, right } => write!(
                f,
                "{says} says {partial:?}; not smooth, slope {left:.3e} on the left and {right:.3e} on the right"
            ),
            Verdict::NotFinite => write!(f, "{says} says {partial:?}; the function is not finite here"),
        }
    }
}

/// A number with an uncertainty, without the digits that mean nothing.
struct Rounded(f64, f64);

impl Display for Rounded {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let Self(mut value, uncertainty) = *self;
        let digits = -uncertainty.log10().floor();
        if value.abs() < 1e9 && (0.0..=15.0).contains(&digits) {
            // Back to a float, which prints itself without the zeros at the end.
            value = std::format!("{value:.0$}", digits as usize).parse().unwrap_or(value);
        }
        write!(f, "{value:?} (± {uncertainty:.0e})")
    }
}

/// What [`Check::gradient`](super::Check::gradient) and its kin found.
#[must_use = "a report says nothing by itself: call `assert`, or look at it"]
#[derive(Clone, Debug, Default)]
pub struct Report {
    entries: Vec<Entry>,
    misfits: Vec<String>,
}

impl Report {
    pub(super) fn enter(&mut self, entry: Entry) {
        self.entries.push(entry);
    }

    pub(super) fn misfit(&mut self, point: usize, why: String) {
        self.misfits.push(std::format!("at point {}: {why}", point + 1));
    }

    /// Every number at every point.
    #[must_use]
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// The numbers that are wrong.
    pub fn disagreements(&self) -> impl Iterator<Item = &Entry> {
        self.entries.iter().filter(|entry| matches!(entry.verdict, Verdict::Disagrees { .. }))
    }

    /// The numbers of which differences cannot tell: the function is not smooth there, or not finite, or rounded too
    /// coarsely.
    pub fn unclear(&self) -> impl Iterator<Item = &Entry> {
        self.entries
            .iter()
            .filter(|entry| !matches!(entry.verdict, Verdict::Agrees { .. } | Verdict::Disagrees { .. }))
    }

    /// Whether the gradient has the form of the arguments, no number disagrees, and, if there are numbers, one at least
    /// agrees.
    #[must_use]
    pub fn is_right(&self) -> bool {
        self.misfits.is_empty()
            && self.disagreements().next().is_none()
            && (self.entries.is_empty() || self.unclear().count() < self.entries.len())
    }

    /// Panics with the report unless [the gradient is right](Self::is_right). Numbers of which differences cannot tell
    /// do not count; [`assert_all`](Self::assert_all) wants those too.
    ///
    /// # Panics
    ///
    /// See above.
    #[track_caller]
    pub fn assert(&self) {
        assert!(self.is_right(), "{self}");
    }

    /// Panics with the report unless every number agrees. For functions that are smooth at every point of the check.
    ///
    /// # Panics
    ///
    /// See above.
    #[track_caller]
    pub fn assert_all(&self) {
        assert!(self.is_right() && self.unclear().next().is_none(), "{self}");
    }
}

impl Display for Report {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        for misfit in self.misfits.iter().take(SHOWN) {
            writeln!(f, "the form of the derivative is not that of the arguments: {misfit}")?;
        }
        let (all, wrong, unclear) =
            (self.entries.len(), self.disagreements().count(), self.unclear().count());
        writeln!(f, "{} of {all} numbers agree with central differences", all - wrong - unclear)?;
        if wrong > 0 {
            writeln!(f, "{wrong} of {all} disagree:")?;
            list(f, self.disagreements(), wrong)?;
        }
        if unclear > 0 {
            writeln!(f, "{unclear} of {all} cannot be told:")?;
            list(f, self.unclear(), unclear)?;
        }
        Ok(())
    }
}

fn list<'a>(f: &mut Formatter<'_>, entries: impl Iterator<Item = &'a Entry>, count: usize) -> fmt::Result {
    for entry in entries.take(SHOWN) {
        writeln!(f, "  {entry}")?;
    }
    if count > SHOWN {
        writeln!(f, "  and {} more", count - SHOWN)?;
    }
    Ok(())
}
