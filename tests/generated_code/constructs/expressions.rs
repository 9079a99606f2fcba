//! Expressions.

use super::Construct;
use super::Fate::{Accepted, Refused};

pub(super) const EXPRESSIONS: &[Construct] = &[
    (
        "literals `1.0`, `2.5_f64`, `1e3`",
        "fn f(x: f64) -> f64 { x * 1.0 + 2.5_f64 - 1e3 }",
        Accepted("literals_that_are_long"),
    ),
    (
        "paths to constants",
        "fn f(x: f64) -> f64 { x * std::f64::consts::PI * f64::EPSILON }",
        Accepted("constants"),
    ),
    ("`+ - * / %`", "fn f(x: f64, y: f64) -> f64 { (x + y) * (x - y) / x % y }", Accepted("operators")),
    ("unary minus", "fn f(x: f64) -> f64 { -x }", Accepted("operators")),
    (
        "comparisons",
        "fn f(x: f64, y: f64) -> f64 { if x < y { x } else { y } }",
        Accepted("comparisons_with_nan_take_the_else"),
    ),
    (
        "lazy boolean operators",
        "fn f(x: f64, y: f64) -> f64 { if x < y && !(x > 1.0) || y < 0.0 { x } else { y } }",
        Accepted("short_circuits_on_elements"),
    ),
    (
        "bit operators on integers",
        "fn f(x: f64, n: usize) -> f64 { if n & 1 == 1 { x } else { x * x } }",
        Accepted("power_by_squaring"),
    ),
    (
        "compound assignment",
        "fn f(x: f64) -> f64 { let mut s = x; s += x; s *= x; s %= 3.0; s }",
        Accepted("compound_assignments"),
    ),
    (
        "blocks that change a float, in an index, a receiver, an argument, a bound",
        "fn f(x: f64, a: &[f64]) -> f64 { let mut y = x; let n = ({ y *= x; 2_i32 }).pow(2); for i in ({ y += 1.0; 0 })..n { y += a[{ y *= x; i as usize }]; } y }",
        Accepted("places_without_a_derivative"),
    ),
    (
        "blocks that change a float, in the message of a failure",
        "fn f(x: f64) -> f64 { let (mut y, mut v) = (x, vec![x]); v.pop().expect({ y *= x; \"none\" }) * y }",
        Refused("this changes a differentiated variable inside an expression that is not followed"),
    ),
    (
        "compound assignment with effects on both sides",
        "fn f(x: f64, n: usize) -> f64 { let mut n = n; let mut a = [x, x]; a[{ n += 1; n }] += { n += 1; x }; a[0] }",
        Refused("both sides of this assignment have effects"),
    ),
    (
        "assignment",
        "fn f(x: f64) -> f64 { let mut s = x; s = s * x; s }",
        Accepted("assignment_as_an_expression"),
    ),
    (
        "destructuring assignment",
        "fn f(x: f64, y: f64) -> f64 { let (mut a, mut b) = (x, y); (a, b) = (b, a); a / b }",
        Accepted("destructuring_assignment"),
    ),
    (
        "`as` between floats and from integers",
        "fn f(x: f64, n: usize) -> f64 { (x as f32) as f64 * n as f64 }",
        Accepted("casts_between_floats"),
    ),
    (
        "`as` to an integer ends the derivative",
        "fn f(x: f64, a: &[f64]) -> f64 { a[x as usize] }",
        Accepted("an_index_from_a_differentiated_value"),
    ),
    (
        "`as` to another type",
        "fn f(x: f64) -> f64 { (x as Length) as f64 }",
        Refused("`Length` may be a float or an integer"),
    ),
    (
        "arrays, repeated and listed",
        "fn f(x: f64) -> f64 { let a = [x; 3]; let b = [x, 1.0]; a[0] * b[1] }",
        Accepted("repeated_arrays"),
    ),
    ("indexing", "fn f(a: &[f64], i: usize) -> f64 { a[i] * a[i + 1] }", Accepted("elements_of_an_array")),
    (
        "tuples and their fields",
        "fn f(x: f64) -> f64 { let t = (x, (2.0, x)); t.0 * (t.1).1 }",
        Accepted("fields_of_a_tuple"),
    ),
    (
        "structs that hold a differentiated value",
        "fn f(x: f64) -> f64 { let p = P { x }; p.x }",
        Refused("structs with differentiated fields are not supported yet"),
    ),
    (
        "`Cell`, `RefCell` around a differentiated value",
        "fn f(x: f64) -> f64 { let c = RefCell::new(1.0); *c.borrow_mut() *= x; *c.borrow() }",
        Refused("this assigns a differentiated value through a reference whose origin is not known"),
    ),
    (
        "`Box`, `Rc` around a differentiated value",
        "fn f(x: f64) -> f64 { let b = Rc::new(x); *b * *b }",
        Refused("this reads a differentiated value through a reference whose origin is not known"),
    ),
    (
        "references that an unknown function returns",
        "fn f(x: f64) -> f64 { let mut a = [x; 2]; *first(&mut a) = x; a[0] }",
        Refused("this assigns a differentiated value through a reference whose origin is not known"),
    ),
    (
        "floats through text",
        "fn f(x: f64) -> f64 { x.to_string().parse::<f64>().unwrap() }",
        Refused("the method `to_string` is not known to differentiate"),
    ),
    (
        "constructors around a differentiated value",
        "fn f(x: f64) -> f64 { match Some(x) { Some(y) => y, None => 0.0 } }",
        Refused("`Some(..)` with a differentiated value is not supported yet"),
    ),
    (
        "fields of structs without a derivative",
        "fn f(x: f64, p: &P) -> f64 { x * p.k }",
        Accepted("an_index_through_a_reference_into_a_struct"),
    ),
    (
        "calls of `#[grad]` functions",
        "fn f(x: f64) -> f64 { g(x, 1.0) * m::h(x) }",
        Accepted("calls_in_calls"),
    ),
    (
        "calls with `&mut`",
        "fn f(x: f64) -> f64 { let mut a = [x, 1.0]; g(&mut a); a[0] }",
        Accepted("a_mutable_array_argument"),
    ),
    (
        "recursion",
        "fn f(x: f64, n: u32) -> f64 { if n == 0 { 1.0 } else { x * f(x, n - 1) } }",
        Accepted("recursion"),
    ),
    (
        "method calls of floats",
        "fn f(x: f64, y: f64) -> f64 { x.sin() * x.powf(y).max(1.0) }",
        Accepted("methods_of_two_operands"),
    ),
    (
        "method calls by path",
        "fn f(x: f64, y: f64) -> f64 { f64::sin(x) * <f64>::max(x, y) }",
        Accepted("by_path"),
    ),
    (
        "unknown methods of floats",
        "fn f(x: f64) -> f64 { f64::from_bits(x.to_bits()) }",
        Refused("`to_bits` takes a differentiated value apart"),
    ),
    (
        "methods of what carries no derivative",
        "fn f(x: f64, s: &str) -> f64 { x * s.chars().count() as f64 }",
        Accepted("methods_that_end_activity"),
    ),
    (
        "closures over a differentiated value",
        "fn f(x: f64) -> f64 { let g = |y: f64| x * y; g(2.0) }",
        Refused("closures that use a differentiated value are not supported yet"),
    ),
    (
        "closures without one",
        "fn f(x: f64, n: usize) -> f64 { let g = |k: usize| k + 1; x * g(n) as f64 }",
        Accepted("a_closure_that_counts"),
    ),
    ("borrows `&x`", "fn f(x: f64) -> f64 { let r = &x; *r * *r }", Accepted("references_to_floats")),
    (
        "borrows `&mut x`",
        "fn f(x: f64) -> f64 { let mut s = x; let r = &mut s; *r *= 2.0; s }",
        Accepted("a_mutable_reference_to_a_variable"),
    ),
    (
        "a reference that comes to refer to something else",
        "fn f(x: &[f64]) -> f64 { let mut rest = x; rest = &rest[1..]; rest[0] }",
        Accepted("a_slice_that_loses_its_first_element"),
    ),
    (
        "raw borrows `&raw const x`",
        "fn f(x: f64) -> f64 { let p = &raw const x; x }",
        Refused("a raw pointer cannot be followed"),
    ),
    (
        "sub-slices",
        "fn f(x: &[f64]) -> f64 { let s = &x[1..3]; s[0] * s[1] }",
        Accepted("rows_by_sub_slices"),
    ),
    ("`?`", "fn f(x: f64) -> f64 { g(x)?; x }", Refused("`?` is not supported")),
    ("`.await`", "fn f(x: f64) -> f64 { g(x).await }", Refused("`async` code cannot be differentiated")),
    (
        "`async` blocks",
        "fn f(x: f64) -> f64 { let g = async { 1 }; x }",
        Refused("`async` code cannot be differentiated"),
    ),
    (
        "`unsafe` blocks",
        "fn f(x: f64) -> f64 { unsafe { g(x) } }",
        Refused("`unsafe` code cannot be differentiated"),
    ),
    (
        "blocks",
        "fn f(x: f64) -> f64 { let y = { let z = x * x; z + 1.0 }; y }",
        Accepted("blocks_as_expressions"),
    ),
    (
        "iterator chains",
        "fn f(x: &[f64]) -> f64 { x.iter().map(|v| v * v).sum() }",
        Refused("`iter` on a differentiated value is not supported here yet"),
    ),
    (
        "`vec![..]`, `push`, `pop`",
        "fn f(x: f64) -> f64 { let mut v = vec![x; 2]; v.push(x); v.pop().unwrap() * v[0] }",
        Accepted("pushed_in_a_loop_and_popped_in_another"),
    ),
    (
        "`swap`, `fill`, `copy_from_slice`",
        "fn f(x: [f64; 2]) -> f64 { let mut a = x; a.swap(0, 1); a.fill(x[0]); a.copy_from_slice(&x); a[0] }",
        Accepted("filled_and_copied"),
    ),
    (
        "`mem::swap`, `mem::replace`, `mem::take`",
        "fn f(x: f64, y: f64) -> f64 { let (mut a, mut b) = (x, y); std::mem::swap(&mut a, &mut b); std::mem::replace(&mut a, b) }",
        Accepted("mem_swap_replace_and_take"),
    ),
    (
        "`println!`, `assert!`, `panic!`",
        "fn f(x: f64) -> f64 { assert!(x > 0.0); println!(\"{x}\"); x }",
        Accepted("macros_that_print_and_check"),
    ),
    (
        "calls and effects inside `assert!`, `matches!`, `println!`, `panic!`",
        "fn f(x: f64) -> f64 { let mut a = x; assert!({ a *= 2.0; a } > 0.0); a }",
        Accepted("asserted_calls_and_changes"),
    ),
    (
        "unknown macros with a differentiated value",
        "fn f(x: f64) -> f64 { my_macro!(x) }",
        Refused("`my_macro!` may hide"),
    ),
    (
        "inline assembly",
        "fn f(x: f64) -> f64 { core::arch::asm!(\"nop\"); x }",
        Refused("inline assembly cannot be differentiated"),
    ),
    (
        "literals that are no numbers",
        "fn f(x: f64) -> f64 { if \"ab\".len() == 2 && 'a' != 'b' && b\"a\"[0] == b'a' && true { x } else { -x } }",
        Accepted("literals_that_are_no_numbers"),
    ),
    (
        "`!`",
        "fn f(x: f64) -> f64 { if !(x > 1.0) { x * f64::from(!1_i32) } else { x } }",
        Accepted("not_of_conditions_and_integers"),
    ),
    ("shifts", "fn f(x: f64, n: usize) -> f64 { x * (n << 1 >> 2) as f64 }", Accepted("shifts_and_bits")),
    ("dereferences", "fn f(x: f64) -> f64 { let r = &x; *r * *r }", Accepted("dereferences_of_references")),
    ("parentheses", "fn f(x: f64) -> f64 { ((x)) * (2.0) }", Accepted("parentheses_everywhere")),
    (
        "ranges that are values",
        "fn f(x: f64) -> f64 { let r = 0..2; let mut s = x; for _ in r { s *= x; } s }",
        Accepted("ranges_in_variables"),
    ),
    (
        "`_ = x`",
        "fn f(x: f64) -> f64 { _ = x; let a; (a, _) = (x, 1); a }",
        Accepted("the_underscore_is_assigned"),
    ),
    (
        "structs without a derivative, `..base`",
        "fn f(x: f64) -> f64 { let p = P { k: 2.0, ..BASE }; x * p.k }",
        Accepted("structs_without_a_derivative"),
    ),
    ("`const` blocks", "fn f(x: f64) -> f64 { x * const { 1.0 / 3.0 } }", Accepted("const_blocks")),
    (
        "iterator chains without a derivative",
        "fn f(x: f64) -> f64 { x * [1, 2].iter().map(|n| n * 2).sum::<i32>() as f64 }",
        Accepted("chains_and_closures_over_integers"),
    ),
    (
        "pointers to functions without a derivative",
        "fn f(x: f64) -> f64 { let g: fn(usize) -> usize = next; x * g(2) as f64 }",
        Accepted("pointers_to_functions_and_traits_without_a_derivative"),
    ),
    (
        "macros without a differentiated value",
        "fn f(x: f64) -> f64 { x * concat!(\"a\", \"b\").len() as f64 }",
        Accepted("macros_with_values_of_their_own"),
    ),
    (
        "expressions of type `!`",
        "fn f(x: f64) -> f64 { let a: f64 = if x > 9.0 { panic!() } else { x }; a }",
        Accepted("expressions_that_never_return"),
    ),
    (
        "`()` and tuples of one",
        "fn f(x: f64) -> f64 { let () = (); let a = (x,); a.0 }",
        Accepted("tuples_of_one_and_of_none"),
    ),
    (
        "pointers to functions that are given a differentiated value",
        "fn f(x: f64) -> f64 { let g: fn(f64) -> f64 = f64::sin; g(x) }",
        Refused("closures that use a differentiated value are not supported yet"),
    ),
    (
        "`Box` and other pointers to a differentiated value",
        "fn f(x: f64) -> f64 { let b = Box::new(x); *b }",
        Refused("this reads a differentiated value through a reference whose origin is not known"),
    ),
    (
        "`Cell` and `RefCell`",
        "fn f(x: f64) -> f64 { let c = Cell::new(x); c.set(x * x); c.get() }",
        Refused("the method `set` is not known to differentiate"),
    ),
    (
        "`format!` of a differentiated value",
        "fn f(x: f64) -> f64 { format!(\"{x}\").parse().unwrap() }",
        Refused("`format!` may hide"),
    ),
    (
        "effects on a differentiated variable in the message of `assert_eq!`",
        "fn f(x: f64) -> f64 { let mut a = x; assert_eq!(x, 1.0, \"{}\", { a *= 2.0; a }); a }",
        Refused("this changes a differentiated variable inside an expression that is not followed"),
    ),
];

