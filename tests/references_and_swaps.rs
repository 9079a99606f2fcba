//! References to places that are followed, and swaps.

#[macro_use]
mod common;

use autodiff::grad;

program! {
    a_mutable_reference_to_a_variable, f(x, y) for [x, y] in [[2.5, 0.75]], dual;
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let mut s = x * y;
        let r = &mut s;
        *r *= x;
        *r += *r * y;
        *r = r.sin();
        s * x
    }
}

program! {
    a_mutable_reference_to_an_element, f(x, y) for [x, y] in [[2.5, 0.75]], dual;
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let mut a = [x, y, x * y];
        let mut i = 1;
        {
            let r = &mut a[i];
            i += 1;
            *r *= x;
            *r -= y;
        }
        let last = &mut a[i];
        *last *= *last;
        a[1] * a[2] * a[0]
    }
}

program! {
    a_mutable_reference_to_a_row_and_a_field, f(x, y) for [x, y] in [[2.5, 0.75]], dual;
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let mut m = [[x, y], [x * y, y * y]];
        let row = &mut m[1];
        row[0] *= row[1];
        row[1] = row[0] * x;
        let mut p = (x, (y, [x, y]));
        let inner = &mut p.1;
        inner.0 *= x;
        inner.1[0] += inner.0;
        let first = &p.0;
        let second = &p.1.1;
        m[1][0] * m[1][1] + *first * second[0]
    }
}

program! {
    a_reference_to_a_reference, f(x, y) for [x, y] in [[2.5, 0.75]], dual;
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let mut s = x * y;
        let r = &mut s;
        {
            let q = &mut *r;
            *q *= x;
        }
        *r += y;
        let shared = &*r;
        let again = shared;
        *again * *shared * x
    }
}

program! {
    references_in_branches, f(x, y) for [x, y] in [[2.5, 0.75], [-2.5, 0.75]], dual;
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let (mut s, mut t) = (x * y, y);
        if x > 0.0 {
            let r = &mut s;
            *r *= y;
        } else {
            let r = &mut t;
            *r *= x;
            if *r < 0.0 {
                *r *= *r;
            }
        }
        s * t
    }
}

program! {
    a_reference_behind_an_early_return, f(x, y) for [x, y] in [[2.5, 0.75], [-2.5, 0.75]], dual;
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let mut s = x * y;
        let r = &mut s;
        *r *= *r;
        if *r > 3.5 {
            return *r * x;
        }
        *r = r.exp();
        s * y
    }
}

program! {
    mem_swap_replace_and_take, f(x, y) for [x, y] in [[2.5, 0.75]], dual;
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let mut a = x * y;
        let mut b = y;
        std::mem::swap(&mut a, &mut b);
        let old = std::mem::replace(&mut a, b * x);
        let gone = std::mem::take(&mut b);
        b += a * old;
        a * b * gone
    }
}

program! {
    swaps_of_elements_and_fields, f([x, y, z]) for [x, y, z] in [[2.5, 0.75, -1.5]],
        gives [y * y, 2.0 * x * y + 2.0 * z, 2.0 * y];
    #[grad]
    pub(crate) fn f(mut a: [f64; 3]) -> f64 {
        a.swap(0, 1);
        let mut p = (a[1], a[2]);
        std::mem::swap(&mut p.0, &mut p.1);
        let i = 1;
        a.swap(i, i);
        a.swap(i + 1, 0);
        // a is [z, x, y], p is (z, x).
        a[1] * a[2] * a[2] + p.0 * a[2] + a[0] * a[2]
    }
}

program! {
    swaps_by_tuple_assignment, f(x, y) for [x, y] in [[2.5, 0.75], [-2.5, 0.75]], dual;
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let mut v = [x, y * y];
        let (mut a, mut b) = (x, y);
        if x > 0.0 {
            (a, b) = (b, a);
            (v[0], v[1]) = (v[1], v[0]);
        }
        a * v[0] * v[0] * b.exp()
    }
}

program! {
    swap_through_references, f(x, y) for [x, y] in [[2.5, 0.75]], dual;
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let (mut a, mut b) = (x * x, y);
        let p = &mut a;
        let q = &mut b;
        std::mem::swap(p, q);
        *p *= x;
        *q += *p;
        a * b * b
    }
}

program! {
    a_reference_to_what_gets_its_derivative_through_it, f(x, y) for [x, y] in [[2.5, 0.75]], dual;
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let mut s = f64::from(0.0);
        let r = &mut s;
        *r += x * y;
        *r *= x;
        s + y
    }
}

program! {
    references_to_references, f(x, y) for [x, y] in [[1.1, 0.7]], dual;
    #[grad]
    pub(crate) fn f(x: f64, y: f64) -> f64 {
        let a = [x * y, y];
        let r = &a[0];
        let rr = &r;
        let (rrr, list) = (&rr, &a);
        let whole = &list;
        **rr * y + ***rrr * rr.sin() + whole[1] * (**whole)[0]
    }
}
