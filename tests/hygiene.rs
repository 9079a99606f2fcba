//! Names of the user's that are spelled like ours, like the prelude's, or like each other.

#[macro_use]
mod common;

use autodiff::grad;

program! {
    parameters_named_like_ours, f(x, y, x, y, x, y, y) for [x, y] in [[2.0, 3.0], [-2.0, 3.0]],
        gives [
            if x < 0.0 { 0.0 } else { y * x * y },
            if x < 0.0 { 0.0 } else { x * x * y },
            if x < 0.0 { y } else { x * y * y },
            if x < 0.0 { x } else { x * y * x },
            x.cos(),
            y.exp(),
            1.0
        ];
    #[grad]
    pub(crate) fn f(ct: f64, t0: f64, value: f64, pullback: f64, frame0: f64, slot_x: f64, buffer: f64) -> f64 {
        let c0 = frame0.sin() + slot_x.exp() + buffer;
        if ct < 0.0 {
            return value * pullback + c0;
        }
        let t1 = ct * t0;
        let frames = t1 * value;
        frames * pullback + c0
    }
}

program! {
    locals_named_like_ours, f(x, grad_x, &y) for [x, grad_x, y] in [[2.0, 3.0, 0.5], [-2.0, 3.0, 0.5]], dual;
    #[grad]
    fn g(seed: f64, out: &mut f64) -> f64 { *out *= seed; seed * seed }
    #[grad]
    pub(crate) fn f(x: f64, grad_x: f64, slot_x: &f64) -> f64 {
        let ct_x = x * grad_x;
        let mut t2 = ct_x * *slot_x;
        let frame1 = if x > 0.0 { let frame0 = t2 * x; frame0 * frame0 } else { t2.sin() };
        let pullback_t3 = g(frame1, &mut t2);
        let t3 = pullback_t3 * t2;
        let x_zero = t3 + frame1;
        let x_read = x_zero * grad_x;
        let kept = x_read * ct_x;
        kept + t3
    }
}

program! {
    recursion_with_names_like_ours, f(x, 3) for [x] in [[1.25]], allocates, dual;
    #[grad]
    pub(crate) fn f(frames: f64, phase: u32) -> f64 {
        let kept = frames * frames;
        if phase == 0 { return kept; }
        let stack = f(kept.sin(), phase - 1);
        let seeds = stack * frames;
        seeds + kept
    }
}

program! {
    shadowed_names_of_the_prelude, f(x, y) for [x, y] in [[2.0, 3.0], [-2.0, 3.0]],
        gives [if x > 0.0 { 2.0 * x * y } else { y }, if x > 0.0 { x * x } else { x }];
    pub(crate) mod core {}
    pub(crate) mod std {}
    pub(crate) mod alloc {}
    struct Option;
    struct Some;
    struct None;
    struct Vec;
    struct Clone;
    trait Fn {}
    trait FnOnce {}
    trait Default {}
    trait Real {}
    trait Differentiable {}
    fn drop() {}
    fn zero() {}
    #[grad]
    fn scale(v: &mut f64, by: f64) { if by < 0.0 { return; } *v *= by; }
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let _ = (Option, Some, None, Vec, Clone);
        let mut v = x * y;
        scale(&mut v, x);
        v
    }
}

program! {
    shadowed_names_of_the_prelude_around_slices_and_recursion, f(&[x, y], 2) for [x, y] in [[2.0, 3.0]], allocates,
        gives [y * y * y, 3.0 * x * y * y];
    enum Option {}
    struct Some;
    struct Vec;
    struct Box;
    trait Iterator {}
    #[grad]
    pub(crate) fn f(v: &[f64], n: u32) -> f64 {
        if n == 0 { v[0] * v[1] } else { f(v, n - 1) * v[1] }
    }
}

program! {
    modules_and_functions_named_like_types_and_methods, f(x) for [x] in [[2.0]], gives [x.cos() + 2.0 * x + 1.0];
    mod f64 {
        pub(crate) const ONE: ::core::primitive::f64 = 1.0;
    }
    fn sin(n: u32) -> u32 { n }
    #[grad]
    fn sqrt(x: ::core::primitive::f64) -> ::core::primitive::f64 { x * x }
    #[grad]
    pub(crate) fn f(x: ::core::primitive::f64) -> ::core::primitive::f64 {
        let _ = sin(3);
        x.sin() + sqrt(x) + x * f64::ONE
    }
}

/// Functions with the names that attribute and halves have.
mod functions_named_like_the_attribute {
    #[autodiff::grad]
    fn grad(x: f64) -> f64 {
        x * x
    }

    #[autodiff::grad]
    fn split(x: f64) -> f64 {
        grad(x) * x
    }

    #[test]
    fn work() {
        assert_eq!(grad_grad(3.0), 6.0);
        assert_eq!(split_grad(3.0), 27.0);
    }
}

/// A module of the facade's own name does not get in the way: generated paths are absolute.
mod a_module_named_like_the_facade {
    mod autodiff {}

    #[::autodiff::grad]
    fn f(x: f64) -> f64 {
        if x > 0.0 { x.sqrt() } else { x }
    }

    #[test]
    fn works() {
        assert_eq!(f_grad(4.0), 0.25);
    }
}

/// Functions that a `macro_rules!` macro writes, whole or in part.
mod inside_macros {
    use autodiff::grad;

