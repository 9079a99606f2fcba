//! `return` from anywhere, labelled blocks, and what runs before and after them.

#[macro_use]
mod common;

use autodiff::grad;

program! {
    return_from_the_first_branch, f(x, y) for [x, y] in [[2.0, 3.0], [-2.0, 3.0]], dual;
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let a = x * y;
        if x < 0.0 {
            return a.sin() * x;
        }
        let b = a * a + y;
        b * x
    }
}

program! {
    return_from_nested_branches, f(x, y, z) for [x, y, z] in
        [[2.0, 3.0, 0.5], [-2.0, 3.0, 0.5], [-2.0, -3.0, 0.5], [2.0, -3.0, 0.5], [2.0, -3.0, -0.5]], dual;
    #[grad]
    pub(crate) fn f(x: f64, y: f64, z: f64) -> f64 {
        let mut s = x * z;
        if x > 0.0 {
            s += y * x;
            if y < 0.0 {
                s *= s;
                if z < 0.0 {
                    return s * s.cos();
                }
                s -= x.exp();
            } else {
                return s / y;
            }
            s *= z;
        } else if y < 0.0 {
            return s;
        }
        s *= y + s;
        s.sin()
    }
}

program! {
    every_path_returns, f(x, y) for [x, y] in [[2.0, 3.0], [-2.0, 3.0]], dual;
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        if x > 0.0 {
            return x * y;
        } else {
            return x.exp() - y;
        }
    }
}

program! {
    a_final_return_statement, f(x) for [x] in [[2.0]], gives [2.0 * x];
    #[grad]
    pub(crate) fn f(x: f64) -> f64 {
        return x * x;
    }
}

program! {
    return_of_an_expression_that_returns, f(x, y) for [x, y] in [[2.0, 3.0], [-2.0, 3.0], [-2.0, -3.0]], dual;
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let a = x + y;
        return if x > 0.0 {
            a * a
        } else if y > 0.0 {
            return a * x * y;
        } else {
            y / a
        };
    }
}

program! {
    return_inside_an_initialiser, f(x, y) for [x, y] in [[2.0, 3.0], [-2.0, 3.0]], dual;
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let r = if x > 0.0 { x.sqrt() } else { return y * x };
        let s = r * y;
        s * s * r
    }
}

program! {
    return_inside_an_operand, f(x, y) for [x, y] in [[2.0, 3.0], [-2.0, 3.0]], dual;
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let a = x * 2.0;
        a * (if x > 0.0 { y.ln() } else { return a.exp() }) + x
    }
}

program! {
    return_from_match_arms, f(x, y, 0) for [x, y] in [[0.5, 2.0]], dual;
    #[grad]
    pub(crate) fn f(x: f64, y: f64, k: usize) -> f64 {
        let a = match k {
            0 => return x * y,
            1 => x.sin(),
            _ => y,
        };
        a * x
    }
}

program! {
    the_arm_beside_a_return, f(x, y, 1) for [x, y] in [[0.5, 2.0]], dual;
    #[grad]
    pub(crate) fn f(x: f64, y: f64, k: usize) -> f64 {
        let mut y = y;
        let a = match k {
            0 => return x * y,
            1 => {
                y *= x;
                x.sin()
            }
            n if n > 2 => {
                y = x;
                return y;
            }
            _ => y,
        };
        a * x * y
    }
}

program! {
    what_was_overwritten_before_a_return, f(x, y) for [x, y] in [[2.0, 3.0], [-2.0, 3.0], [0.1, 3.0]], dual;
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let mut a = x * y;
        let b = a * a;
        a = b.sin();
        if a < 0.0 {
            a *= y;
            return a * b;
        }
        a = a * a * x;
        if x > 1.0 {
            a += b;
            return a * x;
        }
        a * b
    }
}

program! {
    a_labelled_block_with_a_value, f(x, y) for [x, y] in [[2.0, 3.0], [-2.0, 3.0], [-2.0, -3.0]], dual;
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let a = 'choice: {
            if x > 0.0 {
                break 'choice x * x;
            }
            let b = x * y;
            if y > 0.0 {
                break 'choice b.exp();
            }
            b + y
        };
        a * y
    }
}

program! {
    a_labelled_block_for_its_effect, f(x, y) for [x, y] in [[2.0, 3.0], [-2.0, 3.0], [-2.0, -3.0]], dual;
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let mut s = x;
        'done: {
            s *= y;
            if x > 0.0 {
                break 'done;
            }
            s = s * s + x;
            if y > 0.0 {
                s += y;
                break 'done;
            }
            s *= s;
        }
        s * x
    }
}

program! {
    break_out_of_two_blocks, f(x, y) for [x, y] in [[2.0, 3.0], [-2.0, 3.0], [-2.0, -3.0], [0.5, -3.0]], dual;
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let mut s = x * y;
        let a = 'outer: {
            let b = 'inner: {
                if x > 1.0 {
                    s = s.sin();
                    break 'outer s * y;
                }
                s += x;
                if x > 0.0 {
                    break 'inner s * s;
                }
                if y > 0.0 {
                    return s * x;
                }
                s.cos()
            };
            s *= b;
            b * y
        };
        a * s
    }
}

