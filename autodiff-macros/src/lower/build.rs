//! Builds blocks: statements are pushed into the innermost open one.
//!
//! Two things happen behind `push`. After a statement that control may leave early, what follows goes to a nested
//! block of its own (`rest`), so that a block either runs to its end or stops at its last but one statement; the
//! frames of the reverse sweep stand on that. And the value last stored in a scalar is remembered (`known`), so that
//! straight-line code over mutable variables comes out in static single assignment.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::format_ident;
use syn::Type;

use super::named::Named;
use super::rename::Name;
use crate::ir::{
    Atom, Block, Code, End, Func, Label, LoopHead, Mark, Place, Proj, Role, Scoped, Shape, Spellings, Stmt,
    StmtKind, Value, Var, VarId,
};

/// How many statements that may exit may follow one another: what is behind each nests in it.
pub(super) const MOST_EXITS: usize = 128;

struct Open {
    block: Block,
    /// Opened behind a statement that may exit; closes together with the block around it.
    is_rest: bool,
    /// The body of a loop.
    is_loop: bool,
    /// Copies of numbers made in it, by the code they are copies of.
    copies: BTreeMap<String, VarId>,
}

impl Open {
    fn new(is_rest: bool, is_loop: bool) -> Open {
        Open { block: Block::empty(), is_rest, is_loop, copies: BTreeMap::new() }
    }
}

/// A function under construction.
pub(super) struct Builder {
    pub(super) func: Func,
    open: Vec<Open>,
    known: Scoped<VarId, VarId>,
    /// The variables of the user's by name, the last of each.
    pub(super) named: Named,
    written: Vec<BTreeSet<VarId>>,
    temps: u32,
    labels: u32,
    /// Those of `let else` around.
    let_elses: usize,
    /// The first statement behind more of those that may exit than there may be.
    pub(super) beyond: Option<Span>,
}

impl Builder {
    pub(super) fn new(name: Ident) -> Builder {
        let func = Func {
            name,
            vars: Vec::new(),
            params: Vec::new(),
            body: Block::empty(),
            result: None,
            reverse: None,
            tangents: Vec::new(),
            reads: BTreeMap::new(),
            capacities: BTreeMap::new(),
            indexed: BTreeSet::new(),
            cotangents: BTreeMap::new(),
            lanes: BTreeSet::new(),
            windows: BTreeMap::new(),
            pieces: BTreeMap::new(),
            strides: BTreeMap::new(),
            bounded: BTreeMap::new(),
            recursive: false,
            names: Spellings::default(),
            together: false,
        };
        Builder {
            func,
            open: Vec::new(),
            known: Scoped::default(),
            named: Named::default(),
            written: Vec::new(),
            temps: 0,
            labels: 0,
            let_elses: 0,
            beyond: None,
        }
    }

    // Variables.

    pub(super) fn user(&mut self, ident: &Ident, role: Role, shape: Shape, mutable: bool) -> VarId {
        let var = Var { ident: ident.clone(), role, shape, mutable, late: false, annotation: None };
        let id = self.func.fresh(var);
        self.named.define(Name::of(ident), id);
        id
    }

    pub(super) fn temp(&mut self, shape: Shape, span: Span) -> VarId {
        let ident = format_ident!("t{}", self.temps, span = Span::mixed_site().located_at(span));
        self.temps += 1;
        self.func.fresh(Var { ident, role: Role::Temp, shape, mutable: false, late: false, annotation: None })
    }

    pub(super) fn label(&mut self) -> Label {
        self.labels += 1;
        Label(self.labels)
    }

    // Blocks.

    pub(super) fn open(&mut self) {
        self.open.push(Open::new(false, false));
    }

    pub(super) fn close(&mut self) -> Block {
        let mut inner: Option<Block> = None;
        loop {
            let Some(Open { mut block, is_rest, .. }) = self.open.pop() else { return Block::empty() };
            if let Some(rest) = inner.take() {
                if rest.end != End::Fall {
                    block.end = End::Diverge;
                }
                if !rest.stmts.is_empty() || rest.end != End::Fall {
                    block.stmts.push(Stmt { kind: StmtKind::Scope(None, rest), span: Span::call_site() });
                }
            }
            if !is_rest {
                return block;
            }
            inner = Some(block);
        }
    }

    /// What is known of variables here.
    pub(super) fn known(&self) -> Mark {
        self.known.mark()
    }

