//! No inner loop of a gradient checks an index where those of the function itself do not: read from what LLVM made.
//!
//! rustc compiles the crate `inner_loops` with optimisations and writes down LLVM's representation. Where no innermost
//! loop of a form's function can fail for an index or for the ends of a slice, no innermost loop of its gradient may,
//! both sweeps and whatever of them is not inlined.

#[path = "../common/compiled.rs"]
mod compiled;
mod control_flow;

use std::collections::BTreeMap;

use control_flow::Function;

/// What the loops of a form check: of the function alone, and of its gradient.
#[derive(Default, Debug)]
struct Checks {
    plain: Option<usize>,
    gradient: Option<usize>,
}

/// How many checks there are in innermost loops, by form.
fn checks(representation: &str) -> BTreeMap<String, Checks> {
    let mut all: BTreeMap<String, Checks> = BTreeMap::new();
    for function in control_flow::functions(representation) {
        let Some((form, is_plain)) = form_of(&function.symbol) else { continue };
        let checks = all.entry(form).or_default();
        let side = if is_plain { &mut checks.plain } else { &mut checks.gradient };
        *side.get_or_insert(0) += function.checks_in_innermost_loops();
    }
    all
}

/// The form that a symbol belongs to, and whether it is part of the function alone. In a symbol, each name of a path
/// stands behind its length.
fn form_of(symbol: &str) -> Option<(String, bool)> {
    let at = symbol.find("11inner_loops")? + "11inner_loops".len();
    let rest = &symbol[at..];
    let digits: String =
        rest.chars().skip_while(|c| !c.is_ascii_digit()).take_while(char::is_ascii_digit).collect();
    let start = rest.find(&digits)? + digits.len();
    let len: usize = digits.parse().ok()?;
    let name = rest.get(start..)?.trim_start_matches('_').get(..len)?.to_owned();
    // What is called, and does not call anything of the gradient, may not be inlined.
    let is_plain = ["5plain", "4form"].iter().any(|own| rest.contains(own));
    Some((name, is_plain))
}

#[test]
fn reverse_loops_check_no_index_where_forward_loops_do_not() {
    let all = checks(&compiled::compiled("inner_loops", ("llvm-ir", ".ll")));
    let forms = || all.iter().filter_map(|(name, of)| Some((name, of.plain?, of.gradient?)));
    assert!(forms().count() >= 110, "only {} forms were found", forms().count());
    let worse: Vec<_> = forms().filter(|(_, plain, gradient)| *plain == 0 && *gradient != 0).collect();
    for f in forms() {
        println!("{f:?}");
    }
    assert!(worse.is_empty(), "checks in loops of the function and of its gradient: {worse:?}");
    // Were the reading blind, nothing would be found at all.
    let with_checks = forms().filter(|(_, plain, gradient)| *plain > 0 && *gradient > 0);
    assert!(with_checks.count() > 0, "a function that has to check an index seems to have no check");
}

/// A function with a loop in a loop: the inner one checks an index and the ends of a slice, the outer one an index.
#[test]
fn checks_are_counted_in_innermost_loops_alone() {
    let text = "
define void @f(ptr %x) {
start:
  br label %outer

outer:                                            ; preds = %next, %start
  br i1 %a, label %inner, label %bad

inner:                                            ; preds = %inner, %more, %outer
  br i1 %b, label %more, label %bad

more:                                             ; preds = %inner
  switch i64 %c, label %inner [
    i64 0, label %\"quoted end\"
    i64 1, label %next
  ]

next:                                             ; preds = %more
  br i1 %d, label %outer, label %done

bad:                                              ; preds = %inner, %outer
; call core::panicking::panic_bounds_check
  tail call void @_RNvNtCs1_4core9panicking18panic_bounds_check(i64 1, i64 2)
  unreachable

\"quoted end\":                                   ; preds = %more
  br label %ends

ends:                                             ; preds = %\"quoted end\"
  invoke void @_RNvNtNtCs1_4core5slice5index16slice_index_fail(i64 1)
          to label %unreachable unwind label %done

unreachable:                                      ; preds = %ends
  unreachable

done:                                             ; preds = %next
  ret void
}
";
    let functions: Vec<Function> = control_flow::functions(text).collect();
    let [f] = &functions[..] else { panic!("one function: {functions:?}") };
    assert_eq!((f.symbol.as_str(), f.checks_in_innermost_loops()), ("f", 2));
}
