//! Calls of functions made before.

use super::programs::callee;
use super::{Gen, Signature, Ty, of};
use crate::node;
use crate::tree::{Kind, Node, def};

/// No program runs more statements than about this.
const MOST: usize = 3000;

impl Gen {
    /// A call that gives a float.
    pub(crate) fn call_value(&mut self, depth: usize) -> Option<Node> {
        let _ = depth;
        let signature = self.callable(|signature| signature.result == Some(Ty::Float))?;
        let call = self.call(&signature)?;
        Some(node![Float: call])
    }

    /// A call as a statement of its own.
    pub(crate) fn call_statement(&mut self) -> Option<Node> {
        let signature = self.callable(|_| true)?;
        let call = self.call(&signature)?;
        let Some(ty) = signature.result else { return Some(node![Stmt: call, ";"]) };
        if ty == Ty::Pair && self.rng.chance(60) {
            let (a, b) = (self.name("q"), self.name("q"));
            self.declare(&a, Ty::Float, true);
            self.declare(&b, Ty::Float, false);
            return Some(node![Stmt: "let (mut ", def(&a), ", ", def(&b), ") = ", call, ";"]);
        }
        let name = self.name("x");
        let mutable = self.rng.chance(40);
        self.declare(&name, ty, mutable);
        Some(node![Stmt: "let ", if mutable { "mut " } else { "" }, def(&name), " = ", call, ";"])
    }

    pub(crate) fn callable(&mut self, which: impl Fn(&Signature) -> bool) -> Option<Signature> {
        let cheap =
            |signature: &&Signature| self.times * signature.cost + self.cost < MOST && which(signature);
        let all: Vec<Signature> = self.functions.iter().filter(cheap).cloned().collect();
        (!all.is_empty()).then(|| self.rng.pick(&all))
    }

    /// `name(arguments)`, if there is something to lend for each `&mut`.
    pub(crate) fn call(&mut self, signature: &Signature) -> Option<Node> {
        let mut lent = Vec::new();
        let mut arguments: Vec<Option<Node>> = vec![None; signature.params.len()];
        for (slot, ty) in arguments.iter_mut().zip(&signature.params) {
            if ty.is_mut() {
                let (argument, name) = self.without(&lent, |g| g.lend_mut(ty))?;
                *slot = Some(argument);
                lent.push(name);
            }
        }
        Some(self.call_with(signature, arguments, &lent))
    }

    /// `name(arguments)`, of which those for `&mut` are there.
    pub(crate) fn call_with(
        &mut self,
        signature: &Signature,
        arguments: Vec<Option<Node>>,
        lent: &[String],
    ) -> Node {
        self.cost += self.times * signature.cost;
        self.takes_gradients |= signature.takes_gradients;
        let mut parts = callee(self, signature, "");
        let mut shared = false;
        for (slot, ty) in arguments.into_iter().zip(&signature.params) {
            let argument = match slot {
                Some(argument) => argument,
                // What is lent already cannot be assigned.
                None if shared => self.without(lent, |g| g.simply(|g| g.argument(ty))),
                None => self.without(lent, |g| g.argument(ty)),
            };
            shared |= ty.is_reference() && !ty.is_mut();
            parts.push(argument.into());
            parts.push(", ".into());
        }
        if signature.recursive {
            parts.push(self.rng.below(4).into());
        }
        parts.push(")".into());
        Node { kind: Kind::Fixed, parts }
    }

    /// `&mut` of something.
    fn lend_mut(&mut self, ty: &Ty) -> Option<(Node, String)> {
        match *ty {
            Ty::RefMut => {
                let (place, var) = self.place()?;
                if var.ty == Ty::RefMut && self.rng.chance(60) {
                    return Some((node![Fixed: of(&var)], var.name));
                }
                Some((node![Fixed: "&mut ", place], var.name))
            }
            Ty::SliceMut(least) => {
                let list = self.list_mut()?;
                if list.least < least {
                    return None;
                }
                let extra = list.least - least;
                let argument = match list.owned {
                    _ if extra > 0 && self.rng.chance(30) => {
                        node![Fixed: "&mut ", list.place, "[", self.rng.below(extra + 1), "..]"]
                    }
                    true => node![Fixed: "&mut ", list.place],
                    false => node![Fixed: list.place],
                };
                Some((argument, list.var.name))
            }
            _ => {
                let owned = ty.owned();
                let long = |var: &Ty| match (var, ty) {
                    (Ty::Vec(have) | Ty::VecMut(have), Ty::VecMut(least)) => have >= least,
                    _ => *var == owned || var == ty,
                };
                let var = self.any_var(|var| (var.mutable || var.ty.is_mut()) && long(&var.ty))?;
                let before = if var.ty.is_mut() { "" } else { "&mut " };
                Some((node![Fixed: before, of(&var)], var.name))
            }
        }
    }

    /// An argument that is not `&mut`.
    pub(crate) fn argument(&mut self, ty: &Ty) -> Node {
        match ty {
            Ty::Ref => {
                let reference = self.any_var(|var| matches!(var.ty, Ty::Ref | Ty::Float));
                match reference {
                    Some(var) if var.ty == Ty::Ref => node![Fixed: of(&var)],
                    Some(var) => node![Fixed: "&", of(&var)],
                    None => match self.list() {
                        Some(list) => {
                            let element = self.element(&list);
                            node![Fixed: "&", element]
                        }
                        None => node![Fixed: "&", self.literal(true)],
                    },
                }
            }
            Ty::Slice(least) => {
                if let Some(list) = self.list()
                    && list.least >= *least
                {
                    let extra = list.least - least;
                    return match self.rng.below(3) {
                        0 if extra > 0 => {
                            node![Fixed: "&", list.place, "[", self.rng.below(extra + 1), "..]"]
                        }
                        1 if *least > 0 => node![Fixed: "&", list.place, "[..", list.least, "]"],
                        _ if list.owned => node![Fixed: "&", list.place],
                        _ => node![Fixed: list.place],
                    };
                }
                let array = self.value_of(&Ty::Array(*least));
                node![Fixed: "&", array]
            }
            Ty::RefArray(_) => {
                let owned = ty.owned();
                match self.any_var(|var| var.ty == owned || var.ty == *ty) {
                    Some(var) if var.ty == *ty => node![Fixed: of(&var)],
                    Some(var) => node![Fixed: "&", of(&var)],
                    None => node![Fixed: "&", self.value_of(&owned)],
                }
            }
            Ty::Int { .. } => self.int(1),
            Ty::Closure { dynamic } => self.closure_argument(*dynamic),
            Ty::Bool => self.condition(1),
            Ty::Float => self.float(2),
            _ => self.value_of(ty),
        }
    }

    /// A closure over integers, or one that was passed to this function. (A reference to one of a type parameter would
    /// have to be `'static`.)
    fn closure_argument(&mut self, dynamic: bool) -> Node {
        match self.any_var(|var| matches!(var.ty, Ty::Closure { .. })) {
            Some(var) if var.ty == (Ty::Closure { dynamic: true }) && dynamic => node![Fixed: of(&var)],
            _ => {
                let (factor, summand) = (1 + self.rng.below(3), self.rng.below(4));
                let before = if dynamic { "&" } else { "" };
                node![Fixed: before, "|k: usize| k * ", factor, " + ", summand]
            }
        }
    }
}
