//! How other functions find the halves of one: beside it, and in a type of its name.
//!
//! ```text
//! fn __f_split(x: f64) -> (f64, impl FnOnce(..)) { .. }
//! enum f {}
//! impl f { fn split(own: Own, x: f64) -> (f64, impl FnOnce(..)) { __f_split(x) } }
//! ```

use proc_macro2::{Ident, TokenStream, TokenTree};
use quote::{ToTokens, quote};

use super::halves::item_turbofish;
use super::names::{self, Companion};
use super::signature::Signature;
use super::{closures, lending, lints};
use crate::parse::Function;

/// A half of a function.
pub(super) struct Half {
    /// The function that is the half.
    item: TokenStream,
    /// What leads to it, inside the type of the function's name.
    inside: TokenStream,
    /// Whether there is none, and an error in its place.
    is_missing: bool,
}

impl Half {
    /// One that no other function calls.
    pub(super) fn alone(self) -> TokenStream {
        self.item
    }

    /// A half around its body.
    pub(super) fn new(
        function: &Function,
        signature: &Signature<'_>,
        half: names::Half,
        body: &TokenStream,
    ) -> Half {
        let (krate, own) = (&function.options.krate, &function.item.sig.ident);
        let (lints, inherited) = (lints::halves(), lints::inherited(&function.item.attrs));
        let name = if lends(function) { names::lending_half(own, half) } else { names::half(own, half) };
        let (vis, reborrow) = (&function.item.vis, closures::reborrow(function));
        let tracked = lints::tracked(&function.item.attrs);
        let (impl_generics, _, clause) = signature.generics.split_for_impl();
        let (inputs, output) = (signature.inputs_of(half), signature.output_of(half, krate));
        let receiver = signature.receiver.iter();
        let owner = function.is_method.then(|| {
            let owner = names::local("_owner");
            quote!(#owner: #krate::__private::Owner<Self>)
        });
        let check = check_implemented(function);
        let item = quote! {
            #(#inherited)*
            #tracked
            #lints
            #[doc(hidden)]
            #[inline]
            #vis fn #name #impl_generics (#(#receiver,)* #(#inputs,)* #owner) -> #output #clause {
                #check
                #reborrow
                #body
            }
        };
        let inside = inside(function, signature, half, &name);
        Half { item, inside, is_missing: false }
    }
}

/// What is lacking where there is no half, or no companion, by the trait of the runtime that says so.
#[derive(Clone, Copy)]
pub(super) enum Lack {
    /// The option that its caller has.
    Option,
    /// The option `hvp`.
    OptionHvp,
    /// The option `third`.
    OptionThird,
    /// A body: its derivative is stated.
    WrittenOut,
    /// Derivatives end there.
    Fourth,
    /// Its function changes a differentiated argument.
    ChangesNothing,
    /// An argument may borrow.
    OwnsArguments,
    /// It cannot run in lanes.
    Lanes,
    /// It is a derivative, which runs one at a time.
    DerivativeInLanes,
    /// It is a companion that has no derivative.
    NotDifferentiated,
    /// Its result is not one float.
    OneFloat,
    /// The same, for second derivatives.
    OneFloatTwice,
    /// The option that makes it.
    Asked(Companion),
}

impl Lack {
    /// What is lacking of a function whose third derivative is asked for.
    pub(super) fn of_third(function: &Function) -> Lack {
        if function.options.partials.is_some() { Lack::WrittenOut } else { Lack::OptionThird }
    }

    /// The name of the trait.
    pub(super) fn name(self) -> Ident {
        names::local(match self {
            Lack::OptionHvp => "OptionHvp",
            Lack::OptionThird => "OptionThird",
            Lack::WrittenOut => "WrittenOut",
            Lack::Fourth => "NoFourth",
            Lack::ChangesNothing => "ChangesNothing",
            Lack::OwnsArguments => "OwnsArguments",
            Lack::Lanes => "RunsInLanes",
            Lack::DerivativeInLanes => "DerivativeInLanes",
            Lack::NotDifferentiated => "DifferentiatedCompanion",
            Lack::OneFloat => "OneFloat",
            Lack::OneFloatTwice => "OneFloatTwice",
            Lack::Asked(Companion::Vjp) => "AsksForVjp",
            Lack::Asked(Companion::Jvp) | Lack::Option => "AsksForJvp",
            Lack::Asked(Companion::Jacobian) => "AsksForJacobian",
            Lack::Asked(Companion::Hessian) => "AsksForHessian",
            Lack::Asked(_) => "AsksForHvp",
        })
    }
}

