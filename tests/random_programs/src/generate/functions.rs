//! Functions.

use super::{Form, Gen, Signature, Ty, block};
use crate::node;
use crate::tree::{Kind, Needs, Node, Part, bind, def};

/// What is known of a function before it is made.
#[derive(Clone, Debug)]
pub(crate) struct Shape<'a> {
    pub(crate) name: &'a str,
    pub(crate) params: &'a [Ty],
    pub(crate) result: Option<Ty>,
    pub(crate) form: Form,
    /// It has an attribute of its own.
    pub(crate) attribute: bool,
    pub(crate) recursive: bool,
    /// It starts with a call of this.
    pub(crate) calls: Option<Signature>,
    /// The parameters that the companions differentiate, as bits, if not all.
    pub(crate) wrt: Option<u32>,
}

impl<'a> Shape<'a> {
    pub(crate) fn free(name: &'a str, params: &'a [Ty], result: Option<Ty>) -> Shape<'a> {
        Shape {
            name,
            params,
            result,
            form: Form::Free,
            attribute: true,
            recursive: false,
            calls: None,
            wrt: None,
        }
    }

    pub(crate) fn signature(&self, cost: usize, smooth: bool) -> Signature {
        Signature {
            name: self.name.to_owned(),
            params: self.params.to_vec(),
            result: self.result.clone(),
            cost,
            recursive: self.recursive,
            form: self.form,
            smooth,
            takes_gradients: false,
        }
    }
}

impl Gen {
    /// A function, which can be called from there on.
    pub(crate) fn function(&mut self, shape: &Shape<'_>, budget: usize) -> Node {
        let took = std::mem::replace(&mut self.takes_gradients, false);
        self.begin(shape, budget);
        let header = self.header(shape);
        let body = self.function_body(shape);
        // A call in a recursive function runs four times at most, or eight if there are two.
        let cost = if shape.recursive { self.cost * 8 } else { self.cost } + 1;
        let scalar = shape.result == Some(Ty::Float) && !shape.params.iter().any(Ty::is_mut);
        let hidden = self.of_trait && shape.form != Form::Free;
        let closures = shape.params.iter().any(|ty| matches!(ty, Ty::Closure { .. }));
        let smooth = scalar && !self.takes_gradients && shape.name != "f" && !hidden && !closures;
        let takes_gradients = self.takes_gradients;
        let signature = Signature { takes_gradients, ..shape.signature(cost, smooth) };
        let gradient = if smooth { self.gradient_of(&signature) } else { String::new() };
        let needs = Needs {
            recursive: false,
            associated: shape.form == Form::Associated,
            // Also where it only serves those of which the gradient is taken.
            second: !takes_gradients && shape.name != "f",
            tangents: true,
            products: true,
            wrt: shape.wrt,
        };
        let attribute = if shape.attribute { Part::Attribute(needs) } else { "".into() };
        self.takes_gradients = took;
        self.functions.push(signature);
        let after: [Part; 3] = [body.into(), "\n\n".into(), Part::OnlyReference(gradient)];
        Node { kind: Kind::Function, parts: [vec![attribute], header, after.to_vec()].concat() }
    }

    /// Starts a function.
    pub(crate) fn begin(&mut self, shape: &Shape<'_>, budget: usize) {
        (self.scope, self.exits) = (Vec::new(), Vec::new());
        (self.times, self.depth, self.cost, self.budget) = (1, 0, 0, budget);
        (self.result, self.form) = (shape.result.clone(), shape.form);
    }

