//! Gradients that a program takes itself.

use std::fmt::Write;

use super::programs::callee;
use super::{Form, Gen, Signature, Ty};
use crate::node;
use crate::tree::{Node, Part, def};

impl Gen {
    /// `let (d0, d1) = g_grad(..);`
    pub(crate) fn take_gradient(&mut self) -> Option<Node> {
        // A method's block has the same options for all.
        if self.form != Form::Free {
            return None;
        }
        match self.rng.below(100) {
            0..30 => return self.take_tangent(),
            30..50 => return self.take_product(),
            _ => {}
        }
        let signature = self.callable(|signature| signature.smooth)?;
        let value_too = self.rng.chance(30);
        let call = self.call(&signature)?;
        let mut parts = callee(self, &signature, if value_too { "_value_and_grad" } else { "_grad" });
        parts.extend(call.parts.into_iter().skip(parts.len()));
        (self.takes_gradients, self.took_any) = (true, true);
        self.cost += 4 * self.times * signature.cost;
        let mut pattern = self.gradient_pattern(&signature);
        if value_too {
            let name = self.name("x");
            self.declare(&name, Ty::Float, false);
            pattern.splice(0..0, ["(".into(), def(&name), ", ".into()]);
            pattern.push(")".into());
        }
        let all = [vec!["let ".into()], pattern, vec![" = ".into()], parts, vec![";".into()]];
        Some(Node { parts: all.concat(), ..node![Stmt: ""] })
    }

    /// `(d0, d1)`, for what has the form of a gradient.
    fn gradient_pattern(&mut self, signature: &Signature) -> Vec<Part> {
        let mut names = Vec::new();
        for ty in signature.params.iter().filter(|ty| has_gradient(ty)) {
            let name = self.name("d");
            self.declare(&name, ty.owned(), false);
            names.push(name);
        }
        let mut pattern: Vec<Part> = vec![if names.len() > 1 { "(" } else { "" }.into()];
        for (at, name) in names.iter().enumerate() {
            pattern.extend([if at > 0 { ", " } else { "" }.into(), def(name)]);
        }
        pattern.push(if names.len() > 1 { ")" } else { "" }.into());
        pattern
    }

    /// `let (x, d) = g_jvp(.., ..);`
    fn take_tangent(&mut self) -> Option<Node> {
        let (signature, parts) = self.along("_jvp")?;
        self.took_tangents = true;
        self.cost += 2 * self.times * signature.cost;
        let (value, tangent) = (self.name("x"), self.name("d"));
        self.declare(&value, Ty::Float, false);
        self.declare(&tangent, Ty::Float, false);
        let before = vec!["let (".into(), def(&value), ", ".into(), def(&tangent), ") = ".into()];
        Some(Node { parts: [before, parts, vec![");".into()]].concat(), ..node![Stmt: ""] })
    }

    /// `let ((d0, d1), (p0, p1)) = g_hvp(.., ..);`
    fn take_product(&mut self) -> Option<Node> {
        let (signature, parts) = self.along("_hvp")?;
        self.took_products = true;
        self.cost += 8 * self.times * signature.cost;
        let (gradient, product) = (self.gradient_pattern(&signature), self.gradient_pattern(&signature));
        let before =
            [vec!["let (".into()], gradient, vec![", ".into()], product, vec![") = ".into()]].concat();
        Some(Node { parts: [before, parts, vec![");".into()]].concat(), ..node![Stmt: ""] })
    }

    /// `g_jvp(.., ..`, with arguments and tangents.
    fn along(&mut self, suffix: &str) -> Option<(Signature, Vec<Part>)> {
        // A tangent has to be as long as what it belongs to.
        let sized = |ty: &Ty| !matches!(ty, Ty::Slice(_) | Ty::Vec(_) | Ty::Rows(..));
        let signature = self.callable(|signature| signature.smooth && signature.params.iter().all(sized))?;
        let call = self.call(&signature)?;
        let mut parts = callee(self, &signature, suffix);
        let inside = call.parts.len() - 1;
        parts.extend(call.parts.into_iter().take(inside).skip(parts.len()));
        parts.extend(signature.recursive.then(|| ", ".into()));
        for ty in signature.params.iter().filter(|ty| has_gradient(ty)) {
            parts.extend([self.simply(|g| g.argument(ty)).into(), ", ".into()]);
        }
        (self.takes_gradients, self.took_any) = (true, true);
        Some((signature, parts))
    }

