//! The options in `#[grad(..)]`.

use proc_macro2::{Ident, TokenStream};
use quote::quote;
use syn::parse::{Parse, ParseStream};
use syn::punctuated::Punctuated;
use syn::{Attribute, FnArg, Meta, Pat, Path, Signature, Token};

use super::modes::Modes;
use super::{Param, whole};
use crate::diagnostics::{Diagnostics, Refusal};
use crate::ir::{Name, Shape};

/// The options of one function.
#[derive(Clone)]
pub(crate) struct Options {
    /// `wrt(a, b)`: the parameters that the public companions differentiate.
    pub(crate) wrt: Option<Vec<Ident>>,
    /// `partials = path`: the body is opaque, and this function knows its derivative.
    pub(crate) partials: Option<Path>,
    /// The word `partials`.
    partials_name: Option<Ident>,
    /// `recursive`: calls itself by way of others.
    pub(crate) recursive: Option<Ident>,
    /// `no_namespace`: leaves out the type of the function's own name that holds its halves.
    pub(crate) no_namespace: Option<Ident>,
    /// `associated`: the function stands in an `impl` block, though it mentions neither `self` nor `Self`.
    pub(crate) associated: Option<Ident>,
    /// `crate = path`: where the facade crate is.
    pub(crate) krate: Path,
    /// Whether `crate = path` was given.
    names_crate: bool,
    /// `dump`: prints what each stage makes of the function.
    pub(crate) dump: bool,
    /// Which analyses are on.
    pub(crate) analyses: Analyses,
    /// `vjp`, `jvp`, `jacobian`, `hvp`, `hessian`, `third`, `lanes`: more companions, and more for callers.
    pub(crate) modes: Modes,
    /// The same from the block around a method, where they need not fit.
    pub(super) block_modes: Modes,
}

/// The off-switches of analyses and transforms, for tests: `__everything_active`, `__record_everything`, `__nothing_cheaper`.
#[derive(Clone, Copy)]
pub(crate) struct Analyses {
    /// Leave out what has no derivative or does not reach the result.
    pub(crate) activity: bool,
    /// Keep only what the reverse sweep reads.
    pub(crate) recording: bool,
    /// Transform the adjoint into one that does less.
    pub(crate) cheaper: bool,
}

impl Default for Options {
    fn default() -> Self {
        Options {
            wrt: None,
            partials: None,
            partials_name: None,
            recursive: None,
            no_namespace: None,
            associated: None,
            krate: syn::parse_quote!(::autodiff),
            names_crate: false,
            dump: false,
            analyses: Analyses { activity: true, recording: true, cheaper: true },
            modes: Modes::default(),
            block_modes: Modes::default(),
        }
    }
}

impl Options {
    /// The options of a block for one of its methods: `wrt` names parameters wherever a method has them.
    pub(crate) fn for_method(&self, method: &Signature) -> Options {
        let has = |name: &&Ident| method.inputs.iter().any(|arg| is_named(arg, name));
        let names: Vec<Ident> = self.wrt.iter().flatten().filter(has).cloned().collect();
        let wrt = Some(names).filter(|names| !names.is_empty());
        Options { wrt, modes: Modes::default(), block_modes: self.modes.clone(), ..self.clone() }
    }

    /// The options given that make sense for one function only.
    pub(crate) fn of_one_function(&self) -> impl Iterator<Item = &Ident> {
        self.partials_name.iter().chain(&self.recursive)
    }
}

/// `name`, `name(..)` or `name = ..`, where `crate` is a name too.
struct Argument {
    name: Ident,
    names: Option<Punctuated<Ident, Token![,]>>,
    path: Option<Path>,
}

impl Parse for Argument {
    fn parse(input: ParseStream) -> syn::Result<Self> {
        let name = input.call(<Ident as syn::ext::IdentExt>::parse_any)?;
        let (mut names, mut path) = (None, None);
        if input.peek(syn::token::Paren) {
            let content;
            syn::parenthesized!(content in input);
            names = Some(content.parse_terminated(<Ident as syn::ext::IdentExt>::parse_any, Token![,])?);
        } else if input.peek(Token![=]) {
            input.parse::<Token![=]>()?;
            path = Some(input.call(Path::parse_mod_style)?);
        }
        Ok(Argument { name, names, path })
    }
}

/// Reads the options; what is wrong with them is refused and left out.
pub(crate) fn options(args: TokenStream, diag: &mut Diagnostics) -> Options {
    let mut options = Options::default();
    let arguments = match whole(Punctuated::<Argument, Token![,]>::parse_terminated, args) {
        Ok(arguments) => arguments,
        Err(error) => {
            diag.add(error);
            return options;
        }
    };
    let mut seen: Vec<String> = Vec::new();
    for argument in arguments {
        let name = argument.name.to_string();
        if seen.contains(&name) {
            diag.refuse(&argument.name, Refusal::DuplicateOption(name));
            continue;
        }
        option(argument, &mut options, diag);
        seen.push(name);
    }
    for (name, option) in [("recursive", &options.recursive), ("third", &options.modes.third)] {
        if let (Some(_), Some(option)) = (&options.partials, option) {
            diag.refuse(option, Refusal::ContradictingOptions("partials".into(), name.into()));
        }
    }
    options
}

