//! How a pullback gets again the arguments by reference that it reads: from its caller, or from a copy of its own.

use proc_macro2::{Literal, TokenStream};
use quote::{ToTokens, quote};

use super::code::Writer;
use crate::ir::{Call, Callee, Kept, Lending, Passing, Shape};
use crate::parse::{Function, Together};

/// How many parameters have a bit that says whether they are lent to the pullback too.
pub(super) const LENT_BITS: usize = u64::BITS as usize;

/// One bit for each parameter, by number, that is lent to the pullback too. Parameters beyond the bits are not.
pub(super) fn lent_bits(params: impl Iterator<Item = usize>) -> TokenStream {
    let bits = params.filter(|at| *at < LENT_BITS).fold(0_u64, |bits, at| bits | 1 << at);
    Literal::u64_unsuffixed(bits).to_token_stream()
}

/// The arguments that are lent to the pullback of a call.
pub(super) fn lent_to(call: &Call, lent: &[Lending]) -> TokenStream {
    let receiver = usize::from(matches!(call.callee, Callee::Method(..)));
    let bits = |lending| {
        let lent = lent.iter().enumerate().filter(move |(_, lent)| **lent == lending);
        lent_bits(lent.map(move |(at, _)| at + receiver))
    };
    let again = bits(Lending::Again);
    match &call.callee {
        Callee::Path(path) if lent.contains(&Lending::Kept) => {
            let (reads, kept) = (reads(path), bits(Lending::Kept));
            quote!(#again | #reads & #kept)
        }
        Callee::Path(_) | Callee::Method(..) => again,
    }
}

/// The constant with a bit for each slice that a function's pullback reads.
fn reads(path: &syn::ExprPath) -> TokenStream {
    member(path, "READS")
}

/// Something in a function's type.
fn member(path: &syn::ExprPath, name: &str) -> TokenStream {
    let mut path = path.clone();
    path.path.segments.iter_mut().for_each(|segment| segment.arguments = syn::PathArguments::None);
    let name = proc_macro2::Ident::new(name, proc_macro2::Span::mixed_site());
    quote!(#path::#name)
}

/// Whether nobody sees these functions run twice. A function and no constant, which could not be told of functions that call
/// each other.
pub(super) fn quiet(callees: &[syn::ExprPath]) -> TokenStream {
    let callees = callees.iter().map(|path| member(path, "quiet"));
    quote!(true #(&& #callees())*)
}

/// Their definition, in the type of the function's name.
pub(super) fn reads_of(function: &Function, callees: Option<&[syn::ExprPath]>) -> TokenStream {
    let slice = |shape: &Shape| matches!(shape, Shape::Slice(elem) if elem.is_static());
    let read = function
        .params
        .iter()
        .enumerate()
        .filter(|(_, param)| param.lent && param.passing == Passing::Shared && slice(&param.shape));
    let (vis, bits) = (&function.item.vis, lent_bits(read.map(|(at, _)| at)));
    let one_sweep = function.together != Together::Never;
    let quiet = callees.map_or(quote!(false), quiet);
    quote! {
        #[doc(hidden)]
        #vis const READS: u64 = #bits;
        #[doc(hidden)]
        #[inline]
        #vis fn quiet() -> bool {
            #quiet
        }
        #[doc(hidden)]
        #vis const ONE_SWEEP: bool = #one_sweep;
    }
}

impl Writer<'_> {
    /// The copy of an argument, which is made if the callee's pullback reads it.
    pub(super) fn kept(&self, kept: &Kept) -> TokenStream {
        let (krate, copies, place) = (self.krate, self.ident(kept.copies), self.place(&kept.place));
        let (reads, bit) = (reads(&kept.callee), lent_bits(std::iter::once(kept.at)));
        quote!(#krate::__private::keep_slice(&mut #copies, #reads & #bit != 0, &#place))
    }
}