    /// What the reference has in place of `g_grad`, `g_value_and_grad`, `g_jvp` and `g_hvp`.
    pub(crate) fn gradient_of(&self, signature: &Signature) -> String {
        let (mut params, mut passed, mut given) = (String::new(), String::new(), String::new());
        let (mut owned, mut names, mut types) = (String::new(), String::new(), String::new());
        if signature.form == Form::Method {
            params.push_str("&self, ");
        }
        for (at, ty) in signature.params.iter().enumerate() {
            let _ = write!(params, "h{at}: {}, ", types_of(ty));
            let _ = write!(given, "{}, ", lent(ty, at));
            let _ = write!(passed, "{}, ", inside(ty, at));
            if has_gradient(ty) {
                let _ = write!(owned, "{}, ", kept("h", ty, at));
                let _ = write!(names, "h{at}, ");
                let _ = write!(types, "{}, ", types_of(&ty.owned()));
            }
        }
        if signature.recursive {
            params.push_str("depth: usize");
            passed.push_str("depth");
            given.push_str("depth");
        }
        let bare = signature.params.iter().filter(|ty| has_gradient(ty)).count() == 1;
        let (result, only) =
            if bare { (types.trim_end_matches(", ").to_owned(), ".0") } else { (format!("({types})"), "") };
        let before = match signature.form {
            Form::Free => "",
            Form::Method => "self.",
            Form::Associated => "Self::",
        };
        let name = &signature.name;
        let along: String = (signature.params.iter().enumerate())
            .filter(|(_, ty)| has_gradient(ty))
            .map(|(at, ty)| format!("t{at}: {}, ", types_of(ty)))
            .collect();
        let tangents: String = (signature.params.iter().enumerate())
            .filter(|(_, ty)| has_gradient(ty))
            .map(|(at, ty)| kept("t", ty, at) + ", ")
            .collect();
        let comma = if signature.recursive { ", " } else { "" };
        format!(
            "fn {name}_grad({params}) -> {result} {{\n    gradient(&({owned}), |({names})| {before}{name}({passed})){only}\n}}\n\n\
             fn {name}_value_and_grad({params}) -> (D, {result}) {{\n    ({before}{name}({given}), {before}{name}_grad({moved}))\n}}\n\n\
             fn {name}_jvp({params}{comma}{along}) -> (D, D) {{\n    tangent(&({owned}), &({tangents}), |({names})| {before}{name}({passed}))\n}}\n\n\
             fn {name}_hvp({params}{comma}{along}) -> ({result}, {result}) {{\n    let (gradient, product) = product(&({owned}), &({tangents}), |({names})| {before}{name}({passed}));\n    (gradient{only}, product{only})\n}}\n\n",
            moved = moved(signature),
        )
    }
}

/// Whether it is differentiated.
pub(crate) fn has_gradient(ty: &Ty) -> bool {
    !matches!(ty, Ty::Int { .. } | Ty::Bool | Ty::Closure { .. })
}

/// A type of the reference.
fn types_of(ty: &Ty) -> String {
    let style = crate::tree::Style { float: crate::tree::Float::Double, options: None };
    super::functions::written(ty).source(style)
}

/// A parameter as a part of what is differentiated.
fn kept(stem: &str, ty: &Ty, at: usize) -> String {
    match ty {
        Ty::Ref | Ty::RefArray(_) => format!("*{stem}{at}"),
        Ty::Slice(_) => format!("{stem}{at}.to_vec()"),
        _ => format!("{stem}{at}"),
    }
}

/// That part as an argument.
fn inside(ty: &Ty, at: usize) -> String {
    match ty {
        Ty::Ref | Ty::RefArray(_) | Ty::Slice(_) | Ty::Int { .. } | Ty::Bool => format!("h{at}"),
        _ => format!("h{at}.clone()"),
    }
}

/// A parameter as an argument, which is needed once more.
fn lent(ty: &Ty, at: usize) -> String {
    if ty.is_reference() { format!("h{at}") } else { format!("h{at}.clone()") }
}

/// The parameters as arguments.
fn moved(signature: &Signature) -> String {
    let mut names: Vec<String> = (0..signature.params.len()).map(|at| format!("h{at}")).collect();
    if signature.recursive {
        names.push("depth".to_owned());
    }
    names.join(", ")
}