    /// All of a function before its body.
    pub(crate) fn header(&mut self, shape: &Shape<'_>) -> Vec<Part> {
        let mut parts: Vec<Part> = vec!["fn ".into(), def(shape.name)];
        if self.generic {
            parts.push(Part::TypeParameter);
        }
        parts.push(if shape.form == Form::Method { "(&self, " } else { "(" }.into());
        for (at, ty) in shape.params.iter().enumerate() {
            let own = format!("h{at}");
            let changed = shape.calls.as_ref().is_some_and(|called| called.params[at].is_mut());
            let mutable = !ty.is_reference() && (changed || self.rng.chance(35));
            self.declare(&own, ty.clone(), mutable);
            parts.extend([if mutable { "mut " } else { "" }.into(), bind(&own), ": ".into()]);
            parts.push(written(ty).into());
            parts.push(", ".into());
        }
        if shape.recursive {
            parts.extend([bind("depth"), ": usize".into()]);
            self.declare("depth", Ty::Int { below: 0 }, false);
        }
        parts.push(") ".into());
        if let Some(ty) = &shape.result {
            parts.extend(["-> ".into(), written(ty).into(), " ".into()]);
        }
        parts
    }

    fn function_body(&mut self, shape: &Shape<'_>) -> Node {
        let called = shape.recursive.then_some(shape.name);
        self.body_with_call(shape, called)
    }

    /// The body of a function, which calls itself or its partner.
    pub(crate) fn body_with_call(&mut self, shape: &Shape<'_>, called: Option<&str>) -> Node {
        let mut statements = Vec::new();
        if shape.recursive {
            let value = match &shape.result {
                Some(ty) => self.value_of(ty),
                None => node![Fixed: ""],
            };
            statements.push(node![Fixed: "if depth == 0 { return ", value, "; }"]);
        }
        if let Some(inner) = &shape.calls {
            let changed: Vec<Option<Node>> = (inner.params.iter().enumerate())
                .map(|(at, ty)| {
                    ty.is_mut().then(|| node![Fixed: "&mut ", crate::tree::used(&format!("h{at}"))])
                })
                .collect();
            let lent = (0..changed.len()).filter(|at| changed[*at].is_some());
            let lent: Vec<String> = lent.map(|at| format!("h{at}")).collect();
            let call = self.call_with(inner, changed, &lent);
            let own = self.name("x");
            self.declare(&own, Ty::Float, true);
            statements.push(node![Fixed: "let mut ", def(&own), " = ", call, ";"]);
        }
        let half = self.budget / 2;
        self.budget -= half;
        statements.extend(self.statements(10));
        if let Some(called) = called {
            statements.extend(self.call_deeper(shape, called));
        }
        self.budget += half;
        statements.extend(self.statements(10));
        let tail = match &shape.result {
            Some(Ty::Float) => Some(self.sum()),
            Some(ty) => Some(self.value_of(ty)),
            None => None,
        };
        block(statements, tail)
    }

    /// A call with one level less to go.
    fn call_deeper(&mut self, shape: &Shape<'_>, called: &str) -> Option<Node> {
        let signature = Signature { recursive: false, ..shape.signature(1, false) };
        let mut call = self.call(&signature)?;
        // The name is that of the function around it, or of one after it.
        call.parts[1] = called.into();
        let end = call.parts.len() - 1;
        call.parts.insert(end, "depth - 1".into());
        Some(match &shape.result {
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
pub(crate) fn written(ty: &Ty) -> Node {
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
        Ty::Rows(..) => node![Fixed: "Vec<Vec<", real, ">>"],
        Ty::Slice(_) => node![Fixed: "&[", real, "]"],
        Ty::SliceMut(_) => node![Fixed: "&mut [", real, "]"],
        Ty::RefArray(n) => node![Fixed: "&", written(&Ty::Array(*n))],
        Ty::ArrayMut(n) => node![Fixed: "&mut ", written(&Ty::Array(*n))],
        Ty::VecMut(n) => node![Fixed: "&mut ", written(&Ty::Vec(*n))],
        Ty::PairMut => node![Fixed: "&mut ", written(&Ty::Pair)],
        Ty::Closure { dynamic: false } => node![Fixed: "impl Fn(usize) -> usize"],
        Ty::Closure { dynamic: true } => node![Fixed: "&dyn Fn(usize) -> usize"],
        Ty::Pair => node![Fixed: "(", real, ", ", Part::Real, ")"],
        Ty::Nested => node![Fixed: "(", real, ", [", Part::Real, "; 2])"],
    }
}
