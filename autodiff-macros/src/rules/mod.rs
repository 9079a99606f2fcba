//! The primitives: how each is written, and what its derivative is made of.
//!
//! The formulas themselves are functions of the runtime crate; this table says which of them belongs
//! to which argument of which method, and which values it reads.

mod second;
mod third;

/// A primitive operation.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Op {
    /// `a + b`
    Add,
    /// `a - b`
    Sub,
    /// `a * b`
    Mul,
    /// `a / b`
    Div,
    /// `a % b`
    Rem,
    /// `-a`
    Neg,
    /// `a.method(..)`
    Method(&'static Rule),
    /// A function of the runtime's `rules` by name.
    Rule(&'static str),
    /// `ct * partial`, zero where `ct` is zero and the partial is infinite or NaN. With three operands the partial is
    /// the product of the other two.
    GuardedMul,
    /// The same number as another float type, for the adjoint of `as`.
    Convert,
    /// `ct / b`, zero where `ct` is zero and the quotient is NaN.
    GuardedDiv,
    /// A multiple of a number.
    Scale(Factor),
}

/// Methods that cost no more than a few additions.
const CHEAP: &[&str] = &[
    "abs",
    "ceil",
    "clamp",
    "copysign",
    "floor",
    "max",
    "min",
    "mul_add",
    "recip",
    "round",
    "signum",
    "sqrt",
    "to_degrees",
    "to_radians",
    "trunc",
];

impl Op {
    /// Whether computing the result again costs less than keeping it in memory.
    pub(crate) fn is_cheap(self) -> bool {
        match self {
            Op::Method(rule) => CHEAP.contains(&rule.name),
            Op::Rem => false,
            _ => true,
        }
    }
}

/// A literal factor: finite, and not zero.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Factor(u64);

impl Factor {
    pub(crate) const TWO: Factor = Factor::new(2.0);

    /// `None` for what is no factor, also where a product of factors leaves the range of `f32`.
    pub(crate) fn of(number: f64) -> Option<Factor> {
        let in_range = (1e-30..1e30).contains(&number.abs());
        in_range.then(|| Factor::new(number))
    }

    const fn new(number: f64) -> Factor {
        Factor(number.to_bits())
    }

    /// Whether a product with it is exact.
    pub(crate) fn is_power_of_two(self) -> bool {
        self.0.trailing_zeros() >= f64::MANTISSA_DIGITS - 1
    }

    /// The number.
    pub(crate) fn number(self) -> f64 {
        f64::from_bits(self.0)
    }
}

/// A float method and its derivative in each argument, the receiver first.
#[derive(PartialEq, Eq, Debug)]
pub(crate) struct Rule {
    /// The method's name.
    pub(crate) name: &'static str,
    /// One entry for each argument.
    pub(crate) args: &'static [Partial],
}

/// What an argument's cotangent is made of, `ct` being the cotangent of the result.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Partial {
    /// Nothing: the result is constant in it almost everywhere.
    Zero,
    /// The argument is an integer.
    Integer,
    /// `ct`
    One,
    /// `ct.method()`: the method is linear.
    Same,
    /// `ct * that argument`, a plain product.
    Times(usize),
    /// `ct * rule(reads)`, guarded.
    Scaled(&'static str, &'static [Read]),
    /// `factor * ct / rule(reads)`, guarded.
    Over(Factor, &'static str, &'static [Read]),
    /// `rule(reads, ct)`, which selects, or takes a constant share.
    Selected(&'static str, &'static [Read]),
}

/// A value that a rule reads.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Read {
    /// An argument of the primal operation.
    Arg(usize),
    /// Its result.
    Out,
}

use Partial::{Integer, One, Over, Same, Scaled, Selected, Times, Zero};
use Read::{Arg, Out};

const X: &[Read] = &[Arg(0)];
const OUT: &[Read] = &[Out];
const XY: &[Read] = &[Arg(0), Arg(1)];
const XY_OUT: &[Read] = &[Arg(0), Arg(1), Out];
const HALF: Factor = Factor::new(0.5);
const UNIT: Factor = Factor::new(1.0);
const MINUS: Factor = Factor::new(-1.0);
const XYZ: &[Read] = &[Arg(0), Arg(1), Arg(2)];

