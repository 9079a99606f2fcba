//! Loops of the reverse sweep walk along windows.
//!
//! ```text
//!                                        let w = window x[lo..lo + n]; let ct_w = window ct_x[lo..lo + n]
//! for j in 0..n {                        for j in 0..n {
//!   ct_x[lo + j] += c * x[lo + j]          ct_w[j] += c * w[j]
//! }                                      }
//! ```
//!
//! rustc knows the length of a window, so that no index into it is checked and the loop becomes one over vectors. In the
//! reverse sweep nothing changes by that: the forward sweep has been at each of these elements. A window is taken where
//! every iteration is at its element, and what is written is reached by no other way in the loop.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, format_ident, quote};
use syn::{BinOp, Expr};

use super::around::around_loops;
use crate::ir::{
    Atom, Block, Code, Func, Loop, LoopHead, Place, Proj, Role, Shape, Steps, Stmt, StmtKind, Value, Var,
    VarId, Window,
};

/// The function with windows.
pub(crate) fn windows(func: Func) -> Func {
    around_loops(func, |func, inner, span| (take_windows(func, inner, span), None))
}

/// The windows of one loop, whose body from then on uses them.
fn take_windows(func: &mut Func, inner: &mut Loop, span: Span) -> Vec<Stmt> {
    let LoopHead::For(_, Steps { span: Some((start, end)), .. }) = &inner.head else { return Vec::new() };
    if inner.primal {
        return Vec::new();
    }
    let Some(StmtKind::Bind(counter, None)) = inner.body.stmts.first().map(|stmt| stmt.kind.clone()) else {
        return Vec::new();
    };
    let walk = Walk::new(func, &inner.body, counter, (start.clone(), end.clone()));
    let mut wanted: BTreeMap<String, (Access, bool)> = BTreeMap::new();
    for stmt in &inner.body.stmts {
        for (place, written) in accessed(stmt) {
            if let Some(access) = walk.access(place, written).filter(|access| is_list(func, &access.prefix)) {
                wanted.entry(access.key.clone()).or_insert((access, false)).1 |= written;
            }
        }
    }
    let mut windows = BTreeMap::new();
    let mut stmts = Vec::new();
    for (key, (access, exclusive)) in wanted {
        let shape = func.place_shape(&access.prefix);
        let root = access.prefix.var;
        let name = format!("{}_window", syn::ext::IdentExt::unraw(&func.var(root).ident));
        let ident = format_ident!("{name}", span = Span::mixed_site());
        let role = if exclusive { Role::Cotangent } else { Role::Residual };
        let shape = match shape {
            Shape::Array(elem, _) | Shape::List(elem) | Shape::Slice(elem) => Shape::Slice(elem),
            other => other,
        };
        let mutable = exclusive;
        let var = func.fresh(Var { ident, role, shape, mutable, late: false, annotation: None });
        func.windows.insert(var, root);
        let window = Window {
            place: access.prefix,
            bounds: walk.bounds(func, &access.line),
            span: walk.span.clone(),
            reads: access.reads,
            exclusive,
        };
        stmts.push(Stmt { kind: StmtKind::Let(var, Value::Window(window)), span });
        windows.insert(key, (var, matches!(access.line, Line::Down(_))));
    }
    let positions = [false, true].map(|down| {
        let wanted = windows.values().any(|(_, is_down)| *is_down == down);
        wanted.then(|| walk.position(func, &mut inner.body, down, span))
    });
    let walk = Walk::new(func, &inner.body, counter, walk.span);
    let keys: Vec<Vec<Option<String>>> = inner
        .body
        .stmts
        .iter()
        .map(|stmt| accessed(stmt).map(|(place, written)| Some(walk.access(place, written)?.key)).collect())
        .collect();
    for (stmt, keys) in inner.body.stmts.iter_mut().zip(keys) {
        for (place, key) in accessed_mut(stmt).into_iter().zip(keys) {
            let Some((window, down)) = key.and_then(|key| windows.get(&key)) else { continue };
            let position = positions[usize::from(*down)].clone();
            let path = position.into_iter().map(Proj::Index).collect();
            *place = Place { var: *window, path };
        }
    }
    stmts
}

fn is_list(func: &Func, place: &Place) -> bool {
    matches!(func.place_shape(place), Shape::Array(..) | Shape::Slice(_) | Shape::List(_))
}

/// An element that every iteration is at, in a place that does not depend on the iteration.
struct Access {
    prefix: Place,
    line: Line,
    reads: Vec<VarId>,
    /// What tells it from others.
    key: String,
}

/// An index that moves with the counter.
#[derive(Clone)]
enum Line {
    /// `counter`
    Same,
    /// `counter + offset`
    Up(TokenStream),
    /// `counter - offset`
    Behind(TokenStream),
    /// `first - counter`
    Down(TokenStream),
}

