//! The module of a program: its expansions, the reference, and the functions that call them with lists of numbers.

use std::fmt::Write;

use crate::generate::{Program, Ty};
use crate::tree::Float;

/// A program's expansion: its name, the options of the attribute, whether forward mode is among them.
type Expansion = (&'static str, &'static str, bool);

const FORWARD: Expansion = ("forward", "jvp, hvp", true);
const ACTIVE: Expansion = ("everything_active", "__everything_active", false);
const RECORD: Expansion = ("record_everything", "__record_everything", false);
const PLAIN: Expansion = ("plain", "", false);
const OFF: Expansion = ("analyses_off", "__everything_active, __record_everything, jvp, hvp", true);

/// The expansions of a program. All of them take rustc five times as long as one, so that each program has some.
fn expansions(program: &Program, seed: u64, all: bool) -> Vec<Expansion> {
    match seed % 8 {
        _ if program.products && all => vec![PLAIN, ACTIVE, RECORD],
        0..3 if program.products => vec![PLAIN],
        3..6 if program.products => vec![ACTIVE],
        _ if program.products => vec![RECORD],
        _ if all => vec![PLAIN, FORWARD, ACTIVE, RECORD, OFF],
        0 => vec![PLAIN],
        1 => vec![FORWARD, ACTIVE],
        2 => vec![FORWARD, RECORD],
        3 => vec![OFF],
        _ => vec![FORWARD],
    }
}

/// The line on which the reference begins.
pub const REFERENCE: &str = "mod reference {";

/// The whole source of a program's module. The number stands for it in reports.
pub fn module(program: &Program, seed: u64, number: u64, all: bool) -> String {
    let inputs: usize = program.params.iter().map(size).sum();
    let mut out = String::from("use random_programs::case::{Case, Pair, Variant, flat, narrow, wide};\n\n");
    let expansions = expansions(program, seed, all);
    for &(name, options, forward) in &expansions {
        let _ = write!(
            out,
            "mod {name} {{\nuse super::*;\nuse autodiff::{{Real, grad, stop_gradient}};\n\n{}{}}}\n\n",
            program.written(options),
            calls(program, forward)
        );
    }
    let _ = write!(
        out,
        "{REFERENCE}\nuse super::*;\nuse random_programs::dual::{{ToReal, D, c, stop_gradient}};\n\
         use random_programs::nested::{{gradient, product, tangent}};\n\n{}{}}}\n\n",
        program.reference(),
        value(&program.params, "D", false)
    );
    let _ = writeln!(
        out,
        "pub const CASE: Case = Case {{ number: {number}, seed: {seed}, inputs: {inputs}, fixed: &{:?}, single: {}, \
         variants: &[",
        fixed(program),
        program.float == Float::Single
    );
    for (name, _, forward) in expansions {
        let optional = |what: &str| if forward { format!("Some({name}::{what})") } else { "None".to_owned() };
        let second = has_second(program);
        let _ = writeln!(
            out,
            "Variant {{ name: {name:?}, value: {name}::value, value_and_grad: {name}::value_and_grad, \
             grad: {name}::grad, grad_into: {}, jvp: {}, hvp: {}, hvp_into: {} }},",
            if has_lists(program) { format!("Some({name}::grad_into)") } else { "None".to_owned() },
            optional("jvp"),
            if second { optional("hvp") } else { "None".to_owned() },
            if second && has_lists(program) { optional("hvp_into") } else { "None".to_owned() },
        );
    }
    out.push_str("], reference: reference::value };\n");
    out
}

/// How many numbers a parameter takes.
fn size(ty: &Ty) -> usize {
    match ty {
        Ty::Float | Ty::Ref | Ty::RefMut => 1,
        Ty::Int { .. } | Ty::Bool | Ty::Closure { .. } => 0,
        Ty::Array(n) | Ty::Vec(n) | Ty::Slice(n) | Ty::SliceMut(n) => *n,
        Ty::RefArray(n) | Ty::ArrayMut(n) | Ty::VecMut(n) => *n,
        Ty::Matrix(rows, columns) | Ty::Rows(rows, columns) => rows * columns,
        Ty::Pair | Ty::PairMut => 2,
        Ty::Nested => 3,
    }
}

