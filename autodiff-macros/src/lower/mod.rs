//! The user's function to the IR: A-normal form, scopes, early exits made structured, refusals.
//!
//! Goes on after a mistake with a placeholder, so that all mistakes of a function are reported at once.

mod arguments;
mod assign;
mod build;
mod call;
mod carriers;
mod chains;
mod closures;
mod control;
mod copied;
mod counting;
mod even;
mod exits;
mod expr;
mod fence;
mod induction;
mod inner_items;
mod iterators;
mod located;
mod loops;
mod misfits;
mod named;
mod observers;
mod optional;
mod pattern;
mod place;
mod present;
mod pure;
mod references;
mod rename;
mod scrutinee;
mod shapes;
mod side_by_side;
mod spelled;
mod stmt;
mod trust;
mod unchanged;
mod untyped;
mod vectors;
mod walks;
mod written;

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, format_ident, quote};
use syn::spanned::Spanned;
use syn::{Expr, Generics};

use self::build::{Builder, spellings};
use self::carriers::Carriers;
use self::references::{Cursor, Forms};
use self::rename::Name;
use self::walks::End;
use crate::diagnostics::{Diagnostics, Refusal};
use crate::ir::{Atom, Code, Func, Label, Param, Passing, Place, Proj, Role, Shape, VarId};
use crate::parse::Function;

/// How often a function is lowered to find out what its references may refer to: each time as many follow from what is
/// known as stand in a row.
const MOST_ATTEMPTS: usize = 64;

/// Lowers one function.
pub(crate) fn lower(function: &Function, diag: &mut Diagnostics) -> Func {
    let mut body = (*function.item.block).clone();
    let mut bound: Vec<Ident> = Vec::new();
    for param in &function.params {
        match &param.pattern {
            Some(pattern) => {
                bound.extend(carriers::bindings(pattern, false).into_iter().map(|pat| pat.ident.clone()))
            }
            None => bound.push(param.name.clone()),
        }
    }
    walks::as_while_let(&mut body);
    counting::count(&mut body, &function.options.krate);
    rename::rename(&bound, &mut body, &function.options.krate);
    let imports = trust::has_imports(&body);
    let macros = trust::check_macros(&body, &function.options.krate).filter(|_| !imports);
    trust::check_functions(&mut body, &function.options.krate);
    let survey = fence::fence(&bound, &body, diag);
    let active = function.params.iter().filter(|param| param.differentiated);
    let named = active.flat_map(|param| match &param.pattern {
        Some(pattern) => carriers::bindings(pattern, false).into_iter().map(|pat| &pat.ident).collect(),
        None => vec![&param.name],
    });
    let exclusive =
        function.params.iter().filter(|param| param.passing == Passing::Exclusive).map(|param| &param.name);
    let fixed = function.params.iter().filter(|param| !param.differentiated).map(|param| &param.name);
    let carriers = Carriers::find(named, exclusive, fixed, function.floats(), &body);
    spelled::check_spelling(&body, &carriers, diag);
    exits::check_exits(&mut body, &carriers, &function.options.krate);
    let mut forms = Forms::default();
    let mut attempts = 0;
    loop {
        attempts += 1;
        let mut found = Diagnostics::default();
        let lower = Lower::new(function, carriers.clone(), forms.clone(), &mut found);
        let (func, next) = lower.function(function, &body, macros.clone(), survey.returns, diag.count() > 0);
        if next == forms {
            diag.append(found);
            return func;
        }
        // What references may refer to is known better now.
        found.discard();
        if attempts == MOST_ATTEMPTS {
            let why = Refusal::TooManyReferences(MOST_ATTEMPTS.to_string());
            diag.refuse(&function.item.sig.ident, why);
            return func;
        }
        forms = next;
    }
}

/// A loop or labelled block around the current position.
#[derive(Clone)]
struct Target {
    name: Option<Ident>,
    exit: Label,
    /// Only for loops.
    next: Option<Label>,
    /// The variable for its value.
    value: Option<VarId>,
}

/// What a name of the user's stands for.
#[derive(Clone)]
enum Binding {
    /// A variable of the IR.
    Var(VarId),
    /// A reference: what it refers to, and whether it is `&mut`.
    Alias(Place, Passing),
    /// A reference that comes to refer to something else.
    Cursor(Name),
}

/// A name that is bound once.
struct Fixed {
    /// How many blocks were open where it is.
    depth: usize,
    /// What its fields hold never changes either: it is a `&` parameter.
    fields: bool,
    /// A number whose type follows from its uses alone.
    untyped: bool,
}

