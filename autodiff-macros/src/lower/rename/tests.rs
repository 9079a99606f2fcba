//! What the names become.

use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, quote};
use syn::Block;

use super::rename;

fn krate() -> syn::Path {
    syn::parse_quote!(autodiff)
}

/// Renaming turns `before`, statements with these `params` in scope, into `after`.
pub(super) fn assert_renames(params: &[&str], before: TokenStream, after: TokenStream) {
    let params: Vec<Ident> = params.iter().map(|name| syn::parse_str(name).unwrap()).collect();
    let block = |tokens| syn::parse2::<Block>(quote!({ #tokens })).unwrap();
    let (mut body, after) = (block(before), block(after).to_token_stream().to_string());
    rename(&params, &mut body, &krate());
    assert_eq!(body.to_token_stream().to_string(), after);
    // unique names are left alone
    rename(&params, &mut body, &krate());
    assert_eq!(body.to_token_stream().to_string(), after, "renamed again");
}

#[test]
fn an_initialiser_sees_the_older_binding() {
    assert_renames(
        &["x"],
        quote!(let y = x; let x = x * y; let mut x: f64 = x; x += 1.0; x),
        quote!(let y = x; let x_1 = x * y; let mut x_2: f64 = x_1; x_2 += 1.0; x_2),
    );
    assert_renames(&[], quote!(let x; x = 1.0; x), quote!(let x; x = 1.0; x));
}

#[test]
fn blocks_end_their_bindings() {
    assert_renames(
        &["x"],
        quote!({ let x = x; f(x) } unsafe { let x = 1; } loop { let x = x; break x; } x),
        quote!({ let x_1 = x; f(x_1) } unsafe { let x_2 = 1; } loop { let x_3 = x; break x_3; } x),
    );
    // disjoint scopes
    assert_renames(
        &[],
        quote!({ let t = 1; t } { let t = 2; t }),
        quote!({ let t = 1; t } { let t_1 = 2; t_1 }),
    );
}

#[test]
fn the_else_of_a_let_sees_the_older_binding() {
    assert_renames(
        &["x"],
        quote!(let Some(x) = g(x) else { return x; }; x),
        quote!(let Some(x_1) = g(x) else { return x; }; x_1),
    );
}

#[test]
fn conditions_bind_for_the_rest_of_the_chain_and_the_branch() {
    assert_renames(
        &["a", "b"],
        quote!(if a
            && let Some(b) = g(b)
            && b > 1
            && let Some(a) = b
        {
            a + b
        } else {
            a - b
        }),
        quote!(if a
            && let Some(b_1) = g(b)
            && b_1 > 1
            && let Some(a_1) = b_1
        {
            a_1 + b_1
        } else {
            a - b
        }),
    );
    assert_renames(
        &["x"],
        quote!(if let Some(x) = x {
            x
        } else if let Ok(x) = g(x) {
            x
        } else {
            x
        }),
        quote!(if let Some(x_1) = x {
            x_1
        } else if let Ok(x_2) = g(x) {
            x_2
        } else {
            x
        }),
    );
    assert_renames(
        &["x"],
        quote!(while let Some(x) = g(x) && x > 0 { h(x); } x),
        quote!(while let Some(x_1) = g(x) && x_1 > 0 { h(x_1); } x),
    );
}

#[test]
fn arms_bind_for_guard_and_body() {
    assert_renames(
        &["x"],
        quote!(match x {
            Some(x) if x > 0 => x,
            Some(y) if let Some(x) = g(y) => x,
            _ => x,
        }),
        quote!(match x {
            Some(x_1) if x_1 > 0 => x_1,
            Some(y) if let Some(x_2) = g(y) => x_2,
            _ => x,
        }),
    );
}

#[test]
fn loops_bind_for_their_body() {
    assert_renames(
        &["x"],
        quote!(for x in 0..x { x; } for (i, x) in x.iter() { i + x; } x),
        quote!(for x_1 in 0..x { x_1; } for (i, x_2) in x.iter() { i + x_2; } x),
    );
}

#[test]
fn closures_bind_their_parameters() {
    assert_renames(
        &["x"],
        quote!(let f = |x: f64, (y, _)| x + y; let g = move || { let x = x; x }; f(x, g())),
        quote!(let f = |x_1: f64, (y, _)| x_1 + y; let g = move || { let x_2 = x; x_2 }; f(x, g())),
    );
    // a closure under a name of its own
    assert_renames(
        &[],
        quote!(let f = |x| x; let f = |x| f(x); f(1.0)),
        quote!(let f = |x| x; let f_1 = |x_1| f(x_1); f_1(1.0)),
    );
}

#[test]
fn only_lone_identifiers_are_variables() {
    assert_renames(
        &["x"],
        quote!(let x = p.x + p.x() + x::x + x.x + <T>::x + x::<u8>(); 'x: loop { break 'x x; }),
        quote!(let x_1 = p.x + p.x() + x::x + x.x + <T>::x + x::<u8>(); 'x: loop { break 'x x_1; }),
    );
}

#[test]
fn shorthand_of_struct_expressions_is_written_out() {
    assert_renames(
        &["x", "y"],
        quote!(let x = 1; P { x, y, z: x, ..x }),
        quote!(let x_1 = 1; P { x: x_1, y, z: x_1, ..x_1 }),
    );
}

#[test]
fn items_const_blocks_and_types_stay() {
    assert_renames(
        &["x"],
        quote!(let x = 1; fn f(x: f64) -> f64 { let x = x; x } const { let x = 1; x }; x as [u8; x]),
        quote!(let x_1 = 1; fn f(x: f64) -> f64 { let x = x; x } const { let x = 1; x }; x_1 as [u8; x]),
    );
}

#[test]
fn items_of_a_block_hide_variables() {
    assert_renames(
        &["x", "y"],
        quote!(let y = 1; let x = 1; { x(y); fn x() {} use m::{z as y, w}; let x = 2; x } x + y),
        quote!(let y_1 = 1; let x_1 = 1; { x(y); fn x() {} use m::{z as y, w}; let x_2 = 2; x_2 } x_1 + y_1),
    );
    // a variable is not spelled like an item of the body
    assert_renames(
        &[],
        quote!(let k = 1; { const k: f64 = 2.0; k } k),
        quote!(let k_1 = 1; { const k: f64 = 2.0; k } k_1),
    );
}

#[test]
fn invented_names_avoid_written_ones() {
    assert_renames(
        &["x", "x_2"],
        quote!(let x = x_1; let x = p.x_3; let x = x; x + x_2),
        quote!(let x_4 = x_1; let x_5 = p.x_3; let x_6 = x_5; x_6 + x_2),
    );
}

#[test]
fn raw_and_plain_spelling_are_one_name() {
    assert_renames(
        &["r#x"],
        quote!(let y = x; let x = r#x; P { r#x }; let r#type = 1; let r#type = 2; r#type),
        quote!(let y = r#x; let x_1 = r#x; P { r#x: x_1 }; let r#type = 1; let type_1 = 2; type_1),
    );
}

#[test]
fn unknown_macros_are_renamed_by_their_tokens() {
    assert_renames(
        &["x", "y"],
        quote!(let x = x; m!(x, p.x, x.y, x::y, y::x, 'x, x: x, x!(x), [x != 1, 0..x, ..=x], y);),
        quote!(let x_1 = x; m!(x_1, p.x, x_1.y, x::y, y::x, 'x, x: x_1, x!(x_1), [x_1 != 1, 0..x_1, ..=x_1], y);),
    );
}

#[test]
fn odd_input_does_not_panic() {
    for body in [
        "{ ;; }",
        "{ let self = 1; let self = self; }",
        "{ (let x = 1) || (let x = x); x }",
        "{ become x; builtin # f(x); }",
        "{ let box x = 1; m!(: . ! x : :: x .. .); m!(); m! {}; m!(x !); m! {}; }",
        "{ println!(1 2); vec![;]; matches!(x); format!(\"{\", x); format!(\"{x:\"); format!(\"{Ⓐ:é$.$}\") }",
    ] {
        let mut body = syn::parse_str(body).unwrap_or_else(|error| panic!("{body}: {error}"));
        rename(&[], &mut body, &krate());
    }
}
