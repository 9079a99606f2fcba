//! Makes programs of the language that README promises, each from a seed.
//!
//! Every program ends: loops count, recursion has a bound. No index is out of range: a list has a length below which it
//! never falls, and indices are taken modulo that. Numbers stay tame as far as cheaply possible; where they do not, the
//! comparison sees it.

mod adaptors;
mod calls;
mod conditions;
mod counters;
mod expressions;
mod extras;
mod functions;
mod gradients;
mod lists;
mod loops;
mod matches;
mod methods;
mod moving;
mod mutual;
mod parts;
mod patterns;
mod places;
mod programs;
mod rows;
mod statements;
mod values;

use crate::rng::Rng;
use crate::tree::{Node, Part, used};

pub use programs::{Program, program};

/// What a variable is.
#[derive(Clone, Debug, PartialEq)]
pub enum Ty {
    /// A float.
    Float,
    /// `&` of a float.
    Ref,
    /// `&mut` of a float.
    RefMut,
    /// An integer.
    Int {
        /// It is below this, if this is not zero.
        below: usize,
    },
    /// `bool`.
    Bool,
    /// `[f64; n]`
    Array(usize),
    /// `[[f64; columns]; rows]`
    Matrix(usize, usize),
    /// `Vec<f64>`, never shorter than this.
    Vec(usize),
    /// `&[f64]`, never shorter than this.
    Slice(usize),
    /// `&mut [f64]`, never shorter than this.
    SliceMut(usize),
    /// `(f64, f64)`
    Pair,
    /// `(f64, [f64; 2])`
    Nested,
    /// `Vec<Vec<f64>>`, never fewer rows and never shorter ones.
    Rows(usize, usize),
    /// `&[f64; n]`
    RefArray(usize),
    /// `&mut [f64; n]`
    ArrayMut(usize),
    /// `&mut Vec<f64>`, never shorter than this.
    VecMut(usize),
    /// `&mut (f64, f64)`
    PairMut,
    /// `impl Fn(usize) -> usize`, or a reference to one of unknown type.
    Closure {
        /// `&dyn Fn(usize) -> usize`
        dynamic: bool,
    },
}

impl Ty {
    /// A mutable reference.
    pub(crate) fn is_mut(&self) -> bool {
        matches!(self, Ty::RefMut | Ty::SliceMut(_) | Ty::ArrayMut(_) | Ty::VecMut(_) | Ty::PairMut)
    }

    /// A reference.
    pub(crate) fn is_reference(&self) -> bool {
        self.is_mut() || matches!(self, Ty::Ref | Ty::Slice(_) | Ty::RefArray(_))
    }

    /// What it refers to, as something a variable holds.
    pub(crate) fn owned(&self) -> Ty {
        match self {
            Ty::Ref | Ty::RefMut => Ty::Float,
            Ty::Slice(n) | Ty::SliceMut(n) | Ty::VecMut(n) => Ty::Vec(*n),
            Ty::RefArray(n) | Ty::ArrayMut(n) => Ty::Array(*n),
            Ty::PairMut => Ty::Pair,
            ty => ty.clone(),
        }
    }
}

/// A variable in scope.
#[derive(Clone, Debug)]
pub(crate) struct Var {
    pub(crate) name: String,
    pub(crate) ty: Ty,
    /// May be assigned, or lent as `&mut`.
    pub(crate) mutable: bool,
    /// An integer below the length of this list.
    pub(crate) index_of: Option<String>,
}

/// A function that can be called.
#[derive(Clone, Debug)]
pub(crate) struct Signature {
    pub(crate) name: String,
    pub(crate) params: Vec<Ty>,
    pub(crate) result: Option<Ty>,
    /// How many statements a call runs, about.
    pub(crate) cost: usize,
    /// The last parameter counts the depth.
    pub(crate) recursive: bool,
    pub(crate) form: Form,
    /// Its gradient may be taken.
    pub(crate) smooth: bool,
    pub(crate) takes_gradients: bool,
}

/// How a function is called.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Form {
    Free,
    /// On a value without a derivative.
    Method,
    Associated,
}

/// What can be left from where we are.
#[derive(Clone, Debug)]
pub(crate) struct Exit {
    pub(crate) label: Option<String>,
    /// A block otherwise, which only `break` with its label leaves, with a value.
    pub(crate) is_loop: bool,
    /// `break` carries a float.
    pub(crate) value: bool,
}

