//! Values, places and contributions to Rust.

use proc_macro2::{Delimiter, Group, Literal, Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};

use super::code::{Guards, Writer};
use super::names;
use super::zeros::{neutral_of, zero_of};
use crate::ir::{Atom, Code, ParamCotangent, Place, Proj, Role, Shape, Value, VarId, Window, Zero};
use crate::rules::Op;

impl Writer<'_> {
    pub(super) fn atom(&self, atom: &Atom) -> TokenStream {
        match atom {
            Atom::Var(var) => self.ident(*var).to_token_stream(),
            Atom::Const(Code(code)) => code.clone(),
        }
    }

    pub(super) fn atom_at(&self, atom: &Atom, span: Span) -> TokenStream {
        match atom {
            Atom::Var(var) => {
                let mut ident = self.ident(*var).clone();
                ident.set_span(ident.span().located_at(span));
                ident.to_token_stream()
            }
            Atom::Const(_) => self.atom(atom),
        }
    }

    pub(super) fn place(&self, place: &Place) -> TokenStream {
        self.place_at(place, self.ident(place.var).span())
    }

    pub(super) fn place_at(&self, place: &Place, span: Span) -> TokenStream {
        let mut tokens = self.atom_at(&Atom::Var(place.var), span);
        for (at, step) in place.path.iter().enumerate() {
            tokens = match step {
                Proj::Index(Atom::Var(index), _) if at == 0 => {
                    self.element(tokens, (place.var, *index), step, span)
                }
                Proj::Deref if at + 1 == place.path.len() => quote_spanned!(span=> *#tokens),
                step => self.step(tokens, step, span),
            };
        }
        tokens
    }

    /// An element of a variable. Where rustc has just met an index that certainly is one, it knows of others.
    pub(super) fn element(
        &self,
        of: TokenStream,
        at: (VarId, VarId),
        step: &Proj,
        span: Span,
    ) -> TokenStream {
        let Some(counter) = self.func.bounded.get(&at) else { return self.step(of, step, span) };
        let [known, index] = [*counter, at.1].map(|index| self.ident(index));
        quote_spanned!(span=> #of[{ let _ = &#of[#known]; #index }])
    }

    /// One step into a place.
    pub(super) fn step(&self, base: TokenStream, step: &Proj, span: Span) -> TokenStream {
        let bound = |bound: &Option<Atom>| bound.as_ref().map(|atom| self.atom(atom));
        match step {
            Proj::Deref => quote_spanned!(span=> (*#base)),
            Proj::Member(member) => quote_spanned!(span=> #base.#member),
            Proj::Index(index, bracket) => {
                let mut index = Group::new(Delimiter::Bracket, self.atom(index));
                index.set_span(bracket.map_or(span, |bracket| span.located_at(bracket)));
                quote_spanned!(span=> #base #index)
            }
            Proj::Range(start, end, inclusive) => {
                let (start, end) = (bound(start), bound(end));
                if *inclusive {
                    quote_spanned!(span=> #base[#start..=#end])
                } else {
                    quote_spanned!(span=> #base[#start..#end])
                }
            }
        }
    }

    pub(super) fn value(&self, value: &Value, span: Span) -> TokenStream {
        let krate = self.krate;
        match value {
            Value::Atom(atom) => self.atom_at(atom, span),
            Value::Load(place) if self.is_cell(place) => self.read_cell(place),
            Value::Load(place) => self.place_at(place, span),
            Value::Op(op, atoms, operator) => self.op(*op, atoms, *operator, span),
            Value::Inert(Code(code)) | Value::Pure(Code(code), _) => code.clone(),
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
            Value::List(Code(path), atoms) => {
                let atoms = atoms.iter().map(|atom| self.atom(atom));
                quote!(#path![#(#atoms),*])
            }
            Value::Filled(Code(path), atom, len) => {
                let (atom, len) = (self.atom(atom), self.atom(len));
                quote!(#path![#atom; #len])
            }
            Value::Copy(place, method) => self.copy(place, method),
            Value::Pop(place, unwrap) => self.pop(place, unwrap.as_ref(), span),
            Value::Replace(place, new) => {
                let (place, new) = (self.place_at(place, span), self.atom(new));
                quote_spanned!(span=> #krate::__private::core::mem::replace(&mut #place, #new))
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
                    quote!(#krate::__private::Part(#ct.as_deref().map(|#ct| #krate::__private::zeros_of(&#inner))))
                } else if self.is_slice(place) {
                    quote!(#krate::__private::zeros_of(&#inner))
                } else {
                    quote!(#krate::__private::zero_as(&#inner))
                }
            }
            Value::ZeroLike(place) => {
                let value = self.place_at(place, span);
                self.zero_like(place.var, &value, span)
            }
            Value::Read(var) => {
                let var = self.atom_at(&Atom::Var(*var), span);
                quote_spanned!(span=> #krate::__private::read(&#var))
            }
            Value::Window(window) => self.window(window),
            Value::Kept(kept) => self.kept(kept),
            Value::Pieces(pieces) => self.pieces(pieces),
            Value::Piece { .. } | Value::Strip(_) => {
                unreachable!("internal error in `#[grad]`: a piece outside of its definition")
            }
            Value::TwoRows(place, rows) => {
                let [first, second] = [&rows[0], &rows[1]].map(|row| self.atom(row));
                let two = |place| quote!(#krate::__private::two_rows(#place, #first, #second));
                self.part_mut(place, &two)
            }
            Value::Cells(place) => self.part_mut(place, &|place| quote!(#krate::__private::cells(#place))),
            Value::Length(record) => self.entries(*record),
            Value::Reached { of: (start, end), down, record, mark } => {
                let (start, end) = (self.atom(start), self.atom(end));
                let (len, mark) = (self.entries(*record), self.ident(*mark));
                let before = match down {
                    false => quote!(#len - #mark),
                    true => quote!(#krate::__private::how_many(#start..#end) - (#len - #mark)),
                };
                quote!(#krate::__private::nth(#start..#end, #before))
            }
            Value::Take(place) if self.is_cell(place) => self.take_cell(place),
            Value::Take(place) => {
                let place = self.place(place);
                quote!(#krate::__private::take(&mut #place))
            }
            Value::Reset(place, old) => {
                let (place, old) = (self.place(place), self.ident(*old));
                quote!(#krate::__private::reset(&mut #place, #old))
            }
            Value::Sum(var, zero) => {
                let (var, zero) = (self.ident(*var), self.zero(*zero));
                quote!(#krate::__private::repeat_cotangent(#zero, #var))
            }
        }
    }

    /// A slice; an option of it where it is of a caller's buffer that may be missing.
    /// The window of a loop. One that does not run is at no place, which need not be there.
    fn window(&self, window: &Window) -> TokenStream {
        let (krate, taken) = (self.krate, self.taken_window(window));
        let may_fail = |step: &Proj| matches!(step, Proj::Index(..) | Proj::Range(..));
        if window.is_taken() || !window.place.path.iter().any(may_fail) {
            return taken;
        }
        let len = self.atom(&window.len);
        quote!(if 0 < #len { #taken } else { #krate::__private::core::default::Default::default() })
    }

    fn taken_window(&self, window: &Window) -> TokenStream {
        let krate = self.krate;
        let (Code(from), len) = (&window.from, self.atom(&window.len));
        let from = match from.to_string().as_str() {
            "0" => quote!(0),
            _ => quote!(if 0 < #len { #from } else { 0 }),
        };
        let bounds = quote!(#from, #len);
        if window.exclusive {
            self.part_mut(&window.place, &|place| quote!(#krate::__private::window_mut(#place, #bounds)))
        } else if self.is_in_place(window.place.var) {
            let cells = self.ident(window.place.var);
            let place = if window.place.path.is_empty() { quote!(#cells) } else { self.place(&window.place) };
            let borrow = (!window.place.path.is_empty()).then(|| quote!(&));
            quote!(#cells.map(|#cells| #krate::__private::window(#borrow #place, #bounds)))
        } else {
            let place = self.place(&window.place);
            quote!(#krate::__private::window(&#place, #bounds))
        }
    }

    /// Something made of a place that is written.
    pub(super) fn part_mut(&self, place: &Place, part: &dyn Fn(TokenStream) -> TokenStream) -> TokenStream {
        let (root, tokens) = (self.ident(place.var), self.place(place));
        let whole = place.path.is_empty();
        if self.is_in_place(place.var) {
            let part = part(if whole { tokens } else { quote!(&mut #tokens) });
            quote!(#root.as_deref_mut().map(|#root| #part))
        } else if whole && self.is_borrowed(place.var) {
            part(quote!(&mut *#tokens))
        } else {
            part(quote!(&mut #tokens))
        }
    }

    pub(super) fn zero(&self, zero: Zero) -> TokenStream {
        let krate = self.krate;
        // Cotangents are all in lanes, or none.
        let shape = |var| match (self.func.lanes.is_empty(), &self.func.var(var).shape) {
            (true, shape) => shape.clone(),
            (false, shape) => shape.in_lanes(),
        };
        match zero {
            Zero::OfShape(var) => zero_of(&shape(var), krate),
            Zero::Neutral(var) => neutral_of(&shape(var), krate),
            Zero::Copied(var) => {
                let var = self.ident(var);
                quote!(#krate::__private::core::clone::Clone::clone(&#var))
            }
            Zero::Shaped { shape, late } => {
                let shape = self.ident(shape);
                if late {
                    quote!(#krate::__private::kept_or_blank(#shape))
                } else if self.func.together {
                    quote!(#krate::__private::kept(#krate::__private::core::clone::Clone::clone(&#shape)))
                } else {
                    quote!(#krate::__private::kept(#shape))
                }
            }
            Zero::Inferred => quote!(#krate::__private::zero()),
        }
    }

    /// Operands stand where the statement does, so that rustc finds in our copy what it finds in the user's function.
    pub(super) fn op(&self, op: Op, atoms: &[Atom], span: Span, operands: Span) -> TokenStream {
        let args: Vec<TokenStream> = atoms.iter().map(|atom| self.atom_at(atom, operands)).collect();
        let in_lanes = |atom: &Atom| {
            let var = atom.var().map(|var| self.func.var(var));
            let is_tangent = var.is_some_and(|var| var.role == Role::Tangent);
            let is_in_lanes = atom.var().is_some_and(|var| self.func.lanes.contains(&var));
            (self.is_in_lanes() && is_tangent)
                || is_in_lanes
                || var.is_some_and(|var| matches!(var.shape, Shape::Lanes(_)))
        };
        match atoms.iter().position(in_lanes) {
            Some(tangent) => self.apply_in_lanes(op, atoms, args, tangent, span),
            None => self.apply(op, atoms, &args, span),
        }
    }

    /// The same of a tangent in lanes: in each of them.
    fn apply_in_lanes(
        &self,
        op: Op,
        atoms: &[Atom],
        mut args: Vec<TokenStream>,
        tangent: usize,
        span: Span,
    ) -> TokenStream {
        match (op, &args[..]) {
            (Op::Add | Op::Sub | Op::Neg | Op::Mul | Op::Div, _) => self.apply(op, atoms, &args, span),
            (Op::GuardedMul, [tangent, partial]) => quote_spanned!(span=> #tangent.guarded_mul(#partial)),
            (Op::GuardedDiv, [tangent, divisor]) => quote_spanned!(span=> #tangent.guarded_div(#divisor)),
            _ => {
                let lane = names::local("lane").to_token_stream();
                let tangent = std::mem::replace(&mut args[tangent], lane.clone());
                let value = self.apply(op, atoms, &args, span);
                quote_spanned!(span=> #tangent.map(|#lane| #value))
            }
        }
    }

    pub(super) fn is_in_lanes(&self) -> bool {
        self.func.tangents.iter().any(|tangents| tangents.lanes) || !self.func.lanes.is_empty()
    }

    fn apply(&self, op: Op, atoms: &[Atom], args: &[TokenStream], span: Span) -> TokenStream {
        let krate = self.krate;
        match (op, args) {
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
            (Op::GuardedMul, [ct, a, b]) => match self.guards.get() {
                Guards::None => quote_spanned!(span=> #ct * #a * #b),
                Guards::Branch => quote_spanned!(span=> #krate::__private::guarded(#ct, #ct * #a * #b)),
                Guards::Select => quote_spanned!(span=> #krate::__private::selected(#ct, #ct * #a * #b)),
            },
            (Op::GuardedMul | Op::GuardedDiv, [ct, other]) => {
                let function = match (op, self.guards.get()) {
                    (Op::GuardedMul, Guards::None) => return quote_spanned!(span=> #ct * #other),
                    (_, Guards::None) => return quote_spanned!(span=> #ct / #other),
                    (Op::GuardedMul, Guards::Branch) => quote!(guarded_mul),
                    (_, Guards::Branch) => quote!(guarded_div),
                    (Op::GuardedMul, Guards::Select) => quote!(selected_mul),
                    (_, Guards::Select) => quote!(selected_div),
                };
                quote_spanned!(span=> #krate::__private::#function(#ct, #other))
            }
            (Op::Scale(factor), [a]) => {
                let number = Literal::f64_unsuffixed(factor.number().abs());
                let number = if factor.number() < 0.0 { quote!(-#number) } else { quote!(#number) };
                match self.func.atom_shape(&atoms[0]) {
                    Shape::Float(ty) if ty == "f64" || ty == "f32" => quote_spanned!(span=> #a * #number),
                    _ => quote_spanned!(span=> #krate::__private::rules::scale(#a, #number)),
                }
            }
            (Op::Convert, args) => quote_spanned!(span=> #krate::__private::convert(#(#args),*)),
            (Op::Add | Op::Sub | Op::Mul | Op::Div | Op::Rem | Op::Neg, _)
            | (Op::Method(_) | Op::Scale(_) | Op::GuardedMul | Op::GuardedDiv, _) => {
                unreachable!("internal error in `#[grad]`: {op:?} with {} operands", args.len())
            }
        }
    }

    /// `ct_place += value`; into a caller's buffer only if there is one.
    pub(super) fn accumulate(&self, place: &Place, value: &Value, span: Span) -> TokenStream {
        let krate = self.krate;
        let scalar = matches!(self.func.place_shape(place), Shape::Float(_));
        let (target, ct) = (self.place(place), self.ident(place.var));
        let add = match value {
            value if self.is_cell(place) => self.add_to_cell(place, &self.value(value, span)),
            Value::Op(Op::Neg, atoms, _) if scalar => {
                let value = self.atom(&atoms[0]);
                quote!(#target -= #value;)
            }
            value if scalar && !matches!(value, Value::Op(Op::Convert, ..)) => {
                let value = self.value(value, span);
                quote!(#target += #value;)
            }
            value if self.is_slice(place) || self.is_list_in_place(place) => {
                let value = self.value(value, span);
                let target = if place.path.is_empty() { target } else { quote!(&mut #target) };
                quote!(#krate::__private::accumulate_each(#target, #value);)
            }
            value => {
                let value = self.value(value, span);
                quote!(#krate::__private::accumulate(&mut #target, #value);)
            }
        };
        if self.is_in_place(place.var) && !self.present.borrow().contains(&place.var) {
            let mutable = (!self.is_cell(place)).then(|| quote!(mut));
            quote!(if let #krate::__private::core::option::Option::Some(#ct) = & #mutable #ct { #add })
        } else {
            add
        }
    }

    fn is_list_in_place(&self, place: &Place) -> bool {
        self.is_in_place(place.var) && self.func.place_shape(place).elements().is_some()
    }

    pub(super) fn is_slice(&self, place: &Place) -> bool {
        matches!(place.path.last(), Some(Proj::Range(..)))
            || (place.path.is_empty() && (self.is_borrowed(place.var) || self.is_in_place(place.var)))
    }

    pub(super) fn is_in_place(&self, var: VarId) -> bool {
        if let Some(window) = self.func.windows.get(&var) {
            return self.func.var(var).role == Role::Cotangent && self.is_in_place(window.of);
        }
        self.cotangents().any(|ct| ct.in_place && !ct.seeded && ct.var == var)
    }

    pub(super) fn is_borrowed(&self, var: VarId) -> bool {
        match self.func.windows.get(&var) {
            Some(part) => !part.cells && self.func.var(var).role == Role::Cotangent && !self.is_in_place(var),
            None => self.cotangents().any(|ct| ct.in_place && ct.seeded && ct.var == var),
        }
    }

    /// The cotangents of the parameters, and their tangents.
    fn cotangents(&self) -> impl Iterator<Item = &ParamCotangent> {
        let own = self.func.reverse.iter().flat_map(|reverse| &reverse.cotangents);
        let tangents = self.func.tangents.iter().flat_map(|tangents| &tangents.reverse);
        own.chain(tangents.flat_map(|(_, cotangents)| cotangents)).flatten()
    }
}
