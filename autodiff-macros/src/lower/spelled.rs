//! Names in patterns that are spelled like constants.
//!
//! Where a pattern may fail to match, `Z` is the constant of that name if there is one, and a name for the value if there is
//! none, which no macro can tell. Everywhere else in this stage it is taken for a constant. Where the value carries a
//! derivative and the name is used, that would lose it: this refuses such names.

use proc_macro2::Ident;
use syn::visit::{self, Visit};
use syn::{Block, Expr, Item, Macro, Pat};

use super::carriers::{Carriers, carrying};
use super::place::strip;
use super::unchanged::{is_same, mentions, name};
use crate::diagnostics::{Diagnostics, Refusal};

/// Refuses them in a whole body.
pub(super) fn check_spelling(body: &Block, carriers: &Carriers, diag: &mut Diagnostics) {
    let mut constants = Constants(Vec::new());
    constants.visit_block(body);
    let mut names = Names { body, carriers, constants: constants.0, diag };
    names.visit_block(body);
}

struct Names<'a> {
    body: &'a Block,
    carriers: &'a Carriers,
    /// Constants of the body itself.
    constants: Vec<&'a Ident>,
    diag: &'a mut Diagnostics,
}

impl Names<'_> {
    fn check(&mut self, pat: &Pat, value: &Expr, is_used: &dyn Fn(&Ident) -> bool) {
        match (pat, strip(value)) {
            (Pat::Paren(pat), value) => self.check(&pat.pat, value, is_used),
            (Pat::Type(pat), value) => self.check(&pat.pat, value, is_used),
            (Pat::Guard(pat), value) => self.check(&pat.pat, value, is_used),
            (Pat::Or(or), value) => or.cases.iter().for_each(|pat| self.check(pat, value, is_used)),
            (Pat::Tuple(pats), Expr::Tuple(values)) if pats.elems.len() == values.elems.len() => {
                for (pat, value) in pats.elems.iter().zip(&values.elems) {
                    self.check(pat, value, is_used);
                }
            }
            (pat, value) if self.carriers.carries(value) => {
                let certain = carrying(pat, Some(value), true);
                for pat in carrying(pat, Some(value), false) {
                    let is_certain = certain.iter().any(|certain| is_same(&certain.ident, &pat.ident));
                    let is_constant =
                        pat.ident == "None" || self.constants.iter().any(|name| is_same(name, &pat.ident));
                    if !is_certain && !is_constant && is_used(&pat.ident) {
                        self.diag.refuse(pat, Refusal::SpelledLikeConstant(pat.ident.to_string()));
                    }
                }
            }
            _ => {}
        }
    }
}

impl<'ast> Visit<'ast> for Names<'_> {
    fn visit_expr_match(&mut self, expr: &'ast syn::ExprMatch) {
        for arm in &expr.arms {
            self.check(&arm.pat, &expr.expr, &|name| uses(name, |uses| uses.visit_arm(arm)));
        }
        visit::visit_expr_match(self, expr);
    }

    fn visit_expr_let(&mut self, expr: &'ast syn::ExprLet) {
        let body = self.body;
        self.check(&expr.pat, &expr.expr, &|name| uses(name, |uses| uses.visit_block(body)));
        visit::visit_expr_let(self, expr);
    }

    fn visit_local(&mut self, local: &'ast syn::Local) {
        if let Some(init) = local.init.as_ref().filter(|init| init.diverge.is_some()) {
            let body = self.body;
            self.check(&local.pat, &init.expr, &|name| uses(name, |uses| uses.visit_block(body)));
        }
        visit::visit_local(self, local);
    }

    fn visit_item(&mut self, _: &'ast Item) {}
}

/// Whether a name stands for a value in some code.
fn uses(of: &Ident, look: impl FnOnce(&mut Uses<'_>)) -> bool {
    let mut uses = Uses { of, found: false };
    look(&mut uses);
    uses.found
}

struct Uses<'a> {
    of: &'a Ident,
    found: bool,
}

impl<'ast> Visit<'ast> for Uses<'_> {
    fn visit_expr(&mut self, expr: &'ast Expr) {
        self.found |= name(expr).is_some_and(|name| is_same(name, self.of));
        visit::visit_expr(self, expr);
    }

    fn visit_macro(&mut self, mac: &'ast Macro) {
        self.found |= mentions(mac.tokens.clone(), self.of);
    }
}

struct Constants<'a>(Vec<&'a Ident>);

impl<'a> Visit<'a> for Constants<'a> {
    fn visit_item(&mut self, item: &'a Item) {
        if let Item::Const(constant) = item {
            self.0.push(&constant.ident);
        }
    }
}