/// The state of the generator.
pub(crate) struct Gen {
    pub(crate) rng: Rng,
    pub(crate) scope: Vec<Var>,
    pub(crate) functions: Vec<Signature>,
    pub(crate) exits: Vec<Exit>,
    /// What `return` carries.
    pub(crate) result: Option<Ty>,
    /// Statements that may still be made.
    pub(crate) budget: usize,
    /// How often a statement here runs, at most.
    pub(crate) times: usize,
    /// What the function costs up to here.
    pub(crate) cost: usize,
    pub(crate) depth: usize,
    pub(crate) fresh: usize,
    /// Nothing but operators and methods: no blocks, branches, calls.
    pub(crate) simple: bool,
    /// Indices are made of integers alone.
    pub(crate) plain: bool,
    /// Over a type parameter.
    pub(crate) generic: bool,
    /// In a method, or an associated function.
    pub(crate) form: Form,
    /// The function takes gradients, or calls one that does.
    pub(crate) takes_gradients: bool,
    /// Some function takes gradients.
    pub(crate) took_any: bool,
    /// Some function takes tangents.
    pub(crate) took_tangents: bool,
    /// Some function takes products with Hessians.
    pub(crate) took_products: bool,
    /// The methods are those of a trait.
    pub(crate) of_trait: bool,
}

impl Gen {
    pub(crate) fn new(seed: u64) -> Gen {
        Gen {
            rng: Rng::new(seed),
            scope: Vec::new(),
            functions: Vec::new(),
            exits: Vec::new(),
            result: None,
            budget: 0,
            times: 1,
            cost: 0,
            depth: 0,
            fresh: 0,
            simple: false,
            plain: false,
            generic: false,
            form: Form::Free,
            takes_gradients: false,
            took_any: false,
            took_tangents: false,
            took_products: false,
            of_trait: false,
        }
    }

    /// A new name.
    pub(crate) fn name(&mut self, stem: &str) -> String {
        self.fresh += 1;
        format!("{stem}{}", self.fresh)
    }

    pub(crate) fn declare(&mut self, name: &str, ty: Ty, mutable: bool) {
        self.scope.retain(|var| var.name != name);
        self.scope.push(Var { name: name.to_owned(), ty, mutable, index_of: None });
    }

    /// The variables of which this holds.
    pub(crate) fn vars(&self, which: impl Fn(&Var) -> bool) -> Vec<Var> {
        self.scope.iter().filter(|var| which(var)).cloned().collect()
    }

    /// One of the variables of which this holds.
    pub(crate) fn any_var(&mut self, which: impl Fn(&Var) -> bool) -> Option<Var> {
        let vars = self.vars(which);
        // Late ones are more likely, so that programs are deep and not wide.
        let (a, b) = (self.rng.below(vars.len().max(1)), self.rng.below(vars.len().max(1)));
        vars.get(a.max(b)).cloned()
    }

    /// Runs `f` where a variable cannot be named.
    pub(crate) fn without<R>(&mut self, names: &[String], f: impl FnOnce(&mut Gen) -> R) -> R {
        let saved = self.scope.clone();
        self.scope.retain(|var| !names.contains(&var.name));
        let out = f(self);
        self.scope = saved;
        out
    }

    /// Nothing can change that variable from here on.
    pub(crate) fn lend(&mut self, name: &str) {
        self.scope.retain(|var| var.name != name || !var.ty.is_mut());
        self.scope.iter_mut().filter(|var| var.name == name).for_each(|var| var.mutable = false);
    }

    /// Runs `f` in a scope of its own.
    pub(crate) fn nested<R>(&mut self, f: impl FnOnce(&mut Gen) -> R) -> R {
        let saved = self.scope.clone();
        self.depth += 1;
        let out = f(self);
        self.depth -= 1;
        self.scope = saved;
        out
    }

    /// Runs `f` where there is nothing but operators and methods.
    pub(crate) fn simply<R>(&mut self, f: impl FnOnce(&mut Gen) -> R) -> R {
        let saved = std::mem::replace(&mut self.simple, true);
        let out = f(self);
        self.simple = saved;
        out
    }

    /// A float literal.
    pub(crate) fn literal(&mut self, typed: bool) -> Part {
        let value =
            self.rng.pick(&[0.5, 0.25, 1.0, 1.5, 2.0, -0.5, 0.125, 0.3, 0.7, -1.2, 1.1, 0.9, 3.0, 0.0]);
        Part::Literal { value, typed }
    }
}

/// `name` as a part.
pub(crate) fn of(var: &Var) -> Part {
    used(&var.name)
}

/// A block of statements.
pub(crate) fn block(statements: Vec<Node>, tail: Option<Node>) -> Node {
    let mut parts: Vec<Part> = vec!["{\n".into()];
    for statement in statements {
        parts.push(statement.into());
        parts.push("\n".into());
    }
    if let Some(tail) = tail {
        parts.push(tail.into());
        parts.push("\n".into());
    }
    parts.push("}".into());
    Node { kind: crate::tree::Kind::Block, parts }
}