/// The argument made of the numbers from `at` of a list on, as an owned value.
fn made(ty: &Ty, list: &str, at: usize) -> String {
    let number = |offset: usize| format!("{list}[{}]", at + offset);
    let numbers = |from: usize, count: usize| (from..from + count).map(number).collect::<Vec<_>>().join(", ");
    match ty {
        Ty::Float | Ty::Ref | Ty::RefMut => number(0),
        Ty::Int { .. } => "2".to_owned(),
        Ty::Bool => "true".to_owned(),
        Ty::Closure { dynamic: false } => "|k: usize| 2 * k + 1".to_owned(),
        Ty::Closure { dynamic: true } => "&|k: usize| 2 * k + 1".to_owned(),
        Ty::Array(n) | Ty::Slice(n) | Ty::SliceMut(n) | Ty::RefArray(n) | Ty::ArrayMut(n) => {
            format!("[{}]", numbers(0, *n))
        }
        Ty::Vec(n) | Ty::VecMut(n) => format!("vec![{}]", numbers(0, *n)),
        Ty::Matrix(rows, columns) | Ty::Rows(rows, columns) => {
            let list = if matches!(ty, Ty::Rows(..)) { "vec!" } else { "" };
            let row = |row: usize| format!("{list}[{}]", numbers(row * columns, *columns));
            format!("{list}[{}]", (0..*rows).map(row).collect::<Vec<_>>().join(", "))
        }
        Ty::Pair | Ty::PairMut => format!("({})", numbers(0, 2)),
        Ty::Nested => format!("({}, [{}])", number(0), numbers(1, 2)),
    }
}

/// The numbers that the companions do not differentiate.
fn fixed(program: &Program) -> Vec<usize> {
    let (mut fixed, mut at) = (Vec::new(), 0);
    for (ty, wanted) in program.params.iter().zip(&program.wanted) {
        fixed.extend((at..at + size(ty)).filter(|_| !wanted));
        at += size(ty);
    }
    fixed
}

/// Whether there is a companion that overwrites buffers.
fn has_lists(program: &Program) -> bool {
    let is_list =
        |ty: &Ty| matches!(ty, Ty::Slice(_) | Ty::SliceMut(_) | Ty::Vec(_) | Ty::VecMut(_) | Ty::Rows(..));
    program.params.iter().zip(&program.wanted).any(|(ty, wanted)| *wanted && is_list(ty))
}

/// A function with `&mut` arguments has no `f_hvp` of its own.
fn has_second(program: &Program) -> bool {
    !program.params.iter().any(Ty::is_mut)
}

/// `let mut a0 = ..;` for each parameter that has numbers, and the arguments that pass them.
fn arguments(params: &[Ty], stem: &str, list: &str) -> (String, String) {
    let (mut lets, mut passed, mut at) = (String::new(), String::new(), 0);
    for (index, ty) in params.iter().enumerate() {
        if size(ty) == 0 {
            let _ = write!(passed, "{}, ", made(ty, list, at));
            continue;
        }
        let _ = writeln!(lets, "let mut {stem}{index} = {};", made(ty, list, at));
        let before = match ty {
            ty if ty.is_mut() => "&mut ",
            ty if ty.is_reference() => "&",
            _ => "",
        };
        let _ = write!(passed, "{before}{stem}{index}, ");
        at += size(ty);
    }
    (lets, passed)
}

/// The same for what belongs to the parameters that are differentiated: tangents, or buffers.
fn arguments_of(program: &Program, stem: &str, list: &str, buffers: bool) -> (String, String) {
    let (mut lets, mut passed, mut at) = (String::new(), String::new(), 0);
    for (index, (ty, wanted)) in program.params.iter().zip(&program.wanted).enumerate() {
        if *wanted {
            let _ = writeln!(lets, "let mut {stem}{index} = {};", made(ty, list, at));
            let before = match ty {
                ty if buffers || ty.is_mut() => "&mut ",
                ty if ty.is_reference() => "&",
                _ => "",
            };
            let _ = write!(passed, "{before}{stem}{index}, ");
        }
        at += size(ty);
    }
    (lets, passed)
}

/// What is behind the `&mut` arguments, appended to a list.
fn after(params: &[Ty], stem: &str, list: &str) -> String {
    let mutable = params.iter().enumerate().filter(|(_, ty)| ty.is_mut());
    mutable.map(|(index, _)| format!("{list}.extend(flat(&{stem}{index}));\n")).collect()
}