const fn rule(name: &'static str, args: &'static [Partial]) -> Rule {
    Rule { name, args }
}

/// `%` as a method, so that it shares the table.
pub(crate) const REM: Rule = rule("rem", &[One, Scaled("rem_d1", XY_OUT)]);

/// Every float method that has a derivative, or has the derivative zero.
pub(crate) const RULES: &[Rule] = &[
    rule("abs", &[Scaled("abs_d", X)]),
    rule("abs_sub", &[Selected("abs_sub_vjp0", XY), Selected("abs_sub_vjp1", XY)]),
    rule("acos", &[Over(MINUS, "asin_divisor", X)]),
    rule("acosh", &[Over(UNIT, "acosh_divisor", X)]),
    rule("asin", &[Over(UNIT, "asin_divisor", X)]),
    rule("asinh", &[Scaled("asinh_d", X)]),
    rule("atan", &[Over(UNIT, "atan_divisor", X)]),
    rule("atan2", &[Scaled("atan2_d0", XY), Scaled("atan2_d1", XY)]),
    rule("atanh", &[Over(UNIT, "atanh_divisor", X)]),
    rule("cbrt", &[Scaled("cbrt_d", OUT)]),
    rule("ceil", &[Zero]),
    rule("clamp", &[Selected("clamp_vjp0", XYZ), Selected("clamp_vjp1", XYZ), Selected("clamp_vjp2", XYZ)]),
    rule("copysign", &[Scaled("copysign_d0", XY), Zero]),
    rule("cos", &[Scaled("cos_d", X)]),
    rule("cosh", &[Scaled("cosh_d", X)]),
    rule("div_euclid", &[Zero, Zero]),
    rule("exp", &[Scaled("exp_d", OUT)]),
    rule("exp2", &[Scaled("exp2_d", OUT)]),
    rule("exp_m1", &[Scaled("exp_m1_d", X)]),
    rule("floor", &[Zero]),
    rule("fract", &[One]),
    rule("hypot", &[Scaled("hypot_d0", XY_OUT), Scaled("hypot_d1", XY_OUT)]),
    rule("ln", &[Over(UNIT, "ln_divisor", X)]),
    rule("ln_1p", &[Over(UNIT, "ln_1p_divisor", X)]),
    rule("log", &[Scaled("log_d0", XY), Scaled("log_d1", XY)]),
    rule("log10", &[Scaled("log10_d", X)]),
    rule("log2", &[Scaled("log2_d", X)]),
    rule("max", &[Selected("max_vjp0", XY), Selected("max_vjp1", XY)]),
    rule("midpoint", &[Selected("half", &[]), Selected("half", &[])]),
    rule("min", &[Selected("min_vjp0", XY), Selected("min_vjp1", XY)]),
    rule("mul_add", &[Times(1), Times(0), One]),
    rule("next_down", &[One]),
    rule("next_up", &[One]),
    rule("powf", &[Scaled("powf_d0", XY_OUT), Scaled("powf_d1", XY_OUT)]),
    rule("powi", &[Scaled("powi_d", XY), Integer]),
    rule("recip", &[Scaled("recip_d", OUT)]),
    rule("rem_euclid", &[One, Scaled("rem_euclid_d1", XY)]),
    rule("round", &[Zero]),
    rule("round_ties_even", &[Zero]),
    rule("signum", &[Zero]),
    rule("sin", &[Scaled("sin_d", X)]),
    rule("sinh", &[Scaled("sinh_d", X)]),
    rule("sqrt", &[Over(HALF, "sqrt_divisor", OUT)]),
    rule("tan", &[Scaled("tan_d", OUT)]),
    rule("tanh", &[Scaled("tanh_d", OUT)]),
    rule("to_degrees", &[Same]),
    rule("to_radians", &[Same]),
    rule("trunc", &[Zero]),
];

