//! Whole programs.

use super::functions::{Shape, written};
use super::gradients::has_gradient;
use super::{Form, Gen, Signature, Ty};
use crate::node;
use crate::tree::{Float, Kind, Needs, Node, Part, Style};

/// A program: some functions, of which the last is `f`.
#[derive(Clone, Debug)]
pub struct Program {
    /// The functions.
    pub source: Node,
    /// The parameters of `f`, which returns a float.
    pub params: Vec<Ty>,
    /// What its floats are.
    pub float: Float,
    /// Of each parameter, whether the companions differentiate it.
    pub wanted: Vec<bool>,
    /// It takes products with Hessians: it has first derivatives alone.
    pub products: bool,
}

impl Program {
    /// The source, with options for each attribute.
    pub fn written(&self, options: &str) -> String {
        self.source.source(Style { float: self.float, options: Some(options) })
    }

    /// The source over the reference's numbers.
    pub fn reference(&self) -> String {
        self.source.source(Style { float: self.float, options: None })
    }
}

/// The struct whose methods the functions are.
const HOLDER: &str = "#[derive(Clone, Copy)]\nstruct K { count: usize, scale: REAL }\n\
                      const HELD: K = K { count: 2, scale: 0.75 };\n\n";

/// The program of a seed.
pub fn program(seed: u64) -> Program {
    let mut g = Gen::new(seed);
    let float = match g.rng.below(100) {
        0..12 => Float::Generic,
        12..22 => Float::Single,
        _ => Float::Double,
    };
    g.generic = float == Float::Generic;
    let helpers = g.rng.below(4);
    let block = helpers > 0 && g.rng.chance(25);
    let whole = g.rng.chance(60);
    let mut parts: Vec<Part> = Vec::new();
    if block {
        parts.push(HOLDER.replace("REAL", "f64").into());
        if whole {
            parts.push(Part::Attribute(Needs {
                second: true,
                tangents: true,
                products: true,
                ..Needs::default()
            }));
        }
    }
    g.of_trait = block && whole && g.rng.chance(50);
    let mut methods: Vec<Part> = Vec::new();
    for at in 0..helpers {
        let form = match g.rng.below(3) {
            _ if !block => Form::Free,
            0 => Form::Associated,
            _ => Form::Method,
        };
        methods.push(g.helper(&format!("g{at}"), form, !(block && whole)).into());
    }
    if block {
        let before = if g.of_trait { "impl Model for K {\n" } else { "impl K {\n" };
        methods.insert(0, before.into());
        methods.push("}\n\n".into());
    }
    if g.of_trait {
        parts.splice(0..0, g.declared());
    }
    parts.extend(methods);
    let mut params = g.parameters(4);
    let changes = params.iter().any(Ty::is_mut);
    if changes && g.rng.chance(60) {
        let shape = Shape::free("inner", &params, Some(Ty::Float));
        let inner = g.function(&shape, 4 + params.len());
        parts.push(inner.into());
        // What is changed is a local here, so that there are second derivatives.
        params = params.iter().map(|ty| if ty.is_mut() { ty.owned() } else { ty.clone() }).collect();
    }
    let budget = 4 + g.rng.below(14);
    let wanted = g.wanted(&params);
    let bits = wanted.iter().enumerate().map(|(at, wanted)| u32::from(*wanted) << at).sum();
    let shape = Shape {
        calls: g.functions.last().filter(|last| last.name == "inner").cloned(),
        wrt: params.iter().zip(&wanted).any(|(ty, wanted)| has_gradient(ty) && !wanted).then_some(bits),
        ..Shape::free("f", &params, Some(Ty::Float))
    };
    parts.push(g.function(&shape, budget).into());
    let mut source = Node { kind: Kind::Fixed, parts };
    forget(&mut source, [g.took_any, g.took_tangents, g.took_products]);
    Program { source, params, float, wanted, products: g.took_products }
}

/// What nobody takes.
fn forget(node: &mut Node, took: [bool; 3]) {
    let [second, tangents, products] = took;
    for part in &mut node.parts {
        if let Part::Attribute(needs) = part {
            needs.second &= second;
            needs.tangents &= tangents;
            needs.products &= products;
        }
    }
    node.children_mut().for_each(|node| forget(node, took));
}