fn value(params: &[Ty], real: &str, single: bool) -> String {
    let (lets, passed) = arguments(params, "a", "x");
    let after = after(params, "a", "out");
    let [narrow, before, behind] = converted(single);
    format!(
        "pub fn value(x: &[{real}]) -> Vec<{real}> {{\n{narrow}{lets}let mut out = flat(&f({passed}));\n\
         {after}{before}out{behind}\n}}\n"
    )
}

/// What makes `f32`s of the numbers, and what stands around those that come back.
fn converted(single: bool) -> [&'static str; 3] {
    if single { ["let x = &narrow(x)[..];\n", "wide(&", ")"] } else { [""; 3] }
}

fn calls(program: &Program, forward: bool) -> String {
    let single = program.float == Float::Single;
    let (lets, passed) = arguments(&program.params, "a", "x");
    let after_value = after(&program.params, "a", "out");
    let [narrow, before, behind] = converted(single);
    let list = |of: &str| format!("{before}{of}{behind}");
    let (out, gradient) = (list("out"), list("flat(&gradient)"));
    let mut text = value(&program.params, "f64", single);
    let _ = write!(
        text,
        "pub fn value_and_grad(x: &[f64]) -> Pair {{\n{narrow}{lets}let (value, gradient) = f_value_and_grad({passed});\n\
         let mut out = flat(&value);\n{after_value}({out}, {gradient})\n}}\n\
         pub fn grad(x: &[f64]) -> Vec<f64> {{\n{narrow}{lets}let gradient = f_grad({passed});\n{gradient}\n}}\n"
    );
    let (buffers, lent) = arguments_of(program, "b", "[f64::NAN; 99]", true);
    let buffers = if single { buffers.replace("f64::NAN", "f32::NAN") } else { buffers };
    let all = |stem: &str| -> String {
        let wanted = program.wanted.iter().enumerate().filter(|(_, wanted)| **wanted);
        wanted.map(|(at, _)| format!("all.extend(flat(&{stem}{at}));\n")).collect()
    };
    let gathered = list("all");
    if has_lists(program) {
        let _ = write!(
            text,
            "pub fn grad_into(x: &[f64]) -> Pair {{\n{narrow}{lets}{buffers}let value = f_grad_into({passed}{lent});\n\
             let mut out = flat(&value);\n{after_value}let mut all = Vec::new();\n{}({out}, {gathered})\n}}\n",
            all("b")
        );
    }
    if !forward {
        return text;
    }
    let (more, tangents) = arguments_of(program, "t", "along", false);
    let after_tangent = after(&program.params, "t", "tangent");
    let along = if single { "let along = &narrow(along)[..];\n" } else { "" };
    let tangent = list("tangent");
    let _ = write!(
        text,
        "pub fn jvp(x: &[f64], along: &[f64]) -> Pair {{\n{narrow}{along}{lets}{more}\
         let (value, tangent) = f_jvp({passed}{tangents});\n\
         let (mut out, mut tangent) = (flat(&value), flat(&tangent));\n\
         {after_value}{after_tangent}({out}, {tangent})\n}}\n"
    );
    if has_second(program) {
        let product = list("flat(&product)");
        let _ = write!(
            text,
            "pub fn hvp(x: &[f64], along: &[f64]) -> Pair {{\n{narrow}{along}{lets}{more}\
             let (gradient, product) = f_hvp({passed}{tangents});\n({gradient}, {product})\n}}\n"
        );
    }
    if has_second(program) && has_lists(program) {
        let (products, lent_too) = arguments_of(program, "c", "[f64::NAN; 99]", true);
        let products = if single { products.replace("f64::NAN", "f32::NAN") } else { products };
        let _ = write!(
            text,
            "pub fn hvp_into(x: &[f64], along: &[f64]) -> Pair {{\n{narrow}{along}{lets}{more}{buffers}{products}\
             let _ = f_hvp_into({passed}{tangents}{lent}{lent_too});\nlet mut all = Vec::new();\n{}\
             let gradient = {gathered};\nlet mut all = Vec::new();\n{}(gradient, {gathered})\n}}\n",
            all("b"),
            all("c")
        );
    }
    text
}
