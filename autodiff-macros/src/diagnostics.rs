//! Every sentence the macro says to a user, and the collector that says all of them at once.

use proc_macro2::TokenStream;
use quote::ToTokens;

/// Collects refusals until the stage that found them is over.
///
/// Dropping it with something inside and unreported is an internal error.
#[derive(Default)]
pub(crate) struct Diagnostics {
    error: Option<syn::Error>,
    count: usize,
}

impl Diagnostics {
    /// Refuses the code behind `tokens`.
    pub(crate) fn refuse(&mut self, tokens: impl ToTokens, why: Refusal) {
        self.add(syn::Error::new_spanned(tokens, why.message()));
    }

    /// Adds an error that syn raised.
    pub(crate) fn add(&mut self, error: syn::Error) {
        self.count += 1;
        match &mut self.error {
            Some(first) => first.combine(error),
            none => *none = Some(error),
        }
    }

    /// Adds what another collector found.
    pub(crate) fn append(&mut self, mut other: Diagnostics) {
        if let Some(error) = other.error.take() {
            self.count += other.count - 1;
            self.add(error);
        }
    }

    /// Forgets what was found in vain.
    pub(crate) fn discard(mut self) {
        self.error = None;
    }

    /// How many there are; whether some code was refused shows in the difference.
    pub(crate) fn count(&self) -> usize {
        self.count
    }

    /// The barrier after a stage: everything that was refused, as `compile_error!` calls.
    pub(crate) fn finish(mut self) -> Result<(), TokenStream> {
        self.error.take().map_or(Ok(()), |error| Err(error.into_compile_error()))
    }
}

impl Drop for Diagnostics {
    fn drop(&mut self) {
        debug_assert!(
            self.error.is_none() || std::thread::panicking(),
            "refusals were collected and never reported"
        );
    }
}

