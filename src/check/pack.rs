//! `pack ::= float | [pack; N] | Vec<pack> | (pack, pack, ..)`: arguments as one value, and gradients.

use std::fmt::Write as _;
use std::format;
use std::string::String;
use std::vec::Vec;

/// Arguments of a function as one value, or its gradient: a float, or an array, a `Vec` or a tuple of packs.
///
/// The members of a tuple are the arguments. For a struct of your own, say what its parts are:
///
/// ```
/// use autodiff::check::{self, Pack, Visitor};
///
/// #[derive(Clone)]
/// struct Spring {
///     stiffness: f64,
///     ends: [f64; 2],
/// }
///
/// impl Pack for Spring {
///     fn visit(&mut self, visitor: &mut Visitor<'_>) {
///         visitor.part("stiffness", &mut self.stiffness);
///         visitor.part("ends", &mut self.ends);
///     }
/// }
///
/// fn energy(s: Spring) -> f64 {
///     0.5 * s.stiffness * (s.ends[1] - s.ends[0]).powi(2)
/// }
///
/// fn gradient(s: Spring) -> Spring {
///     let stretch = s.ends[1] - s.ends[0];
///     let force = s.stiffness * stretch;
///     Spring { stiffness: 0.5 * stretch * stretch, ends: [force, force] }
/// }
///
/// let report = check::at(Spring { stiffness: 2.0, ends: [0.0, 3.0] }).names(["s"]).gradient(energy, gradient);
/// let wrong: Vec<_> = report.disagreements().map(|entry| entry.place()).collect();
/// assert_eq!(wrong, ["s.ends[0]"]);
/// ```
pub trait Pack: Clone {
    /// Shows every number to the visitor, always in the same order.
    fn visit(&mut self, visitor: &mut Visitor<'_>);
}

/// One step from a pack to a part of it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Step {
    Member(usize),
    Index(usize),
    Field(&'static str),
}

/// The way to a number.
pub(super) type Path = Vec<Step>;

/// A float of either type, to be read or changed.
pub(super) enum Float<'a> {
    Single(&'a mut f32),
    Double(&'a mut f64),
}

impl Float<'_> {
    fn get(&self) -> f64 {
        match self {
            Self::Single(x) => f64::from(**x),
            Self::Double(x) => **x,
        }
    }

    fn set(&mut self, value: f64) {
        match self {
            Self::Single(x) => **x = value as f32,
            Self::Double(x) => **x = value,
        }
    }

    fn epsilon(&self) -> f64 {
        match self {
            Self::Single(_) => f64::from(f32::EPSILON),
            Self::Double(_) => f64::EPSILON,
        }
    }
}

/// What a [`Pack`] shows its parts to.
pub struct Visitor<'a> {
    path: Path,
    number: &'a mut dyn FnMut(&Path, Float<'_>),
}

impl Visitor<'_> {
    /// A field of a struct.
    pub fn part(&mut self, name: &'static str, part: &mut impl Pack) {
        self.step(Step::Field(name), part);
    }

    /// An element of a collection.
    pub fn element(&mut self, index: usize, part: &mut impl Pack) {
        self.step(Step::Index(index), part);
    }

    fn step(&mut self, step: Step, part: &mut impl Pack) {
        self.path.push(step);
        part.visit(self);
        self.path.pop();
    }
}

impl std::fmt::Debug for Visitor<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Visitor").field("path", &self.path).finish_non_exhaustive()
    }
}

impl Pack for f32 {
    fn visit(&mut self, visitor: &mut Visitor<'_>) {
        (visitor.number)(&visitor.path, Float::Single(self));
    }
}

impl Pack for f64 {
    fn visit(&mut self, visitor: &mut Visitor<'_>) {
        (visitor.number)(&visitor.path, Float::Double(self));
    }
}

