//! Functions of any size, to see what becomes of the compiler's time and of its code.

/// Functions that differ in their size alone.
pub struct Shape {
    /// What there is so many times.
    pub name: &'static str,
    /// What stands before.
    before: &'static str,
    /// What there is many times; `#` is the number.
    repeated: &'static str,
    /// In the middle.
    inside: &'static str,
    /// What closes each of them.
    closing: &'static str,
    /// What stands behind.
    behind: &'static str,
    /// Whether each may leave the function, so that there is a limit.
    pub exits: bool,
}

const STATEMENT: Shape =
    Shape { name: "", before: "", repeated: "", inside: "", closing: "", behind: "", exits: false };

/// Statements in a row.
pub const LONG: &[Shape] = &[
    Shape { name: "assignments", repeated: "s = s * x + s.sin();", ..STATEMENT },
    Shape { name: "elements", repeated: "s += a[n] * s;", ..STATEMENT },
    Shape { name: "declarations", repeated: "let v# = s * x; let mut s = v#.exp();", ..STATEMENT },
    Shape {
        name: "changed variables",
        repeated: "let mut v# = s.sin(); v# += x; s += v# * v#;",
        ..STATEMENT
    },
    Shape {
        name: "late variables",
        repeated: "let v#; if n > 3 { v# = s; } else { v# = x; } s += v# * x;",
        ..STATEMENT
    },
    Shape { name: "factors", repeated: "s = 0.5 * s * x;", ..STATEMENT },
    Shape { name: "negatives", repeated: "s = -s;", ..STATEMENT },
    Shape { name: "quotients", repeated: "s = x / s;", ..STATEMENT },
    Shape { name: "branches", repeated: "if s > 1.0 { s = s * x; } else { s -= x; }", ..STATEMENT },
    Shape {
        name: "chosen values",
        repeated: "let v# = if x > 0.5 { s.sin() } else { s }; s += v#;",
        ..STATEMENT
    },
    Shape {
        name: "matches",
        repeated: "match n { 0 => { s *= x } 1 => {} _ => { s = s / x; } }",
        ..STATEMENT
    },
    Shape { name: "loops", repeated: "for i in 0..n { s = s * a[i]; }", ..STATEMENT },
    Shape { name: "endless loops", repeated: "while s > x { s = s * a[1]; }", ..STATEMENT },
    Shape { name: "calls", repeated: "s = g(s, x);", ..STATEMENT },
    Shape { name: "calls with slices", repeated: "s += h(&a[n..]);", ..STATEMENT },
    Shape {
        name: "stores",
        before: "let mut b = [0.0; 9];",
        repeated: "b[n] = s * x; s = b[2].sin();",
        ..STATEMENT
    },
    Shape {
        name: "pushes",
        before: "let mut b = vec![x];",
        repeated: "b.push(s); s = b.pop().unwrap() * x;",
        ..STATEMENT
    },
    Shape {
        name: "swaps",
        before: "let mut t = x;",
        repeated: "std::mem::swap(&mut s, &mut t); t = t * x;",
        ..STATEMENT
    },
    Shape { name: "references", repeated: "let r = &mut s; *r = *r * x;", ..STATEMENT },
    Shape {
        name: "references to one of two things",
        repeated: "let r# = if n > 3 { &x } else { &p[0] }; s += *r# * s;",
        ..STATEMENT
    },
    Shape {
        name: "a reference that moves",
        before: "let mut r = a;",
        repeated: "r = &r[1..]; s += r[0] * x;",
        ..STATEMENT
    },
    Shape {
        name: "alternatives of a pattern",
        repeated: "match (n, s) { (0, t) | (1, t) => s = t * x, _ => {} }",
        ..STATEMENT
    },
    Shape { name: "guards", repeated: "s = match s { t if t > x => t * x, t => t };", ..STATEMENT },
    Shape { name: "labelled blocks", repeated: "s = 'l: { if s > x { break 'l s; } s * x };", ..STATEMENT },
    Shape { name: "values of loops", repeated: "s = loop { if s > x { break s; } s *= x; };", ..STATEMENT },
    Shape { name: "closures", repeated: "let k# = |i: usize| i + #; s += a[k#(n)];", ..STATEMENT },
    Shape { name: "macros", repeated: "assert!(s > 0.0, \"{s}\"); s = s * x;", ..STATEMENT },
    Shape {
        name: "statements of a loop",
        before: "for i in 0..n {",
        repeated: "s = s * x + a[i];",
        behind: "}",
        ..STATEMENT
    },
    Shape {
        name: "terms of a loop",
        before: "for i in 0..n {",
        repeated: "let v# = x * a[i]; s += v#.sin();",
        behind: "}",
        ..STATEMENT
    },
    Shape {
        name: "branches of a loop",
        before: "for i in 0..n {",
        repeated: "if a[i] > x { s = s * x; }",
        behind: "}",
        ..STATEMENT
    },
    Shape {
        name: "early exits",
        repeated: "if s > 9.0 { return s * x; } s = s * s;",
        exits: true,
        ..STATEMENT
    },
    Shape {
        name: "refutable patterns",
        repeated: "let Some(k) = n.checked_sub(1) else { return s }; s += a[k];",
        exits: true,
        ..STATEMENT
    },
    Shape {
        name: "exits from a loop",
        before: "for i in 0..n {",
        repeated: "if a[i] > x { continue; } s += a[i] * s;",
        behind: "}",
        exits: true,
        ..STATEMENT
    },
];

