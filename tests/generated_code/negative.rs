//! What must not be in the IR and in the code, and what the off-switches of the analyses change.

use crate::programs::{GOOD, OTHER, REFUSED};
use crate::{expansion, stages, tokens};

#[test]
fn the_same_input_gives_the_same_tokens() {
    for (name, options, item) in GOOD.iter().chain(OTHER).chain(REFUSED) {
        let expand = || crate::pipeline::expand(tokens(options), tokens(item)).to_string();
        assert_eq!(expand(), expand(), "{name}");
    }
}

/// The part of the adjoint's text behind its forward sweep.
fn reverse_text(options: &str, item: &str) -> String {
    let stages = stages(options, item);
    let text = stages.adjoint.to_string();
    let forward = {
        let mut func = stages.adjoint.clone();
        func.reverse = None;
        func.to_string()
    };
    let common = text.lines().zip(forward.lines()).take_while(|(a, b)| a == b).count();
    text.lines().skip(common).collect::<Vec<_>>().join("\n")
}

#[test]
fn dead_code_is_not_differentiated() {
    let item = "fn f(x: f64, y: f64) -> f64 { let dead = x.exp(); let shown = y.sqrt(); println!(\"{shown}\"); x * y }";
    let on = reverse_text("", item);
    assert!(!on.contains("exp_d") && !on.contains("sqrt_d"), "{on}");
    assert!(on.contains("ct_x") && on.contains("ct_y"), "{on}");
}

#[test]
fn what_depends_on_no_parameter_is_not_differentiated() {
    let on = reverse_text("", "fn f(x: f64, n: usize) -> f64 { let c = (n as f64).sqrt().exp(); x * c }");
    assert!(!on.contains("sqrt_d") && !on.contains("exp_d") && !on.contains("ct_c"), "{on}");
}

#[test]
fn an_accumulator_is_not_kept() {
    let item = "fn f(x: f64, y: f64) -> f64 { let mut s = x; s += x * y; s -= y; s += s; s }";
    assert_eq!(stages("", item).kept(), ["x", "y"]);
}

#[test]
fn linear_code_keeps_nothing() {
    let item = "fn f(x: f64, y: f64) -> f64 { let a = 2.0 * x - y / 3.0; let b = -(a + x); b.to_degrees() + y.floor() }";
    assert_eq!(stages("", item).kept(), [""; 0]);
}

#[test]
fn a_product_keeps_both_operands_and_an_exponential_its_result() {
    let product = stages("", "fn f(x: f64, y: f64) -> f64 { x * y }");
    assert_eq!(product.kept(), ["x", "y"]);
    let exponential = stages("", "fn f(x: f64) -> f64 { let out = x.exp(); out }");
    assert_eq!(exponential.kept(), ["out"]);
    let sine = stages("", "fn f(x: f64) -> f64 { let out = x.sin(); out }");
    assert_eq!(sine.kept(), ["x"]);
    let quotient = stages("", "fn f(x: f64, y: f64) -> f64 { let out = x / y; out }");
    assert_eq!(quotient.kept(), ["out", "y"]);
    let by_a_constant = stages("", "fn f(x: f64, n: usize) -> f64 { let c = n as f64; x * c }");
    assert_eq!(by_a_constant.kept().len(), 1, "the constant and not `x`");
    assert!(!by_a_constant.kept().contains(&"x".to_owned()));
}

#[test]
fn a_value_stopped_contributes_nothing() {
    let on = reverse_text("", "fn f(x: f64, y: f64) -> f64 { autodiff::stop_gradient(x.exp()) + y.cos() }");
    assert!(!on.contains("exp_d") && !on.contains("ct_x"), "{on}");
}

#[test]
fn the_activity_switch_changes_the_ir_and_the_code() {
    // What comes out of `floor` is constant almost everywhere.
    let item = "fn f(x: f64) -> f64 { let a = x.floor(); let b = (a * a).exp(); b * x + b }";
    let (on, off) = (stages("", item), stages("__everything_active", item));
    let names = |stages: &crate::Stages| stages.names(stages.facts.active.clone()).join(" ");
    assert!(names(&on).len() < names(&off).len(), "{} | {}", names(&on), names(&off));
    assert!(!on.adjoint.to_string().contains("exp_d") && off.adjoint.to_string().contains("exp_d"));
    assert_ne!(expansion("", item), expansion("__everything_active", item));
}

#[test]
fn the_recording_switch_changes_the_ir_and_the_code() {
    let item =
        "fn f(x: f64, y: f64) -> f64 { if x > 0.0 { let s = x + y; let t = s + 1.0; t + x * y } else { y } }";
    let (on, off) = (stages("", item), stages("__record_everything", item));
    assert!(on.facts.record.len() < off.facts.record.len());
    assert_ne!(on.adjoint.to_string(), off.adjoint.to_string());
    assert_ne!(expansion("", item), expansion("__record_everything", item));
}

