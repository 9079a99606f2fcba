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

stubs!(with_1 A1 T1);
stubs!(with_2 A1 T1, A2 T2);
stubs!(with_3 A1 T1, A2 T2, A3 T3);
stubs!(with_4 A1 T1, A2 T2, A3 T3, A4 T4);
stubs!(with_5 A1 T1, A2 T2, A3 T3, A4 T4, A5 T5);
stubs!(with_6 A1 T1, A2 T2, A3 T3, A4 T4, A5 T5, A6 T6);
stubs!(with_7 A1 T1, A2 T2, A3 T3, A4 T4, A5 T5, A6 T6, A7 T7);
stubs!(with_8 A1 T1, A2 T2, A3 T3, A4 T4, A5 T5, A6 T6, A7 T7, A8 T8);
stubs!(with_9 A1 T1, A2 T2, A3 T3, A4 T4, A5 T5, A6 T6, A7 T7, A8 T8, A9 T9);
stubs!(with_10 A1 T1, A2 T2, A3 T3, A4 T4, A5 T5, A6 T6, A7 T7, A8 T8, A9 T9, A10 T10);
stubs!(with_11 A1 T1, A2 T2, A3 T3, A4 T4, A5 T5, A6 T6, A7 T7, A8 T8, A9 T9, A10 T10, A11 T11);
stubs!(with_12 A1 T1, A2 T2, A3 T3, A4 T4, A5 T5, A6 T6, A7 T7, A8 T8, A9 T9, A10 T10, A11 T11, A12 T12);
stubs!(with_13 A1 T1, A2 T2, A3 T3, A4 T4, A5 T5, A6 T6, A7 T7, A8 T8, A9 T9, A10 T10, A11 T11, A12 T12, A13 T13);
stubs!(with_14 A1 T1, A2 T2, A3 T3, A4 T4, A5 T5, A6 T6, A7 T7, A8 T8, A9 T9, A10 T10, A11 T11, A12 T12, A13 T13, A14 T14);
stubs!(with_15 A1 T1, A2 T2, A3 T3, A4 T4, A5 T5, A6 T6, A7 T7, A8 T8, A9 T9, A10 T10, A11 T11, A12 T12, A13 T13, A14 T14, A15 T15);
stubs!(with_16 A1 T1, A2 T2, A3 T3, A4 T4, A5 T5, A6 T6, A7 T7, A8 T8, A9 T9, A10 T10, A11 T11, A12 T12, A13 T13, A14 T14, A15 T15, A16 T16);
stubs!(with_17 A1 T1, A2 T2, A3 T3, A4 T4, A5 T5, A6 T6, A7 T7, A8 T8, A9 T9, A10 T10, A11 T11, A12 T12, A13 T13, A14 T14, A15 T15, A16 T16, A17 T17);
stubs!(with_18 A1 T1, A2 T2, A3 T3, A4 T4, A5 T5, A6 T6, A7 T7, A8 T8, A9 T9, A10 T10, A11 T11, A12 T12, A13 T13, A14 T14, A15 T15, A16 T16, A17 T17, A18 T18);
stubs!(with_19 A1 T1, A2 T2, A3 T3, A4 T4, A5 T5, A6 T6, A7 T7, A8 T8, A9 T9, A10 T10, A11 T11, A12 T12, A13 T13, A14 T14, A15 T15, A16 T16, A17 T17, A18 T18, A19 T19);
stubs!(with_20 A1 T1, A2 T2, A3 T3, A4 T4, A5 T5, A6 T6, A7 T7, A8 T8, A9 T9, A10 T10, A11 T11, A12 T12, A13 T13, A14 T14, A15 T15, A16 T16, A17 T17, A18 T18, A19 T19, A20 T20);