impl Half {
    /// What stands in for a half that cannot be had: a call is one error, which says why.
    pub(super) fn missing(function: &Function, half: names::Half, lack: Lack) -> Half {
        let (krate, own, vis) = (&function.options.krate, &function.item.sig.ident, &function.item.vis);
        let signature = Signature::of(function);
        let lack = match lack {
            Lack::Option => names::local(match half {
                names::Half::TangentSplit => "CalleeHvp",
                names::Half::TwoTangentsSplit => "CalleeThird",
                names::Half::Lanes if !function.runs_in_lanes() => "CalleeLanes",
                names::Half::SplitLanes => "CalleeLanes",
                names::Half::Split
                | names::Half::Tangent
                | names::Half::OwnTangent
                | names::Half::Together
                | names::Half::Lanes => "CalleeJvp",
            }),
            lack => lack.name(),
        };
        let any = signature.inputs_of(half).into_iter().map(|_| quote!(_: impl Sized));
        let stub = |name: &Ident, first: Option<TokenStream>, last: Option<TokenStream>| {
            let inputs = first.into_iter().chain(any.clone()).chain(last);
            quote! {
                #[doc(hidden)]
                #vis fn #name<R>(#(#inputs),*) -> R
                where
                    for<'option> (): #krate::__private::#lack<'option>,
                {
                    #krate::__private::missing()
                }
            }
        };
        let (mut item, mut inside) = (TokenStream::new(), TokenStream::new());
        if has_namespace(function) {
            inside = stub(&names::half_in_namespace(half, own.span()), Some(quote!(_: impl Sized)), None);
        } else {
            let owner = function.is_method.then(|| quote!(_: #krate::__private::Owner<Self>));
            let (lints, name) = (lints::halves(), names::half(own, half));
            let stub = stub(&name, signature.receiver.clone(), owner);
            item = quote!(#lints #stub);
        }
        Half { item, inside, is_missing: true }
    }
}

/// What leads to a half: a function of the type of the function's name. The function itself goes along.
fn inside(function: &Function, signature: &Signature<'_>, half: names::Half, name: &Ident) -> TokenStream {
    let (krate, own, vis) = (&function.options.krate, &function.item.sig.ident, &function.item.vis);
    let arguments = function.params.iter().map(|param| param.name.clone());
    let lent = half.lends().then(|| names::local("lent"));
    let tangents = signature.tangents_of(half).into_iter().map(|(name, _)| name);
    let arguments: Vec<_> = arguments.chain(tangents).chain(lent).collect();
    let (turbofish, inputs) = (signature.turbofish(), signature.inputs_of(half));
    let tracked = lints::tracked(&function.item.attrs);
    if lends(function) {
        // The type of the function would be that of the closures.
        let inner = names::lending_half_in_namespace(half, own.span());
        let (impl_generics, _, clause) = signature.generics.split_for_impl();
        let output = signature.output_of(half, krate);
        return quote! {
            #tracked
            #[doc(hidden)]
            #[inline]
            #vis fn #inner #impl_generics (#(#inputs),*) -> #output #clause {
                #name #turbofish(#(#arguments),*)
            }
        };
    }
    let inner = names::half_in_namespace(half, own.span());
    let [witness, own_type] = ["own", "Own"].map(names::local);
    // A lifetime with a bound is part of the function's type, and the pullback must not hold it: then the function
    // comes as a pointer, which cannot be told from others.
    let bounded = has_bounded_lifetime(&signature.generics);
    let types = &signature.types;
    let value = &signature.output;
    let own_type = if bounded { quote!(fn(#(#types),*) -> #value) } else { quote!(#own_type) };
    let namespaced = if bounded { Signature::of(function) } else { signature.with_witness(krate) };
    let (impl_generics, _, clause) = namespaced.generics.split_for_impl();
    let output = namespaced.output_of(half, krate);
    let check = knows_own_name(function, signature).then(|| {
        quote! {
            #krate::__private::check_function(
                #krate::__private::core::any::type_name_of_val(&#witness),
                Self::own_name #turbofish(),
            );
        }
    });
    quote! {
        #tracked
        #[doc(hidden)]
        #[inline]
        #vis fn #inner #impl_generics (#witness: #own_type, #(#inputs),*) -> #output #clause {
            #check
            #name #turbofish(#(#arguments),*)
        }
    }
}

/// Whether closures are lent to a function.
fn lends(function: &Function) -> bool {
    function.params.iter().any(|param| param.closure.is_some())
}

/// The halves of a function, and the type of its name that leads to them.
pub(super) fn halves(function: &Function, halves: &[Half], quiet: Option<&[syn::ExprPath]>) -> TokenStream {
    let items = halves.iter().map(|half| &half.item);
    let own = &function.item.sig.ident;
    if !has_namespace(function) {
        return quote!(#(#items)*);
    }
    let (krate, vis) = (&function.options.krate, &function.item.vis);
    let (lints, inherited) = (lints::halves(), lints::inherited(&function.item.attrs));
    let namespace_lints = lints::namespace();
    let signature = Signature::of(function);
    // Outside the function, whose parameters may hide its name.
    let is_asked = halves.iter().any(|half| !half.is_missing);
    let own_name = (is_asked && knows_own_name(function, &signature)).then(|| {
        let (impl_generics, _, clause) = signature.generics.split_for_impl();
        let turbofish = signature.turbofish();
        quote! {
            #[doc(hidden)]
            #vis fn own_name #impl_generics () -> &'static str #clause {
                #krate::__private::core::any::type_name_of_val(&#own #turbofish)
            }
        }
    });
    let inside = halves.iter().map(|half| &half.inside);
    let lints = if is_asked { lints } else { namespace_lints.clone() };
    let reads = lending::reads_of(function, quiet);
    quote! {
        #(#items)*
        #(#inherited)*
        #namespace_lints
        #[doc(hidden)]
        #vis enum #own {}
        #(#inherited)*
        #lints
        impl #own {
            #reads
            #own_name
            #(#inside)*
        }
    }
}

/// Whether there is a type of the function's name.
pub(super) fn has_namespace(function: &Function) -> bool {
    let own = &function.item.sig.ident;
    !function.is_method && function.options.no_namespace.is_none() && !hides_a_name(own)
}

/// Whether the name of the function's type can be asked for.
fn knows_own_name(function: &Function, signature: &Signature<'_>) -> bool {
    let named = signature.generics.params.len() == function.item.sig.generics.params.len();
    named && !has_bounded_lifetime(&signature.generics)
}

/// The derivative of a trait's method is found like a method of the type, and so must the method itself be: a method of
/// the type that bears the same name would come first.
fn check_implemented(function: &Function) -> Option<TokenStream> {
    let (implemented, krate) = (function.implemented.as_ref()?, &function.options.krate);
    let (own, turbofish) = (&function.item.sig.ident, item_turbofish(function)?);
    let mut import = implemented.clone();
    import.segments.iter_mut().for_each(|segment| segment.arguments = syn::PathArguments::None);
    Some(quote! {{
        use #import as _;
        #krate::__private::same_function(&<Self as #implemented>::#own #turbofish, &Self::#own #turbofish);
    }})
}

/// Whether a lifetime is bounded, in its declaration or in a where clause.
fn has_bounded_lifetime(generics: &syn::Generics) -> bool {
    let declared = generics.lifetimes().any(|lifetime| !lifetime.bounds.is_empty());
    declared
        || generics.where_clause.iter().flat_map(|clause| &clause.predicates).any(|predicate| {
            predicate
                .to_token_stream()
                .into_iter()
                .any(|token| matches!(token, TokenTree::Punct(punct) if punct.as_char() == '\''))
        })
}

/// A type of this name would hide a crate or a type that paths begin with.
fn hides_a_name(name: &syn::Ident) -> bool {
    let name = name.to_string();
    matches!(name.as_str(), "std" | "core" | "alloc" | "autodiff" | "f64" | "f32" | "bool" | "char" | "str")
        || crate::ir::is_integer(&name)
}