#[test]
fn the_switch_of_cheaper_sweeps_changes_the_code() {
    let item = "fn f(x: &[f64], y: &[f64]) -> f64 {
        let mut least = 10.0;
        for a in x { let mut sum = 0.0; for b in y { sum += a * b; } least = sum.min(least); }
        least
    }";
    let (on, off) = (expansion("", item), expansion("__nothing_cheaper", item));
    assert!(on.contains("if ct_sum != -ct_sum") && on.contains("_window"), "{on}");
    assert!(!off.contains("if ct_sum") && !off.contains("_window"), "{off}");
}

#[test]
fn the_switch_of_cheaper_sweeps_leaves_two_sweeps() {
    let item = "fn f(x: &[f64], y: &[f64]) -> f64 {
        let mut total = 0.0;
        for a in y { let mut r = x[0] - a; for _ in 0..y.len() { r = r * r.sin(); } total += r * r; }
        total
    }";
    let (on, off) = (expansion("", item), expansion("__nothing_cheaper", item));
    assert!(on.contains("fn __f_together") && on.contains("const ONE_SWEEP: bool = true"), "{on}");
    assert!(!off.contains("__f_together") && off.contains("const ONE_SWEEP: bool = false"), "{off}");
}

#[test]
fn effects_stand_once_in_the_function_and_once_in_its_forward_sweep() {
    let item = "fn f(x: f64, n: usize) -> f64 { println!(\"run\"); assert!(check(n)); if n > ask() { x * x } else { x } }";
    let code = expansion("", item);
    for effect in ["println!(\"run\")", "check(n)", "ask()"] {
        assert_eq!(code.matches(effect).count(), 2, "{effect} in\n{code}");
    }
}

#[test]
fn nothing_of_the_heap_of_tapes_and_of_unsafe_code() {
    for (name, options, item) in GOOD.iter().chain(OTHER) {
        let code = expansion(options, item);
        for word in ["unsafe", "dyn ", "Box", "Rc<", "RefCell", "\nstatic ", "\n    static "] {
            assert!(!code.contains(word), "`{word}` in {name}:\n{code}");
        }
        let may_allocate = item.contains("&[f64]") || item.contains("0..n") || *name == "recursion";
        assert!(may_allocate || !code.contains("Vec"), "`Vec` in {name}:\n{code}");
    }
}

#[test]
fn the_users_item_stays_as_it_was() {
    for (name, options, item) in GOOD.iter().chain(REFUSED) {
        let out = crate::pipeline::expand(tokens(options), tokens(item)).to_string();
        assert!(out.contains(&tokens(item).to_string()), "{name}:\n{out}");
    }
}

#[test]
fn all_mistakes_are_reported_at_once_and_companions_stay() {
    let (_, options, item) = REFUSED[0];
    let code = expansion(options, item);
    assert_eq!(code.matches("compile_error!").count(), 3, "{code}");
    assert!(code.contains("fn f_grad(x: f64)") && code.contains("fn f_value_and_grad(x: f64)"), "{code}");
}

/// The program of this name.
fn good(name: &str) -> &'static str {
    GOOD.iter().find(|(other, ..)| *other == name).map(|(.., item)| *item).expect("a program")
}

#[test]
fn loops_whose_iterations_can_be_computed_again_keep_nothing() {
    for name in ["a_dot_product", "independent_iterations"] {
        let adjoint = stages("", good(name)).adjoint.to_string();
        assert!(!adjoint.contains("record"), "{adjoint}");
    }
}

#[test]
fn an_integration_keeps_its_state_alone() {
    let adjoint = stages("", good("an_integration")).adjoint.to_string();
    let record = adjoint.lines().find(|line| line.trim_start().starts_with("record")).expect("a record");
    assert_eq!(record.matches('%').count(), 2, "the record and one value: {record}");
}

#[test]
fn a_product_with_what_carries_no_derivative_is_computed_again() {
    let item = "fn f(x: &[f64]) -> f64 {
        let mut product = 1.0;
        let mut sign = 1.0;
        for v in x { product *= sign * v; sign = -sign; }
        product
    }";
    let adjoint = stages("", item).adjoint.to_string();
    let record = adjoint.lines().find(|line| line.trim_start().starts_with("record")).expect("a record");
    assert_eq!(record.matches('%').count(), 3, "the record, the product so far and the sign: {record}");
}

/// LLVM makes loops of the cases where a caller may leave out two buffers, but not of more.
#[test]
fn a_loop_that_adds_to_many_buffers_asks_once() {
    let item = "fn f(x: &[f64], y: &[f64], z: &[f64]) -> f64 { let mut s = 0.0; for i in 0..x.len() { s += x[i] * y[i] * z[i]; } s }";
    let count =
        |item: &str, buffer: &str| expansion("vjp", item).matches(&format!("{buffer}[at] +=")).count();
    let two = item.replace(" * z[i]", "");
    assert_eq!(count(item, "ct_y_window"), 2 * count(&two, "ct_y_window"));
    assert_eq!(count(&two, "ct_z_window"), 0);
}
