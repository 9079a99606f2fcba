//! What is computed twice from the same operands is computed once.
//!
//! ```text
//!   let a = x[0]                              let a = x[0]
//!   let b = x[0]                              let b = a
//!   let t = a * b                             let t = a * a
//! ```
//!
//! rustc does so too, but later: only here does it become visible that this is a square. Of the forward sweep and the
//! reverse sweep that one is treated that was made last. Nothing is carried into a loop.

use std::collections::{BTreeMap, BTreeSet};

use quote::ToTokens;

use crate::ir::{Atom, Block, Code, Func, Place, Proj, Role, Scoped, Shape, StmtKind, Value, VarId};
use crate::rules::Op;

/// The function with fewer different values.
pub(crate) fn share(mut func: Func) -> Func {
    let fixed = func.fixed();
    let mut body = match &mut func.reverse {
        Some(reverse) => std::mem::replace(&mut reverse.body, Block::empty()),
        None => std::mem::replace(&mut func.body, Block::empty()),
    };
    let (same, renamed, made) = (Scoped::default(), BTreeSet::new(), Scoped::default());
    let versions = BTreeMap::new();
    Share { func: &func, fixed, same, renamed, versions, made }.block(&mut body);
    match &mut func.reverse {
        Some(reverse) => reverse.body = body,
        None => func.body = body,
    }
    func
}

struct Share<'a> {
    func: &'a Func,
    /// Variables that have one value.
    fixed: BTreeSet<VarId>,
    /// Variables that hold the value of another.
    same: Scoped<VarId, VarId>,
    /// Those of them that are read no more. In the forward sweep the user's names stay.
    renamed: BTreeSet<VarId>,
    /// How often a cotangent has changed.
    versions: BTreeMap<VarId, usize>,
    /// Which variable holds a value, by the value's text.
    made: Scoped<String, VarId>,
}

impl Share<'_> {
    fn block(&mut self, block: &mut Block) {
        for stmt in &mut block.stmts {
            let changed = stmt.changes();
            match &mut stmt.kind {
                StmtKind::Let(var, value) => {
                    self.replace(value);
                    self.define(*var, value);
                }
                StmtKind::Accumulate(_, value) => self.replace(value),
                StmtKind::Branch(branch) => {
                    branch.arms.iter_mut().for_each(|arm| self.inner(&mut arm.body));
                }
                StmtKind::Scope(_, body) | StmtKind::Replay(_, _, body) => self.inner(body),
                StmtKind::Loop(inner) => self.apart(&mut inner.body),
                StmtKind::Unroll { body, .. } => self.apart(body),
                _ => {}
            }
            for var in changed {
                *self.versions.entry(var).or_insert(0) += 1;
            }
        }
    }

    fn inner(&mut self, block: &mut Block) {
        let (same, made) = (self.same.mark(), self.made.mark());
        self.block(block);
        self.same.back_to(same);
        self.made.back_to(made);
    }

    fn apart(&mut self, block: &mut Block) {
        let (same, made) = (std::mem::take(&mut self.same), std::mem::take(&mut self.made));
        self.block(block);
        (self.same, self.made) = (same, made);
    }

    /// Operands that hold the same value become the same variable.
    fn replace(&self, value: &mut Value) {
        let Value::Op(_, atoms, _) = value else { return };
        for atom in atoms {
            if let Some(var) = atom.var().filter(|var| self.renamed.contains(var)) {
                *atom = Atom::Var(self.first(var));
            }
        }
    }

    fn define(&mut self, var: VarId, value: &mut Value) {
        if !self.fixed.contains(&var) {
            return;
        }
        let copied = match &*value {
            Value::Atom(Atom::Var(from)) => Some(*from),
            Value::Load(place) if place.path.is_empty() => Some(place.var),
            _ => None,
        };
        if let Some(from) = copied.filter(|from| self.is_number(*from) && self.is_number(var)) {
            self.is(var, self.first(from));
            return;
        }
        let Some(key) = self.key(value).filter(|_| self.is_number(var)) else { return };
        match self.made.get(&key).copied() {
            Some(first) => {
                *value = Value::Atom(Atom::Var(first));
                self.is(var, first);
            }
            None => _ = self.made.insert(key, var),
        }
    }

    fn is(&mut self, var: VarId, first: VarId) {
        self.same.insert(var, first);
        if matches!(self.func.var(var).role, Role::Temp | Role::Cotangent | Role::Tangent) {
            self.renamed.insert(var);
        }
    }

    fn first(&self, var: VarId) -> VarId {
        self.same.get(&var).copied().unwrap_or(var)
    }

    fn is_number(&self, var: VarId) -> bool {
        self.fixed.contains(&var) && matches!(self.func.var(var).shape, Shape::Float(_))
    }

    /// The text of a value that is the same whenever it is computed.
    fn key(&self, value: &Value) -> Option<String> {
        match value {
            Value::Op(op, atoms, _) => {
                let mut atoms = atoms.iter().map(|atom| self.atom(atom)).collect::<Option<Vec<_>>>()?;
                if matches!(op, Op::Add | Op::Mul) {
                    atoms.sort();
                }
                Some(format!("{op:?} {}", atoms.join(" ")))
            }
            Value::Load(place) => self.place(place),
            _ => None,
        }
    }

    fn atom(&self, atom: &Atom) -> Option<String> {
        match atom {
            Atom::Var(var) if self.fixed.contains(var) => Some(format!("%{}", self.first(*var).0)),
            // Only cotangents: of other variables the forward sweep is not seen to change them.
            Atom::Var(var) if self.func.var(*var).role == Role::Cotangent => {
                Some(format!("%{} {}", var.0, self.versions.get(var).unwrap_or(&0)))
            }
            Atom::Var(_) => None,
            Atom::Const(Code(code)) => Some(format!("`{code}`")),
        }
    }

    fn place(&self, place: &Place) -> Option<String> {
        let var = self.func.var(place.var);
        let known = var.shape.is_static() || matches!(var.shape, Shape::Slice(_) | Shape::List(_));
        if !known || !self.fixed.contains(&place.var) {
            return None;
        }
        let steps = place.path.iter().map(|step| match step {
            Proj::Deref => Some("*".to_owned()),
            Proj::Member(member) => Some(format!(".{}", member.to_token_stream())),
            Proj::Index(index, _) => self.atom(index).map(|index| format!("[{index}]")),
            Proj::Range(start, end, inclusive) => {
                let bound = |bound: &Option<Atom>| {
                    bound.as_ref().map_or(Some(String::new()), |bound| self.atom(bound))
                };
                Some(format!("[{}..{inclusive}{}]", bound(start)?, bound(end)?))
            }
        });
        Some(format!("%{}{}", place.var.0, steps.collect::<Option<String>>()?))
    }
}
