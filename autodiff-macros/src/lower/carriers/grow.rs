//! What makes a variable carry a derivative: definitions, assignments, references and calls.

use syn::visit::{self, Visit};
use syn::{Expr, Macro, Pat};

use super::syntax::{bindings, carrying, is_compound, is_part, root, vec_elements};
use super::{Carriers, Name};
use crate::lower::place;
use crate::lower::rename::macro_arguments;

/// One pass over a body.
pub(super) struct Grow {
    pub(super) carriers: Carriers,
}

impl Grow {
    fn bind(&mut self, pat: &Pat, init: &Expr, refutable: bool) {
        match (pat, init) {
            (Pat::Tuple(pat), Expr::Tuple(init))
                if pat.elems.len() == init.elems.len()
                    && !pat.elems.iter().any(|p| matches!(p, Pat::Rest(_))) =>
            {
                for (pat, init) in pat.elems.iter().zip(&init.elems) {
                    self.bind(pat, init, refutable);
                }
            }
            (Pat::Type(pat), init) => self.bind(&pat.pat, init, refutable),
            (Pat::Paren(pat), init) => self.bind(&pat.pat, init, refutable),
            (pat, Expr::Paren(init)) => self.bind(pat, &init.expr, refutable),
            (pat, init) if self.carriers.carries(init) => {
                self.carriers
                    .names
                    .extend(carrying(pat, Some(init), refutable).into_iter().map(|pat| Name::of(&pat.ident)));
            }
            _ => {}
        }
    }

    /// `for pat in iterator`
    fn bind_items(&mut self, pat: &Pat, iterator: &Expr) {
        match (place::strip(iterator), pat) {
            (Expr::MethodCall(call), pat) => match (call.method.to_string().as_str(), call.args.first(), pat)
            {
                ("enumerate", None, Pat::Tuple(pair)) if pair.elems.len() == 2 => {
                    self.bind_items(&pair.elems[1], &call.receiver);
                }
                ("zip", Some(other), Pat::Tuple(pair)) if pair.elems.len() == 2 => {
                    self.bind_items(&pair.elems[0], &call.receiver);
                    self.bind_items(&pair.elems[1], other);
                }
                ("rev" | "skip" | "take" | "step_by" | "copied" | "cloned" | "into_iter", _, pat) => {
                    self.bind_items(pat, &call.receiver);
                }
                ("iter_mut" | "chunks_mut" | "chunks_exact_mut", _, pat) => {
                    self.refer_to(pat, root(&call.receiver).map(Name::of), &call.receiver)
                }
                _ => self.bind(pat, iterator, false),
            },
            (Expr::Reference(e), pat) if e.mutability.is_some() => {
                self.refer_to(pat, root(&e.expr).map(Name::of), &e.expr);
            }
            _ => self.bind(pat, iterator, false),
        }
    }

    fn refer_to(&mut self, pat: &Pat, origin: Option<Name>, place: &Expr) {
        self.bind(pat, place, false);
        let Some(origin) = origin else { return };
        for pat in bindings(pat, false) {
            self.comes_from(Name::of(&pat.ident), origin.clone());
        }
    }

    /// A `&mut` reference may refer into a variable.
    fn comes_from(&mut self, name: Name, origin: Name) {
        if self.carriers.names.contains(&name) {
            self.carriers.names.insert(origin.clone());
        }
        self.carriers.exclusive.entry(name).or_default().insert(origin);
    }

    /// The variable that `&place` looks into, or that is such a reference itself.
    fn looked_at(&self, init: &Expr) -> Option<Name> {
        match place::strip(init) {
            Expr::Reference(e) if e.mutability.is_none() => root(&e.expr).map(Name::of),
            Expr::Path(path) => {
                path.path.get_ident().map(Name::of).filter(|name| self.carriers.shared.contains(name))
            }
            _ => None,
        }
    }

    /// A `&` reference may refer to a local.
    fn looks_at(&mut self, name: Name, origin: Name) {
        if self.carriers.locals.contains(&origin) {
            if self.carriers.names.contains(&name) {
                self.carriers.names.insert(origin);
            }
            self.carriers.shared.insert(name);
        }
    }

    /// `let r = &mut place`, `let r = another_reference`
    fn refer(&mut self, pat: &Pat, init: &Expr) {
        match (pat, place::strip(init)) {
            (Pat::Tuple(pat), Expr::Tuple(init)) if pat.elems.len() == init.elems.len() => {
                pat.elems.iter().zip(&init.elems).for_each(|(pat, init)| self.refer(pat, init));
            }
            (pat, init) => {
                each_end(init, &mut |init| self.refer_at(pat, init));
                let Some(origin) = root(init).map(Name::of) else { return };
                // `let (ref mut a, b) = place`
                for pat in bindings(pat, false) {
                    if pat.by_ref.is_some() && pat.mutability.is_some() {
                        self.comes_from(Name::of(&pat.ident), origin.clone());
                    }
                }
            }
        }
    }

