//! Constructs of the Rust reference that no other test is about. Each program is twice the product of its arguments,
//! where it is differentiated.

#![allow(unused_parens, clippy::all, reason = "constructs that are not needed where they stand")]

#[macro_use]
mod common;

use autodiff::grad;

program! {
    not_of_conditions_and_integers, f(x, y) for [x, y] in [[1.5, 0.75]],
        gives [2.0 * y, 2.0 * x];
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let b = !(x > 100.0);
        let n = !-3_i32;
        if b { x * y * f64::from(n) } else { y }
    }
}

program! {
    dereferences_of_references, f(x, y) for [x, y] in [[1.5, 0.75]],
        gives [2.0 * y, 2.0 * x];
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let (r, s) = (&x, &y);
        let p = &mut { *r * *s };
        *p *= 2.0;
        *p
    }
}

program! {
    parentheses_everywhere, f(x, y) for [x, y] in [[1.5, 0.75]],
        gives [2.0 * y, 2.0 * x];
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let (a): (f64) = ((x));
        ((a) * (y)) * (2.0)
    }
}

program! {
    ranges_in_variables, f(x, y) for [x, y] in [[1.5, 0.75]], allocates,
        gives [2.0 * y, 2.0 * x];
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let (r, s) = (0..2, 1..=2);
        let mut sum = x * y;
        for i in r {
            sum += x * y * f64::from(i);
        }
        if s.contains(&2) { sum } else { x }
    }
}

program! {
    the_underscore_is_assigned, f(x, y) for [x, y] in [[1.5, 0.75]],
        gives [2.0 * y, 2.0 * x];
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let mut a = x;
        _ = {
            a *= y;
            a
        };
        let b;
        (b, _) = (a * 2.0, 3);
        b
    }
}

program! {
    structs_without_a_derivative, f(x, y) for [x, y] in [[1.5, 0.75]],
        gives [2.0 * y, 2.0 * x];
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        #[derive(Clone, Copy)]
        struct Part {
            count: usize,
            weight: f64,
        }
        struct Pair(usize, f64);
        let p = Part { count: 2, weight: 0.5 };
        let Part { count, weight: w } = Part { weight: 0.5, ..p };
        let Pair(n, v) = Pair(2, 1.0);
        match p {
            Part { count: 2, weight, .. } => x * y * (weight + w) * v * (count * n / 2) as f64,
            Part { .. } => x,
        }
    }
}

program! {
    patterns_that_are_paths_or_in_parentheses, f(x, y) for [x, y] in [[1.5, 0.75]],
        gives [2.0 * y, 2.0 * x];
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        const TWO: i32 = 2;
        let a = match 2 {
            TWO => x,
            i32::MAX => y,
            _ => x * y,
        };
        match 3 {
            (1 | 3) => 2.0 * a * y,
            _ => y,
        }
    }
}

program! {
    half_open_range_patterns, f(x, y) for [x, y] in [[1.5, 0.75]],
        gives [2.0 * y, 2.0 * x];
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        match x {
            ..0.5 => y,
            0.5.. => 2.0 * x * y,
            _ => x,
        }
    }
}

program! {
    literals_that_are_no_numbers, f(x, y) for [x, y] in [[1.5, 0.75]],
        gives [2.0 * y, 2.0 * x];
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let (c, s, raw, bytes, text) = ('x', "abc", r#"a"#, b"ab", c"ab");
        if c == 'x' && s.len() == 3 && bytes[0] == b'a' && true {
            x * y * (raw.len() + text.count_bytes() - 1) as f64
        } else {
            x
        }
    }
}

program! {
    shifts_and_bits, f(x, y) for [x, y] in [[1.5, 0.75]],
        gives [2.0 * y, 2.0 * x];
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let n = ((1_usize << 3) >> 1) ^ (2 & 6);
        x * y * (n | 2) as f64 / 3.0
    }
}

program! {
    const_blocks, f(x, y) for [x, y] in [[1.5, 0.75]],
        gives [2.0 * y, 2.0 * x];
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let k = const { 2.0 * 3.0 };
        x * const { 1.0 / 3.0 } * y * k
    }
}

program! {
    items_of_all_kinds_in_the_body, f(x, y) for [x, y] in [[1.5, 0.75]],
        gives [2.0 * y, 2.0 * x];
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        mod inner {
            pub(super) const HALF: f64 = 0.5;
        }
        struct Held {
            k: f64,
        }
        impl Held {
            fn get(&self) -> f64 {
                self.k
            }
        }
        enum Which {
            A,
            B,
        }
        trait Two {
            fn two(&self) -> f64 {
                2.0
            }
        }
        impl Two for Held {}
        type Count = usize;
        const fn count() -> Count {
            2
        }
        let held = Held { k: 2.0 };
        let which = if x > 0.5 { Which::A } else { Which::B };
        match which {
            Which::A => x * y * held.get() * held.two() * inner::HALF * (count() / 2) as f64,
            Which::B => y,
        }
    }
}