fn option(argument: Argument, options: &mut Options, diag: &mut Diagnostics) {
    let Argument { name, names, path } = argument;
    let form = |form: &str| Refusal::OptionForm(name.to_string(), form.to_owned());
    let bare = names.is_none() && path.is_none();
    match (name.to_string().as_str(), names, path) {
        ("wrt", Some(names), None) if names.is_empty() => diag.refuse(&name, Refusal::WrtEmpty),
        ("wrt", Some(names), None) => options.wrt = Some(names.into_iter().collect()),
        ("wrt", ..) => diag.refuse(&name, form("wrt(x, y)")),
        ("partials", None, Some(path)) => {
            (options.partials, options.partials_name) = (Some(path), Some(name));
        }
        ("partials", ..) => diag.refuse(&name, form("partials = path::to::function")),
        ("crate", None, Some(path)) => (options.krate, options.names_crate) = (path, true),
        ("crate", ..) => diag.refuse(&name, form("crate = path::to::autodiff")),
        ("recursive", ..) if bare => options.recursive = Some(name),
        ("no_namespace", ..) if bare => options.no_namespace = Some(name),
        ("associated", ..) if bare => options.associated = Some(name),
        ("dump", ..) if bare => options.dump = true,
        ("vjp", ..) if bare => options.modes.vjp = Some(name),
        ("jvp", ..) if bare => options.modes.jvp = Some(name),
        ("jacobian", ..) if bare => options.modes.jacobian = Some(name),
        ("hvp", ..) if bare => options.modes.hvp = Some(name),
        ("hessian", ..) if bare => options.modes.hessian = Some(name),
        ("third", ..) if bare => options.modes.third = Some(name),
        ("lanes", ..) if bare => options.modes.lanes = Some(name),
        (
            "recursive" | "no_namespace" | "associated" | "dump" | "vjp" | "jvp" | "jacobian" | "hvp"
            | "hessian" | "third" | "lanes",
            ..,
        ) => {
            diag.refuse(&name, Refusal::OptionArgument(name.to_string()));
        }
        ("__everything_active", ..) if bare => options.analyses.activity = false,
        ("__record_everything", ..) if bare => options.analyses.recording = false,
        ("__nothing_cheaper", ..) if bare => options.analyses.cheaper = false,
        (unknown, ..) => diag.refuse(&name, Refusal::UnknownOption(unknown.to_owned())),
    }
}

/// Takes `#[grad(..)]` off a method inside a block that has the attribute itself; it replaces the block's options.
pub(crate) fn take_own(
    attrs: &mut Vec<Attribute>,
    outer: &Options,
    diag: &mut Diagnostics,
) -> Option<Options> {
    let is_ours = |attr: &Attribute| attr.path().segments.last().is_some_and(|last| last.ident == "grad");
    let index = attrs.iter().position(is_ours)?;
    let attr = attrs.remove(index);
    let args = match &attr.meta {
        Meta::List(list) => list.tokens.clone(),
        _ => TokenStream::new(),
    };
    let mut own = options(args, diag);
    if !own.names_crate {
        own.krate = outer.krate.clone();
    }
    own.block_modes = outer.modes.clone();
    Some(own)
}

/// Marks the parameters that `wrt` names, and refuses names that make no sense.
pub(crate) fn apply_wrt(options: &Options, params: &mut [Param], diag: &mut Diagnostics) {
    let Some(names) = &options.wrt else { return };
    let list: Vec<String> = params.iter().map(|param| format!("`{}`", param.name)).collect();
    let by_default: Vec<bool> =
        params.iter_mut().map(|param| std::mem::replace(&mut param.wanted, false)).collect();
    for name in names {
        let Some(param) = find(params, name) else {
            let params = if list.is_empty() { "none".to_owned() } else { list.join(", ") };
            diag.refuse(name, Refusal::WrtUnknown(name.to_string(), params));
            continue;
        };
        if param.is_self {
            diag.refuse(name, Refusal::WrtSelf);
        } else if param.wanted {
            diag.refuse(name, Refusal::WrtTwice(name.to_string()));
        } else if param.differentiated || may_be_alias(param) {
            param.wanted = true;
            param.differentiated = true;
        } else {
            let ty = &param.ty;
            diag.refuse(name, Refusal::WrtNoDerivative(name.to_string(), quote!(#ty).to_string()));
        }
    }
    if !params.iter().any(|param| param.wanted) {
        // Every name was refused: what stands in for the companions has the gradient of all parameters.
        params.iter_mut().zip(by_default).for_each(|(param, wanted)| param.wanted = wanted);
    }
}

/// The parameter of this name; of two from different macro contexts, the one of the name's own.
fn find<'p>(params: &'p mut [Param], name: &Ident) -> Option<&'p mut Param> {
    let name = Name::of(name);
    let exact = params.iter().position(|param| Name::of(&param.name) == name);
    let at = exact.or_else(|| params.iter().position(|param| Name::of(&param.name).text() == name.text()))?;
    params.get_mut(at)
}

/// Refuses a name that no method of the block has.
pub(crate) fn names_of_block(options: &Options, block: &syn::ItemImpl, diag: &mut Diagnostics) {
    for name in options.wrt.iter().flatten() {
        let methods = block.items.iter().filter_map(|item| match item {
            syn::ImplItem::Fn(method) => Some(&method.sig),
            _ => None,
        });
        if !methods.flat_map(|method| &method.inputs).any(|arg| is_named(arg, name)) {
            diag.refuse(name, Refusal::WrtUnknownInBlock(name.to_string()));
        }
    }
}

/// Whether a parameter has this name.
fn is_named(arg: &FnArg, name: &Ident) -> bool {
    match arg {
        FnArg::Receiver(_) => name == "self",
        FnArg::Typed(arg) => matches!(&*arg.pat, Pat::Ident(pat) if pat.ident == *name),
    }
}

/// A path that the macro cannot see through may name a float shape.
fn may_be_alias(param: &Param) -> bool {
    let inert = ["bool", "char", "str", "String"];
    matches!((&param.shape, &param.ty), (Shape::Unknown, syn::Type::Path(path))
        if !path.path.get_ident().is_some_and(|ident| inert.contains(&ident.to_string().as_str())))
}
