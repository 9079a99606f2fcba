//! The code that the quickstart example shows is the code that the compiler generates.
//!
//! A procedural macro cannot be linked as a library, so this test compiles its modules in; only the entry point names
//! `proc_macro`. To accept a change: `UPDATE_GENERATED=1 cargo test --test quickstart_generated`.

#![allow(dead_code)] // the compiler's modules, of which the test calls the entry point
#![allow(clippy::large_enum_variant, reason = "spans with locations are larger than those of rustc")]

#[path = "../autodiff-macros/src/analyse/mod.rs"]
mod analyse;
#[path = "../autodiff-macros/src/diagnostics.rs"]
mod diagnostics;
#[path = "../autodiff-macros/src/dump.rs"]
mod dump;
#[path = "../autodiff-macros/src/emit/mod.rs"]
mod emit;
#[path = "../autodiff-macros/src/ir/mod.rs"]
mod ir;
#[path = "../autodiff-macros/src/layout.rs"]
mod layout;
#[path = "../autodiff-macros/src/lower/mod.rs"]
mod lower;
#[path = "../autodiff-macros/src/parse/mod.rs"]
mod parse;
#[path = "../autodiff-macros/src/pipeline.rs"]
mod pipeline;
#[path = "../autodiff-macros/src/rules/mod.rs"]
mod rules;
#[path = "../autodiff-macros/src/transform/mod.rs"]
mod transform;

use std::path::Path;

use quote::{ToTokens, quote};

/// The function `f` of the example, its attributes removed.
fn quickstart_function() -> syn::ItemFn {
    let source = include_str!("../examples/quickstart/main.rs");
    let file = syn::parse_file(source).unwrap();
    let found = file.items.into_iter().find_map(|item| match item {
        syn::Item::Fn(item) if item.sig.ident == "f" => Some(item),
        _ => None,
    });
    let mut item = found.expect("the example has a function `f`");
    assert!(item.attrs[0].path().is_ident("grad") && item.attrs.len() == 1);
    item.attrs.clear();
    item
}

#[test]
fn the_generated_code_that_the_quickstart_shows_is_todays() {
    let item = quickstart_function();
    let user = layout::layout(item.to_token_stream());
    let expanded = layout::layout(pipeline::expand(quote!(), item.into_token_stream()));
    let readable: String =
        expanded.split_inclusive('\n').filter(|line| !line.trim_start().starts_with("#[")).collect();
    let shown = readable.strip_prefix(&user).expect("the user's function comes first and is unchanged");

    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/quickstart/generated.rs");
    if std::env::var_os("UPDATE_GENERATED").is_some() {
        std::fs::write(&path, shown).unwrap();
    }
    let checked_in = std::fs::read_to_string(&path).unwrap().replace("\r\n", "\n");
    assert_eq!(checked_in, shown, "`f` of the quickstart expands to something else today");
}

#[test]
fn the_generated_code_that_the_readme_shows_is_part_of_it() {
    let readme = include_str!("../README.md").replace("\r\n", "\n");
    let generated = include_str!("../examples/quickstart/generated.rs").replace("\r\n", "\n");
    let blocks: Vec<&str> = readme
        .split("```text\n")
        .skip(1)
        .map(|rest| rest.split_once("```").expect("the block is closed").0)
        .collect();
    assert_eq!(blocks.len(), 2, "the forward and the reverse sweep");
    for block in blocks {
        assert!(generated.contains(block), "not in the generated code:\n{block}");
    }
}
