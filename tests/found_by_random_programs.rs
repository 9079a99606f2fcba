//! What `random_programs` found, cut down.

#[macro_use]
mod common;

use autodiff::grad;

program! {
    an_index_that_get_does_not_find, f(x, [y, z]) for [x, y, z] in [[1.1, 0.7, 0.3]], dual;
    #[grad]
    pub(crate) fn f(x: f64, a: [f64; 2]) -> f64 {
        let mut s = x * a[0];
        if let Some(o) = a.get(3) {
            s = *o * s;
        }
        s
    }
}

program! {
    integers_out_of_a_branch_whose_condition_is_followed, f(x) for [x] in [[1.1], [-0.2]], dual;
    #[grad]
    pub(crate) fn f(x: f64) -> f64 {
        let sign = -(if square(x) > 0.1 { 1 } else { 2 });
        if (if square(x) > 0.1 { 0 } else { 1 }) % 2 == 1 + sign + 1 { x } else { x * x }
    }
    #[grad]
    fn square(x: f64) -> f64 {
        x * x
    }
}

program! {
    a_labelled_block_without_a_derivative_beside_a_compound_assignment, f(x) for [x] in [[1.1], [-0.2]], dual;
    #[grad]
    pub(crate) fn f(x: f64) -> f64 {
        let mut scale = 2.0_f64;
        scale += 'b: {
            if x > 0.0 {
                break 'b 0.5_f64;
            }
            scale
        };
        x * scale
    }
}

program! {
    a_vector_of_labelled_blocks, f(x) for [x] in [[1.1], [-0.2]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: f64) -> f64 {
        let scale = 2.0_f64;
        let mut v = vec!['b: {
            if x > 0.0 {
                break 'b scale;
            }
            scale * 3.0
        }; 1];
        v[0] /= 'b: {
            if x > 0.0 {
                break 'b scale * scale;
            }
            scale
        };
        x * v[0]
    }
}