    /// Starts one of several alternative blocks, all of which start from what was `known` before them.
    pub(super) fn open_arm(&mut self, known: Mark) {
        self.known.back_to(known);
        self.written.push(BTreeSet::new());
        self.open();
    }

    /// Starts the body of a loop.
    pub(super) fn open_body(&mut self, known: Mark) {
        self.open_arm(known);
        if let Some(open) = self.open.last_mut() {
            open.is_loop = true;
        }
    }

    /// How many blocks are open.
    pub(super) fn depth(&self) -> usize {
        self.open.len()
    }

    /// Whether what is built now may run more than once.
    pub(super) fn in_loop(&self) -> bool {
        self.open.iter().any(|open| open.is_loop)
    }

    /// The open block around the outermost loop that was opened when `depth` blocks were open already.
    pub(super) fn outside_loops(&self, depth: usize) -> Option<usize> {
        let inner = self.open.iter().skip(depth).position(|open| open.is_loop)?;
        (depth + inner).checked_sub(1)
    }

    /// The copy of a number in an open block.
    pub(super) fn copy_at(&self, at: usize, key: &str) -> Option<VarId> {
        self.open.get(at)?.copies.get(key).copied()
    }

    /// Adds one, before the loop that is being built in that block.
    pub(super) fn make_copy(
        &mut self,
        at: usize,
        key: String,
        ident: Ident,
        value: Value,
        span: Span,
    ) -> VarId {
        let (role, shape) = (Role::Temp, Shape::Unknown);
        let var = self.func.fresh(Var { ident, role, shape, mutable: false, late: false, annotation: None });
        if let Some(open) = self.open.get_mut(at) {
            open.block.stmts.push(Stmt { kind: StmtKind::Let(var, value), span });
            open.copies.insert(key, var);
        }
        var
    }

    /// Closes it; returns the variables it wrote too.
    pub(super) fn close_arm(&mut self) -> (Block, BTreeSet<VarId>) {
        let block = self.close();
        (block, self.written.pop().unwrap_or_default())
    }

    /// Goes on after the alternatives: what any of them wrote is no longer known.
    pub(super) fn join(&mut self, known: Mark, written: &BTreeSet<VarId>) {
        self.known.back_to(known);
        written.iter().for_each(|var| _ = self.known.remove(var));
        if let Some(outer) = self.written.last_mut() {
            outer.extend(written);
        }
    }

    /// Whether the end of the open block is known already, so that nothing after it runs.
    pub(super) fn has_ended(&self) -> bool {
        self.open.last().is_some_and(|open| open.block.end != End::Fall)
    }

    pub(super) fn end(&mut self, end: End) {
        if let (false, Some(open)) = (self.has_ended(), self.open.last_mut()) {
            open.block.end = end;
        }
    }

    // Statements.

    pub(super) fn push(&mut self, kind: StmtKind, span: Span) {
        if self.has_ended() {
            return;
        }
        match &kind {
            StmtKind::Store { place, first: false, .. }
            | StmtKind::Push(place, _)
            | StmtKind::Permute(place, ..) => self.changes(place),
            StmtKind::Exchange(a, b) => [a, b].into_iter().for_each(|place| self.changes(place)),
            _ => {}
        }
        let operands = match &kind {
            StmtKind::Let(var, Value::Op(_, atoms, _)) => Some((*var, atoms.clone())),
            _ => None,
        };
        let stmt = Stmt { kind, span };
        let (may_exit, never_falls) = (stmt.may_exit(), never_falls(&stmt));
        if let Some(open) = self.open.last_mut() {
            open.block.stmts.push(stmt);
        }
        if never_falls {
            self.end(End::Diverge);
        } else if may_exit && self.beyond.is_none() {
            self.open.push(Open::new(true, false));
            self.count_exits(span);
        }
        if let Some((var, atoms)) = operands {
            self.read_operands(var, &atoms, span);
        }
    }

    /// Whether what is behind a `let else` can nest in it.
    pub(super) fn enter_let_else(&mut self, span: Span) -> bool {
        self.let_elses += 1;
        self.count_exits(span);
        self.beyond.is_none()
    }

    pub(super) fn leave_let_else(&mut self) {
        self.let_elses -= 1;
    }

    fn count_exits(&mut self, span: Span) {
        let rests = self.open.iter().filter(|open| open.is_rest).count();
        if self.beyond.is_none() && rests + self.let_elses > MOST_EXITS {
            self.beyond = Some(span);
        }
    }