impl<P: Pack, const N: usize> Pack for [P; N] {
    fn visit(&mut self, visitor: &mut Visitor<'_>) {
        self.iter_mut().enumerate().for_each(|(index, part)| visitor.element(index, part));
    }
}

impl<P: Pack> Pack for Vec<P> {
    fn visit(&mut self, visitor: &mut Visitor<'_>) {
        self.iter_mut().enumerate().for_each(|(index, part)| visitor.element(index, part));
    }
}

macro_rules! tuples {
    ($($($P:ident $i:tt),+;)+) => {$(
        impl<$($P: Pack),+> Pack for ($($P,)+) {
            fn visit(&mut self, visitor: &mut Visitor<'_>) {
                $(visitor.step(Step::Member($i), &mut self.$i);)+
            }
        }
    )+};
}

// As many as a companion's gradient can have. None of one: the gradient of a function of one argument is bare.
tuples! {
    A 0, B 1;
    A 0, B 1, C 2;
    A 0, B 1, C 2, D 3;
    A 0, B 1, C 2, D 3, E 4;
    A 0, B 1, C 2, D 3, E 4, F 5;
    A 0, B 1, C 2, D 3, E 4, F 5, G 6;
    A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7;
    A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8;
    A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9;
    A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9, K 10;
    A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9, K 10, L 11;
}

/// A number of a pack.
pub(super) struct Number {
    pub(super) path: Path,
    pub(super) value: f64,
    /// The distance from 1 to the next larger float of its type.
    pub(super) epsilon: f64,
}

/// The numbers of a pack, in order.
pub(super) fn numbers<P: Pack>(pack: &P) -> Vec<Number> {
    let mut out = Vec::new();
    visit(&mut pack.clone(), |path, float| {
        out.push(Number { path: path.clone(), value: float.get(), epsilon: float.epsilon() });
    });
    out
}

/// The pack with one number changed, and that number as its type rounds it.
pub(super) fn number_at<P: Pack>(pack: &P, which: usize, value: f64) -> (P, f64) {
    let mut rounded = value;
    let pack = changed(pack, |index, float| {
        if index == which {
            float.set(value);
            rounded = float.get();
        }
    });
    (pack, rounded)
}

/// The pack with each number replaced.
pub(super) fn replaced<P: Pack>(pack: &P, mut value: impl FnMut(usize) -> f64) -> P {
    changed(pack, |index, float| float.set(value(index)))
}

fn changed<P: Pack>(pack: &P, mut change: impl FnMut(usize, &mut Float<'_>)) -> P {
    let (mut pack, mut index) = (pack.clone(), 0);
    visit(&mut pack, |_, mut float| {
        change(index, &mut float);
        index += 1;
    });
    pack
}

fn visit(pack: &mut impl Pack, mut number: impl FnMut(&Path, Float<'_>)) {
    pack.visit(&mut Visitor { path: Vec::new(), number: &mut number });
}

pub(super) fn is_same_form<P: Pack>(a: &P, b: &P) -> bool {
    numbers(a).iter().map(|number| &number.path).eq(numbers(b).iter().map(|number| &number.path))
}

/// What a reader calls a number: `argument 2[3]`, or `w[3]` if the second argument has that name.
pub(super) fn place(path: &Path, names: &[String]) -> String {
    let (argument, rest) = match path.split_first() {
        Some((Step::Member(argument), rest)) => (*argument, rest),
        _ => (0, path.as_slice()),
    };
    let name = names.get(argument).cloned().unwrap_or_else(|| format!("argument {}", argument + 1));
    part(name, rest)
}

/// A part of what has this name.
pub(super) fn part(name: String, path: &[Step]) -> String {
    let mut out = name;
    for step in path {
        match step {
            Step::Member(index) => write!(out, ".{index}"),
            Step::Index(index) => write!(out, "[{index}]"),
            Step::Field(name) => write!(out, ".{name}"),
        }
        .expect("a string takes it");
    }
    out
}