program! {
    a_label_used_twice_in_a_row_and_nested, f(x) for [x] in [[2.0], [-2.0], [0.5]], dual;
    #[grad]
    pub(crate) fn f(x: f64) -> f64 {
        let a = 'a: {
            if x > 1.0 {
                break 'a x;
            }
            x * x
        };
        let b = 'a: {
            if a < 1.0 {
                break 'a a * x;
            }
            a.exp()
        };
        a * b
    }
}

program! {
    return_in_a_function_without_result, f(x, y) for [x, y] in [[2.0, 3.0], [-2.0, 3.0], [0.5, 3.0]], dual;
    #[grad]
    fn change(v: &mut f64, w: f64) {
        if *v < 0.0 {
            *v *= w;
            return;
        }
        *v += w * *v;
        if *v < 3.0 {
            return;
        }
        *v = v.sin();
    }
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let mut v = x * y;
        change(&mut v, x);
        change(&mut v, y);
        v * v
    }
}

program! {
    a_condition_with_effects, f(x, y) for [x, y] in [[2.0, 3.0], [-2.0, 3.0], [0.5, 0.25]], dual;
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let mut s = x;
        if { s *= y; s > 1.0 } && { s += x; s < 10.0 } {
            s * s
        } else if { s -= y; s < 0.0 } || y > 1.0 {
            s * y
        } else {
            s.exp()
        }
    }
}

program! {
    a_condition_that_returns, f(x, y) for [x, y] in [[2.0, 3.0], [-2.0, 3.0], [0.5, 0.25]], dual;
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let a = x * y;
        if if x < 0.0 { return a * a } else { a > 1.0 } { a + x } else { a.sin() }
    }
}

program! {
    panics_and_assertions, f(x, 1) for [x] in [[2.0]], dual;
    #[grad]
    pub(crate) fn f(x: f64, k: usize) -> f64 {
        assert!(x > 0.0, "x is {x}");
        debug_assert_ne!(k, 7);
        let a = match k {
            0 => panic!("zero"),
            1 => x * x,
            2 => unreachable!("k = {k}"),
            3 => todo!(),
            _ => {
                assert_eq!(k, 4, "{x} {}", x * 2.0);
                unimplemented!()
            }
        };
        if a.is_nan() {
            panic!("{a:?}");
        }
        let b = if k > 5 { panic!("{a}") } else { a * x };
        b * a
    }
}

program! {
    code_behind_a_return, f(x) for [x] in [[3.0]], gives [2.0 * x];
    #[grad]
    #[allow(unreachable_code)]
    pub(crate) fn f(x: f64) -> f64 {
        return x * x;
        let y = x.exp();
        y * y
    }
}

/// What is printed, and what panics, does so once, and with the function's own message.
mod effects_run_once {
    use autodiff::grad;
    use std::cell::Cell;

    #[grad]
    fn counted(x: f64, count: &Cell<u32>) -> f64 {
        count.set(count.get() + 1);
        let y = x * x;
        if y > 1.0 {
            count.set(count.get() + 10);
        }
        y * x
    }

    #[test]
    fn a_side_effect_happens_once() {
        let count = Cell::new(0);
        assert_eq!(counted_grad(2.0, &count), 12.0);
        assert_eq!(count.get(), 11);
    }

    #[grad]
    fn refuses_negative(x: f64) -> f64 {
        let y = x * 3.0;
        assert!(x >= 0.0, "negative: {x}, {y}");
        y
    }

    #[test]
    #[should_panic(expected = "negative: -1, -3")]
    fn a_panic_has_the_functions_message() {
        let _ = refuses_negative_grad(-1.0);
    }

    #[grad]
    fn reads(x: &[f64], i: usize) -> f64 {
        let _unused = x[i];
        x[0]
    }

    #[test]
    #[should_panic(expected = "index out of bounds: the len is 2 but the index is 5")]
    fn an_unused_read_out_of_bounds_panics_too() {
        let _ = reads_grad(&[1.0, 2.0], 5);
    }
}

/// `()` by a name that the macro does not know.
type Nothing = ();

program! {
    a_branch_a_loop_and_a_function_whose_value_is_nothing, f(x) for [x] in [[2.0], [5.0], [20.0]], allocates, dual;
    #[grad]
    pub(crate) fn grow(x: &mut f64, by: f64) -> Nothing {
        if *x > 10.0 {
            return;
        }
        *x = *x * by - *x;
    }

    #[grad]
    pub(crate) fn f(x: f64) -> f64 {
        let mut s = x;
        grow(&mut s, x);
        let branch = if s > 50.0 {
            s -= x;
        };
        let nested = match branch {
            () => if s > 5.0 { s += x },
        };
        let looped = loop {
            s *= 0.5;
            if s < x {
                break;
            }
        };
        assert_eq!((nested, looped), ((), ()));
        s * x
    }
}
