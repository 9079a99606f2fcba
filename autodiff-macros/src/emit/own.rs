//! Which calls in a function are calls of the function itself.

use syn::visit::{self, Visit};
use syn::{ExprPath, Ident, Path, Type};

use crate::ir::{Callee, Func, StmtKind, VarId};
use crate::parse::Function;

/// The calls of a function in its own body.
pub(super) struct Calls {
    /// The pullbacks of calls that name the function as its neighbours would: `f`, `Self::f`, `self.f`.
    pub(super) pullbacks: Vec<VarId>,
    /// There is a call by a path through other modules that ends like the function's: it may be the function or not,
    /// and either is right if the function owns a stack of frames.
    pub(super) indirect: bool,
}

/// Looks through a body.
pub(super) fn calls(function: &Function, func: &Func) -> Calls {
    let mut calls = Calls { pullbacks: Vec::new(), indirect: false };
    let hidden = may_be_hidden(function);
    func.body.each(&mut |stmt| {
        if let StmtKind::Split { pullback, call, .. }
        | StmtKind::Forward { pullback: Some((pullback, _)), call, .. } = &stmt.kind
        {
            match &call.callee {
                Callee::Path(path) if is_own(path, function) => {
                    if hidden && path.path.get_ident().is_some() {
                        calls.indirect = true;
                    } else {
                        calls.pullbacks.push(*pullback);
                    }
                }
                Callee::Path(path) => calls.indirect |= may_be_own(path, function),
                Callee::Method(receiver, method, _) => {
                    let own = &function.item.sig.ident;
                    if function.is_method && receiver.0.to_string() == "self" && method == own {
                        calls.pullbacks.push(*pullback);
                    }
                }
            }
        }
    });
    calls
}

/// `f`, `self::f`; of a type `M`: `Self::f`, `M::f`, `M::<T>::f`, `self::M::f`, `<Self>::f`, `<M>::f`.
fn is_own(path: &ExprPath, function: &Function) -> bool {
    let own = &function.item.sig.ident;
    let mut names: Vec<&Ident> = path.path.segments.iter().map(|segment| &segment.ident).collect();
    if path.qself.is_none() && names.len() > 1 && names[0] == "self" {
        names.remove(0);
    }
    match (&path.qself, &names[..]) {
        (Some(qself), [last]) => function.is_method && *last == own && names_block(&qself.ty, function),
        (None, [only]) => !function.is_method && *only == own,
        (None, [ty, last]) => function.is_method && *last == own && is_block(ty, function),
        _ => false,
    }
}

fn may_be_own(path: &ExprPath, function: &Function) -> bool {
    let Path { segments, .. } = &path.path;
    let starts_outside =
        segments.first().is_some_and(|first| first.ident == "crate" || first.ident == "super");
    starts_outside && segments.last().is_some_and(|last| last.ident == function.item.sig.ident)
}

/// Whether an item of the body may bear the function's name: one that is seen, or one behind `*` or a macro.
fn may_be_hidden(function: &Function) -> bool {
    let mut items = Items { own: &function.item.sig.ident, found: false };
    items.visit_block(&function.item.block);
    items.found
}

struct Items<'a> {
    own: &'a Ident,
    found: bool,
}

impl<'ast> Visit<'ast> for Items<'_> {
    /// What comes from the standard library is known to be something else.
    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        let is_standard = matches!(&item.tree, syn::UseTree::Path(path)
            if ["std", "core", "alloc"].iter().any(|name| path.ident == name));
        if !is_standard {
            visit::visit_item_use(self, item);
        }
    }

    /// The variants of an enum are no functions of a lowercase name.
    fn visit_use_path(&mut self, path: &'ast syn::UsePath) {
        let is_enum = path.ident.to_string().starts_with(char::is_uppercase);
        if !is_enum {
            visit::visit_use_path(self, path);
        }
    }

    fn visit_use_name(&mut self, name: &'ast syn::UseName) {
        self.found |= name.ident == *self.own;
    }

    fn visit_use_rename(&mut self, alias: &'ast syn::UseRename) {
        self.found |= alias.rename == *self.own;
    }

    fn visit_use_glob(&mut self, _: &'ast syn::UseGlob) {
        self.found = true;
    }

    fn visit_item_fn(&mut self, item: &'ast syn::ItemFn) {
        self.found |= item.sig.ident == *self.own;
    }

    fn visit_stmt_macro(&mut self, stmt: &'ast syn::StmtMacro) {
        let name = stmt.mac.path.segments.last().map_or(String::new(), |last| last.ident.to_string());
        let statements = ["assert", "debug_assert", "print", "eprint", "panic", "todo", "un", "dbg", "write"];
        self.found |= !statements.iter().any(|prefix| name.starts_with(prefix));
    }

    fn visit_item_macro(&mut self, _: &'ast syn::ItemMacro) {
        self.found = true;
    }
}

fn names_block(ty: &Type, function: &Function) -> bool {
    match ty {
        Type::Path(path) if path.qself.is_none() => {
            path.path.segments.last().is_some_and(|last| is_block(&last.ident, function))
        }
        Type::Group(group) => names_block(&group.elem, function),
        Type::Paren(paren) => names_block(&paren.elem, function),
        _ => false,
    }
}

fn is_block(ty: &Ident, function: &Function) -> bool {
    ty == "Self" || function.self_name.as_ref() == Some(ty)
}
