//! Variables that are never -0, so that rules need not take care of it.

use std::collections::BTreeMap;

use crate::ir::{Atom, Func, Shape, StmtKind, Value, VarId};
use crate::rules::Op;

/// What is known of the sign of a number, NaN aside.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Sign {
    /// It is not -0.
    NotMinusZero,
    /// It is +0 or above.
    Positive,
}

/// The variables of whose sign something is known.
pub(crate) fn positive(func: &Func) -> BTreeMap<VarId, Sign> {
    let (fixed, mut signs) = (func.fixed(), BTreeMap::new());
    func.body.each(&mut |stmt| {
        if let StmtKind::Let(var, value) = &stmt.kind {
            let is_number = fixed.contains(var) && matches!(func.var(*var).shape, Shape::Float(_));
            signs.extend(sign(value, &signs).filter(|_| is_number).map(|sign| (*var, sign)));
        }
    });
    signs
}

fn sign(value: &Value, signs: &BTreeMap<VarId, Sign>) -> Option<Sign> {
    use Sign::{NotMinusZero, Positive};
    let of = |atom: &Atom| match atom {
        Atom::Var(var) => signs.get(var).copied(),
        Atom::Const(_) => {
            atom.factor().map(|number| if number.number() > 0.0 { Positive } else { NotMinusZero })
        }
    };
    match value {
        Value::Atom(atom) => of(atom),
        Value::Op(op, atoms, _) => match (op, &atoms[..]) {
            (Op::Mul, [a, b]) if a.var().is_some() && a.var() == b.var() => Some(Positive),
            (Op::Mul | Op::Div, [a, b]) => (of(a)? == Positive && of(b)? == Positive).then_some(Positive),
            // A sum is -0 only if both are.
            (Op::Add, [a, b]) => match (of(a), of(b)) {
                (Some(a), Some(b)) => Some(a.min(b)),
                (a, b) => a.or(b).map(|_| NotMinusZero),
            },
            (Op::Sub, [a, _]) => of(a).map(|_| NotMinusZero),
            (Op::Method(rule), [a, ..]) => match rule.name {
                "abs" | "cosh" | "exp" | "exp2" | "hypot" => Some(Positive),
                "sqrt" => of(a),
                _ => None,
            },
            _ => None,
        },
        _ => None,
    }
}
