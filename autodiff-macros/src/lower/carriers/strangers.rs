//! Local variables that no derivative can pass through, by the methods that they have.
//!
//! What is lent to a callee beside a differentiated value, `noisy(x, &mut rng)`, may get a derivative there, or not: only
//! rustc knows. But a variable on which a method is called that neither floats nor collections of them have is no float.
//! Were it one after all, the callee would find no cotangent for it, which is an error of rustc.

use std::collections::BTreeSet;

use syn::Block;
use syn::visit::{self, Visit};

use super::{Carriers, Name, root};
use crate::lower::call::{BITS, ITERATORS, OPTIONS};
use crate::rules;

/// Other methods of floats, and methods of arrays, slices, `Vec`s, `Option`s and tuples.
const KNOWN: &[&str] = &[
    "append",
    "as_mut",
    "as_mut_ptr",
    "as_mut_slice",
    "as_ptr",
    "as_ref",
    "as_slice",
    "binary_search",
    "binary_search_by",
    "borrow",
    "borrow_mut",
    "capacity",
    "chunk_by",
    "clear",
    "clone",
    "clone_from",
    "clone_from_slice",
    "concat",
    "contains",
    "copied",
    "cloned",
    "copy_from_slice",
    "copy_within",
    "dedup",
    "drain",
    "each_mut",
    "each_ref",
    "ends_with",
    "expect",
    "extend",
    "extend_from_slice",
    "extend_from_within",
    "fill",
    "fill_with",
    "first",
    "first_mut",
    "get",
    "get_mut",
    "insert",
    "into",
    "into_boxed_slice",
    "is_some",
    "is_none",
    "iter",
    "iter_mut",
    "join",
    "last",
    "last_mut",
    "leak",
    "map",
    "pop",
    "push",
    "rchunks",
    "remove",
    "repeat",
    "replace",
    "reserve",
    "reserve_exact",
    "resize",
    "resize_with",
    "retain",
    "reverse",
    "rotate_left",
    "rotate_right",
    "select_nth_unstable",
    "shrink_to",
    "shrink_to_fit",
    "sin_cos",
    "sort",
    "sort_by",
    "sort_by_key",
    "sort_unstable",
    "sort_unstable_by",
    "splice",
    "split",
    "split_at",
    "split_at_mut",
    "split_first",
    "split_first_mut",
    "split_last",
    "split_last_mut",
    "split_off",
    "starts_with",
    "swap",
    "swap_remove",
    "swap_with_slice",
    "take",
    "to_owned",
    "to_string",
    "to_vec",
    "truncate",
    "unwrap",
    "unwrap_or",
    "unwrap_or_default",
    "windows",
];

impl Carriers {
    /// Variables that carry, and are the receivers of methods that neither floats nor collections of them have.
    pub(super) fn strangers(&self, body: &Block) -> BTreeSet<Name> {
        let mut strangers = Strangers { carriers: self, found: BTreeSet::new() };
        strangers.visit_block(body);
        strangers.found
    }
}

struct Strangers<'a> {
    carriers: &'a Carriers,
    found: BTreeSet<Name>,
}

impl<'ast> Visit<'ast> for Strangers<'_> {
    fn visit_expr_method_call(&mut self, call: &'ast syn::ExprMethodCall) {
        if let Some(name) = root(&call.receiver).map(Name::of) {
            let known = is_known_method(&call.method.to_string());
            if !known && self.carriers.names.contains(&name) {
                self.found.extend(self.carriers.origins(&name));
            }
        }
        visit::visit_expr_method_call(self, call);
    }

    fn visit_item(&mut self, _: &'ast syn::Item) {}
}

fn is_known_method(name: &str) -> bool {
    [rules::INERT, rules::UNSTABLE, KNOWN, ITERATORS, OPTIONS, BITS].iter().any(|list| list.contains(&name))
        || rules::RULES.iter().any(|rule| rule.name == name)
}