    fn refer_at(&mut self, pat: &Pat, init: &Expr) {
        if let ([name], Some(place)) = (&bindings(pat, false)[..], self.looked_at(init)) {
            self.looks_at(Name::of(&name.ident), place);
        }
        for origin in self.lent(init) {
            for pat in bindings(pat, false) {
                self.comes_from(Name::of(&pat.ident), origin.clone());
            }
        }
    }

    /// The variables that a value may have `&mut` references into.
    fn lent(&self, value: &Expr) -> Vec<Name> {
        let all = |values: &mut dyn Iterator<Item = &Expr>| {
            let mut origins = Vec::new();
            values.for_each(|value| each_end(value, &mut |end| origins.extend(self.lent(end))));
            origins
        };
        let origin = match place::strip(value) {
            Expr::MethodCall(call) => {
                let name = call.method.to_string();
                match name.as_str() {
                    // `if let Some(r) = x.last_mut()`
                    _ if is_part(&name) && name.ends_with("_mut") => root(&call.receiver),
                    "split_at_mut" => root(&call.receiver),
                    "unwrap" | "expect" | "as_mut_slice" | "as_mut" => match place::strip(&call.receiver) {
                        Expr::MethodCall(part) if part.method.to_string().ends_with("_mut") => root(value),
                        _ if name.starts_with("as_mut") => root(value),
                        _ => None,
                    },
                    _ => None,
                }
            }
            Expr::Reference(reference) if reference.mutability.is_some() => root(&reference.expr),
            Expr::Path(path) => {
                path.path.get_ident().filter(|ident| self.carriers.exclusive.contains_key(&Name::of(ident)))
            }
            Expr::Tuple(parts) => return all(&mut parts.elems.iter()),
            Expr::Array(elements) => return all(&mut elements.elems.iter()),
            Expr::Macro(list) => return all(&mut vec_elements(&list.mac).iter().flatten()),
            _ => None,
        };
        origin.map(Name::of).into_iter().collect()
    }

    /// A part of a variable, or a list, gets such a value.
    fn put(&mut self, place: &Expr, value: &Expr) {
        let Some(name) = root(place).map(Name::of) else { return };
        let mut origins = Vec::new();
        each_end(value, &mut |end| origins.extend(self.lent(end)));
        origins.into_iter().for_each(|origin| self.comes_from(name.clone(), origin));
    }

    fn assign(&mut self, place: &Expr, value: &Expr) {
        match (place, value) {
            (Expr::Paren(place), value) => self.assign(&place.expr, value),
            (place, Expr::Paren(value)) => self.assign(place, &value.expr),
            (Expr::Tuple(places), Expr::Tuple(values)) if places.elems.len() == values.elems.len() => {
                for (place, value) in places.elems.iter().zip(&values.elems) {
                    self.assign(place, value);
                }
            }
            (Expr::Tuple(places), value) => places.elems.iter().for_each(|place| self.assign(place, value)),
            (Expr::Array(places), value) => places.elems.iter().for_each(|place| self.assign(place, value)),
            (place, value) if self.carriers.carries(value) => self.write(place),
            _ => {}
        }
    }

    /// A `&mut` reference comes to refer to something else.
    fn move_to(&mut self, left: &Expr, right: &Expr) {
        match (place::strip(left), place::strip(right)) {
            (Expr::Tuple(left), Expr::Tuple(right)) if left.elems.len() == right.elems.len() => {
                left.elems.iter().zip(&right.elems).for_each(|(left, right)| self.move_to(left, right));
            }
            (Expr::Path(path), right) => {
                let Some(ident) = path.path.get_ident() else { return };
                let pat: Pat = syn::parse_quote!(#ident);
                each_end(right, &mut |right| self.refer_at(&pat, right));
            }
            _ => {}
        }
    }

    /// Two of them are exchanged.
    fn swap(&mut self, a: &Expr, b: &Expr) {
        if let (Expr::Reference(a), Expr::Reference(b)) = (a, b) {
            self.move_to(&a.expr, &b.expr);
            self.move_to(&b.expr, &a.expr);
        }
    }

    fn write(&mut self, place: &Expr) {
        if let Some(name) = root(place).map(Name::of) {
            let origins = self.carriers.origins(&name);
            self.carriers.names.extend(origins);
        }
    }

    /// A call with something that carries may write through each `&mut` it is given.
    fn call<'a>(&mut self, args: impl Iterator<Item = &'a Expr> + Clone) {
        if !args.clone().any(|arg| self.carriers.carries(arg)) {
            return;
        }
        for arg in args {
            let place = match arg {
                Expr::Reference(reference) if reference.mutability.is_some() => &reference.expr,
                arg => arg,
            };
            let Some(name) = root(place).map(Name::of) else { continue };
            let is_reference =
                matches!(arg, Expr::Reference(_)) || self.carriers.exclusive.contains_key(&name);
            let exclusive =
                is_reference && !matches!(arg, Expr::Reference(reference) if reference.mutability.is_none());
            let is_fixed = self.carriers.origins(&name).iter().any(|name| self.carriers.fixed.contains(name));
            if exclusive && !is_fixed {
                self.write(place);
            }
        }
    }
}

