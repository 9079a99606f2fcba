//! Alpha-renaming: every local binding of a function body gets a name of its own.
//!
//! ```text
//! let x = x * 2.0;              let x_1 = x * 2.0;
//! match o {                     match o {
//!     Some(x) => x,      ==>        Some(x_2) => x_2,
//!     None => x,                    None => x_1,
//! }                             }
//! ```
//!
//! Afterwards one spelling is one variable, which is what every later stage relies on.
//! Parameters and first bindings keep their spelling; others get `x_1`, `x_2`, .., which are
//! hygienic for rustc *and* spelled like nothing else in the function, since `Ident` compares text only.
//! Two variables of equal spelling from different `macro_rules` contexts are told apart too.
//!
//! Items and `const` blocks are functions of their own and stay as they are, as do types and attributes.

mod dbg;
mod macros;
mod patterns;
#[cfg(test)]
mod tests;

use std::mem;

use std::cell::RefCell;

use proc_macro2::{Group, Ident, TokenStream, TokenTree};
use quote::ToTokens;
use syn::visit_mut::{self, VisitMut};
use syn::{
    Arm, Attribute, Block, Expr, ExprClosure, ExprConst, ExprForLoop, ExprIf, ExprLet, ExprMacro, ExprPath,
    ExprWhile, FieldValue, GenericArgument, Item, Local, Macro, Member, Pat, Stmt, Token, Type, UseTree,
};

pub(crate) use self::macros::{change_arguments, macro_arguments, matches_as_match};
pub(crate) use self::patterns::Name;
use self::patterns::{Match, Meaning, Names, Scopes, Variable};

/// Gives every local binding of `body` a name of its own; `params` are the first bindings.
pub(crate) fn rename(params: &[Ident], body: &mut Block, krate: &syn::Path) {
    let mut renamer = Renamer::new(krate);
    renamer.names.survey(body.to_token_stream());
    for param in params {
        renamer.names.reserve(param);
        renamer
            .scopes
            .open(Name::of(param), Meaning::Variable(Variable { ident: param.clone(), invented: false }));
    }
    // A name that means no variable somewhere is no variable's: rustc shall say what is wrong with it, if anything.
    renamer.visit_block_mut(&mut body.clone());
    let mut again = Renamer { scopes: renamer.scopes, ..Renamer::new(krate) };
    again.names.survey(body.to_token_stream());
    params.iter().for_each(|param| again.names.reserve(param));
    renamer.free.borrow().iter().for_each(|ident| again.names.reserve(ident));
    again.visit_block_mut(body);
}

struct Renamer<'a> {
    scopes: Scopes,
    names: Names,
    /// Names used that mean no variable.
    free: RefCell<Vec<Ident>>,
    krate: &'a syn::Path,
}

impl Renamer<'_> {
    fn new(krate: &syn::Path) -> Renamer<'_> {
        Renamer { scopes: Scopes::default(), names: Names::default(), free: RefCell::default(), krate }
    }

    /// What is bound inside `visit` ends with it.
    fn scoped(&mut self, visit: impl FnOnce(&mut Self)) {
        let mark = self.scopes.mark();
        visit(self);
        self.scopes.close(mark);
    }

    fn resolve(&self, ident: &mut Ident) {
        if let Some(variable) = self.scopes.variable(&Name::of(ident)) {
            *ident = variable.at(ident.span());
        } else {
            self.free.borrow_mut().push(ident.clone());
        }
    }

    /// Items are visible in the whole block, also before their declaration.
    fn open_items(&mut self, stmts: &[Stmt]) {
        for stmt in stmts {
            match stmt {
                Stmt::Item(Item::Fn(item)) => self.open_item(&item.sig.ident),
                Stmt::Item(Item::Const(item)) => self.open_item(&item.ident),
                Stmt::Item(Item::Static(item)) => self.open_item(&item.ident),
                Stmt::Item(Item::Use(item)) => self.open_imports(&item.tree),
                _ => {}
            }
        }
    }

    fn open_item(&mut self, ident: &Ident) {
        self.names.reserve(ident);
        self.scopes.open(Name::of(ident), Meaning::Item);
    }

    fn open_imports(&mut self, tree: &UseTree) {
        match tree {
            UseTree::Path(path) => self.open_imports(&path.tree),
            UseTree::Group(group) => group.items.iter().for_each(|tree| self.open_imports(tree)),
            UseTree::Name(name) => self.open_item(&name.ident),
            UseTree::Rename(alias) => self.open_item(&alias.rename),
            UseTree::Glob(_) => {}
        }
    }

    /// Best effort where the grammar is unknown: each identifier that may be a variable is taken for one.
    fn resolve_tokens(&self, tokens: TokenStream) -> TokenStream {
        let mut trees: Vec<TokenTree> = tokens.into_iter().collect();
        for at in 0..trees.len() {
            let may_be_variable = may_be_variable(&trees, at);
            match &mut trees[at] {
                TokenTree::Group(group) => {
                    let inner = self.resolve_tokens(group.stream());
                    let mut resolved = Group::new(group.delimiter(), inner);
                    resolved.set_span(group.span());
                    *group = resolved;
                }
                TokenTree::Ident(ident) if may_be_variable => self.resolve(ident),
                TokenTree::Ident(_) | TokenTree::Punct(_) | TokenTree::Literal(_) => {}
            }
        }
        trees.into_iter().collect()
    }
}

