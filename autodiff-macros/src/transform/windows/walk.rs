//! What the iterations of a loop are at.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{Literal, TokenStream};
use quote::{ToTokens, quote};
use syn::{BinOp, Expr, ExprBinary, ExprIndex, LitInt};

use super::conditions::elements;
use super::names::{Names, define};
use crate::ir::{Atom, Block, Branch, Code, Func, Place, Proj, Stmt, StmtKind, Value, VarId};

/// An element whose index moves with the counter, in a place that does not depend on the iteration.
#[derive(Clone)]
pub(super) struct Access {
    /// The place it is an element of.
    pub(super) whole: Place,
    pub(super) line: Line,
    /// What the index reads beside the counter.
    pub(super) reads: Vec<VarId>,
    /// The way on into the element.
    pub(super) rest: Vec<Proj>,
    /// Whether every iteration is there.
    pub(super) certain: bool,
    pub(super) written: bool,
}

/// An index that moves with the counter.
#[derive(Clone)]
pub(in crate::transform) enum Line {
    /// `counter`
    Same,
    /// `counter + offset`
    Up(TokenStream),
    /// `counter - offset`
    Behind(TokenStream),
    /// `first - counter`
    Down(TokenStream),
}

/// A loop and what its body is at, inner loops aside.
pub(in crate::transform) struct Walk<'n> {
    /// The counter, and what is equal to it, by their names.
    counters: BTreeMap<VarId, String>,
    /// Variables that the body defines.
    own: BTreeSet<VarId>,
    /// Those of them that it computes from numbers.
    computed: BTreeSet<VarId>,
    /// Indices that move with the counter, and what they read beside it.
    lines: BTreeMap<VarId, (Line, Vec<VarId>)>,
    names: &'n Names<'n>,
    /// In order of the program.
    pub(super) accesses: Vec<Access>,
    /// Variables that the body changes.
    pub(in crate::transform) changes: BTreeSet<VarId>,
    /// Those of them that are reached otherwise than by an access.
    pub(super) otherwise: BTreeSet<VarId>,
}