impl<'ast> Visit<'ast> for Grow {
    fn visit_local(&mut self, local: &'ast syn::Local) {
        if let Some(init) = &local.init {
            self.bind(&local.pat, &init.expr, init.diverge.is_some());
            self.refer(&local.pat, &init.expr);
        }
        visit::visit_local(self, local);
    }

    fn visit_expr_let(&mut self, expr: &'ast syn::ExprLet) {
        self.bind(&expr.pat, &expr.expr, true);
        self.refer(&expr.pat, &expr.expr);
        visit::visit_expr_let(self, expr);
    }

    fn visit_expr_match(&mut self, expr: &'ast syn::ExprMatch) {
        for arm in &expr.arms {
            self.bind(&arm.pat, &expr.expr, true);
            self.refer(&arm.pat, &expr.expr);
        }
        visit::visit_expr_match(self, expr);
    }

    fn visit_expr_for_loop(&mut self, expr: &'ast syn::ExprForLoop) {
        self.bind_items(&expr.pat, &expr.expr);
        visit::visit_expr_for_loop(self, expr);
    }

    fn visit_expr_assign(&mut self, expr: &'ast syn::ExprAssign) {
        self.assign(&expr.left, &expr.right);
        self.move_to(&expr.left, &expr.right);
        if !matches!(place::strip(&expr.left), Expr::Path(_) | Expr::Tuple(_)) {
            self.put(&expr.left, &expr.right);
        }
        visit::visit_expr_assign(self, expr);
    }

    fn visit_expr_binary(&mut self, expr: &'ast syn::ExprBinary) {
        if is_compound(&expr.op) && self.carriers.carries(&expr.right) {
            self.write(&expr.left);
        }
        visit::visit_expr_binary(self, expr);
    }

    fn visit_expr_call(&mut self, expr: &'ast syn::ExprCall) {
        self.call(expr.args.iter());
        if let (2, true) = (expr.args.len(), is_swap(&expr.func)) {
            self.swap(&expr.args[0], &expr.args[1]);
        }
        visit::visit_expr_call(self, expr);
    }

    fn visit_expr_method_call(&mut self, expr: &'ast syn::ExprMethodCall) {
        // A parameter that is not differentiated may have a method of such a name.
        let fixed = root(&expr.receiver).is_some_and(|ident| self.carriers.fixed.contains(&Name::of(ident)));
        let writes = match expr.method.to_string().as_str() {
            "clone_from_slice" | "copy_from_slice" | "fill" => true,
            "append" | "extend_from_slice" | "insert" | "push" => !fixed,
            _ => false,
        };
        if writes && expr.args.iter().any(|arg| self.carriers.carries(arg)) {
            self.write(&expr.receiver);
        }
        if matches!(expr.method.to_string().as_str(), "insert" | "push") {
            expr.args.iter().for_each(|arg| self.put(&expr.receiver, arg));
        }
        self.call(expr.args.iter());
        visit::visit_expr_method_call(self, expr);
    }

    /// What macros are given is code like any other.
    fn visit_macro(&mut self, mac: &'ast Macro) {
        for argument in macro_arguments(mac).iter().flatten() {
            let mut inner = Grow { carriers: std::mem::take(&mut self.carriers) };
            inner.visit_expr(argument);
            self.carriers = inner.carriers;
        }
    }

    fn visit_item(&mut self, _: &'ast syn::Item) {}
}

/// The expressions whose value an expression may have: the ends of its branches.
pub(in crate::lower) fn each_end(expr: &Expr, see: &mut dyn FnMut(&Expr)) {
    let block = |block: &syn::Block, see: &mut dyn FnMut(&Expr)| {
        if let Some(syn::Stmt::Expr(end, None)) = block.stmts.last() {
            each_end(end, see);
        }
    };
    match place::strip(expr) {
        Expr::If(e) => {
            block(&e.then_branch, see);
            e.else_branch.iter().for_each(|(_, otherwise)| each_end(otherwise, see));
        }
        Expr::Match(e) => e.arms.iter().for_each(|arm| each_end(&arm.body, see)),
        Expr::Block(e) => block(&e.block, see),
        end => see(end),
    }
}

/// `mem::swap`
fn is_swap(func: &Expr) -> bool {
    matches!(func, Expr::Path(path) if path.path.segments.last().is_some_and(|last| last.ident == "swap"))
}
