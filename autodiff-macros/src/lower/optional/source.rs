//! What an `Option` is of, without the `Option`.

use proc_macro2::TokenStream;

use super::super::pure::reads_of;
use crate::ir::{Atom, Func, Passing, Place, Shape, VarId};

/// Where the value comes from, if there is one.
#[derive(Clone)]
pub(in crate::lower) struct Source {
    /// Whether there is one.
    pub(in crate::lower) present: TokenStream,
    /// The `Option`, as it is before anything is popped.
    pub(in crate::lower) option: TokenStream,
    pub(super) part: Part,
    /// By reference, or by value where it is `None`.
    pub(super) behind: Option<Passing>,
}

#[derive(Clone)]
pub(super) enum Part {
    /// The last element, which is removed.
    Popped(Place),
    /// An element.
    Element(Place, Atom),
    /// The last element.
    Last(Place),
    /// The first element and the rest.
    SplitFirst(Place),
    /// The last element and the rest.
    SplitLast(Place),
}

impl Source {
    /// What tells whether the value is there, if that can be asked again.
    pub(in crate::lower) fn decided_by(&self) -> Option<Vec<VarId>> {
        match &self.part {
            Part::Popped(_) => None,
            Part::Element(place, index) => Some(reads_of(place).into_iter().chain(index.var()).collect()),
            Part::Last(place) | Part::SplitFirst(place) | Part::SplitLast(place) => Some(reads_of(place)),
        }
    }

    /// What the value is popped from.
    pub(in crate::lower) fn popped(&self) -> Option<&Place> {
        match &self.part {
            Part::Popped(place) => Some(place),
            Part::Element(..) | Part::Last(_) | Part::SplitFirst(_) | Part::SplitLast(_) => None,
        }
    }

    /// The shape of the value.
    pub(in crate::lower) fn shape(&self, func: &Func) -> Shape {
        let (Part::Popped(place)
        | Part::Element(place, _)
        | Part::Last(place)
        | Part::SplitFirst(place)
        | Part::SplitLast(place)) = &self.part;
        let elem = match func.place_shape(place) {
            Shape::Array(elem, _) | Shape::Slice(elem) | Shape::List(elem) => *elem,
            _ => Shape::Unknown,
        };
        match self.part {
            Part::SplitFirst(_) | Part::SplitLast(_) => {
                Shape::Tuple(vec![elem.clone(), Shape::Slice(Box::new(elem))])
            }
            Part::Popped(_) | Part::Element(..) | Part::Last(_) => elem,
        }
    }
}
