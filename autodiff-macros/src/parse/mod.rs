//! Tokens to [`Input`]: the attribute's options and the functions it stands on.

mod blocks;
mod groups;
mod limits;
mod modes;
mod options;
mod shapes;

use proc_macro2::{Delimiter, Group, Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, format_ident, quote};
use syn::ext::IdentExt;
use syn::parse::{Parse, ParseStream};
use syn::{FnArg, Generics, ImplItemFn, Item, ItemFn, ItemImpl, Pat, ReceiverKind, ReturnType, Type};

pub(crate) use modes::{Rows, numbers};
pub(crate) use options::{Analyses, Options};
use shapes::result_shape;

use crate::diagnostics::{Diagnostics, Refusal};
use crate::ir::{Passing, Shape};

/// What the attribute stands on.
pub(crate) enum Input {
    /// One function or method.
    Function(Box<Function>),
    /// An `impl` block: what stays of it, and the methods to differentiate.
    Impl(Box<ItemImpl>, Vec<Function>),
}

/// A function to differentiate.
#[derive(Clone)]
pub(crate) struct Function {
    /// The options that hold for it.
    pub(crate) options: Options,
    /// The user's item.
    pub(crate) item: ItemFn,
    /// The generics of the `impl` block around it, where they are known.
    pub(crate) outer: Option<Generics>,
    /// Whether it stands in an `impl` block.
    pub(crate) is_method: bool,
    /// The trait that the block implements.
    pub(crate) implemented: Option<syn::Path>,
    /// The last name of the block's type, where it is known.
    pub(crate) self_name: Option<Ident>,
    /// A method of a block where no other could be taken for a companion of it: those that it does not have can say so.
    pub(crate) alone: bool,
    /// Its parameters, the receiver first.
    pub(crate) params: Vec<Param>,
    /// The shape of its result; `None` for `()`.
    pub(crate) result: Option<Shape>,
    /// Whether several columns of its Jacobian are made at once.
    pub(crate) lanes: bool,
    /// Whether its own companions have a half with tangents of what they differentiate alone.
    pub(crate) narrow: bool,
    /// Whether its gradient is made in one sweep.
    pub(crate) together: Together,
}

/// Whether both sweeps of a function are one.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Together {
    /// They are two.
    Never,
    /// They are, or the function gives up and they have to be two.
    Perhaps,
    /// They are.
    Always,
}

/// A parameter.
#[derive(Clone)]
pub(crate) struct Param {
    /// Its name; invented for the receiver and for patterns.
    pub(crate) name: Ident,
    /// The text of the name, which two parameters from different macro contexts do not share.
    pub(crate) spelling: String,
    /// A pattern to destructure it with, where it is not a plain name.
    pub(crate) pattern: Option<Pat>,
    /// Assigned in the body.
    pub(crate) mutable: bool,
    /// Its type behind the reference.
    pub(crate) ty: Type,
    /// By value or by reference.
    pub(crate) passing: Passing,
    /// What its type tells.
    pub(crate) shape: Shape,
    /// Whether the halves hand out a cotangent for it.
    pub(crate) differentiated: bool,
    /// Whether the public companions do.
    pub(crate) wanted: bool,
    /// `self` in any form.
    pub(crate) is_self: bool,
    /// A `&` parameter that callers lend to the pullback again; known once there is a reverse sweep.
    pub(crate) lent: bool,
    /// Set where it is a closure that the caller lends, `&mut dyn Fn(..)`.
    pub(crate) closure: Option<Closure>,
}

/// A closure behind a reference.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Closure {
    /// An `Fn`.
    Shared,
    /// An `FnMut`.
    Exclusive,
}

/// Reads the attribute's arguments and the item under it.
pub(crate) fn parse(args: TokenStream, item: TokenStream, diag: &mut Diagnostics) -> Option<Input> {
    if !limits::limits(&item, diag) {
        return None;
    }
    let tokens = item.clone();
    let item = groups::open_blocks(item);
    let mut item = match whole(Item::parse, item.clone()) {
        Ok(item) => item,
        // A method with a receiver is no free function to syn.
        Err(error) => match whole(ImplItemFn::parse, item) {
            Ok(method) => Item::Fn(free(method)),
            Err(_) => {
                diag.add(error);
                return None;
            }
        },
    };
    groups::make_visible(&mut item);
    let options = options::options(args, diag);
    match item {
        Item::Fn(item) => {
            let is_method = options.associated.is_some() || mentions_self(&item, tokens);
            function(options, item, None, is_method, diag).map(|function| Input::Function(Box::new(function)))
        }
        Item::Impl(block) => blocks::implementation(options, block, diag),
        other => {
            diag.refuse(head(&other), Refusal::NotAFunction);
            None
        }
    }
}