pub(super) const CONTROL: &[Construct] = &[
    (
        "`if`, `else if`, `else`",
        "fn f(x: f64) -> f64 { if x > 1.0 { x } else if x > 0.0 { x * x } else { -x } }",
        Accepted("if_as_expression_and_statement"),
    ),
    (
        "`if let`",
        "fn f(x: f64, n: Option<usize>) -> f64 { if let Some(n) = n { x * n as f64 } else { x } }",
        Accepted("if_let_on_what_is_not_differentiated"),
    ),
    (
        "`let` chains",
        "fn f(x: f64, n: Option<usize>) -> f64 { if let Some(n) = n && n > 1 { x * n as f64 } else { x } }",
        Accepted("let_chains_in_conditions"),
    ),
    (
        "`let` chains over a differentiated value",
        "fn f(x: &[f64]) -> f64 { if let Some(a) = x.first() && *a > 1.0 { a * a } else { 0.0 } }",
        Accepted("the_ends_of_a_slice_in_a_chain"),
    ),
    (
        "`match`",
        "fn f(x: f64, n: usize) -> f64 { match n { 0 => x, 1 | 2 => x * x, 3..=5 => -x, _ => 1.0 } }",
        Accepted("match_on_integers"),
    ),
    (
        "`match` on a differentiated value",
        "fn f(x: f64) -> f64 { match x * x { y if y > 1.0 => y, y => y * y } }",
        Accepted("match_on_a_differentiated_value"),
    ),
    (
        "`match` on a reference to a differentiated value",
        "fn f(x: f64, y: f64) -> f64 { match &(x * y) { p if *p > y => p * y, p => *p * *p } }",
        Accepted("a_reference_with_a_guard"),
    ),
    (
        "a guard that changes a differentiated variable",
        "fn f(x: f64) -> f64 { let mut s = x; match 1 { 1 if { s *= x; true } => s, _ => x } }",
        Refused("a match guard that changes"),
    ),
    (
        "`for` over ranges",
        "fn f(x: f64, n: usize) -> f64 { let mut s = x; for i in (1..=n).rev().step_by(2) { s *= i as f64; } s }",
        Accepted("backwards_and_in_steps"),
    ),
    (
        "`for` over slices",
        "fn f(x: &[f64]) -> f64 { let mut s = 0.0; for (i, v) in x.iter().enumerate() { s += v * i as f64; } s }",
        Accepted("enumerated_and_copied"),
    ),
    (
        "`for` over `zip`, `windows`, `chunks`",
        "fn f(x: &[f64], y: &[f64]) -> f64 { let mut s = 0.0; for (v, w) in x.iter().zip(y) { s += v * w; } for w in x.windows(2) { s += w[0] * w[1]; } s }",
        Accepted("a_dot_product_by_zip"),
    ),
    (
        "`for` over `iter_mut`",
        "fn f(x: f64) -> f64 { let mut a = [x; 3]; for v in a.iter_mut() { *v *= 2.0; } a[1] }",
        Accepted("elements_changed_through_iter_mut"),
    ),
    (
        "`while`",
        "fn f(x: f64) -> f64 { let mut s = x; while s < 10.0 { s *= 2.0; } s }",
        Accepted("a_while_whose_condition_changes_the_variable"),
    ),
    (
        "`while let`",
        "fn f(x: &[f64]) -> f64 { let mut v = x.to_vec(); let mut s = 0.0; while let Some(y) = v.pop() { s += y * y; } s }",
        Accepted("popped_until_there_is_one_left"),
    ),
    (
        "`loop` with a value",
        "fn f(x: f64) -> f64 { let mut s = x; loop { s *= 2.0; if s > 10.0 { break s; } } }",
        Accepted("a_loop_with_a_value"),
    ),
    (
        "`break` and `continue` with labels",
        "fn f(x: f64) -> f64 { let mut s = x; 'a: for i in 0..3 { for j in 0..3 { if j > i { continue 'a; } if s > 9.0 { break 'a; } s += x; } } s }",
        Accepted("labels_two_loops_out"),
    ),
    (
        "labelled blocks",
        "fn f(x: f64) -> f64 { 'a: { if x > 1.0 { break 'a x; } x * x } }",
        Accepted("a_labelled_block_with_a_value"),
    ),
    (
        "`return` anywhere",
        "fn f(x: f64) -> f64 { for i in 0..3 { if x > i as f64 { return x * x; } } x }",
        Accepted("returned_from_the_middle_of_a_loop"),
    ),
    (
        "unknown labels",
        "fn f(x: f64) -> f64 { loop { break 'nowhere; } x }",
        Refused("no block in this function has the label"),
    ),
];
