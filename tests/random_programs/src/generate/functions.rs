//! Functions and whole programs.

use super::{Gen, Signature, Ty, block};
use crate::node;
use crate::tree::{Kind, Node, Part, bind, def};

/// A program: some functions, of which the last is `f`.
#[derive(Clone, Debug)]
pub struct Program {
    /// The functions.
    pub source: Node,
    /// The parameters of `f`, which returns a float.
    pub params: Vec<Ty>,
    /// Written over a type parameter.
    pub generic: bool,
}

/// The program of a seed.
pub fn program(seed: u64) -> Program {
    let mut g = Gen::new(seed);
    let mut parts = Vec::new();
    let generic = g.rng.chance(12);
    g.generic = generic;
    let helpers = g.rng.below(4);
    for at in 0..helpers {
        let params = g.parameters(3);
        let result = match g.rng.below(10) {
            0..6 => Some(Ty::Float),
            6 => Some(Ty::Pair),
            7 => Some(Ty::Array(2)),
            _ if params.iter().any(|ty| matches!(ty, Ty::RefMut | Ty::SliceMut(_))) => None,
            _ => Some(Ty::Float),
        };
        let recursive = g.rng.chance(20);
        let budget = 3 + g.rng.below(6);
        parts.push(g.function(&format!("g{at}"), &params, result, recursive, budget).into());
    }
    let params = g.parameters(4);
    let budget = 4 + g.rng.below(14);
    parts.push(g.function("f", &params, Some(Ty::Float), false, budget).into());
    Program { source: Node { kind: Kind::Fixed, parts }, params, generic }
}

impl Gen {
    fn parameters(&mut self, most: usize) -> Vec<Ty> {
        let mut params = vec![Ty::Float];
        for _ in 0..self.rng.below(most) {
            let n = 1 + self.rng.below(4);
            let all = [
                Ty::Float,
                Ty::Float,
                Ty::Array(n),
                Ty::Array(2),
                Ty::Slice(n),
                Ty::Slice(n),
                Ty::SliceMut(n),
                Ty::SliceMut(n),
                Ty::RefMut,
                Ty::Ref,
                Ty::Vec(n),
                Ty::Pair,
                Ty::Matrix(2, 2),
                Ty::Int { below: 0 },
            ];
            params.push(self.rng.pick(&all));
        }
        let at = self.rng.below(params.len());
        params.swap(0, at);
        params
    }

    fn function(
        &mut self,
        name: &str,
        params: &[Ty],
        result: Option<Ty>,
        recursive: bool,
        budget: usize,
    ) -> Node {
        (self.scope, self.exits) = (Vec::new(), Vec::new());
        (self.times, self.depth, self.cost, self.budget) = (1, 0, 0, budget);
        self.result = result.clone();
        let mut parts: Vec<Part> = vec![Part::Attribute, "fn ".into(), def(name)];
        if self.generic {
            parts.push(Part::TypeParameter);
        }
        parts.push("(".into());
        for (at, ty) in params.iter().enumerate() {
            let own = format!("h{at}");
            let mutable =
                !matches!(ty, Ty::Ref | Ty::Slice(_) | Ty::RefMut | Ty::SliceMut(_)) && self.rng.chance(35);
            self.declare(&own, ty.clone(), mutable);
            parts.extend([if mutable { "mut " } else { "" }.into(), bind(&own), ": ".into()]);
            parts.push(written(ty).into());
            parts.push(", ".into());
        }
        if recursive {
            parts.extend([bind("depth"), ": usize".into()]);
            self.declare("depth", Ty::Int { below: 0 }, false);
        }
        parts.push(") ".into());
        if let Some(ty) = &result {
            parts.extend(["-> ".into(), written(ty).into(), " ".into()]);
        }
        let body = self.function_body(name, params, result.clone(), recursive);
        parts.extend([body.into(), "\n\n".into()]);
        // A call in a recursive function runs four times at most, or eight if there are two.
        let cost = if recursive { self.cost * 8 } else { self.cost } + 1;
        self.functions.push(Signature {
            name: name.to_owned(),
            params: params.to_vec(),
            result,
            cost,
            recursive,
        });
        Node { kind: Kind::Function, parts }
    }

    fn function_body(&mut self, name: &str, params: &[Ty], result: Option<Ty>, recursive: bool) -> Node {
        let mut statements = Vec::new();
        if recursive {
            let value = match &result {
                Some(ty) => self.value_of(ty),
                None => node![Fixed: ""],
            };
            statements.push(node![Fixed: "if depth == 0 { return ", value, "; }"]);
        }
        let half = self.budget / 2;
        self.budget -= half;
        statements.extend(self.statements(10));
        if recursive {
            statements.extend(self.call_itself(name, params, result.as_ref()));
        }
        self.budget += half;
        statements.extend(self.statements(10));
        let tail = match &result {
            Some(Ty::Float) => Some(self.sum()),
            Some(ty) => Some(self.value_of(ty)),
            None => None,
        };
        block(statements, tail)
    }

    fn call_itself(&mut self, name: &str, params: &[Ty], result: Option<&Ty>) -> Option<Node> {
        let signature = Signature {
            name: name.to_owned(),
            params: params.to_vec(),
            result: result.cloned(),
            cost: 1,
            recursive: false,
        };
        let mut call = self.call(&signature)?;
        // The name is that of the function around it.
        call.parts[0] = name.into();
        let end = call.parts.len() - 1;
        call.parts.insert(end, "depth - 1".into());
        Some(match result {
            None => node![Fixed: call, ";"],
            Some(ty) => {
                let own = self.name("x");
                self.declare(&own, ty.clone(), true);
                node![Fixed: "let mut ", def(&own), " = ", call, ";"]
            }
        })
    }

    /// Something that depends on much.
    fn sum(&mut self) -> Node {
        let mut sum = self.float(2);
        for _ in 0..3 {
            let more = self.leaf(true);
            sum = node![Float: "(", sum, " + ", more, ")"];
        }
        sum
    }
}

/// A type.
fn written(ty: &Ty) -> Node {
    let real = Part::Real;
    match ty {
        Ty::Float => node![Fixed: real],
        Ty::Ref => node![Fixed: "&", real],
        Ty::RefMut => node![Fixed: "&mut ", real],
        Ty::Int { .. } => node![Fixed: "usize"],
        Ty::Bool => node![Fixed: "bool"],
        Ty::Array(n) => node![Fixed: "[", real, "; ", *n, "]"],
        Ty::Matrix(rows, columns) => node![Fixed: "[[", real, "; ", *columns, "]; ", *rows, "]"],
        Ty::Vec(_) => node![Fixed: "Vec<", real, ">"],
        Ty::Slice(_) => node![Fixed: "&[", real, "]"],
        Ty::SliceMut(_) => node![Fixed: "&mut [", real, "]"],
        Ty::Pair => node![Fixed: "(", real, ", ", Part::Real, ")"],
        Ty::Nested => node![Fixed: "(", real, ", [", Part::Real, "; 2])"],
    }
}