/// Parses all of the tokens. What is missing behind them is missed at the last one, not at the whole attribute.
fn whole<T>(parser: impl Fn(ParseStream) -> syn::Result<T>, tokens: TokenStream) -> syn::Result<T> {
    let last = tokens.clone().into_iter().last().map_or_else(Span::call_site, |last| last.span());
    let mut group = Group::new(Delimiter::Brace, tokens);
    group.set_span(last);
    let inside = |input: ParseStream| {
        let content;
        syn::braced!(content in input);
        let parsed = parser(&content)?;
        if content.is_empty() { Ok(parsed) } else { Err(content.error("unexpected token")) }
    };
    syn::parse::Parser::parse2(inside, TokenTree::from(group).into())
}

/// How an item starts, up to what it holds.
fn head(item: &Item) -> TokenStream {
    let mut tokens = item.to_token_stream().into_iter().peekable();
    let is_punct = |token: &TokenTree, chars: &[char]| matches!(token, TokenTree::Punct(punct) if chars.contains(&punct.as_char()));
    while tokens.next_if(|token| is_punct(token, &['#'])).is_some() {
        tokens.next();
    }
    let ends = |token: &TokenTree| matches!(token, TokenTree::Group(_)) || is_punct(token, &['=', ';']);
    let first = tokens.next();
    first.into_iter().chain(tokens.take_while(|token| !ends(token))).collect()
}

/// A method as a free function item, so that one type serves for both.
fn free(method: ImplItemFn) -> ItemFn {
    let ImplItemFn { attrs, vis, modifiers, sig, block } = method;
    ItemFn { attrs, vis, modifiers, sig, block: Box::new(block) }
}

/// An attribute on a method cannot see the `impl` around it; `self` and `Self` betray it.
fn mentions_self(item: &ItemFn, tokens: TokenStream) -> bool {
    fn search(tokens: TokenStream) -> bool {
        tokens.into_iter().any(|token| match token {
            proc_macro2::TokenTree::Group(group) => search(group.stream()),
            proc_macro2::TokenTree::Ident(ident) => ident == "Self",
            _ => false,
        })
    }
    item.sig.receiver().is_some() || search(tokens)
}

/// The generics of a function and of the block around it.
fn merged(own: &Generics, outer: Option<&Generics>) -> Generics {
    let mut generics = own.clone();
    if let Some(outer) = outer {
        generics.params.extend(outer.params.clone());
        if let Some(clause) = &outer.where_clause {
            generics.make_where_clause().predicates.extend(clause.predicates.clone());
        }
    }
    generics
}

impl Function {
    /// The generics of the function and of the block around it.
    pub(crate) fn generics(&self) -> Generics {
        merged(&self.item.sig.generics, self.outer.as_ref())
    }
}

