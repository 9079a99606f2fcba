//! Statements and values to Rust.

use std::cell::{Cell, OnceCell, RefCell};
use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::{ToTokens, quote, quote_spanned};
use syn::Path;

use super::names;
use super::zeros::cotangent_type;
use crate::ir::{
    Block, Code, End, Func, Head, Label, Loop, LoopHead, Reserve, Role, Steps, Stmt, StmtKind, Value, VarId,
};
use crate::rules::Op;

/// Writes the body of one function.
pub(super) struct Writer<'a> {
    pub(super) func: &'a Func,
    /// The facade crate.
    pub(super) krate: &'a Path,
    /// Where a recursive function calls itself: its frames are on a stack, and there is no pullback.
    pub(super) recursion: Option<Recursion<'a>>,
    /// How guards are written.
    pub(super) guards: Cell<Guards>,
    /// The labels around what is being written, the innermost last.
    pub(super) around: RefCell<Vec<Around>>,
    /// The variable that was stored last, and in which.
    pub(super) stored: Cell<Option<(VarId, VarId)>>,
    /// Buffers that the caller has, known where this is being written.
    pub(super) present: RefCell<BTreeSet<VarId>>,
    /// Records for all of whose entries some loop makes room before it runs, once somebody asked.
    pub(super) reserved: OnceCell<BTreeSet<VarId>>,
}

/// How a guarded product or quotient is written.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Guards {
    /// As a plain one.
    None,
    /// As one with a branch that is hardly ever taken.
    Branch,
    /// As one with a select, which vectorises.
    Select,
}

/// A scope or a loop around a statement.
pub(super) enum Around {
    Scope(Label),
    Loop { exit: Label, next: Label, push: TokenStream, steps: TokenStream },
}

/// What a recursive function calls instead of itself.
pub(super) struct Recursion<'a> {
    pub(super) name: &'a syn::Ident,
    pub(super) is_method: bool,
    /// Which of its pairs of sweeps.
    pub(super) half: super::names::Half,
    /// Its own parameters.
    pub(super) turbofish: TokenStream,
    /// Those that the user's function has, if all of them can be written.
    pub(super) item_turbofish: Option<TokenStream>,
    /// The pullbacks that do not exist.
    pub(super) pullbacks: Vec<VarId>,
}

impl<'a> Writer<'a> {
    /// Of a function that is not recursive.
    pub(super) fn of(func: &'a Func, krate: &'a Path) -> Writer<'a> {
        Writer {
            func,
            krate,
            recursion: None,
            guards: Cell::new(Guards::Branch),
            around: RefCell::default(),
            stored: Cell::default(),
            present: RefCell::default(),
            reserved: OnceCell::new(),
        }
    }
}

