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

stubs!(with_1 A M);
stubs!(with_2 A M, B N);
stubs!(with_3 A M, B N, C O);
stubs!(with_4 A M, B N, C O, D P);
stubs!(with_5 A M, B N, C O, D P, E Q);
stubs!(with_6 A M, B N, C O, D P, E Q, F S);
stubs!(with_7 A M, B N, C O, D P, E Q, F S, G T);
stubs!(with_8 A M, B N, C O, D P, E Q, F S, G T, H U);
stubs!(with_9 A M, B N, C O, D P, E Q, F S, G T, H U, I V);
stubs!(with_10 A M, B N, C O, D P, E Q, F S, G T, H U, I V, J W);
