//! The IR to Rust: the only place that writes code. Nothing fails here.

mod again;
mod calls;
mod carriers;
mod code;
mod companions;
mod disjoint;
mod halves;
mod likes;
mod lints;
mod names;
mod own;
mod records;
mod shapes;
mod signature;
mod sweep;
mod values;
mod zeros;

use std::cell::{Cell, RefCell};

use proc_macro2::TokenStream;
use quote::quote;

use self::code::{Guards, Recursion, Writer};
use crate::ir::Func;
use crate::parse::Function;

/// The halves and companions of a function.
pub(crate) fn emit(function: &Function, func: &Func) -> TokenStream {
    let function = &with_lent(function, func);
    let krate = &function.options.krate;
    let companions = companions::companions(function);
    let own::Calls { pullbacks, indirect } = own::calls(function, func);
    if pullbacks.is_empty() && !indirect && function.options.recursive.is_none() {
        let halves = halves::split(function, func);
        return quote!(#companions #halves);
    }
    let name = &function.item.sig.ident;
    let turbofish = halves::turbofish(function);
    let item_turbofish = halves::item_turbofish(function);
    let recursion = Recursion { name, is_method: function.is_method, pullbacks, turbofish, item_turbofish };
    let halves = halves::recursion(
        function,
        func,
        &Writer {
            func,
            krate,
            recursion: Some(recursion),
            around: RefCell::default(),
            stored: Cell::default(),
            guards: Cell::new(Guards::Branch),
        },
    );
    // Without a heap there is no stack of frames.
    quote!(#krate::__private::alloc_only! { #companions #halves })
}

/// The function, with a mark at each parameter that is lent to its pullback.
fn with_lent(function: &Function, func: &Func) -> Function {
    let mut function = function.clone();
    for (param, ir) in function.params.iter_mut().zip(&func.params) {
        param.lent = func.reverse.as_ref().is_some_and(|reverse| reverse.again.contains(&ir.var));
    }
    function
}

/// The same for a function whose derivative the user states.
pub(crate) fn emit_partials(function: &Function, path: &syn::Path) -> TokenStream {
    let halves = halves::partials(function, path);
    let companions = companions::companions(function);
    quote!(#companions #halves)
}

/// An `impl` block with what is made of its methods: a trait's methods have theirs in a block beside it.
pub(crate) fn emit_block(block: &syn::ItemImpl, companions: &TokenStream) -> TokenStream {
    let (attrs, ty) = (&block.attrs, &block.self_ty);
    let (generics, _, clause) = block.generics.split_for_impl();
    if block.trait_.is_some() {
        let inherited = lints::inherited(attrs);
        return quote!(#block #(#inherited)* impl #generics #ty #clause { #companions });
    }
    let items = &block.items;
    quote!(#(#attrs)* impl #generics #ty #clause { #(#items)* #companions })
}

/// What stands in for the companions of a function that was refused.
pub(crate) fn emit_stubs(function: &Function) -> TokenStream {
    companions::stubs(function)
}