    macro_rules! whole {
        ($name:ident, $power:literal) => {
            #[grad]
            fn $name(x: f64, y: f64) -> f64 {
                let t = x.powi($power);
                if t > y {
                    return t * y;
                }
                t + y
            }
        };
    }
    whole!(square, 2);
    whole!(cube, 3);

    macro_rules! with_expression {
        ($name:ident, $x:ident, $e:expr) => {
            #[grad]
            fn $name($x: f64) -> f64 {
                let y = 3.0 * $e;
                $e * y - $e
            }
        };
    }
    // `$e * y` multiplies the whole sum.
    with_expression!(sum, x, x + 1.0);

    // Two variables called `t`: the macro's, and the caller's.
    macro_rules! two_of_a_name {
        ($name:ident, $x:ident, $mine:ident, $e:expr) => {
            #[grad]
            fn $name($x: f64) -> f64 {
                let $mine = $x * $x;
                let t = 5.0 * $x;
                let r = $e * t;
                r + $mine
            }
        };
    }
    two_of_a_name!(both_t, x, t, t + 1.0);

    macro_rules! operator {
        ($name:ident, $op:tt, $ty:ty, $body:block) => {
            #[grad]
            fn $name(x: $ty, y: $ty) -> $ty {
                let z: $ty = $body;
                (x $op y) * z
            }
        };
    }
    operator!(minus, -, f64, { 2.0 });

    macro_rules! item {
        ($item:item) => {
            #[grad]
            $item
        };
    }
    item! {
        fn fragment(x: f64, v: &mut [f64; 2]) -> f64 {
            v[0] *= x;
            v[0] * v[1]
        }
    }

    #[test]
    fn are_differentiated_like_others() {
        assert_eq!(square_grad(3.0, 2.0), (12.0, 9.0));
        assert_eq!(cube_grad(0.5, 2.0), (0.75, 1.0));
        // 3 (x + 1)² - (x + 1)
        assert_eq!(sum_value_and_grad(2.0), (24.0, 17.0));
        // (x² + 1) 5 x + x²
        assert_eq!(both_t_value_and_grad(2.0), (54.0, 69.0));
        assert_eq!(minus_grad(3.0, 5.0), (2.0, -2.0));
        assert_eq!(fragment_grad(2.0, &mut [3.0, 5.0]), (15.0, [10.0, 6.0]));
    }
}

program! {
    macros_that_print_and_check, f(x, y) for [x, y] in [[2.0, 3.0]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let x = x * y;
        let y = x + y;
        assert!(x > 1.0, "{x} {y:.3} {}", y * 2.0);
        assert_ne!(x, y);
        let text = format!("{0:>1$}", "a", 5);
        debug_assert!(!text.is_empty() && matches!(text.len(), 1..));
        eprint!("");
        let z = x * y;
        if text.contains("no") { println!("{z}"); todo!("{}", text) }
        z * x
    }
}

program! {
    raw_identifiers, f(x, y) for [x, y] in [[2.0, 3.0], [-2.0, 3.0]], dual;
    #[grad]
    fn r#match(r#in: f64, r#mut: &mut f64) -> f64 { *r#mut += r#in; r#in * *r#mut }
    mod r#mod {
        #[super::grad]
        pub(crate) fn r#impl(r#in: f64) -> f64 { r#in * r#in }
    }
    #[grad]
    pub(crate) fn f(x: f64, r#fn: f64) -> f64 {
        let mut r#struct = x * r#fn;
        let r#in = r#match(x, &mut r#struct);
        let r#x = r#in * r#fn;
        let r#if = if r#x > 0.0 { 'r#for: { if x > 1.0 { break 'r#for r#struct; } r#x } } else { r#in };
        r#if * x
    }
}

macro_rules! two_of_a_name {
    ($x:ident) => {
        #[grad]
        fn both($x: f64, x: f64, x_1: f64) -> f64 {
            let x_2 = x * x_1;
            $x * $x * x_2 + {
                let $x = x;
                $x
            }
        }

        #[grad(wrt(x))]
        fn inner($x: f64, x: f64) -> f64 {
            $x * $x * x
        }

        #[grad(wrt($x))]
        fn outer($x: f64, x: f64) -> f64 {
            $x * $x * x
        }

        #[grad]
        fn slices($x: &[f64], x: &mut [f64]) -> f64 {
            x[0] *= $x[1];
            x[0] + x[1] * $x[1]
        }

        #[grad]
        fn recursive($x: f64, x: f64, n: u32) -> f64 {
            if n == 0 { x } else { $x * recursive($x, x, n - 1) }
        }
    };
}
two_of_a_name!(x);

/// Two parameters of one spelling, one from the macro and one from its call.
#[test]
fn parameters_that_only_hygiene_tells_apart() {
    assert_eq!(both_value_and_grad(2.0, 3.0, 5.0), (63.0, (60.0, 21.0, 12.0)));
    assert_eq!((inner_grad(2.0, 3.0), outer_grad(2.0, 3.0)), (4.0, 12.0));
    let (mut first, mut second) = ([0.0; 2], [0.0; 2]);
    let value = slices_grad_into(&[2.0, 3.0], &mut [5.0, 7.0], &mut first, &mut second);
    assert_eq!((value, first, second), (36.0, [0.0, 12.0], [3.0, 3.0]));
    assert_eq!(recursive_grad(2.0, 3.0, 2), (12.0, 4.0));
}
