//! Code grows with the function in proportion, and so does the time that the compiler takes; and no nest or chain is too
//! much for its stack: it accepts or refuses.

use std::thread;
use std::time::{Duration, Instant};

use compiler::functions::{DEEP, LONG, Shape};

/// What a function of this shape and size becomes, and how long that takes.
fn expand(shape: &Shape, options: &'static str, size: usize) -> (String, Duration) {
    let item = shape.function(size);
    // A stack as rustc has it.
    let expand = move || {
        let item = item.parse().expect("it is Rust");
        let start = Instant::now();
        let out = compiler::expand(options.parse().expect("they are tokens"), item);
        let time = start.elapsed();
        (out.to_string(), time)
    };
    let thread = thread::Builder::new().stack_size(8 << 20).spawn(expand).expect("a thread starts");
    thread.join().expect("the compiler does not panic")
}

fn is_refused(code: &str) -> bool {
    code.contains("compile_error")
}

#[test]
fn code_grows_with_the_number_of_statements_in_proportion() {
    for options in ["", "jvp, hvp"] {
        for shape in LONG.iter().filter(|shape| !shape.exits) {
            let [few, many] = [40, 80].map(|count| expand(shape, options, count).0);
            assert!(!is_refused(&many), "{} with `{options}`: {many}", shape.name);
            let (few, many) = (few.len(), many.len());
            // What every function has takes a part of the shorter one; names get longer.
            assert!(many < 2 * few + few / 10, "{} with `{options}`: {few}, then {many}", shape.name);
        }
    }
}

/// Ten times the statements take ten times as long. The best of three, and a wide margin: whatever else the machine does,
/// what grows with the square takes a hundred times as long.
#[test]
fn time_grows_with_the_number_of_statements_in_proportion() {
    for shape in LONG.iter().filter(|shape| !shape.exits) {
        let mut seen = Vec::new();
        let is_linear = (0..3).any(|_| {
            let [few, many] = [60, 600].map(|count| expand(shape, "", count).1);
            seen.push((few, many));
            many < 30 * few
        });
        assert!(is_linear, "{}: {seen:?}", shape.name);
    }
}

/// Each level adds its own code, not a copy of what is inside: that would be twice as much for each level more. Only a loop
/// that makes room in a record counts the iterations of all those around it, so that nests of these grow with the square.
#[test]
fn nests_fifty_deep_are_accepted_and_grow_in_proportion() {
    for shape in DEEP {
        for options in ["", "jvp, hvp"] {
            let [shallow, deep] = [25, 50].map(|depth| expand(shape, options, depth).0);
            assert!(!is_refused(&deep), "{} with `{options}`: {deep}", shape.name);
            let (shallow, deep) = (shallow.len(), deep.len());
            let most = if shape.name.contains("loops") { 4 } else { 2 };
            assert!(
                deep < most * shallow + shallow / 5,
                "{} with `{options}`: {shallow}, then {deep}",
                shape.name
            );
        }
    }
}

#[test]
fn what_is_too_deep_is_refused() {
    for shape in DEEP {
        for depth in [100, 150, 300, 1000] {
            let code = expand(shape, "", depth).0;
            assert!(depth <= 128 || is_refused(&code), "{}: {depth} deep", shape.name);
        }
    }
}

#[test]
fn too_many_exits_are_refused() {
    for shape in LONG.iter().filter(|shape| shape.exits) {
        assert!(!is_refused(&expand(shape, "", 100).0), "{}", shape.name);
        for count in [200, 5000] {
            assert!(is_refused(&expand(shape, "", count).0), "{}: {count}", shape.name);
        }
    }
}