    /// Reads the operands of unknown type as floats: rustc then refuses what is none, whether or not a rule reads it.
    fn read_operands(&mut self, var: VarId, atoms: &[Atom], span: Span) {
        for (index, atom) in atoms.iter().enumerate() {
            let Atom::Var(operand) = atom else { continue };
            if !matches!(self.func.var(*operand).shape, Shape::Float(_) | Shape::Integer) {
                let read = self.define(Value::Read(*operand), Shape::Unknown, span);
                self.func.vars[read.0 as usize].role = Role::Residual;
                self.func.reads.insert((var, index), read);
            }
        }
    }

    pub(super) fn define(&mut self, value: Value, shape: Shape, span: Span) -> VarId {
        let var = self.temp(shape, span);
        self.push(StmtKind::Let(var, value), span);
        var
    }

    pub(super) fn inert(&mut self, code: proc_macro2::TokenStream, span: Span) {
        self.push(StmtKind::Inert(Code(code)), span);
    }

    /// What is changed without being `mut` is a variable like others here; rustc refuses the function.
    fn changes(&mut self, place: &Place) {
        let var = &mut self.func.vars[place.var.0 as usize];
        var.mutable |= !var.late && !matches!(place.path.first(), Some(Proj::Deref));
    }

    pub(super) fn store(&mut self, place: Place, value: Atom, first: bool, span: Span) {
        let var = place.var;
        self.forget(var);
        if let (true, Some(value)) = (place.path.is_empty(), value.var()) {
            self.remember(var, value);
        }
        self.settle(&place, &value);
        self.push(StmtKind::Store { place, value, first }, span);
    }

    /// A variable that begins as a literal, of either float, is of the one that is stored in it.
    fn settle(&mut self, place: &Place, value: &Atom) {
        let shape = self.func.atom_shape(value);
        let var = &mut self.func.vars[place.var.0 as usize];
        if let (true, Shape::Float(_), Shape::Float(_)) = (place.path.is_empty(), &var.shape, &shape) {
            var.shape = var.shape.or(&shape);
        }
    }

    /// The variable now holds something that was not stored through `store`.
    pub(super) fn forget(&mut self, var: VarId) {
        self.known.remove(&var);
        if let Some(written) = self.written.last_mut() {
            written.insert(var);
        }
    }

    /// The value of a whole variable: itself, what was last stored in it, or a copy made now.
    pub(super) fn read(&mut self, var: VarId, span: Span) -> VarId {
        let Var { mutable, late, shape, .. } = self.func.var(var).clone();
        if !mutable && !late {
            return var;
        }
        if let Some(value) = self.known.get(&var) {
            return *value;
        }
        let value = self.define(Value::Load(Place::whole(var)), shape, span);
        self.remember(var, value);
        value
    }

    /// A value that is a copy can stand for the variable; what may be a `Vec` has moved.
    fn remember(&mut self, var: VarId, value: VarId) {
        if self.func.var(value).shape.is_static() || matches!(self.func.var(value).shape, Shape::Integer) {
            self.known.insert(var, value);
        }
    }

    /// Nothing stored so far is known any more: what follows may run again, after what it stores itself.
    pub(super) fn forget_all(&mut self) {
        self.known.clear();
    }

    /// Makes a value known to be what a mutable variable holds.
    pub(super) fn initialise(&mut self, var: VarId, value: VarId) {
        if self.func.var(var).mutable {
            self.remember(var, value);
        }
    }

    pub(super) fn annotate(&mut self, var: VarId, ty: &Type) {
        self.func.vars[var.0 as usize].annotation = Some(ty.clone());
    }

    pub(super) fn learn(&mut self, var: VarId, shape: &Shape) {
        let known = &mut self.func.vars[var.0 as usize].shape;
        *known = known.or(shape);
    }
}

/// Whether control never goes on after a statement.
fn never_falls(stmt: &Stmt) -> bool {
    match &stmt.kind {
        StmtKind::Branch(branch) => branch.arms.iter().all(|arm| arm.body.end != End::Fall),
        StmtKind::Scope(None, block) => block.end != End::Fall,
        StmtKind::Loop(inner) => matches!(inner.head, LoopHead::Forever) && !inner.body.leaves_to(inner.exit),
        _ => false,
    }
}

/// Every name in some code.
pub(super) fn spellings(tokens: TokenStream, names: &mut Spellings) {
    for token in tokens {
        match token {
            TokenTree::Group(group) => spellings(group.stream(), names),
            TokenTree::Ident(ident) => names.insert(ident.to_string()),
            TokenTree::Punct(_) | TokenTree::Literal(_) => {}
        }
    }
}
