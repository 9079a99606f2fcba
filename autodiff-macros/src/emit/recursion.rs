//! Recursive functions: one function runs both sweeps, because only inside one body does rustc know the type of a frame.
//!
//! ```text
//! fn __f_recursion(phase: Phase<(x,), (ct, slot_x)>, frames: &mut Frames) -> Ran<f64> {
//!     ..forward: run, push the frame..
//!     ..reverse: pop the frame, run..
//! }
//! ```

use proc_macro2::{Group, Ident, TokenStream, TokenTree};
use quote::{ToTokens, quote};

use super::code::Writer;
use super::namespace::Half;
use super::signature::Signature;
use super::sweep::sweep;
use super::{lints, names};
use crate::ir::Reverse;
use crate::parse::Function;

/// What is peculiar to one pair of sweeps: the plain ones, or those with tangents.
pub(super) struct Form {
    /// The half that they serve.
    pub(super) half: names::Half,
    /// An argument of the forward phase before those of the function, which the half takes too, and its type.
    pub(super) first: Option<(Ident, TokenStream)>,
    /// Arguments after them.
    pub(super) extra: Vec<(Ident, TokenStream)>,
    /// What goes before the outermost call's forward sweep, and before its reverse sweep.
    pub(super) outer: (TokenStream, TokenStream),
    /// What goes before the forward sweep of each call.
    pub(super) before: TokenStream,
    /// What it makes and the frame keeps.
    pub(super) kept: Vec<Ident>,
    /// What goes before the reverse sweep.
    pub(super) after: TokenStream,
    /// What goes after the forward sweep.
    pub(super) define: TokenStream,
    /// What the forward phase returns, and its type.
    pub(super) value: TokenStream,
    pub(super) output: TokenStream,
    /// Seeds of the reverse phase.
    pub(super) seeds: Vec<Ident>,
    /// Its slots, and their types.
    pub(super) slots: Vec<(Ident, TokenStream)>,
}

