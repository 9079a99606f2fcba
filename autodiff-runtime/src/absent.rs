//! What stands for companions that a function does not have, by the number of their arguments and what is missing: a
//! function among `calls`, and a type in which differentiated functions look for its halves. Beside companions that cannot be
//! differentiated it is the type alone. A call is an error, which says what is missing and of which function.

use crate::missing;

macro_rules! stubs {
    ($module:ident $($argument:ident $tangent:ident),*) => {
        #[allow(missing_docs, non_snake_case, reason = "the names are those of the traits")]
        #[allow(clippy::too_many_arguments, reason = "as many as a companion has")]
        pub mod $module {
            use super::missing;
            pub mod calls {
                use super::missing;
                stubs!(fn AsksForVjp, $($argument),*);
                stubs!(fn AsksForJvp, $($argument),*);
                stubs!(fn AsksForJacobian, $($argument),*);
                stubs!(fn AsksForHvp, $($argument),*);
                stubs!(fn AsksForHessian, $($argument),*);
                stubs!(fn OneFloat, $($argument),*);
                stubs!(fn OneFloatTwice, $($argument),*);
            }
            stubs!(type AsksForJvp, $($argument $tangent),*);
            stubs!(type AsksForHvp, $($argument $tangent),*);
            stubs!(type OneFloat, $($argument $tangent),*);
            stubs!(type OneFloatTwice, $($argument $tangent),*);
            stubs!(type DifferentiatedCompanion, $($argument $tangent),*);
            stubs!(type OptionHvp, $($argument $tangent),*);
            stubs!(type OptionThird, $($argument $tangent),*);
            stubs!(type WrittenOut, $($argument $tangent),*);
            stubs!(type ChangesNothing, $($argument $tangent),*);
        }
    };
    (fn $lack:ident, $($argument:ident),*) => {
        pub fn $lack<R, $($argument),*>($(_: $argument),*) -> R where for<'a> (): missing::$lack<'a> { missing::missing() }
    };
    (type $lack:ident, $($argument:ident $tangent:ident),*) => {
        pub struct $lack<Of> { _of: Of }
        impl<Of> $lack<Of> {
            pub const READS: u64 = 0;
            pub const ONE_SWEEP: bool = false;
            pub fn quiet() -> bool { false }
            pub fn split<R, Own, $($argument),*>(_: Own, $(_: $argument,)* _: u64) -> R
            where Of: for<'a> missing::$lack<'a> { missing::missing() }
            pub fn option_jvp<R, Own, $($argument, $tangent),*>(_: Own, $(_: $argument,)* $(_: $tangent),*) -> R
            where Of: for<'a> missing::$lack<'a> { missing::missing() }
            pub fn option_hvp<R, Own, $($argument, $tangent),*>(
                _: Own, $(_: $argument,)* $(_: $tangent,)* _: u64
            ) -> R
            where Of: for<'a> missing::$lack<'a> { missing::missing() }
        }
    };
}

/// For one argument, for two, and so on.
macro_rules! up_to {
    ([$($before:ident $of_before:ident,)*]) => {};
    ([$($before:ident $of_before:ident,)*] $module:ident $argument:ident $tangent:ident, $($rest:tt)*) => {
        stubs!($module $($before $of_before,)* $argument $tangent);
        up_to!([$($before $of_before,)* $argument $tangent,] $($rest)*);
    };
}
up_to! {
    []
    with_1 A1 T1, with_2 A2 T2, with_3 A3 T3, with_4 A4 T4, with_5 A5 T5,
    with_6 A6 T6, with_7 A7 T7, with_8 A8 T8, with_9 A9 T9, with_10 A10 T10,
    with_11 A11 T11, with_12 A12 T12, with_13 A13 T13, with_14 A14 T14, with_15 A15 T15,
    with_16 A16 T16, with_17 A17 T17, with_18 A18 T18, with_19 A19 T19, with_20 A20 T20,
}