impl<'n> Walk<'n> {
    pub(in crate::transform) fn new(
        func: &Func,
        names: &'n Names<'n>,
        body: &Block,
        counter: VarId,
    ) -> Walk<'n> {
        let mut walk = Walk {
            counters: BTreeMap::from([(counter, func.var(counter).ident.to_string())]),
            own: BTreeSet::new(),
            computed: BTreeSet::new(),
            lines: BTreeMap::new(),
            names,
            accesses: Vec::new(),
            changes: body.changes(),
            otherwise: BTreeSet::new(),
        };
        body.each(&mut |stmt| define(stmt, &mut walk.own));
        body.each(&mut |stmt| {
            let StmtKind::Let(var, value) = &stmt.kind else { return };
            match value {
                Value::Pure(code, reads) => {
                    walk.computed.insert(*var);
                    let line = walk.line_of(code, reads);
                    walk.lines.extend(line.map(|line| (*var, line)));
                }
                Value::Atom(Atom::Var(of)) if walk.counters.contains_key(of) && func.is_constant(*var) => {
                    walk.counters.insert(*var, func.var(*var).ident.to_string());
                }
                _ => {}
            }
        });
        walk.survey(body, true);
        walk
    }

    fn survey(&mut self, block: &Block, mut certain: bool) {
        for stmt in &block.stmts {
            let mut roots = Vec::new();
            for (place, written) in accessed(stmt) {
                roots.push(place.var);
                let certain = certain && is_certain(stmt);
                match self.access(place, written, certain) {
                    Some(access) => self.accesses.push(access),
                    None => drop(self.otherwise.insert(place.var)),
                }
            }
            let mut mentioned = BTreeSet::new();
            let mut mention = |stmt: &Stmt| {
                stmt.own_changes(&mut mentioned);
                stmt.reads(&mut |var| {
                    mentioned.insert(var);
                });
            };
            mention(stmt);
            if let StmtKind::Branch(Branch { head, again: Some(_), .. }) = &stmt.kind {
                elements(&mut head.code().clone(), &mut |element| {
                    self.accesses.extend(self.read(element));
                    None
                });
            }
            match &stmt.kind {
                StmtKind::Branch(_) | StmtKind::Replay(..) | StmtKind::Scope(Some(_), _) => {
                    stmt.blocks().into_iter().for_each(|inside| self.survey(inside, false));
                }
                StmtKind::Scope(None, inside) => self.survey(inside, certain),
                // A loop inside: what is only read may be an element of this one's.
                _ => {
                    stmt.blocks().into_iter().for_each(|inside| inside.each(&mut mention));
                    stmt.blocks().into_iter().for_each(|inside| self.survey(inside, false));
                }
            }
            let others = mentioned.into_iter().filter(|var| !roots.contains(var));
            self.otherwise.extend(others.filter(|var| self.changes.contains(var)));
            // What follows may not run.
            certain &= !stmt.may_exit();
        }
    }

    /// The access to a place, if its index moves with the counter.
    pub(super) fn access(&self, place: &Place, written: bool, certain: bool) -> Option<Access> {
        let (at, len, (line, reads)) = (0..place.path.len()).find_map(|at| match &place.path[at..] {
            [Proj::Range(start, ..), Proj::Index(Atom::Const(offset), _), ..] => {
                Some((at, 2, self.shifted(start.as_ref()?, offset)?))
            }
            [Proj::Index(Atom::Var(index), _), ..] => Some((at, 1, self.line(*index)?)),
            _ => None,
        })?;
        let whole = Place { var: place.var, path: place.path[..at].to_vec() };
        let rest = place.path[at + len..].to_vec();
        self.is_fixed(&whole).then_some(Access { whole, line, reads, rest, certain, written })
    }

    /// The same of code that reads an element of something that does not change.
    pub(super) fn read(&self, element: &ExprIndex) -> Option<Access> {
        let (whole, index, reads) = self.names.element(element)?;
        let (line, reads) = match &reads[..] {
            [only] if self.names.is(*only, &index) => self.line(*only)?,
            reads => self.line_of(&index, reads)?,
        };
        let fixed = self.is_fixed(&whole) && !self.changes.contains(&whole.var);
        fixed.then_some(Access { whole, line, reads, rest: Vec::new(), certain: false, written: false })
    }

    /// Whether the body defines a variable.
    pub(super) fn defines(&self, var: VarId) -> bool {
        self.own.contains(&var)
    }

    /// Whether the body computes a variable from numbers.
    pub(in crate::transform) fn computes(&self, var: VarId) -> bool {
        self.computed.contains(&var)
    }

    /// Whether a place does not depend on the iteration.
    pub(in crate::transform) fn is_fixed(&self, place: &Place) -> bool {
        let mut fixed = !self.own.contains(&place.var) && self.names.knows(place.var);
        place.indices(&mut |index| fixed &= !self.own.contains(&index));
        fixed
    }

    /// How a variable moves with the counter, and what that reads beside it.
    pub(in crate::transform) fn line(&self, index: VarId) -> Option<(Line, Vec<VarId>)> {
        if self.counters.contains_key(&index) {
            Some((Line::Same, Vec::new()))
        } else {
            self.lines.get(&index).cloned()
        }
    }

    /// The line of an index that stands `offset` behind the start of a part.
    fn shifted(&self, start: &Atom, Code(offset): &Code) -> Option<(Line, Vec<VarId>)> {
        let (line, reads) = self.line(start.var()?)?;
        let line = match line {
            line if offset.to_string() == "0" => line,
            Line::Same => Line::Up(offset.clone()),
            Line::Up(more) => Line::Up(quote!(#more + #offset)),
            Line::Behind(_) | Line::Down(_) => return None,
        };
        Some((line, reads))
    }

    /// How code moves with the counter: `offset + counter`, `counter - offset`, `first - counter`.
    fn line_of(&self, code: &Code, reads: &[VarId]) -> Option<(Line, Vec<VarId>)> {
        let is_counter = |expr: &Expr| matches!(expr, Expr::Path(path) if path.path.get_ident().is_some_and(|ident| self.counters.values().any(|name| ident == name)));
        let line = match syn::parse2::<Expr>(code.0.clone()).ok()? {
            expr if is_counter(&expr) => Line::Same,
            Expr::Binary(both) => match (&both.op, is_counter(&both.left), is_counter(&both.right)) {
                (BinOp::Add(_), true, false) => Line::Up(both.right.to_token_stream()),
                (BinOp::Add(_), false, true) => Line::Up(both.left.to_token_stream()),
                (BinOp::Sub(_), true, false) => Line::Behind(both.right.to_token_stream()),
                (BinOp::Sub(_), false, true) => Line::Down(both.left.to_token_stream()),
                _ => return self.line_beside(&both, reads),
            },
            _ => return None,
        };
        let others: Vec<VarId> =
            reads.iter().copied().filter(|var| !self.counters.contains_key(var)).collect();
        let once = reads.len() == others.len() + 1;
        (once && others.iter().all(|var| !self.own.contains(var))).then_some((line, others))
    }

    /// The line so many steps beside another: `i + 1` and `i - 1` where `i` is `counter + 1`.
    fn line_beside(&self, both: &ExprBinary, reads: &[VarId]) -> Option<(Line, Vec<VarId>)> {
        let number =
            |code: &TokenStream| syn::parse2::<LitInt>(code.clone()).ok()?.base10_parse::<i64>().ok();
        let ([of], Expr::Path(_)) = (reads, &*both.left) else { return None };
        let by = number(&both.right.to_token_stream())?;
        let by = match both.op {
            BinOp::Add(_) => by,
            BinOp::Sub(_) => -by,
            _ => return None,
        };
        let (line, others) = self.lines.get(of)?;
        let (op, right) = (&both.op, &both.right);
        let from = match line {
            Line::Same => 0,
            Line::Up(more) => match number(more) {
                Some(more) => more,
                None => return Some((Line::Up(quote!(#more #op #right)), others.clone())),
            },
            Line::Behind(less) => -number(less)?,
            Line::Down(first) => return Some((Line::Down(quote!(#first #op #right)), others.clone())),
        };
        let offset = Literal::i64_unsuffixed((from + by).abs()).to_token_stream();
        let line = match from + by {
            0 => Line::Same,
            1.. => Line::Up(offset),
            _ => Line::Behind(offset),
        };
        Some((line, others.clone()))
    }
}

impl Line {
    /// The least index on it while the counter goes from `start` to `end`.
    pub(in crate::transform) fn least(&self, start: &TokenStream, end: &TokenStream) -> Code {
        let at_zero = start.to_string() == "0";
        Code(match self {
            Line::Same => start.clone(),
            Line::Up(offset) if at_zero => offset.clone(),
            Line::Up(offset) => quote!(#offset + #start),
            Line::Behind(offset) => quote!(#start - #offset),
            Line::Down(first) => quote!(#first + 1 - #end),
        })
    }
}

impl Access {
    /// What tells the place it is an element of from others.
    pub(super) fn whole_key(&self) -> String {
        let path: String = self.whole.path.iter().map(step_key).collect();
        format!("{}{path}", self.whole.var.0)
    }

    /// What tells the element from others.
    pub(super) fn key(&self) -> String {
        let whole = self.whole_key();
        match &self.line {
            Line::Same => format!("{whole}+"),
            Line::Up(offset) => format!("{whole}+{offset}"),
            Line::Behind(offset) => format!("{whole}+-{offset}"),
            Line::Down(first) => format!("{whole}-{first}"),
        }
    }
}

fn step_key(step: &Proj) -> String {
    let atom = |atom: &Atom| match atom {
        Atom::Var(var) => format!("%{}", var.0),
        Atom::Const(code) => code.0.to_string(),
    };
    match step {
        // The code of conditions is without some.
        Proj::Deref => String::new(),
        Proj::Member(member) => format!(".{}", member.to_token_stream()),
        Proj::Index(index, _) => format!("[{}]", atom(index)),
        Proj::Range(start, end, inclusive) => {
            let bound = |bound: &Option<Atom>| bound.as_ref().map_or(String::new(), atom);
            format!("[{}..{}{}]", bound(start), if *inclusive { "=" } else { "" }, bound(end))
        }
    }
}

/// Whether a statement is at its elements: a window is taken where the loop inside runs.
fn is_certain(stmt: &Stmt) -> bool {
    !matches!(&stmt.kind, StmtKind::Let(_, Value::Window(window)) if !window.is_taken())
}

/// The elements that a statement reads or writes, in an order of its own.
fn accessed(stmt: &Stmt) -> impl Iterator<Item = (&Place, bool)> {
    let (value, place): (Option<&Value>, Option<&Place>) = match &stmt.kind {
        StmtKind::Let(_, value) => (Some(value), None),
        StmtKind::Accumulate(place, value) => (Some(value), Some(place)),
        StmtKind::Store { place, .. } => (None, Some(place)),
        _ => (None, None),
    };
    let read = match value {
        Some(Value::Load(place)) => Some((place, false)),
        Some(Value::Take(place) | Value::Cells(place) | Value::TwoRows(place, _)) => Some((place, true)),
        Some(Value::Window(window)) => Some((&window.place, window.exclusive)),
        _ => None,
    };
    place.map(|place| (place, true)).into_iter().chain(read)
}

/// The same, to change.
pub(in crate::transform) fn accessed_mut(stmt: &mut Stmt) -> Vec<&mut Place> {
    let (value, place): (Option<&mut Value>, Option<&mut Place>) = match &mut stmt.kind {
        StmtKind::Let(_, value) => (Some(value), None),
        StmtKind::Accumulate(place, value) => (Some(value), Some(place)),
        StmtKind::Store { place, .. } => (None, Some(place)),
        _ => (None, None),
    };
    let read = match value {
        Some(Value::Load(place) | Value::Take(place) | Value::Cells(place) | Value::TwoRows(place, _)) => {
            Some(place)
        }
        Some(Value::Window(window)) => Some(&mut window.place),
        _ => None,
    };
    place.into_iter().chain(read).collect()
}