/// The function that runs either sweep, and a half that owns the stack.
pub(super) fn recursion(
    function: &Function,
    reverse: &Reverse,
    writer: &Writer,
    form: &Form,
) -> (TokenStream, Half) {
    let (signature, krate) = (Signature::of(function), writer.krate);
    let own = &function.item.sig.ident;
    let name = names::recursion(own, form.half);
    let path = if function.is_method { quote!(Self::#name) } else { name.to_token_stream() };
    let turbofish = signature.turbofish();
    let [stack, out] = ["frames", "out"].map(names::local);
    let Form { first, extra, seeds, slots, .. } = form;
    let arguments = first.iter().map(|(name, _)| name.clone());
    let arguments = arguments.chain(function.params.iter().map(|param| param.name.clone()));
    let arguments = arguments.chain(extra.iter().map(|(name, _)| name.clone()));
    let (slot_names, slot_types): (Vec<_>, Vec<_>) = slots.iter().cloned().unzip();
    let seed_type = &signature.seed;
    // A half with tangents returns them beside the value.
    let along = (0..form.half.tangents()).map(|at| names::local(&format!("along{at}")));
    let values: Vec<Ident> = [out].into_iter().chain(along).collect();
    let pattern = if let [out] = &values[..] { out.to_token_stream() } else { quote!((#(#values),*)) };
    let (outer_before, outer_after) = &form.outer;
    let inner = quote! {
        #outer_before
        let mut #stack = #krate::__private::Frames::new();
        let #pattern =
            #path #turbofish(#krate::__private::Phase::Forward((#(#arguments,)*)), &mut #stack).value();
        (#(#values,)* move |#(#seeds: #seed_type,)* #(#slot_names: #slot_types),*| {
            #outer_after
            #path #turbofish(#krate::__private::Phase::Reverse((#(#seeds,)* #(#slot_names,)*)), &mut #stack);
        })
    };
    let half = Half::new(function, &signature, form.half, &inner);
    (both_phases(function, &signature, reverse, writer, form), half)
}

fn both_phases(
    function: &Function,
    signature: &Signature<'_>,
    reverse: &Reverse,
    writer: &Writer,
    form: &Form,
) -> TokenStream {
    let krate = writer.krate;
    let (lints, inherited) = (lints::halves(), lints::inherited(&function.item.attrs));
    let (name, vis) = (names::recursion(&function.item.sig.ident, form.half), &function.item.vis);
    let Signature { types, seed: seed_type, generics, .. } = signature;
    let (impl_generics, _, clause) = generics.split_for_impl();
    let [phase, stack, kept, frame, given] = ["phase", "frames", "kept", "frame", "seeds"].map(names::local);
    let Form { first, extra, before, after, output, seeds, .. } = form;
    let params = function.params.iter().map(|param| {
        let (mutable, name) = (param.mutable.then(|| quote!(mut)), &param.name);
        if param.is_self { names::local("this").to_token_stream() } else { quote!(#mutable #name) }
    });
    let params = first.iter().map(|(name, _)| name.to_token_stream()).chain(params);
    let params = params.chain(extra.iter().map(|(name, _)| name.to_token_stream()));
    let first_type = first.iter().map(|(_, ty)| ty);
    let types = first_type.chain(types).chain(extra.iter().map(|(_, ty)| ty));
    let (slot_names, slot_types): (Vec<_>, Vec<_>) = form.slots.iter().cloned().unzip();
    let seed_types = seeds.iter().map(|_| seed_type);
    let kept_by_call = writer.kept_by_call(&reverse.kept);
    let (own_frames, witness) = (writer.empty(&kept_by_call), writer.witness());
    let forward = rename_self(writer.outermost(&writer.func.body));
    let (define, value) = (rename_self(form.define.clone()), rename_self(form.value.clone()));
    let (pattern, own) = (writer.tuple(&kept_by_call), &form.kept);
    let pattern = if own.is_empty() { pattern } else { quote!((#pattern, (#(#own,)*))) };
    let sweep = sweep(writer, function, writer.func, reverse);
    let (push, pop) = (writer.push_on_stack(0, &frame.to_token_stream()), writer.pop_off_stack(0));
    quote! {
        #(#inherited)*
        #lints
        #[doc(hidden)]
        #vis fn #name #impl_generics (
            #phase: #krate::__private::Phase<(#(#types,)*), (#(#seed_types,)* #(#slot_types,)*)>,
            #stack: &mut #krate::__private::Frames,
        ) -> #krate::__private::Ran<#output> #clause {
            #witness
            let mut #kept = #krate::__private::core::option::Option::None;
            let (#(#seeds,)* #(#slot_names,)*) = match #phase {
                #krate::__private::Phase::Forward((#(#params,)*)) => {
                    #before
                    #own_frames
                    #forward
                    #define
                    let #frame = #pattern;
                    #krate::__private::same_type(&#kept, &#frame);
                    #push
                    return #krate::__private::Ran::Forward(#value);
                }
                #krate::__private::Phase::Reverse(#given) => {
                    #kept = #krate::__private::core::option::Option::Some(#pop);
                    #given
                }
            };
            if let #krate::__private::core::option::Option::Some(#pattern) = #kept {
                #after
                #sweep
            }
            #krate::__private::Ran::Reverse
        }
    }
}

/// `self` is an ordinary parameter where both phases share a body.
fn rename_self(tokens: TokenStream) -> TokenStream {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let mut out = TokenStream::new();
    for (at, token) in tokens.iter().enumerate() {
        let is_path = matches!(tokens.get(at + 1), Some(TokenTree::Punct(punct)) if punct.as_char() == ':');
        out.extend([match token {
            TokenTree::Group(group) => {
                let mut renamed = Group::new(group.delimiter(), rename_self(group.stream()));
                renamed.set_span(group.span());
                TokenTree::Group(renamed)
            }
            TokenTree::Ident(ident) if ident == "self" && !is_path => TokenTree::Ident(names::local("this")),
            token => token.clone(),
        }]);
    }
    out
}
