//! The places that a statement names.

use super::{Arg, Call, Place, Stmt, StmtKind, Value};

impl Stmt {
    /// Whether it reads a place, writes it or adds to it, and does nothing else with one.
    pub(crate) fn is_plain(&self) -> bool {
        matches!(
            self.kind,
            StmtKind::Let(_, Value::Load(_) | Value::Take(_))
                | StmtKind::Accumulate(..)
                | StmtKind::Store { .. }
        )
    }

    /// The places that it reads, writes or passes on itself, blocks inside it aside.
    pub(crate) fn places_mut(&mut self) -> Vec<&mut Place> {
        match &mut self.kind {
            StmtKind::Let(_, value) => value.places_mut(),
            StmtKind::Accumulate(place, value) => {
                let mut all = value.places_mut();
                all.push(place);
                all
            }
            StmtKind::Store { place, .. }
            | StmtKind::Push(place, _)
            | StmtKind::Permute(place, ..)
            | StmtKind::Reshape { place, .. } => vec![place],
            StmtKind::Bind(_, place) => place.iter_mut().collect(),
            StmtKind::Exchange(a, b) => vec![a, b],
            StmtKind::Split { call, .. } => call.places_mut(),
            StmtKind::Forward { call, tangents, .. } => {
                let mut all = call.places_mut();
                all.extend(tangents.iter_mut().flatten().flatten());
                all
            }
            StmtKind::Pull { slots, tangents, .. } => {
                let all = slots.iter_mut().chain(tangents.iter_mut().flat_map(|(_, slots)| slots));
                all.flat_map(|slot| slot.ct.iter_mut().chain(&mut slot.lent)).collect()
            }
            StmtKind::Declare(_)
            | StmtKind::Branch(_)
            | StmtKind::Scope(..)
            | StmtKind::Loop(_)
            | StmtKind::Inert(_)
            | StmtKind::Frames(_)
            | StmtKind::Clear(_)
            | StmtKind::Settled(_)
            | StmtKind::Keep(..)
            | StmtKind::Replay(..)
            | StmtKind::Restore(..)
            | StmtKind::Unroll { .. } => Vec::new(),
        }
    }
}

impl Value {
    fn places_mut(&mut self) -> Vec<&mut Place> {
        match self {
            Value::Load(place)
            | Value::Take(place)
            | Value::Zeros(place)
            | Value::ZeroLike(place)
            | Value::Cells(place)
            | Value::TwoRows(place, _)
            | Value::Copy(place, _)
            | Value::Pop(place, _)
            | Value::Replace(place, _)
            | Value::Reset(place, _) => vec![place],
            Value::Window(window) => vec![&mut window.place],
            Value::Pieces(pieces) => vec![&mut pieces.place],
            Value::Strip(strip) => vec![&mut strip.of],
            Value::Kept(kept) => vec![&mut kept.place],
            Value::Call(call) => call.places_mut(),
            Value::Atom(_)
            | Value::Op(..)
            | Value::Inert(_)
            | Value::Pure(..)
            | Value::Tuple(_)
            | Value::Array(_)
            | Value::Repeat(..)
            | Value::List(..)
            | Value::Filled(..)
            | Value::Cast(..)
            | Value::Zero(_)
            | Value::Read(_)
            | Value::Length(_)
            | Value::Reached { .. }
            | Value::Piece { .. }
            | Value::Sum(..) => Vec::new(),
        }
    }
}

impl Call {
    fn places_mut(&mut self) -> Vec<&mut Place> {
        let mut all = Vec::new();
        for arg in &mut self.args {
            match arg {
                Arg::Shared(place, _) | Arg::Exclusive(place, _) => all.push(place),
                Arg::Value(..) | Arg::Closure(..) => {}
            }
        }
        all
    }
}