impl Writer<'_> {
    pub(super) fn ident(&self, var: VarId) -> &syn::Ident {
        &self.func.var(var).ident
    }

    /// A forward sweep: its prefix outside, the rest inside the label that `return` leaves.
    pub(super) fn outermost(&self, block: &Block) -> TokenStream {
        let cut = block.stmts.iter().position(Stmt::may_exit);
        let (before, after) = block.stmts.split_at(cut.unwrap_or(block.stmts.len()));
        let before = before.iter().map(|stmt| self.stmt(stmt));
        if after.is_empty() {
            return quote!(#(#before)*);
        }
        let label = names::label(Label::FUNCTION);
        let after = after.iter().map(|stmt| self.stmt(stmt));
        quote!(#(#before)* #label: { #(#after)* })
    }

    pub(super) fn block(&self, block: &Block) -> TokenStream {
        let stmts = block.stmts.iter().map(|stmt| self.stmt(stmt));
        let end = match block.end {
            End::Exit(label) => self.exit(label),
            End::Fall | End::Diverge => TokenStream::new(),
        };
        quote!(#(#stmts)* #end)
    }

    /// `break` or `continue`; every loop that is left, or goes on, first records its iteration.
    fn exit(&self, label: Label) -> TokenStream {
        let mut pushes = TokenStream::new();
        for around in self.around.borrow().iter().rev() {
            match around {
                Around::Scope(scope) if *scope == label => break,
                Around::Scope(_) => {}
                Around::Loop { exit, next, push, .. } => {
                    pushes.extend(push.clone());
                    if *next == label {
                        let label = names::label(*exit);
                        return quote!(#pushes continue #label;);
                    }
                    if *exit == label {
                        break;
                    }
                }
            }
        }
        let label = names::label(label);
        quote!(#pushes break #label;)
    }

    fn looped(&self, inner: &Loop) -> TokenStream {
        let (start, push) = match &inner.record {
            Some(record) if self.func.indexed.contains(&record.var) => {
                (self.empty(&record.frames), self.fill_entry(inner, record))
            }
            Some(record) => (self.empty(&record.frames), self.push_entry(record.var, &record.kept)),
            None => (TokenStream::new(), TokenStream::new()),
        };
        self.around.borrow_mut().push(Around::Loop {
            exit: inner.exit,
            next: inner.next,
            push: push.clone(),
            steps: match &inner.head {
                LoopHead::For(_, steps) => steps.code.0.clone(),
                LoopHead::While(_) | LoopHead::Forever => TokenStream::new(),
            },
        });
        let body = self.in_loop(&inner.body);
        self.around.borrow_mut().pop();
        let push = if inner.body.end == End::Fall { push } else { TokenStream::new() };
        let label = names::label(inner.exit);
        let reads = inner.body.stmts.iter().any(|stmt| self.indexed(stmt).is_some());
        match &inner.head {
            LoopHead::For(pattern, Steps { code: Code(steps), .. })
                if (inner.reserve.is_empty() || self.recursion.is_some()) && !reads =>
            {
                quote!(#label: for #pattern in #steps { #start #body #push })
            }
            LoopHead::For(pattern, Steps { code: Code(code), .. }) => {
                let steps = names::local("steps");
                let reserve = inner.reserve.iter().map(|reserve| self.reserve(reserve, &steps));
                let grow = inner.record.iter().map(|record| self.grow(record.var, &steps));
                let [before, entry, behind] = self.read_entries(inner, &steps);
                quote! {
                    let #steps = #code;
                    #(#reserve)*
                    #(#grow)*
                    #before
                    #label: for #pattern in #steps { #entry #start #body #push }
                    #behind
                }
            }
            LoopHead::While(Code(condition)) => quote!(#label: while #condition { #start #body #push }),
            LoopHead::Forever => quote!(#label: loop { #start #body #push }),
        }
    }

    /// Makes room in a record, where loops around are known to need as much in each iteration for all of them at once.
    fn reserve(&self, reserve: &Reserve, steps: &syn::Ident) -> TokenStream {
        let (krate, record, each) = (self.krate, self.ident(reserve.record), reserve.each.tokens());
        let around = self.around.borrow();
        let around = around.iter().filter_map(|around| match around {
            Around::Loop { exit, steps, .. } => reserve.around.contains(exit).then_some(steps),
            Around::Scope(_) => None,
        });
        let counts =
            around.map(|steps| quote!(#krate::__private::core::iter::Iterator::size_hint(&#steps).0));
        quote!(#krate::__private::reserve(&mut #record, &#steps, #each, &[#(#counts),*]);)
    }

    pub(super) fn stmt(&self, stmt: &Stmt) -> TokenStream {
        let krate = self.krate;
        match &stmt.kind {
            StmtKind::Let(var, Value::Piece { of, back }) => self.piece(*var, *of, *back),
            StmtKind::Let(var, Value::Strip(strip)) => self.strip(*var, strip),
            StmtKind::Let(var, value) => {
                let constant = matches!(value, Value::Op(Op::Rule(_), atoms, _) if atoms.is_empty());
                let typed = constant || matches!(value, Value::Zero(_) | Value::Op(Op::Convert, ..));
                let (pattern, value) = (self.binding(*var, typed), self.value(value, stmt.span));
                quote!(let #pattern = #value;)
            }
            StmtKind::Declare(var) => {
                let pattern = self.binding(*var, true);
                quote!(let #pattern;)
            }
            StmtKind::Bind(..) => TokenStream::new(),
            StmtKind::Store { place, value, .. } if self.is_cell(place) => {
                self.store_cell(place, &self.atom(value))
            }
            StmtKind::Store { place, value, .. } => {
                // A tangent follows its value.
                if self.func.var(place.var).role != Role::Tangent {
                    let stored = value.var().filter(|_| place.path.is_empty());
                    self.stored.set(stored.map(|value| (value, place.var)));
                }
                let (place, value) = (self.place_at(place, stmt.span), self.atom_at(value, stmt.span));
                quote_spanned!(stmt.span=> #place = #value;)
            }
            StmtKind::Branch(branch) => self.branch(branch),
            StmtKind::Loop(inner) => self.unswitched(inner, || self.looped(inner)),
            // The loop around does it.
            StmtKind::Restore(..) if self.indexed(stmt).is_some() => TokenStream::new(),
            StmtKind::Restore(record, vars) => self.restore(*record, vars),
            StmtKind::Unroll { record, mark, vars, body } => {
                let (restore, body) = (self.restore(*record, vars), self.in_loop(body));
                let (len, start) = (self.entries(*record), self.ident(*mark));
                quote!(while #len > #start { #restore #body })
            }
            StmtKind::Scope(label, block) => {
                self.around.borrow_mut().extend(label.map(Around::Scope));
                let block = self.block(block);
                if label.is_some() {
                    self.around.borrow_mut().pop();
                }
                match label {
                    Some(label) => {
                        let label = names::label(*label);
                        quote!(#label: { #block })
                    }
                    None => quote!({ #block }),
                }
            }
            StmtKind::Inert(Code(code)) => code.clone(),
            StmtKind::Split { var, pullback, call, lent } => {
                self.split((*var, *pullback), call, lent, stmt.span)
            }
            StmtKind::Push(place, value) => self.push(place, value, stmt.span),
            StmtKind::Permute(place, order, args) => self.permute(place, *order, args, stmt.span),
            StmtKind::Exchange(a, b) => self.exchange(a, b, stmt.span),
            StmtKind::Reshape { shape, place, change } => self.reshape(*shape, place, *change, stmt.span),
            StmtKind::Accumulate(place, value) => self.accumulate(place, value, stmt.span),
            StmtKind::Frames(vars) => self.empty(vars),
            StmtKind::Clear(vars) => {
                let vars = vars.iter().map(|var| self.ident(*var));
                quote!(#(#vars.clear();)*)
            }
            StmtKind::Settled(vars) => {
                let vars = vars.iter().map(|var| self.ident(*var));
                quote! {
                    if !(#(#krate::__private::is_zero(&#vars))&&*) {
                        return #krate::__private::core::option::Option::None;
                    }
                }
            }
            StmtKind::Keep(frame, vars) => {
                let (frame, vars) = (self.ident(*frame), self.tuple(vars));
                quote!(#frame = #krate::__private::core::option::Option::Some(#vars);)
            }
            StmtKind::Replay(frame, vars, block) => self.replay(*frame, vars, &self.block(block)),
            StmtKind::Forward { var, along, pullback, call, tangents } => {
                let value = self.forward((*var, along), pullback.as_ref(), call, tangents, stmt.span);
                let followed = self.follow(call, tangents, stmt.span);
                quote!(#value #followed)
            }
            StmtKind::Pull { pullback, seed, slots, tangents } => {
                let along = tangents.iter().map(|(seed, _)| self.atom(seed));
                let seeds = [self.atom(seed)].into_iter().chain(along);
                let slots: Vec<_> =
                    slots.iter().chain(tangents.iter().flat_map(|(_, slots)| slots)).collect();
                let places: Vec<_> = slots.iter().map(|slot| slot.ct.as_ref()).collect();
                let (before, places) = self.disjoint(&places, |_| false, stmt.span);
                let slots = slots.iter().zip(places).map(|(slot, at)| self.slot(slot, at, stmt.span));
                let call = match &self.recursion {
                    Some(recursion) if recursion.pullbacks.contains(pullback) => {
                        let (function, frames) = (self.recursive(recursion), names::local("frames"));
                        quote!(#function(#krate::__private::Phase::Reverse((#(#seeds,)* #(#slots,)*)), #frames);)
                    }
                    _ => {
                        let pullback = self.ident(*pullback);
                        quote_spanned!(stmt.span=> #pullback(#(#seeds,)* #(#slots),*);)
                    }
                };
                if before.is_empty() { call } else { quote!({ #before #call }) }
            }
        }
    }

    /// The body of a loop, with guards that vectorise.
    fn in_loop(&self, body: &Block) -> TokenStream {
        let outside = self.guards.replace(Guards::Select);
        let body = self.block(body);
        self.guards.set(outside);
        body
    }

    /// A block that runs if its frame was kept.
    pub(super) fn replay(&self, frame: VarId, vars: &[VarId], block: &TokenStream) -> TokenStream {
        let (krate, frame, vars) = (self.krate, self.ident(frame), self.tuple(vars));
        quote!(if let #krate::__private::core::option::Option::Some(#vars) = #frame { #block })
    }

    /// Variables as one tuple, nested where there are many.
    pub(super) fn tuple(&self, vars: &[VarId]) -> TokenStream {
        let kept = vars.iter().filter(|var| match &self.recursion {
            Some(recursion) => !recursion.pullbacks.contains(var),
            None => true,
        });
        let idents = kept.map(|var| self.ident(*var));
        quote!((#(#idents,)*))
    }

    /// `typed` where rustc could not tell the type from the value.
    pub(super) fn binding(&self, var: VarId, typed: bool) -> TokenStream {
        let info = self.func.var(var);
        let ident = &info.ident;
        let mutable = info.mutable.then(|| quote!(mut));
        let ty = match (&info.annotation, typed) {
            (Some(ty), _) => Some(ty.to_token_stream()),
            (None, true) if info.shape.is_static() => Some(cotangent_type(&info.shape, self.krate)),
            _ => None,
        };
        match ty {
            Some(ty) => quote!(#mutable #ident: #ty),
            None => quote!(#mutable #ident),
        }
    }

    fn branch(&self, branch: &crate::ir::Branch) -> TokenStream {
        match &branch.head {
            Head::If(Code(cond)) => {
                let mut bodies = branch.arms.iter().map(|arm| self.block(&arm.body));
                let then = bodies.next().unwrap_or_default();
                match bodies.next().filter(|body| !body.is_empty()) {
                    Some(otherwise) => quote!(if #cond { #then } else { #otherwise }),
                    None => quote!(if #cond { #then }),
                }
            }
            Head::Match(Code(scrutinee)) => {
                let arms = branch.arms.iter().map(|arm| {
                    let (pattern, body) = (&arm.pattern, self.block(&arm.body));
                    quote!(#pattern => { #body })
                });
                quote!(match #scrutinee { #(#arms)* })
            }
        }
    }
}