impl Gen {
    /// A function that others may call.
    fn helper(&mut self, name: &str, form: Form, attribute: bool) -> Node {
        let params = self.parameters(3);
        let result = match self.rng.below(10) {
            0..6 => Some(Ty::Float),
            6 => Some(Ty::Pair),
            7 => Some(Ty::Array(2)),
            _ if params.iter().any(Ty::is_mut) => None,
            _ => Some(Ty::Float),
        };
        let budget = 3 + self.rng.below(6);
        let (recursive, mutual) = (self.rng.chance(20), form == Form::Free && self.rng.chance(12));
        let mut params = params;
        for ty in &mut params {
            // Each level would have an argument of another type.
            if let Ty::Closure { dynamic } = ty {
                *dynamic |= recursive || mutual;
            }
        }
        let shape = Shape { result, form, attribute, recursive, ..Shape::free(name, &params, None) };
        if mutual { self.mutual(&shape, budget) } else { self.function(&shape, budget) }
    }

    /// The trait whose methods the functions are.
    fn declared(&self) -> Vec<Part> {
        let mut parts: Vec<Part> = vec!["trait Model {\n".into()];
        for signature in self.functions.iter().filter(|signature| signature.form != Form::Free) {
            parts.extend(["fn ".into(), signature.name.as_str().into()]);
            if self.generic {
                parts.push(Part::TypeParameter);
            }
            parts.push(if signature.form == Form::Method { "(&self, " } else { "(" }.into());
            for (at, ty) in signature.params.iter().enumerate() {
                parts.extend([format!("h{at}: ").into(), written(ty).into(), ", ".into()]);
            }
            parts.push(if signature.recursive { "depth: usize)" } else { ")" }.into());
            if let Some(ty) = &signature.result {
                parts.extend([" -> ".into(), written(ty).into()]);
            }
            parts.push(";\n".into());
        }
        parts.push("}\n\n".into());
        parts
    }

    /// Of each parameter, whether `wrt` names it; all of them if it is not there.
    fn wanted(&mut self, params: &[Ty]) -> Vec<bool> {
        let narrowed = self.rng.chance(25);
        let mut wanted: Vec<bool> = params
            .iter()
            .map(|ty| has_gradient(ty) && (!narrowed || ty.is_mut() || self.rng.chance(50)))
            .collect();
        if !narrowed || !wanted.contains(&true) {
            wanted = params.iter().map(has_gradient).collect();
        }
        wanted
    }

    pub(crate) fn parameters(&mut self, most: usize) -> Vec<Ty> {
        let mut params = vec![Ty::Float];
        for _ in 0..self.rng.below(most) {
            let n = 1 + self.rng.below(4);
            let all = [
                Ty::Float,
                Ty::Float,
                Ty::Float,
                Ty::Array(n),
                Ty::Array(2),
                Ty::Slice(n),
                Ty::Slice(n),
                Ty::Slice(n),
                Ty::SliceMut(n),
                Ty::SliceMut(n),
                Ty::RefMut,
                Ty::Ref,
                Ty::Vec(n),
                Ty::Vec(n),
                Ty::Pair,
                Ty::Nested,
                Ty::Matrix(2, 2),
                Ty::Int { below: 0 },
                Ty::Rows(1 + n / 2, 2),
                Ty::RefArray(2),
                Ty::ArrayMut(2),
                Ty::VecMut(n),
                Ty::PairMut,
                Ty::Closure { dynamic: self.rng.chance(50) },
            ];
            params.push(self.rng.pick(&all));
        }
        let at = self.rng.below(params.len());
        params.swap(0, at);
        params
    }
}

/// The text of a call up to its parenthesis.
pub(crate) fn callee(g: &mut Gen, signature: &Signature, suffix: &str) -> Vec<Part> {
    let inside = g.form == Form::Method;
    let before = match signature.form {
        Form::Free => "",
        Form::Method if inside => "self.",
        Form::Method => "HELD.",
        Form::Associated if g.form != Form::Free => "Self::",
        Form::Associated => "K::",
    };
    let used = node![Fixed: crate::tree::used(&signature.name), suffix];
    vec![before.into(), used.into(), "(".into()]
}
