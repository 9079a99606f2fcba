//! How the pullback of a call gets again what was passed by reference.

use super::Plan;
use crate::ir::{Arg, Call, Proj, Shape, VarId};

impl Plan<'_> {
    /// Arguments by reference can be passed again where the place is there, or in a loop a copy of it: one that the callee
    /// made would be a piece of the heap for each call. A recursion has a stack of frames of one type.
    pub(super) fn lend(&mut self, var: VarId, call: &Call, depth: usize) {
        for (at, arg) in call.args.iter().enumerate() {
            let place = match arg {
                Arg::Shared(place, _) => place,
                // `y` of a `&mut` parameter, which the callee may take as `&`.
                Arg::Exclusive(place, _) if matches!(place.path[..], [Proj::Deref]) => place,
                Arg::Exclusive(..) | Arg::Value(..) | Arg::Closure(..) => continue,
            };
            // What is small and outside loops is better kept.
            let small = depth == 0 && self.func.place_shape(place).is_static();
            if !small && self.finality.args.contains(&(var, at)) && self.is_there(place.var) {
                self.lent.insert((var, at));
                self.wanted.insert(place.var);
                place.indices(&mut |index| {
                    self.wanted.insert(index);
                });
            } else if depth > 0
                && !self.recursive
                && self.func.place_shape(place).elements().is_some_and(Shape::is_static)
            {
                self.copied.insert((var, at));
            }
        }
    }
}