fn function(
    options: Options,
    item: ItemFn,
    outer: Option<Generics>,
    is_method: bool,
    diag: &mut Diagnostics,
) -> Option<Function> {
    qualifiers(&item, diag);
    // No trait object can be returned: `-> f64 +` is one, too, and would go into types where it is no Rust.
    if let ReturnType::Type(_, ty) = &item.sig.output {
        if matches!(**ty, Type::TraitObject(_)) {
            diag.refuse(ty, Refusal::ResultCarriesNothing(ty.to_token_stream().to_string()));
            return None;
        }
    }
    let generics = merged(&item.sig.generics, outer.as_ref());
    let before = diag.count();
    let mut params = Vec::new();
    for (index, arg) in item.sig.inputs.iter().enumerate() {
        params.push(param(index, arg, &generics, diag));
    }
    tell_apart(&mut params);
    options::apply_wrt(&options, &mut params, diag);
    let refused = diag.count() > before;
    let result = result_shape(&item.sig.output, &generics, diag);
    if !params.iter().any(|param| param.wanted) && options.wrt.is_none() && !refused {
        diag.refuse(&item.sig.ident, Refusal::NothingToDifferentiate);
    }
    let written = params.iter().any(|param| param.differentiated && param.passing == Passing::Exclusive);
    if let (None, false) = (&result, written || refused) {
        let ty = match &item.sig.output {
            ReturnType::Default => quote!(()),
            ReturnType::Type(_, ty) => ty.to_token_stream(),
        };
        let name = &item.sig.ident;
        let place = if let ReturnType::Type(_, ty) = &item.sig.output { quote!(#ty) } else { quote!(#name) };
        diag.refuse(place, Refusal::ResultCarriesNothing(ty.to_string()));
    }
    if let Some(path) = &options.partials {
        stated_derivative(path, &mut params, &result, diag);
    }
    let mut function = Function {
        options,
        item,
        outer,
        is_method,
        implemented: None,
        self_name: None,
        alone: false,
        params,
        result,
        lanes: false,
        together: Together::Never,
        narrow: false,
    };
    modes::check(&mut function, diag);
    Some(function)
}

/// `fn f($x: f64, x: f64)` in a `macro_rules!` may have two parameters `x`.
fn tell_apart(params: &mut [Param]) {
    for at in 1..params.len() {
        let (before, rest) = params.split_at_mut(at);
        let is_taken = |text: &String| before.iter().any(|param| param.spelling == *text);
        let spelling = &mut rest[0].spelling;
        let plain = spelling.clone();
        let mut count = 0;
        while is_taken(spelling) {
            count += 1;
            *spelling = format!("{plain}_{count}");
        }
    }
}

/// A function whose derivative is stated differentiates what is stated, and has a number for a result.
fn stated_derivative(path: &syn::Path, params: &mut [Param], result: &Option<Shape>, diag: &mut Diagnostics) {
    let written = params.iter().any(|param| param.wanted && param.passing == Passing::Exclusive);
    if written || !matches!(result, Some(Shape::Float(_))) {
        diag.refuse(path, Refusal::PartialsForm);
    }
    params.iter_mut().for_each(|param| param.differentiated = param.wanted);
}

fn qualifiers(item: &ItemFn, diag: &mut Diagnostics) {
    let sig = &item.sig;
    if let Some(token) = &sig.asyncness {
        diag.refuse(token, Refusal::AsyncFunction);
    }
    if let Some(token) = &sig.constness {
        diag.refuse(token, Refusal::ConstFunction);
    }
    if let syn::Safety::Unsafe(token) = &sig.safety {
        diag.refuse(token, Refusal::UnsafeFunction);
    }
}

fn param(index: usize, arg: &FnArg, generics: &Generics, diag: &mut Diagnostics) -> Param {
    let attrs = match arg {
        FnArg::Receiver(receiver) => &receiver.attrs,
        FnArg::Typed(arg) => &arg.attrs,
    };
    if let Some(attr) =
        attrs.iter().find(|attr| attr.path().is_ident("cfg") || attr.path().is_ident("cfg_attr"))
    {
        diag.refuse(attr, Refusal::CfgOnParameter);
    }
    match arg {
        FnArg::Receiver(receiver) => {
            let (passing, ty) = match &receiver.kind {
                ReceiverKind::Value => (Passing::Value, syn::parse_quote!(Self)),
                ReceiverKind::Reference(_, _, None) => (Passing::Shared, syn::parse_quote!(Self)),
                ReceiverKind::Reference(_, _, Some(_)) => (Passing::Exclusive, syn::parse_quote!(Self)),
                ReceiverKind::Typed(_, ty) => (Passing::Value, (**ty).clone()),
                _ => (Passing::Value, syn::parse_quote!(Self)),
            };
            Param {
                name: Ident::new("self", receiver.self_token.span),
                spelling: "self".to_owned(),
                pattern: None,
                mutable: receiver.mutability.is_some(),
                ty,
                passing,
                shape: Shape::Unknown,
                differentiated: false,
                wanted: false,
                is_self: true,
                lent: false,
                closure: None,
            }
        }
        FnArg::Typed(arg) => {
            let (name, pattern, mutable) = match &*arg.pat {
                Pat::Ident(ident) if ident.subpat.is_none() && ident.by_ref.is_none() => {
                    (ident.ident.clone(), None, ident.mutability.is_some())
                }
                other => (format_ident!("arg{index}", span = Span::mixed_site()), Some(other.clone()), false),
            };
            let (passing, ty) = shapes::passing(&arg.ty);
            let shape = Shape::of(ty, generics);
            if shapes::has_nested_reference(ty, generics) {
                diag.refuse(ty, Refusal::NestedReference);
            }
            let differentiated = shape.is_float();
            Param {
                spelling: name.unraw().to_string(),
                name,
                pattern,
                mutable,
                ty: ty.clone(),
                passing,
                shape,
                differentiated,
                wanted: differentiated,
                is_self: false,
                lent: false,
                closure: None,
            }
        }
    }
}
