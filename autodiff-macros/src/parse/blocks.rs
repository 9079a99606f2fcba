//! `#[grad]` on an `impl` block.

use proc_macro2::Ident;
use quote::ToTokens;
use syn::ext::IdentExt;
use syn::visit_mut::{self, VisitMut};
use syn::{FnArg, Generics, ImplItem, ItemFn, ItemImpl, Path, QSelf, ReturnType, Type};

use super::options::{self, Options};
use super::{Input, free, function, merged, shapes};
use crate::diagnostics::{Diagnostics, Refusal};
use crate::ir::{Passing, Shape};

/// Reads an `impl` block, inherent or of a trait.
pub(super) fn implementation(options: Options, block: ItemImpl, diag: &mut Diagnostics) -> Option<Input> {
    let implemented = block.trait_.as_ref().map(|(path, _)| path.clone());
    let associated: Vec<Ident> = block.items.iter().filter_map(associated_name).collect();
    for name in options.of_one_function() {
        diag.refuse(name, Refusal::OptionOnImpl(name.to_string()));
    }
    options::names_of_block(&options, &block, diag);
    let mut rest = block.clone();
    let mut functions = Vec::new();
    for item in &mut rest.items {
        let ImplItem::Fn(method) = item else { continue };
        let own = options::take_own(&mut method.attrs, &options, diag);
        let mut item = free(method.clone());
        if let Some(path) = &implemented {
            // The trait says who may call the method, and not where this is seen.
            item.vis = syn::parse_quote!(pub);
            Associated { names: &associated, implemented: path }.visit_item_fn_mut(&mut item);
        }
        let options = own.clone().unwrap_or_else(|| options.for_method(&item.sig));
        let explicit = own.is_some() || options.wrt.is_some();
        if explicit || is_differentiable(&item, &merged(&item.sig.generics, Some(&block.generics))) {
            // A method of which only the companions are called is not dead.
            method.attrs.push(syn::parse_quote!(#[allow(dead_code)]));
            let mut function = function(options, item, Some(block.generics.clone()), true, diag);
            if let Some(function) = &mut function {
                function.self_name = last_name(&block.self_ty);
                function.implemented = implemented.clone();
                function.alone = is_alone(&function.item.sig.ident, &block);
            }
            functions.extend(function);
        }
    }
    let ty = &block.self_ty;
    if functions.is_empty() && !block.items.is_empty() {
        diag.refuse(ty, Refusal::NothingToDifferentiate);
    }
    if implemented.is_some() && !functions.is_empty() && is_foreign(ty, &block.generics) {
        diag.refuse(ty, Refusal::ImplOfForeignType(ty.to_token_stream().to_string()));
        functions.clear();
    }
    Some(Input::Impl(Box::new(rest), functions))
}

/// Whether no crate but the standard library can give a type methods: a primitive one, or any.
fn is_foreign(ty: &Type, generics: &Generics) -> bool {
    match ty {
        Type::Group(group) => is_foreign(&group.elem, generics),
        Type::Paren(paren) => is_foreign(&paren.elem, generics),
        Type::Path(path) => {
            let any = path.path.get_ident().is_some_and(|name| {
                generics.type_params().any(|param| param.ident == *name)
                    || ["bool", "char", "str"].iter().any(|ty| name == ty)
            });
            any || !matches!(Shape::of(ty, generics), Shape::Unknown)
        }
        // A trait object of the crate's own trait can have methods.
        Type::TraitObject(_) => false,
        _ => true,
    }
}

fn last_name(ty: &Type) -> Option<Ident> {
    match ty {
        Type::Path(path) => path.path.segments.last().map(|last| last.ident.clone()),
        _ => None,
    }
}

/// Inside a block with the attribute, a method takes part if its signature carries a derivative through.
fn is_differentiable(item: &ItemFn, generics: &Generics) -> bool {
    let floats = |arg: &FnArg, exclusive: bool| match arg {
        FnArg::Receiver(_) => false,
        FnArg::Typed(arg) => {
            let (passing, ty) = shapes::passing(&arg.ty);
            Shape::of(ty, generics).is_float() && (!exclusive || passing == Passing::Exclusive)
        }
    };
    let result = match &item.sig.output {
        ReturnType::Default => false,
        ReturnType::Type(_, ty) => Shape::of(ty, generics).has_float(),
    };
    item.sig.inputs.iter().any(|arg| floats(arg, false))
        && (result || item.sig.inputs.iter().any(|arg| floats(arg, true)))
}

/// Whether no method of the block begins with the name of this one, as companions do.
fn is_alone(name: &Ident, block: &ItemImpl) -> bool {
    let start = format!("{}_", name.unraw());
    !block.items.iter().any(
        |item| matches!(item, ImplItem::Fn(other) if other.sig.ident.unraw().to_string().starts_with(&start)),
    )
}

/// The name of an associated type or constant.
fn associated_name(item: &ImplItem) -> Option<Ident> {
    match item {
        ImplItem::Type(item) => Some(item.ident.clone()),
        ImplItem::Const(item) => Some(item.ident.clone()),
        _ => None,
    }
}

/// `Self::Output` to `<Self as Trait>::Output`: the derivatives of a trait's methods are not in the trait.
struct Associated<'a> {
    names: &'a [Ident],
    implemented: &'a Path,
}

impl Associated<'_> {
    fn qualify(&self, qself: &mut Option<QSelf>, path: &mut Path) {
        let mut segments = path.segments.iter();
        let (Some(first), Some(name)) = (segments.next(), segments.next()) else { return };
        if qself.is_some() || first.ident != "Self" || !self.names.contains(&name.ident) {
            return;
        }
        let implemented = self.implemented;
        let rest = segments;
        let qualified: syn::TypePath = syn::parse_quote!(<Self as #implemented>::#name #(::#rest)*);
        (*qself, *path) = (qualified.qself, qualified.path);
    }
}

impl VisitMut for Associated<'_> {
    fn visit_type_path_mut(&mut self, ty: &mut syn::TypePath) {
        self.qualify(&mut ty.qself, &mut ty.path);
        visit_mut::visit_type_path_mut(self, ty);
    }

    fn visit_expr_path_mut(&mut self, expr: &mut syn::ExprPath) {
        self.qualify(&mut expr.qself, &mut expr.path);
        visit_mut::visit_expr_path_mut(self, expr);
    }
}