/// The state of lowering one function.
struct Lower<'a> {
    builder: Builder,
    carriers: Carriers,
    diag: &'a mut Diagnostics,
    generics: Generics,
    /// Whether these are all: a method that has the attribute itself does not see those of its block.
    sees_generics: bool,
    krate: syn::Path,
    /// Names that may carry a derivative.
    bindings: BTreeMap<Name, Binding>,
    /// References that are not emitted, by name: kept code that mentions one gets this instead.
    aliases: BTreeMap<Name, TokenStream>,
    /// Every other name bound so far.
    locals: BTreeSet<Name>,
    /// Those that are variables of the IR all the same, immutable numbers.
    plain: BTreeMap<Name, VarId>,
    /// Those that are bound once and never change.
    fixed: BTreeMap<Name, Fixed>,
    /// Others whose type, or that of a part, may follow from their uses alone.
    untyped: BTreeSet<Name>,
    /// Names that items of inner blocks give a meaning; `None` where a glob import does.
    hidden: Option<BTreeSet<String>>,
    /// Whether a number may be copied, so that code that reads it can be evaluated again.
    may_copy: bool,
    /// Closures that may borrow, by name.
    borrowing: BTreeSet<Name>,
    /// References that come to refer to something else.
    cursors: BTreeMap<Name, Cursor>,
    /// What certainly is at an end of the slices between these numbers.
    ends: BTreeMap<[VarId; 2], End>,
    /// From these indices on a slice certainly has so many elements.
    reach: BTreeMap<VarId, usize>,
    /// What these may refer to, as far as it was known before, and as far as it is now.
    forms: Forms,
    found: Forms,
    /// How many copies there will be of what is lowered now.
    copies: usize,
    /// Functions defined in the body, without `#[grad]`.
    items: BTreeSet<Name>,
    /// Methods that floats do not have, as far as is known: refused too if anything else is.
    unknown: Vec<Ident>,
    /// Float methods called on what may be a reference, by name, with their numbers of arguments.
    methods: BTreeMap<String, (Ident, usize)>,
    /// Names in patterns that may not match, by spelling: no constants may have them.
    matched: BTreeMap<String, Ident>,
    /// What `break` and `continue` may mean here, the innermost last.
    labels: Vec<Target>,
    /// The declared result, where the function returns early.
    result: Option<VarId>,
}

