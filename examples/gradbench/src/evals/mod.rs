//! The evals. Each is one file, whose `FUNCTIONS` are a function and its derivative, and one line below.

use serde_json::Value;

use crate::input::Input;
use crate::runs::Runs;

/// Reads the input, runs the computation, and gives the output. A number that JSON does not have (NaN, infinity) is
/// written as `null`.
type Function = fn(Input<'_>, &mut Runs) -> Result<Value, String>;

/// Functions by their names in the messages.
type Functions = &'static [(&'static str, Function)];

/// A module of GradBench.
pub(crate) struct Eval {
    pub(crate) name: &'static str,
    pub(crate) functions: Functions,
}

macro_rules! evals {
    ($($name:ident)*) => {
        $(mod $name;)*

        pub(crate) const ALL: &[Eval] = &[$(Eval { name: stringify!($name), functions: $name::FUNCTIONS }),*];
    };
}

evals! {
    hello
    det
    gmm
    kmeans
    llsq
    lse
    lstm
    ode
}