program! {
    types_that_are_inferred, f(x, y) for [x, y] in [[1.5, 0.75]], allocates,
        gives [2.0 * y, 2.0 * x];
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let a: _ = x * y;
        let v: Vec<_> = vec![a, y];
        let t: (_, [_; 2]) = (v[0], [1.0, 2.0]);
        t.0 * t.1[1]
    }
}

program! {
    references_with_types, f(x, y) for [x, y] in [[1.5, 0.75]],
        gives [2.0 * y, 2.0 * x];
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let s: &[f64] = &[x, y];
        let t: &[f64; 2] = &[1.0, y];
        let m: &mut [f64] = &mut [s[0], 3.0];
        m[0] *= 2.0;
        let r: &f64 = &(m[0] * t[1]);
        *r
    }
}

program! {
    expressions_that_never_return, f(x, y) for [x, y] in [[1.5, 0.75]],
        gives [2.0 * y, 2.0 * x];
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let a = match x > 1e9 {
            true => panic!("too large"),
            false => x * y,
        };
        if y > 1e9 { todo!() } else if y > 1e8 { unreachable!() } else if y > 1e7 { return x } else { a * 2.0 }
    }
}

program! {
    pointers_to_functions_and_traits_without_a_derivative, f(x, y) for [x, y] in [[1.5, 0.75]], allocates,
        gives [2.0 * y, 2.0 * x];
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let g: fn(usize) -> usize = |n| n;
        let s: &dyn std::fmt::Debug = &'a';
        x * y * (g(2) * format!("{s:?}").len()) as f64 / 3.0
    }
}

program! {
    chains_and_closures_over_integers, f(x, y) for [x, y] in [[1.5, 0.75]],
        gives [2.0 * y, 2.0 * x];
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let k = 2;
        let plus = move |n: usize| n + k;
        let mut count = 0;
        let mut next = || {
            count += 1;
            count
        };
        let n = next() + next();
        let sum: usize = [1, 2, 3].iter().map(|n| n * 2).sum();
        x * y * (plus(n) * sum) as f64 / 30.0
    }
}

program! {
    macros_with_values_of_their_own, f(x, y) for [x, y] in [[1.5, 0.75]],
        gives [2.0 * y, 2.0 * x];
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let n = concat!("a", "b").len();
        let m = stringify!(1 + 2).len();
        assert_eq!(m, 5, "not {n}");
        assert_ne!(n, m);
        debug_assert_eq!(x, x);
        x * y * n as f64
    }
}

program! {
    tuples_of_one_and_of_none, f(x, y) for [x, y] in [[1.5, 0.75]],
        gives [2.0 * y, 2.0 * x];
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let none = ();
        let () = none;
        let one = (x * y,);
        let (a,) = one;
        a + one.0
    }
}

program! {
    attributes_on_statements_and_blocks, f(x, y) for [x, y] in [[1.5, 0.75]],
        gives [2.0 * y, 2.0 * x];
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        #[allow(unused_parens)]
        let a = (x * y);
        #[allow(clippy::all)]
        {
            a * 2.0
        }
    }
}

/// What cannot be copied.
struct Noted(i32);

macro_rules! noted {
    ($note:ident) => {
        $note.0 += 1;
    };
    (owned $note:ident) => {
        drop($note);
    };
}

macro_rules! named {
    ($name:ident, $value:expr) => {
        let $name = $value;
    };
}

macro_rules! is_second {
    ($number:expr) => {
        if $number > 3 { false } else { $number == 2 }
    };
}

macro_rules! too_many {
    ($words:expr) => {
        panic!($words)
    };
}

program! {
    macros_that_leave_nothing, f(x, y) for [x, y] in [[1.5, 0.75]],
        allocates, gives [2.0 * y, 2.0 * x];
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let mut seen = Noted(0);
        let (mut s, mut n) = (x, 0);
        'all: loop {
            n += 1;
            noted!(seen);
            named!(next, n + 1);
            if is_second!(next) {
                continue 'all;
            }
            match Some(n) {
                Some(at) if is_second!(at) => s *= 2.0,
                _ => too_many!("there is no third"),
            }
            let Some(_first) = (seen.0 > 0).then_some(()) else { too_many!("nothing was noted") };
            break;
        }
        // It is moved.
        noted!(owned seen);
        s * y
    }
}