struct Walk {
    counter: VarId,
    counter_name: String,
    span: (Atom, Atom),
    /// Variables that the body defines.
    own: BTreeSet<VarId>,
    /// Indices that move with the counter, and what they read beside it.
    lines: BTreeMap<VarId, (Line, Vec<VarId>)>,
    /// Places with elements, of which the type of the whole is known.
    known: BTreeSet<VarId>,
    /// For each variable the elements of the iteration's own by which it is reached.
    ways: BTreeMap<VarId, BTreeSet<String>>,
    /// Variables that are reached otherwise too.
    otherwise: BTreeSet<VarId>,
    /// Variables that the body changes.
    changes: BTreeSet<VarId>,
}

impl Walk {
    fn new(func: &Func, body: &Block, counter: VarId, span: (Atom, Atom)) -> Walk {
        let mut own = BTreeSet::new();
        body.each(&mut |stmt| {
            if let StmtKind::Let(var, _) | StmtKind::Declare(var) | StmtKind::Bind(var, _) = &stmt.kind {
                own.insert(*var);
            }
            if let StmtKind::Restore(_, vars) | StmtKind::Replay(_, vars, _) = &stmt.kind {
                own.extend(vars);
            }
            if let StmtKind::Unroll { vars, .. } = &stmt.kind {
                own.extend(vars);
            }
        });
        let counter_name = func.var(counter).ident.to_string();
        let mut walk = Walk {
            counter,
            counter_name,
            span,
            own,
            lines: BTreeMap::new(),
            known: BTreeSet::new(),
            ways: BTreeMap::new(),
            otherwise: BTreeSet::new(),
            changes: body.changes(),
        };
        walk.known = (0..func.vars.len())
            .filter_map(|at| u32::try_from(at).ok().map(VarId))
            .filter(|var| !matches!(func.var(*var).shape, Shape::Unknown))
            .collect();
        for stmt in &body.stmts {
            if let StmtKind::Let(var, Value::Pure(code, reads)) = &stmt.kind {
                if let Some(line) = walk.line(code, reads) {
                    walk.lines.insert(*var, line);
                }
            }
        }
        walk.survey(body);
        walk
    }

    /// Finds what is written, and by which ways.
    fn survey(&mut self, body: &Block) {
        let mut own_ways: Vec<*const Stmt> = Vec::new();
        for stmt in &body.stmts {
            own_ways.push(std::ptr::from_ref(stmt));
        }
        body.each(&mut |stmt| {
            let direct = own_ways.contains(&std::ptr::from_ref(stmt));
            let ways: Vec<(Place, bool)> =
                accessed(stmt).map(|(place, written)| (place.clone(), written)).collect();
            for (place, _) in &ways {
                match self.parts(place).filter(|_| direct) {
                    Some(access) => drop(self.ways.entry(place.var).or_default().insert(access.key)),
                    None => drop(self.otherwise.insert(place.var)),
                }
            }
            // Whatever else mentions a variable.
            let mut mentioned = Vec::new();
            stmt.reads(&mut |var| mentioned.push(var));
            mentioned.extend(Block { stmts: vec![stmt.clone()], end: crate::ir::End::Fall }.changes());
            for var in mentioned {
                if self.changes.contains(&var)
                    && !ways.iter().any(|(place, _)| place.var == var)
                    && stmt.blocks().is_empty()
                {
                    self.otherwise.insert(var);
                }
            }
        });
    }

    /// An access for which a window can be taken.
    fn access(&self, place: &Place, written: bool) -> Option<Access> {
        let access = self.parts(place)?;
        let only_way = self.ways.get(&place.var).is_some_and(|keys| keys.len() == 1);
        let changed = written || self.changes.contains(&place.var);
        if changed && (!only_way || self.otherwise.contains(&place.var)) {
            return None;
        }
        Some(access)
    }

    fn parts(&self, place: &Place) -> Option<Access> {
        let (Proj::Index(Atom::Var(index)), prefix) = place.path.split_last()? else { return None };
        let prefix = Place { var: place.var, path: prefix.to_vec() };
        let mut fixed = !self.own.contains(&prefix.var) && self.known.contains(&prefix.var);
        prefix.indices(&mut |index| fixed &= !self.own.contains(&index));
        if !fixed {
            return None;
        }
        let (line, reads) =
            if *index == self.counter { (Line::Same, Vec::new()) } else { self.lines.get(index)?.clone() };
        let path = prefix.path.iter().map(step_key).collect::<String>();
        let key = match &line {
            Line::Same => format!("{}{path}+", prefix.var.0),
            Line::Up(offset) => format!("{}{path}+{offset}", prefix.var.0),
            Line::Behind(offset) => format!("{}{path}+-{offset}", prefix.var.0),
            Line::Down(first) => format!("{}{path}-{first}", prefix.var.0),
        };
        Some(Access { prefix, line, reads, key })
    }