/// Rules that are the identity, except for -0.
pub(crate) const UNSIGNED: &[&str] = &["ln_divisor", "sqrt_divisor"];

/// Methods that end activity: what they return carries no derivative.
pub(crate) const INERT: &[&str] = &[
    "classify",
    "eq",
    "ge",
    "gt",
    "is_empty",
    "is_finite",
    "is_infinite",
    "is_nan",
    "is_normal",
    "is_sign_negative",
    "is_sign_positive",
    "is_subnormal",
    "le",
    "len",
    "lt",
    "ne",
    "partial_cmp",
    "total_cmp",
];

/// Methods of `f64` and `f32` that stable Rust does not have.
pub(crate) const UNSTABLE: &[&str] = &["erf", "erfc", "gamma", "ln_gamma", "maximum", "minimum"];

/// The rule of a method with this name and number of arguments, the receiver counted.
pub(crate) fn find(name: &str, args: usize) -> Option<&'static Rule> {
    let index = RULES.binary_search_by(|rule| rule.name.cmp(name)).ok()?;
    Some(&RULES[index]).filter(|rule| rule.args.len() == args)
}

/// The rule that selects one of two tangents, where a method selects one of its operands.
pub(crate) fn selection_of_tangents(method: &Rule) -> Option<&'static str> {
    match method.name {
        "max" => Some("max_jvp"),
        "min" => Some("min_jvp"),
        _ => None,
    }
}

/// Whether a rule passes a cotangent on to one of the operands, and zeros to the others.
pub(crate) fn is_selection(name: &str) -> bool {
    let selects =
        |partial: &Partial| matches!(partial, Selected(rule, reads) if *rule == name && !reads.is_empty());
    RULES.iter().any(|rule| rule.args.iter().any(selects))
}

impl Op {
    /// The derivative in argument `index` of an operation that goes by the tables;
    /// the operators `+ - * /` are known to the transforms themselves.
    pub(crate) fn partial(self, index: usize) -> Option<Partial> {
        match self {
            Op::Method(rule) => rule.args.get(index).copied(),
            Op::Rem => REM.args.get(index).copied(),
            Op::Add | Op::Sub | Op::Mul | Op::Div | Op::Neg => None,
            Op::Rule(name) => second::of(name).or_else(|| third::of(name))?.args.get(index).copied(),
            Op::GuardedMul | Op::GuardedDiv | Op::Convert | Op::Scale(_) => None,
        }
    }

    /// The same without [`Partial::Over`].
    pub(crate) fn plain_partial(self, index: usize) -> Option<Partial> {
        match (self, self.partial(index)) {
            (Op::Method(rule), Some(Over(_, _, reads))) => {
                Some(Scaled(second::partial_of_quotient(rule.name), reads))
            }
            (_, partial) => partial,
        }
    }

    /// The same operation with a guard, where there is one.
    pub(crate) fn guarded(self) -> Op {
        match self {
            Op::Mul => Op::GuardedMul,
            Op::Div => Op::GuardedDiv,
            other => other,
        }
    }

    /// Whether the result varies with argument `index`.
    pub(crate) fn varies_with(self, index: usize) -> bool {
        !matches!(self.partial(index), Some(Partial::Zero | Partial::Integer))
    }

    /// What the derivative in argument `index` reads.
    pub(crate) fn reads(self, index: usize) -> Vec<Read> {
        match (self, self.partial(index)) {
            (_, Some(Times(other))) => vec![Arg(other)],
            (_, Some(Scaled(_, reads) | Over(_, _, reads) | Selected(_, reads))) => reads.to_vec(),
            (Op::Mul, _) => vec![Arg(1 - index)],
            (Op::Div, _) if index == 0 => vec![Arg(1)],
            (Op::Div, _) => vec![Arg(1), Out],
            _ => Vec::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_sorted_for_binary_search() {
        assert!(RULES.windows(2).all(|pair| pair[0].name < pair[1].name));
    }
}