impl Function {
    /// The names of types that are floats in this function.
    fn floats(&self) -> Vec<String> {
        let generics = self.generics();
        let named = generics.type_params().map(|param| &param.ident);
        let real = named.filter(|ident| {
            let ty: syn::Type = syn::parse_quote!(#ident);
            matches!(Shape::of(&ty, &generics), Shape::Float(_))
        });
        ["f64", "f32", "Real"].map(str::to_owned).into_iter().chain(real.map(Ident::to_string)).collect()
    }
}

impl<'a> Lower<'a> {
    fn new(function: &Function, carriers: Carriers, forms: Forms, diag: &'a mut Diagnostics) -> Lower<'a> {
        Lower {
            builder: Builder::new(function.item.sig.ident.clone()),
            carriers,
            diag,
            generics: function.generics(),
            sees_generics: !function.is_method || function.outer.is_some(),
            krate: function.options.krate.clone(),
            bindings: BTreeMap::new(),
            aliases: BTreeMap::new(),
            locals: BTreeSet::new(),
            plain: BTreeMap::new(),
            fixed: BTreeMap::new(),
            untyped: BTreeSet::new(),
            hidden: Some(BTreeSet::new()),
            may_copy: true,
            borrowing: BTreeSet::new(),
            cursors: BTreeMap::new(),
            ends: BTreeMap::new(),
            reach: BTreeMap::new(),
            found: forms.clone(),
            forms,
            copies: 1,
            items: BTreeSet::new(),
            unknown: Vec::new(),
            methods: BTreeMap::new(),
            matched: BTreeMap::new(),
            labels: Vec::new(),
            result: None,
        }
    }

    /// The function, and what its references may refer to; `refused` if something of it is refused already.
    fn function(
        mut self,
        function: &Function,
        body: &syn::Block,
        macros: Option<TokenStream>,
        returns: bool,
        refused: bool,
    ) -> (Func, Forms) {
        self.builder.func.recursive = function.options.recursive.is_some();
        // What the compiler invents must be spelled like nothing of the user's, whatever becomes of that.
        spellings(body.to_token_stream(), &mut self.builder.func.names);
        let has_value = match &function.item.sig.output {
            syn::ReturnType::Default => false,
            syn::ReturnType::Type(_, ty) => {
                !matches!(&**ty, syn::Type::Never(_)) && ty.to_token_stream().to_string() != "()"
            }
        };
        self.builder.open();
        if let Some(check) = macros {
            self.builder.inert(check, Span::mixed_site());
        }
        self.params(function);
        let result = has_value.then(|| function.result.clone().unwrap_or(Shape::Unknown));
        if returns {
            self.result = result.as_ref().map(|shape| self.declare_result(shape));
        }
        let result = self.body(body, result, returns);
        if let Some(span) = self.builder.beyond {
            let why = Refusal::TooManyExits(build::MOST_EXITS.to_string());
            self.diag.refuse(Ident::new("exit", span), why);
        }
        self.refuse_unknown(refused);
        let methods = self.check_methods(function);
        let mut func = self.builder.func.clone();
        func.body = self.builder.close();
        func.body.stmts.splice(0..0, methods.into_iter().chain(self.check_matched()));
        func.result = result;
        misfits::leave_out(&mut func);
        (func, self.found)
    }
}

impl Lower<'_> {
    fn params(&mut self, function: &Function) {
        let mut patterns = Vec::new();
        for param in &function.params {
            let is_known = param.differentiated || matches!(param.shape, Shape::Integer);
            let shape = if is_known { param.shape.clone() } else { Shape::Unknown };
            let var = self.builder.user(&param.name, Role::Param, shape, param.mutable);
            self.builder.func.params.push(Param {
                var,
                passing: param.passing,
                differentiated: param.differentiated,
            });
            let name = Name::of(&param.name);
            self.locals.insert(name.clone());
            if !param.differentiated && !param.mutable && param.pattern.is_none() {
                if matches!((&param.shape, param.passing), (Shape::Integer, Passing::Value)) {
                    self.plain.insert(name.clone(), var);
                } else {
                    let fields = param.passing == Passing::Shared;
                    self.fixed
                        .insert(name.clone(), Fixed { depth: self.builder.depth(), fields, untyped: false });
                }
            }
            match (&param.pattern, param.passing) {
                (Some(pattern), _) => patterns.push((pattern, var, param)),
                (None, Passing::Value) => {
                    self.bindings.insert(name, Binding::Var(var));
                }
                (None, passing) => {
                    let place = Place { var, path: vec![Proj::Deref] };
                    if param.mutable && self.carriers.has(&param.name) {
                        self.bind_cursor(&param.name, place, passing);
                    } else {
                        self.bindings.insert(name, Binding::Alias(place, passing));
                    }
                }
            }
        }
        for (pattern, var, param) in patterns {
            if param.differentiated && param.passing == Passing::Value {
                self.destructure(pattern, Place::whole(var), None);
            } else if param.differentiated {
                let place = Place { var, path: vec![Proj::Deref] };
                self.destructure(pattern, place, Some(param.passing));
            } else {
                let name = &param.name;
                self.builder.inert(quote!(let #pattern = #name;), pattern.span());
                self.bind_inert(pattern, false);
            }
        }
    }

    fn declare_result(&mut self, shape: &Shape) -> VarId {
        let ident = format_ident!("value", span = Span::mixed_site());
        let var = self.builder.user(&ident, Role::Result, shape.clone(), false);
        self.builder.func.vars[var.0 as usize].late = true;
        self.builder.push(crate::ir::StmtKind::Declare(var), Span::mixed_site());
        var
    }

    /// The body of a function, whose result has this shape if it has one.
    fn body(&mut self, body: &syn::Block, result: Option<Shape>, returns: bool) -> Option<Atom> {
        match (result, self.result) {
            (Some(_), Some(result)) if returns => {
                self.block(body, Some(result));
                Some(Atom::Var(result))
            }
            (Some(shape), _) => {
                let (before, last) = stmt::split_tail(body);
                self.stmts(before, None);
                let value = last.map_or(Atom::Const(Code(quote!(()))), |expr| self.atom(&expr));
                Some(match shape {
                    // What stands behind a loop that is never left is not computed.
                    _ if self.builder.has_ended() => Atom::Const(misfits::never()),
                    Shape::Unknown => value,
                    _ => misfits::no_unit(value),
                })
            }
            (None, _) => {
                self.block(body, None);
                None
            }
        }
    }

    /// A placeholder for what was refused.
    fn refused(&mut self, expr: &Expr, why: Refusal) -> Atom {
        self.diag.refuse(expr, why);
        Atom::Const(Code(quote!(unreachable!())))
    }
}