    /// How code moves with the counter: `offset + counter`, `counter - offset`, `first - counter`.
    fn line(&self, code: &Code, reads: &[VarId]) -> Option<(Line, Vec<VarId>)> {
        let Ok(Expr::Binary(both)) = syn::parse2::<Expr>(code.0.clone()) else { return None };
        let is_counter = |expr: &Expr| matches!(expr, Expr::Path(path) if path.path.get_ident().is_some_and(|ident| *ident == self.counter_name));
        let line = match (&both.op, is_counter(&both.left), is_counter(&both.right)) {
            (BinOp::Add(_), true, false) => Line::Up(both.right.to_token_stream()),
            (BinOp::Add(_), false, true) => Line::Up(both.left.to_token_stream()),
            (BinOp::Sub(_), true, false) => Line::Behind(both.right.to_token_stream()),
            (BinOp::Sub(_), false, true) => Line::Down(both.left.to_token_stream()),
            _ => return None,
        };
        let others: Vec<VarId> = reads.iter().copied().filter(|var| *var != self.counter).collect();
        let once = reads.len() == others.len() + 1;
        (once && others.iter().all(|var| !self.own.contains(var))).then_some((line, others))
    }

    /// From the first element to behind the last.
    fn bounds(&self, func: &Func, line: &Line) -> [Code; 2] {
        let [start, end] = [&self.span.0, &self.span.1].map(|atom| tokens(func, atom));
        let plus = |offset: &TokenStream, atom: TokenStream| match atom.to_string().as_str() {
            "0" => offset.clone(),
            _ => quote!(#offset + #atom),
        };
        match line {
            Line::Same => [Code(start), Code(end)],
            Line::Up(offset) => [Code(plus(offset, start)), Code(plus(offset, end))],
            Line::Behind(offset) => [Code(quote!(#start - #offset)), Code(quote!(#end - #offset))],
            Line::Down(first) => [Code(quote!(#first + 1 - #end)), Code(quote!(#first + 1 - #start))],
        }
    }

    /// The index into a window that is walked up or down, as an atom of the body.
    fn position(&self, func: &mut Func, body: &mut Block, down: bool, span: Span) -> Atom {
        let [start, end] = [&self.span.0, &self.span.1].map(|atom| tokens(func, atom));
        if !down && start.to_string() == "0" {
            return Atom::Var(self.counter);
        }
        let counter = func.var(self.counter).ident.clone();
        let (ident, shape) = (format_ident!("at", span = Span::mixed_site()), Shape::Integer);
        let role = Role::Residual;
        let var = func.fresh(Var { ident, role, shape, mutable: false, late: false, annotation: None });
        let (code, bound) = match down {
            true => (quote!(#end - 1 - #counter), &self.span.1),
            false => (quote!(#counter - #start), &self.span.0),
        };
        let reads = [Some(self.counter), bound.var()].into_iter().flatten().collect();
        let value = Value::Pure(Code(code), reads);
        body.stmts.insert(1, Stmt { kind: StmtKind::Let(var, value), span });
        Atom::Var(var)
    }
}

fn tokens(func: &Func, atom: &Atom) -> TokenStream {
    match atom {
        Atom::Var(var) => func.var(*var).ident.to_token_stream(),
        Atom::Const(code) => code.0.clone(),
    }
}

fn step_key(step: &Proj) -> String {
    let atom = |atom: &Atom| match atom {
        Atom::Var(var) => format!("%{}", var.0),
        Atom::Const(code) => code.0.to_string(),
    };
    match step {
        Proj::Deref => "*".to_owned(),
        Proj::Member(member) => format!(".{}", member.to_token_stream()),
        Proj::Index(index) => format!("[{}]", atom(index)),
        Proj::Range(start, end, inclusive) => {
            let bound = |bound: &Option<Atom>| bound.as_ref().map_or(String::new(), atom);
            format!("[{}..{}{}]", bound(start), if *inclusive { "=" } else { "" }, bound(end))
        }
    }
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
        Some(Value::Take(place)) => Some((place, true)),
        _ => None,
    };
    place.map(|place| (place, true)).into_iter().chain(read)
}

fn accessed_mut(stmt: &mut Stmt) -> Vec<&mut Place> {
    let (value, place): (Option<&mut Value>, Option<&mut Place>) = match &mut stmt.kind {
        StmtKind::Let(_, value) => (Some(value), None),
        StmtKind::Accumulate(place, value) => (Some(value), Some(place)),
        StmtKind::Store { place, .. } => (None, Some(place)),
        _ => (None, None),
    };
    let read = match value {
        Some(Value::Load(place) | Value::Take(place)) => Some(place),
        _ => None,
    };
    place.into_iter().chain(read).collect()
}