/// Nests.
pub const DEEP: &[Shape] = &[
    Shape { name: "blocks", repeated: "{ s = s * x; ", closing: "}", ..STATEMENT },
    Shape { name: "branches", repeated: "if s > 1.0 { s = s * x; ", closing: "}", ..STATEMENT },
    Shape {
        name: "alternatives",
        repeated: "if s > 1.0 { s = s * x; } else ",
        inside: "{ s = x; }",
        ..STATEMENT
    },
    Shape { name: "matches", repeated: "match n { 0 => { s *= x; } _ => { ", closing: "} }", ..STATEMENT },
    Shape { name: "loops", repeated: "for _ in 0..n { s = s * x; ", closing: "}", ..STATEMENT },
    Shape { name: "endless loops", repeated: "while s > x { s = s * x; ", closing: "}", ..STATEMENT },
    Shape {
        name: "references to one of two things",
        repeated: "let r# = if n > 3 { a } else { &p }; if r#[0] > x { s += r#[0] * x; ",
        closing: "}",
        ..STATEMENT
    },
    Shape {
        name: "sums of references to one of two things",
        before: "s =",
        repeated: "{ let r# = if n > 3 { &x } else { &p[0] }; *r# + ",
        inside: "x",
        closing: "}",
        behind: ";",
        ..STATEMENT
    },
    Shape {
        name: "values of loops",
        before: "s =",
        repeated: "loop { if s > x { break s; } s *= x; break ",
        inside: "s",
        closing: "}",
        behind: ";",
        ..STATEMENT
    },
    Shape {
        name: "values of labelled blocks",
        before: "s =",
        repeated: "'l: { if s > x { break 'l s; } s * ",
        inside: "s",
        closing: "}",
        behind: ";",
        ..STATEMENT
    },
    Shape {
        name: "guards",
        repeated: "match s { t if t > x => { s *= t; ",
        closing: "} t => s -= t }",
        ..STATEMENT
    },
    Shape {
        name: "guards of values",
        before: "s =",
        repeated: "match s { t if t > x => t * ",
        inside: "s",
        closing: ", t => t }",
        behind: ";",
        ..STATEMENT
    },
    Shape {
        name: "let else",
        repeated: "let Some(k#) = n.checked_sub(1) else { ",
        inside: "return s;",
        closing: "};",
        ..STATEMENT
    },
    Shape {
        name: "closures",
        repeated: "let k# = |i: usize| { ",
        inside: "n +",
        closing: "i };",
        ..STATEMENT
    },
    Shape {
        name: "lazy operators",
        before: "let b =",
        repeated: "(x > 0.0 && { s *= x; s > x } && ",
        inside: "n > 3",
        closing: ")",
        behind: ";",
        ..STATEMENT
    },
    Shape {
        name: "effects in arguments",
        before: "s =",
        repeated: "x.max({ s *= x; ",
        inside: "s",
        closing: "})",
        behind: ";",
        ..STATEMENT
    },
    Shape {
        name: "brackets",
        before: "s = ",
        repeated: "(",
        inside: "x",
        closing: ")",
        behind: ";",
        ..STATEMENT
    },
    Shape { name: "signs", before: "s = ", repeated: "-", inside: "x", behind: ";", ..STATEMENT },
    Shape {
        name: "calls",
        before: "s = ",
        repeated: "g(x, ",
        inside: "x",
        closing: ")",
        behind: ";",
        ..STATEMENT
    },
    Shape {
        name: "arrays",
        before: "let r = ",
        repeated: "[",
        inside: "x",
        closing: "]",
        behind: ";",
        ..STATEMENT
    },
    Shape { name: "casts", before: "s = x", repeated: " as f64", behind: ";", ..STATEMENT },
    Shape { name: "returns", repeated: "return ", inside: "s;", ..STATEMENT },
    Shape {
        name: "types",
        before: "let r: ",
        repeated: "Option<",
        inside: "u8",
        closing: ">",
        behind: " = None;",
        ..STATEMENT
    },
];

impl Shape {
    /// The function of this size.
    #[must_use]
    pub fn function(&self, size: usize) -> String {
        let Shape { before, repeated, inside, closing, behind, .. } = self;
        let repeated: String = (0..size).map(|number| repeated.replace('#', &number.to_string())).collect();
        let closing = closing.repeat(size);
        format!(
            "fn f(x: f64, p: [f64; 1], a: &[f64], n: usize) -> f64 {{ \
             let mut s = x; {before} {repeated} {inside} {closing} {behind} s }}"
        )
    }
}