macro_rules! catalogue {
    ($($(#[$doc:meta])* $name:ident $(($($field:ident),+))? => $text:literal,)+) => {
        /// Why some code is refused. One variant, one wording, one test in `tests/ui/refusal`.
        #[derive(Clone, Debug)]
        pub(crate) enum Refusal {
            $($(#[$doc])* $name $(($(catalogue!(@string $field)),+))?,)+
        }

        impl Refusal {
            /// What is wrong, and what to write instead.
            pub(crate) fn message(&self) -> String {
                match self {
                    $(Refusal::$name $(($($field),+))? => format!($text),)+
                }
            }
        }
    };
    (@string $field:ident) => { String };
}

catalogue! {
    // The attribute.
    /// On a struct, a trait, a module, ..
    NotAFunction => "`#[grad]` goes on a function, on a method, or on an `impl` block",
    /// No such option.
    UnknownOption(name) => "unknown option `{name}`: `#[grad]` takes `wrt(..)`, `partials = path`, `recursive`, `associated`, `no_namespace`, `vjp`, `jvp`, `jacobian`, `hvp`, `hessian`, `third`, `lanes`, `crate = path` and `dump`",
    /// `jacobian` on a function with a float for its result.
    JacobianOfScalar => "`jacobian` is for a result of several numbers: the derivative of one number is its gradient, which `#[grad]` makes without an option",
    /// `hessian` on a function of another form.
    HessianOfVector => "`hessian` is for a function that returns a float: use `jacobian`, `jvp` or `vjp` for the first derivative of this one, and `hvp` so that functions that call it have second derivatives",
    /// The same option twice.
    DuplicateOption(name) => "the option `{name}` is given twice: keep one",
    /// Two options that exclude each other.
    ContradictingOptions(one, other) => "`{one}` and `{other}` exclude each other: keep one of them",
    /// An option of a function on an `impl` block.
    OptionOnImpl(name) => "`{name}` belongs on one function: write `#[grad({name} ..)]` on the method inside this block",
    /// `impl Trait for f64`
    ImplOfForeignType(ty) => "what `#[grad]` makes of a trait's methods is methods of the type, and `{ty}` is not a type of this crate, which alone could give it any: write free functions",
    /// A malformed option.
    OptionForm(name, form) => "`{name}` is written `{form}`",
    /// An argument for an option that is a word.
    OptionArgument(name) => "`{name}` takes no argument: write `{name}` alone",
    /// A name in `wrt` that is no parameter.
    WrtUnknown(name, params) => "`{name}` is not a parameter of this function: its parameters are {params}",
    /// A name in the `wrt` of a block that no method has.
    WrtUnknownInBlock(name) => "no method of this block has a parameter `{name}`",
    /// A name in `wrt` twice.
    WrtTwice(name) => "`{name}` is named twice: keep one",
    /// A parameter in `wrt` whose type has no derivative.
    WrtNoDerivative(name, ty) => "`{name}` carries no derivative: its type is `{ty}`; a differentiated parameter is a float, or an array, slice, `Vec` or tuple of floats",
    /// A receiver in `wrt`.
    WrtSelf => "`self` cannot be differentiated yet: pass the numbers as parameters of their own",
    /// An empty `wrt()`.
    WrtEmpty => "`wrt()` names nothing: name at least one parameter, or leave it out to differentiate all of them",
    /// No parameter of a float shape.
    NothingToDifferentiate => "nothing to differentiate: no parameter is a float, or an array, slice, `Vec` or tuple of floats (structs, `self` included, are not differentiated yet); if one is behind a type alias, name it with `#[grad(wrt(..))]`",
    /// The result is no scalar and carries nothing.
    ResultCarriesNothing(ty) => "the result `{ty}` carries no derivative: return a float, or an array or tuple of floats, or take a `&mut` parameter for the result",
    /// A result behind a reference.
    ReferenceResult => "a reference cannot be returned from a differentiated function: return the value",
    /// `-> impl Trait`.
    ImplTraitResult => "`impl Trait` cannot be returned from a differentiated function: name the type",
    /// A reference inside a parameter's type.
    NestedReference => "a reference inside a differentiated parameter's type is not supported: take the reference as a parameter of its own",
    /// `partials = path` on something else.
    PartialsForm => "`partials` is for a function with a float for its result and no differentiated `&mut` parameter",
    /// `async fn`.
    AsyncFunction => "an `async` function cannot be differentiated: differentiate a plain function and call that",
    /// `unsafe fn`.
    UnsafeFunction => "an `unsafe` function cannot be differentiated: differentiate a safe one",
    /// `const fn`.
    ConstFunction => "a `const` function cannot be differentiated: its companions could not be `const`; remove `const`",
    /// `#[cfg]` on a parameter.
    CfgOnParameter => "`#[cfg]` on a parameter is not supported: put `#[cfg]` on two whole functions",
    /// `#[cfg]` in the body.
    CfgInBody => "`#[cfg]` inside a differentiated function is not supported: put it on the whole function, or use `if cfg!(..)`",
    // Control.
    /// `?`
    Try => "`?` is not supported in a differentiated function: use `match` or `let else`, or handle the error outside",
    /// `async`, `await`
    Async => "`async` code cannot be differentiated: compute the value outside and pass it in",
    /// `unsafe { .. }`
    Unsafe => "`unsafe` code cannot be differentiated: move it to a function of its own and state its derivative with `#[grad(partials = path)]`",
    /// `&raw`, raw pointers
    RawPointer => "a raw pointer cannot be followed: borrow the value with `&` or `&mut`",
    /// `asm!`
    InlineAssembly => "inline assembly cannot be differentiated: move it to a function of its own and state its derivative with `#[grad(partials = path)]`",
    /// `macro_rules!` in the body
    MacroDefinition => "a macro cannot be defined inside a differentiated function: define it outside",
    /// A macro of unknown meaning
    UnknownMacro(name) => "`{name}!` may hide what it does with a differentiated value: write its expansion out, or compute the value outside and pass it in",
    /// `dbg!` around something with effects
    DbgEffects => "the argument of this `dbg!` has effects: bind it with `let` first and pass the variable",
    /// A macro that captures a reference by name
    CapturedReference(name) => "`{name}` is a reference to a differentiated place: pass it to the macro as an argument, `*{name}`, not inside the format string",
    /// A guard with effects
    GuardEffects => "a match guard that changes a differentiated variable is not supported: change it before the `match`",
    /// A guard with a call
    GuardCall => "a match guard cannot give a differentiated value to this function, which may keep it: call it before the `match`, `let found = ..;`, or in an `if` inside the arm",
    /// A guard that looks at what it is popped from
    GuardOfPopped(name) => "this guard looks at `{name}`, which the value has been popped from: ask in an `if` inside the arm",
    /// A yield, a const block, ..
    Unsupported(what) => "{what} is not supported in a differentiated function",
    // Values.
    /// A struct with a differentiated field
    StructLiteral => "structs with differentiated fields are not supported yet: use a tuple or an array",
    /// `Some(x)`
    Constructor(name) => "`{name}(..)` with a differentiated value is not supported yet: use a tuple or an array",
    /// A pattern that takes a differentiated value apart
    Pattern => "this pattern is not supported for a differentiated value: match on tuples, arrays, literals and ranges of it, or on something that carries no derivative",
    /// `Z` in a pattern, used as the differentiated value that it stands for, or as a constant
    SpelledLikeConstant(name) => "`{name}` in this pattern is either a constant or a name for a differentiated value, which cannot be told from its spelling: write the name in lower case, or compare with the constant in an `if`",
    /// `[a, rest @ ..]` of an array
    RestByValue => "the rest of an array cannot be taken by value here: match a reference to the array, `&a`",
    /// `(.., x)` on a tuple of unknown length
    RestOfTuple => "the number of parts that `..` stands for is not known here: write the type beside the pattern, `let (a, .., b): (f64, f64, f64) = ..`",
    /// A closure over a differentiated value
    Closure => "closures that use a differentiated value are not supported yet: write a `#[grad]` function and call it",
    /// `.iter()` and the like
    Iterator(name) => "`{name}` on a differentiated value is not supported here yet: write a `for` loop over its elements",
    /// `.pop()` for an `Option`
    Optional(name) => "`{name}` gives an `Option` of a differentiated value: take it apart at once, with `if let Some(v) = ..`, `while let`, `let else`, `match`, or `unwrap`",
    /// A sub-slice
    SubSlice => "a slice has no size of its own: bind what it is a part of with `let`, and borrow it, `&x[a..b]`",
    /// An unknown method
    UnknownMethod(name) => "the method `{name}` is not known to differentiate: call a `#[grad]` function with the value as argument, or wrap the value in `autodiff::stop_gradient(..)` if its derivative is not wanted",
    /// `to_bits` and friends
    Bits(name) => "`{name}` takes a differentiated value apart, which has no derivative: wrap the value in `autodiff::stop_gradient(..)` if that is meant",
    /// An unstable method
    UnstableMethod(name) => "`{name}` is not stable Rust: write a function of your own and state its derivative with `#[grad(partials = path)]`",
    /// `x as Alias`
    Cast(ty) => "`{ty}` may be a float or an integer: cast to `f64`, `f32` or an integer type by its own name",
    /// `+=` with effects on both sides
    CompoundEffects => "both sides of this assignment have effects: bind the right side with `let` first",
    /// A reference that is kept
    Reference => "a reference to a differentiated place is followed only where a name is given to it, or where it is the argument of a call: use the place itself",
    /// A reference to something without derivative that comes to refer to a differentiated place
    InertReference(name) => "`{name}` started as a reference to something without a derivative that is no variable of this function, and cannot come to refer to a differentiated place: copy that to a variable with `let` and start there, or with an empty slice, `&[]`",
    /// A reference that may refer to several things, used where it changes
    SeveralPlaces => "this reference may refer to one thing or another, and changes in the same statement: use it in statements of their own",
    /// An assignment through a reference of unknown origin
    UnknownReference => "this assigns a differentiated value through a reference whose origin is not known: assign to the variable, field or element itself",
    /// A read through a reference of unknown origin
    ReadReference => "this reads a differentiated value through a reference whose origin is not known: read the variable, field or element itself",
    /// An assignment to a part of a parameter that is not differentiated
    InertParameter(name) => "a differentiated value cannot be stored in `{name}`, a parameter that is not differentiated: return it, or name `{name}` in `#[grad(wrt(..))]` if its type is an alias of floats",
    /// Something unknown is called for its value
    Callee => "only a function or method that is named can be called with a differentiated value",
    /// A function defined in the body
    InnerFunction => "this function is defined inside the differentiated one and has no derivative: put `#[grad]` on it, or pass `autodiff::stop_gradient(..)`",
    /// An effect in a place where it cannot be ordered
    NestedEffect => "this changes a differentiated variable inside an expression that is not followed: make the change a statement of its own",
    /// A variable called `stop_gradient`
    ReservedName(name) => "`{name}` is the function `autodiff::{name}` to `#[grad]`: give this variable another name",
    /// An exit of unknown target
    UnknownLabel(name) => "no block in this function has the label `{name}`",
    // What a reader may build too large.
    /// Nests too deep.
    TooDeep(levels) => "this nests deeper than {levels} levels: move the inner part to a `#[grad]` function of its own",
    /// Chains of operators.
    TooLong(operators) => "this expression has more than {operators} operators: give names to its parts with `let`",
    /// Code that is different for each thing that its references may refer to.
    TooManyCopies(copies) => "this would be copied more than {copies} times, once for each thing that its references may refer to and for each alternative of its patterns: move it to a `#[grad]` function of its own",
    /// A reference of too many forms.
    TooManyPlaces(places) => "this reference may refer to more than {places} different things: use an index",
    /// References that follow from one another.
    TooManyReferences(references) => "more than {references} references of this function that come to refer to something else follow from one another: use indices",
    /// Parts of parts.
    TooFar(parts) => "this is a part of a part, more than {parts} times: borrow it from the whole",
    /// Many ways out, one behind the other.
    TooManyExits(exits) => "more than {exits} statements before this one may leave the block: move what follows to a `#[grad]` function of its own",
}
