//! Statements and values to Rust.

use std::cell::RefCell;

use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::Path;

use super::names;
use crate::ir::{
    Arg, Atom, Block, Call, Callee, Code, End, Func, Head, Label, Loop, LoopHead, Place, Proj, Role, Shape,
    Stmt, StmtKind, Value, VarId, Zero,
};
use crate::rules::Op;

/// Writes the body of one function.
pub(super) struct Writer<'a> {
    pub(super) func: &'a Func,
    /// The facade crate.
    pub(super) krate: &'a Path,
    /// Where a recursive function calls itself: its frames are on a stack, and there is no pullback.
    pub(super) recursion: Option<Recursion<'a>>,
    /// Whether guards are written, or plain products and quotients.
    pub(super) guards: bool,
    /// The labels around what is being written, the innermost last.
    pub(super) around: RefCell<Vec<Around>>,
}

/// A scope or a loop around a statement.
pub(super) enum Around {
    Scope(Label),
    Loop { exit: Label, next: Label, push: TokenStream },
}

/// What a recursive function calls instead of itself.
pub(super) struct Recursion<'a> {
    pub(super) name: &'a syn::Ident,
    pub(super) is_method: bool,
    /// Its own parameters.
    pub(super) turbofish: TokenStream,
    /// The pullbacks that do not exist.
    pub(super) pullbacks: Vec<VarId>,
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
                Around::Loop { exit, next, push } => {
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
            Some((record, frames)) => {
                let (record, kept) = (self.ident(*record), self.tuple(frames));
                (self.empty(frames), quote!(#record.push(#kept);))
            }
            None => (TokenStream::new(), TokenStream::new()),
        };
        self.around.borrow_mut().push(Around::Loop {
            exit: inner.exit,
            next: inner.next,
            push: push.clone(),
        });
        let body = self.block(&inner.body);
        self.around.borrow_mut().pop();
        let push = if inner.body.end == End::Fall { push } else { TokenStream::new() };
        let label = names::label(inner.exit);
        match &inner.head {
            LoopHead::For(pattern, Code(iterator)) => {
                quote!(#label: for #pattern in #iterator { #start #body #push })
            }
            LoopHead::While(Code(condition)) => quote!(#label: while #condition { #start #body #push }),
            LoopHead::Forever => quote!(#label: loop { #start #body #push }),
        }
    }

    /// Frames and records before anything has run.
    pub(super) fn empty(&self, vars: &[VarId]) -> TokenStream {
        let krate = self.krate;
        vars.iter()
            .map(|var| {
                let ident = self.ident(*var);
                match self.func.var(*var).role {
                    Role::Frame => quote!(let mut #ident = #krate::__private::core::option::Option::None;),
                    Role::Record => quote!(let mut #ident = #krate::__private::Vec::new();),
                    _ => TokenStream::new(),
                }
            })
            .collect()
    }

    fn stmt(&self, stmt: &Stmt) -> TokenStream {
        let krate = self.krate;
        match &stmt.kind {
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
            StmtKind::Store { place, value, .. } => {
                let (place, value) = (self.place_at(place, stmt.span), self.atom_at(value, stmt.span));
                quote_spanned!(stmt.span=> #place = #value;)
            }
            StmtKind::Branch(branch) => self.branch(branch),
            StmtKind::Loop(inner) => self.looped(inner),
            StmtKind::Unroll { record, frames, body } => {
                let (record, frames) = (self.ident(*record), self.tuple(frames));
                let body = self.block(body);
                quote! {
                    let mut #record = #record;
                    while let #krate::__private::core::option::Option::Some(#frames) = #record.pop() { #body }
                }
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
            StmtKind::Split { var, pullback, call } => self.split(*var, *pullback, call, stmt.span),
            StmtKind::Accumulate(place, value) => self.accumulate(place, value, stmt.span),
            StmtKind::Keep(frame, vars) => {
                let (frame, vars) = (self.ident(*frame), self.tuple(vars));
                quote!(#frame = #krate::__private::core::option::Option::Some(#vars);)
            }
            StmtKind::Replay(frame, vars, block) => {
                let (frame, vars, block) = (self.ident(*frame), self.tuple(vars), self.block(block));
                quote!(if let #krate::__private::core::option::Option::Some(#vars) = #frame { #block })
            }
            StmtKind::Pull { pullback, seed, slots } => {
                let seed = self.atom(seed);
                let slots = slots.iter().map(|slot| self.slot(slot.as_ref(), stmt.span));
                match &self.recursion {
                    Some(recursion) if recursion.pullbacks.contains(pullback) => {
                        let (function, frames) = (self.recursive(recursion), names::local("frames"));
                        quote!(#function(#krate::__private::Phase::Reverse((#seed, #(#slots,)*)), #frames);)
                    }
                    _ => {
                        let pullback = self.ident(*pullback);
                        quote_spanned!(stmt.span=> #pullback(#seed, #(#slots),*);)
                    }
                }
            }
        }
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
    fn binding(&self, var: VarId, typed: bool) -> TokenStream {
        let info = self.func.var(var);
        let ident = &info.ident;
        let mutable = info.mutable.then(|| quote!(mut));
        let ty = match (&info.annotation, typed) {
            (Some(ty), _) => Some(ty.to_token_stream()),
            (None, true) if info.shape.is_static() => Some(cotangent_type(&info.shape)),
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

    // Values.

    pub(super) fn atom(&self, atom: &Atom) -> TokenStream {
        match atom {
            Atom::Var(var) => self.ident(*var).to_token_stream(),
            Atom::Const(Code(code)) => code.clone(),
        }
    }

    fn atom_at(&self, atom: &Atom, span: Span) -> TokenStream {
        match atom {
            Atom::Var(var) => {
                let mut ident = self.ident(*var).clone();
                ident.set_span(ident.span().located_at(span));
                ident.to_token_stream()
            }
            Atom::Const(_) => self.atom(atom),
        }
    }

    fn place(&self, place: &Place) -> TokenStream {
        self.place_at(place, self.ident(place.var).span())
    }

    fn place_at(&self, place: &Place, span: Span) -> TokenStream {
        let mut tokens = self.atom_at(&Atom::Var(place.var), span);
        for (at, step) in place.path.iter().enumerate() {
            let last = at + 1 == place.path.len();
            tokens = match step {
                Proj::Deref if last => quote_spanned!(span=> *#tokens),
                Proj::Deref => quote_spanned!(span=> (*#tokens)),
                Proj::Member(member) => quote_spanned!(span=> #tokens.#member),
                Proj::Index(index) => {
                    let index = self.atom(index);
                    quote_spanned!(span=> #tokens[#index])
                }
                Proj::Range(start, end, inclusive) => {
                    let bound = |bound: &Option<Atom>| bound.as_ref().map(|atom| self.atom(atom));
                    let (start, end) = (bound(start), bound(end));
                    if *inclusive {
                        quote_spanned!(span=> #tokens[#start..=#end])
                    } else {
                        quote_spanned!(span=> #tokens[#start..#end])
                    }
                }
            };
        }
        tokens
    }

    fn value(&self, value: &Value, span: Span) -> TokenStream {
        let krate = self.krate;
        match value {
            Value::Atom(atom) => self.atom_at(atom, span),
            Value::Load(place) => self.place(place),
            Value::Op(op, atoms, operator) => self.op(*op, atoms, *operator, span),
            Value::Inert(Code(code)) => code.clone(),
            Value::Tuple(atoms) => {
                let atoms = atoms.iter().map(|atom| self.atom(atom));
                quote!((#(#atoms,)*))
            }
            Value::Array(atoms) => {
                let atoms = atoms.iter().map(|atom| self.atom(atom));
                quote!([#(#atoms),*])
            }
            Value::Repeat(atom, Code(len)) => {
                let atom = self.atom(atom);
                quote!([#atom; #len])
            }
            Value::Cast(atom, ty) => {
                let atom = self.atom(atom);
                quote_spanned!(span=> #atom as #ty)
            }
            Value::Call(call) => self.call(call, span),
            Value::Zero(zero) => self.zero(*zero),
            Value::Zeros(place) => {
                let (ct, inner) = (self.ident(place.var), self.place(place));
                if self.is_in_place(place.var) {
                    quote!(#krate::__private::zeros_of(#ct.as_deref().map_or(&[], |#ct| &#inner)))
                } else {
                    quote!(#krate::__private::zeros_of(&#inner))
                }
            }
            Value::ZeroLike(var) => {
                let user = self.func.var(*var).role == Role::User;
                let var = self.atom_at(&Atom::Var(*var), span);
                // What the user's own code bound may be of any type.
                if user {
                    quote_spanned!(span=> #krate::__private::zero_of!(&#var))
                } else {
                    quote_spanned!(span=> #krate::__private::zero_like(&#var))
                }
            }
            Value::Read(var) => {
                let var = self.atom_at(&Atom::Var(*var), span);
                quote_spanned!(span=> #krate::__private::read(&#var))
            }
            Value::Take(place) => {
                let place = self.place(place);
                quote!(#krate::__private::take(&mut #place))
            }
            Value::Sum(var, zero) => {
                let (var, zero) = (self.ident(*var), self.zero(*zero));
                quote!(#krate::__private::repeat_cotangent(#zero, #var))
            }
        }
    }

    pub(super) fn zero(&self, zero: Zero) -> TokenStream {
        let krate = self.krate;
        match zero {
            Zero::OfShape(var) => zero_of(&self.func.var(var).shape, krate),
            Zero::Neutral(var) => neutral_of(&self.func.var(var).shape, krate),
            Zero::Copied(var) => {
                let var = self.ident(var);
                quote!(#krate::__private::core::clone::Clone::clone(&#var))
            }
            Zero::Inferred => quote!(#krate::__private::zero()),
        }
    }

    /// Operands stand where the statement does, so that rustc finds in our copy what it finds in the user's function.
    fn op(&self, op: Op, atoms: &[Atom], span: Span, operands: Span) -> TokenStream {
        let krate = self.krate;
        let args: Vec<TokenStream> = atoms.iter().map(|atom| self.atom_at(atom, operands)).collect();
        match (op, &args[..]) {
            (Op::Add, [a, b]) => quote_spanned!(span=> #a + #b),
            (Op::Sub, [a, b]) => quote_spanned!(span=> #a - #b),
            (Op::Mul, [a, b]) => quote_spanned!(span=> #a * #b),
            (Op::Div, [a, b]) => quote_spanned!(span=> #a / #b),
            (Op::Rem, [a, b]) => quote_spanned!(span=> #a % #b),
            (Op::Neg, [a]) => quote_spanned!(span=> -#a),
            (Op::Method(rule), [receiver, args @ ..]) => {
                let method = syn::Ident::new(rule.name, span);
                // `-2.0.abs()` would negate last.
                let is_var = matches!(atoms.first(), Some(Atom::Var(_)));
                let receiver = if is_var { receiver.clone() } else { quote!((#receiver)) };
                quote_spanned!(span=> #receiver.#method(#(#args),*))
            }
            (Op::Rule(name), args) => {
                let name = syn::Ident::new(name, span);
                quote_spanned!(span=> #krate::__private::rules::#name(#(#args),*))
            }
            (Op::GuardedMul, [ct, partial]) if !self.guards => quote_spanned!(span=> #ct * #partial),
            (Op::GuardedDiv, [ct, divisor]) if !self.guards => quote_spanned!(span=> #ct / #divisor),
            (Op::GuardedMul, args) => quote_spanned!(span=> #krate::__private::guarded_mul(#(#args),*)),
            (Op::GuardedDiv, args) => quote_spanned!(span=> #krate::__private::guarded_div(#(#args),*)),
            (Op::Convert, args) => quote_spanned!(span=> #krate::__private::convert(#(#args),*)),
            (Op::Add | Op::Sub | Op::Mul | Op::Div | Op::Rem | Op::Neg | Op::Method(_), _) => {
                unreachable!("internal error in `#[grad]`: {op:?} with {} operands", args.len())
            }
        }
    }

    /// `ct_place += value`; into a caller's buffer only if there is one.
    fn accumulate(&self, place: &Place, value: &Value, span: Span) -> TokenStream {
        let krate = self.krate;
        let scalar = matches!(self.func.place_shape(place), Shape::Float(_));
        let (target, ct) = (self.place(place), self.ident(place.var));
        let add = match value {
            Value::Op(Op::Neg, atoms, _) if scalar => {
                let value = self.atom(&atoms[0]);
                quote!(#target -= #value;)
            }
            value if scalar && !matches!(value, Value::Op(Op::Convert, ..)) => {
                let value = self.value(value, span);
                quote!(#target += #value;)
            }
            value if self.is_slice(place) => {
                let value = self.value(value, span);
                let target = if place.path.is_empty() { target } else { quote!(&mut #target) };
                quote!(#krate::__private::accumulate_each(#target, #value);)
            }
            value => {
                let value = self.value(value, span);
                quote!(#krate::__private::accumulate(&mut #target, #value);)
            }
        };
        if self.is_in_place(place.var) {
            quote!(if let #krate::__private::core::option::Option::Some(#ct) = &mut #ct { #add })
        } else {
            add
        }
    }

    fn is_slice(&self, place: &Place) -> bool {
        matches!(place.path.last(), Some(Proj::Range(..)))
            || (place.path.is_empty() && (self.is_borrowed(place.var) || self.is_in_place(place.var)))
    }

    fn is_in_place(&self, var: VarId) -> bool {
        let reverse = self.func.reverse.as_ref();
        reverse.is_some_and(|reverse| {
            reverse.cotangents.iter().flatten().any(|ct| ct.in_place && !ct.seeded && ct.var == var)
        })
    }

    fn is_borrowed(&self, var: VarId) -> bool {
        let reverse = self.func.reverse.as_ref();
        reverse.is_some_and(|reverse| {
            reverse.cotangents.iter().flatten().any(|ct| ct.in_place && ct.seeded && ct.var == var)
        })
    }

    // Calls.

    fn slot(&self, place: Option<&Place>, span: Span) -> TokenStream {
        let krate = self.krate;
        let Some(place) = place else { return quote_spanned!(span=> #krate::__private::no_slot()) };
        if !self.is_in_place(place.var) {
            // The cotangent of a `&mut` slice is a reference itself.
            let whole = place.path.is_empty() && self.is_borrowed(place.var);
            let place = self.place(place);
            let place = if whole { quote!(*#place) } else { place };
            return quote_spanned!(span=> #krate::__private::slot(&mut #place));
        }
        let ct = self.ident(place.var);
        if place.path.is_empty() {
            return quote_spanned!(span=> #krate::__private::slot(#ct.as_deref_mut()));
        }
        let inner = self.place(place);
        quote_spanned!(span=> #ct.as_deref_mut().and_then(|#ct| #krate::__private::slot(&mut #inner)))
    }

    fn args(&self, call: &Call) -> Vec<TokenStream> {
        let arg = |arg: &Arg| match arg {
            Arg::Value(atom, span) => self.atom_at(atom, *span),
            Arg::Shared(place, span) => {
                let place = self.place_at(place, *span);
                quote_spanned!(*span=> &#place)
            }
            Arg::Exclusive(place, span) => {
                let place = self.place_at(place, *span);
                quote_spanned!(*span=> &mut #place)
            }
        };
        call.args.iter().map(arg).collect()
    }

    /// The function itself, for a call without derivative.
    fn call(&self, call: &Call, span: Span) -> TokenStream {
        let args = self.args(call);
        match &call.callee {
            Callee::Path(path) => quote_spanned!(span=> #path(#(#args),*)),
            Callee::Method(Code(receiver), method, turbofish) => {
                quote_spanned!(span=> #receiver.#method #turbofish(#(#args),*))
            }
        }
    }

    fn split(&self, var: VarId, pullback: VarId, call: &Call, span: Span) -> TokenStream {
        let (krate, ident, args) = (self.krate, self.ident(var), self.args(call));
        if let Some(recursion) =
            self.recursion.as_ref().filter(|recursion| recursion.pullbacks.contains(&pullback))
        {
            let receiver = match &call.callee {
                Callee::Method(Code(receiver), ..) => Some(quote!(#receiver,)),
                Callee::Path(_) => None,
            };
            let (function, frames) = (self.recursive(recursion), names::local("frames"));
            return quote_spanned!(span=> let #ident = #function(#krate::__private::Phase::Forward((#receiver #(#args,)*)), #frames).value(););
        }
        let pullback = self.ident(pullback);
        let half = match &call.callee {
            Callee::Path(path) => {
                match half_path(path) {
                    // The function itself goes along, so that the half can tell whether it is its own.
                    (half, true) => quote_spanned!(span=> #half(#path, #(#args),*)),
                    (half, false) => quote_spanned!(span=> #half(#(#args),*)),
                }
            }
            Callee::Method(Code(receiver), method, turbofish) => {
                let half = names::split(method);
                quote_spanned!(span=> #receiver.#half #turbofish(#(#args),*))
            }
        };
        quote!(let (#ident, #pullback) = #half;)
    }

    fn recursive(&self, recursion: &Recursion) -> TokenStream {
        let (name, turbofish) = (names::recursion(recursion.name), &recursion.turbofish);
        if recursion.is_method { quote!(Self::#name #turbofish) } else { quote!(#name #turbofish) }
    }
}

/// The path of a callee's forward half, and whether that stands in the type of the callee's name.
///
/// A free function is found through the type that bears its name, so that it may be imported under any name and
/// re-exported: `g` and `k::g` become `g::split` and `k::g::split`. A function of a type (`Type::g`) and one in a
/// module of its own name (`norm::norm`, which that type would collide with) have their half beside them.
fn half_path(path: &syn::ExprPath) -> (syn::ExprPath, bool) {
    let mut path = path.clone();
    let count = path.path.segments.len();
    let beside = path.qself.is_some()
        || path.path.segments.iter().rev().nth(1).is_some_and(|module| {
            let function = &path.path.segments[count - 1].ident;
            module.ident.to_string().starts_with(char::is_uppercase) || module.ident == *function
        });
    let Some(last) = path.path.segments.last_mut() else { return (path, false) };
    if beside {
        last.ident = names::split(&last.ident);
    } else {
        let mut arguments = std::mem::replace(&mut last.arguments, syn::PathArguments::None);
        if let syn::PathArguments::AngleBracketed(explicit) = &mut arguments {
            explicit.args.push(syn::parse_quote!(_));
        }
        let ident = names::split_in_namespace(last.ident.span());
        path.path.segments.push(syn::PathSegment { ident, arguments });
    }
    (path, !beside)
}

/// The type of a cotangent whose primal has a known shape.
pub(super) fn cotangent_type(shape: &Shape) -> TokenStream {
    match shape {
        Shape::Float(ty) => ty.to_token_stream(),
        Shape::Array(elem, len) => {
            let elem = cotangent_type(elem);
            quote!([#elem; #len])
        }
        Shape::Slice(elem) | Shape::List(elem) => {
            let elem = cotangent_type(elem);
            quote!([#elem])
        }
        Shape::Tuple(parts) => {
            let parts = parts.iter().map(cotangent_type);
            quote!((#(#parts,)*))
        }
        Shape::Integer | Shape::Unknown => quote!(_),
    }
}

/// A zero of known shape.
pub(super) fn zero_of(shape: &Shape, krate: &Path) -> TokenStream {
    signed_zero_of(shape, None, krate)
}

/// What leaves every number as it is when it is added: -0. Plus 0 turns -0 into 0, so rustc must keep the addition.
pub(super) fn neutral_of(shape: &Shape, krate: &Path) -> TokenStream {
    signed_zero_of(shape, Some(quote!(-)), krate)
}

fn signed_zero_of(shape: &Shape, sign: Option<TokenStream>, krate: &Path) -> TokenStream {
    match shape {
        Shape::Float(ty) if ty == "f64" || ty == "f32" => quote!(#sign 0.0),
        Shape::Float(ty) => quote!(#sign <#ty as #krate::Real>::ZERO),
        Shape::Array(elem, len) => {
            let elem = signed_zero_of(elem, sign, krate);
            quote!([#elem; #len])
        }
        Shape::Tuple(parts) => {
            let parts = parts.iter().map(|part| signed_zero_of(part, sign.clone(), krate));
            quote!((#(#parts,)*))
        }
        Shape::Integer | Shape::Slice(_) | Shape::List(_) | Shape::Unknown => {
            quote!(#krate::__private::zero())
        }
    }
}