/// No: `a.x`, `a::x`, `'x`, `x::a`, `x: a`, `x!(..)`. Yes: `a..x`, `x != a`, `a: x`.
fn may_be_variable(trees: &[TokenTree], at: usize) -> bool {
    let punct = |offset: isize| match at.checked_add_signed(offset).and_then(|at| trees.get(at)) {
        Some(TokenTree::Punct(punct)) => Some(punct.as_char()),
        _ => None,
    };
    let follows_path_or_dot = match (punct(-2), punct(-1)) {
        (before, Some('.')) => before != Some('.'),
        (Some(':'), Some(':')) | (_, Some('\'')) => true,
        _ => false,
    };
    let leads_path_or_macro = match (punct(1), punct(2)) {
        (Some(':'), _) => true,
        (Some('!'), after) => after != Some('='),
        _ => false,
    };
    !follows_path_or_dot && !leads_path_or_macro
}

impl VisitMut for Renamer<'_> {
    fn visit_expr_mut(&mut self, node: &mut Expr) {
        if !self.rename_dbg(node) {
            visit_mut::visit_expr_mut(self, node);
        }
    }

    fn visit_stmt_mut(&mut self, node: &mut Stmt) {
        if let Stmt::Macro(stmt) = node {
            let mut expr = Expr::Macro(ExprMacro { attrs: stmt.attrs.clone(), mac: stmt.mac.clone() });
            if self.rename_dbg(&mut expr) {
                *node = Stmt::Expr(expr, stmt.semi_token);
                return;
            }
        }
        visit_mut::visit_stmt_mut(self, node);
    }

    fn visit_expr_path_mut(&mut self, node: &mut ExprPath) {
        if node.qself.is_none() && node.path.get_ident().is_some() {
            for segment in &mut node.path.segments {
                self.resolve(&mut segment.ident);
            }
        }
    }

    fn visit_field_value_mut(&mut self, node: &mut FieldValue) {
        self.visit_expr_mut(&mut node.expr);
        // `P { x }` prints its member only
        match (&node.colon_token, &node.member, &node.expr) {
            (None, Member::Named(member), Expr::Path(value)) if !value.path.is_ident(member) => {
                node.colon_token = Some(Token![:](member.span()));
            }
            _ => {}
        }
    }

    fn visit_block_mut(&mut self, node: &mut Block) {
        self.scoped(|this| {
            this.open_items(&node.stmts);
            visit_mut::visit_block_mut(this, node);
        });
    }

    fn visit_local_mut(&mut self, node: &mut Local) {
        let mut kind = Match::Irrefutable;
        if let Some(init) = &mut node.init {
            self.visit_expr_mut(&mut init.expr);
            if let Some((_, diverge)) = &mut init.diverge {
                kind = Match::Refutable;
                self.visit_expr_mut(diverge);
            }
        }
        self.bind(&mut node.pat, kind);
    }

    /// Leaves its bindings open: they last through the chain and the branch, up to the scope that the
    /// enclosing `if`, `while`, arm or block closes.
    fn visit_expr_let_mut(&mut self, node: &mut ExprLet) {
        self.visit_expr_mut(&mut node.expr);
        self.bind(&mut node.pat, Match::Refutable);
    }

    fn visit_expr_if_mut(&mut self, node: &mut ExprIf) {
        self.scoped(|this| {
            this.visit_expr_mut(&mut node.cond);
            this.visit_block_mut(&mut node.then_branch);
        });
        if let Some((_, otherwise)) = &mut node.else_branch {
            self.visit_expr_mut(otherwise);
        }
    }

    fn visit_expr_while_mut(&mut self, node: &mut ExprWhile) {
        self.scoped(|this| {
            this.visit_expr_mut(&mut node.cond);
            this.visit_block_mut(&mut node.body);
        });
    }

    fn visit_expr_for_loop_mut(&mut self, node: &mut ExprForLoop) {
        self.visit_expr_mut(&mut node.expr);
        self.scoped(|this| {
            this.bind(&mut node.pat, Match::Irrefutable);
            this.visit_block_mut(&mut node.body);
        });
    }

    fn visit_expr_closure_mut(&mut self, node: &mut ExprClosure) {
        self.scoped(|this| {
            for input in &mut node.inputs {
                this.bind(input, Match::Irrefutable);
            }
            this.visit_expr_mut(&mut node.body);
        });
    }

    fn visit_arm_mut(&mut self, node: &mut Arm) {
        self.scoped(|this| {
            // the guard is a part of the pattern
            this.bind(&mut node.pat, Match::Refutable);
            this.visit_expr_mut(&mut node.body);
        });
    }

    /// Not reached from the places above, which know what kind of match it is.
    fn visit_pat_mut(&mut self, node: &mut Pat) {
        self.bind(node, Match::Refutable);
    }

    fn visit_macro_mut(&mut self, node: &mut Macro) {
        if !self.rename_known_macro(node) {
            self.visit_token_stream_mut(&mut node.tokens);
        }
    }

    /// An unknown macro, or an expression that syn keeps verbatim.
    fn visit_token_stream_mut(&mut self, node: &mut TokenStream) {
        *node = self.resolve_tokens(mem::take(node));
    }

    // None of these can mention a variable of the function.
    fn visit_item_mut(&mut self, _: &mut Item) {}
    fn visit_expr_const_mut(&mut self, _: &mut ExprConst) {}
    fn visit_type_mut(&mut self, _: &mut Type) {}
    fn visit_generic_argument_mut(&mut self, _: &mut GenericArgument) {}
    fn visit_attribute_mut(&mut self, _: &mut Attribute) {}
}
