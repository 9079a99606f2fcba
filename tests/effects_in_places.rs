//! Blocks that change a differentiated variable, where one would not look for them: in a method's receiver, in the index of
//! a place, in the arguments beside it. Each runs once and in Rust's order.

#[macro_use]
mod common;

use autodiff::grad;

program! {
    receivers_of_methods, f(&[x, y, z], k) for [x, y, z, k] in [[0.5, 1.5, -2.0, 0.6], [2.0, -0.25, 0.75, -1.0]],
        allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64], k: f64) -> f64 {
        let mut y = k;
        let (sine, cosine) = ({
            y *= x[0];
            0.5_f64
        })
        .sin_cos();
        let nine = ({
            y += x[1];
            3_usize
        })
        .pow(2);
        let weights = [2.0, 3.0];
        let first = ({
            y *= x[2];
            weights
        })
        .first()
        .copied()
        .unwrap_or(1.0);
        let letters = ({
            y -= x[0] * x[1];
            314_i32
        })
        .to_string();
        let r = &mut y;
        let even = ({
            *r /= 1.25;
            6_u64
        })
        .count_ones();
        y * sine + cosine * x[1] + y * y * f64::from(nine as u8) * first + y * f64::from(letters.len() as u8) * f64::from(even as u8)
    }
}

program! {
    places_without_a_derivative, f(&[x, y, z], k)
        for [x, y, z, k] in [[0.5, 1.5, -2.0, 0.6], [2.0, -0.25, 0.75, -1.0]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64], k: f64) -> f64 {
        let (mut y, mut i) = (k, 0);
        let (mut counts, mut rows) = ([[3_u8, 1], [5, 2]], vec![vec![1_u8, 2], vec![]]);
        counts[i][{
            y *= x[0];
            i += 1;
            i
        }] = {
            y += 1.0;
            7
        };
        counts[i][{
            y *= x[1];
            i -= 1;
            i
        }] *= 3;
        counts[{
            y *= x[0];
            1
        }]
        .reverse();
        rows[{
            y *= x[2];
            1
        }]
        .push({
            y -= 2.0;
            4
        });
        let read = counts[i][{
            y *= 1.5;
            i += 1;
            i
        }];
        let (low, high) = (
            {
                y += x[0];
                1
            },
            rows[1].len(),
        );
        for j in low..({
            y *= x[1];
            high + 2
        }) {
            y += x[j] * f64::from(counts[1][j - 1]);
        }
        y * f64::from(read) + y.sin() * f64::from(rows[1][0])
    }
}

program! {
    indices_of_what_is_changed, f(&[x, y, z], k)
        for [x, y, z, k] in [[0.5, 1.5, -2.0, 0.6], [2.0, -0.25, 0.75, -1.0]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64], k: f64) -> f64 {
        let mut y = k;
        let mut a = [x[0], x[1], x[2]];
        a[..{
            y *= x[0];
            2
        }]
            .fill({
                y += 1.0;
                y
            });
        a[{
            y *= x[2];
            1
        }..]
            .copy_from_slice(
                &x[{
                    y += 0.5;
                    0
                }..{
                    y *= 1.5;
                    2
                }],
            );
        a[{
            y *= k;
            0
        }..]
            .swap(
                {
                    y += 2.0;
                    0
                },
                {
                    y *= y;
                    2
                },
            );
        a[0] * y + a[1] * y.sin() + a[2]
    }
}

program! {
    lists_in_lists, f(&[x, y, z], k) for [x, y, z, k] in [[0.5, 1.5, -2.0, 0.6], [2.0, -0.25, 0.75, -1.0]],
        allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64], k: f64) -> f64 {
        let mut y = k;
        let (mut v, mut w) = (vec![vec![x[0], x[2]], vec![x[1]]], vec![vec![x[1], k]]);
        v[{
            y *= x[0];
            0
        }]
        .push({
            y += 1.0;
            y
        });
        v[{
            y *= x[1];
            0
        }]
        .insert(
            {
                y += 0.25;
                1
            },
            {
                y *= y;
                y
            },
        );
        let removed = v[{
            y *= x[2];
            0
        }]
        .remove({
            y += 0.75;
            2
        });
        v[{
            y *= x[0];
            1
        }]
        .extend_from_slice(
            &x[{
                y += 1.0;
                1
            }..],
        );
        v[{
            y *= 0.5;
            1
        }]
        .append(
            &mut w[{
                y += x[0];
                0
            }],
        );
        v[{
            y *= x[1];
            1
        }]
        .truncate({
            y -= 1.0;
            4
        });
        v[0][0] * y + v[0][1] * removed + v[0][2] * v[1][3] + f64::from((v[1].len() + w[0].len()) as u8) * y
    }
}

program! {
    elements_that_may_not_be_there, f(&[x, y, z], k)
        for [x, y, z, k] in [[0.5, 1.5, -2.0, 0.6], [2.0, -0.25, 0.75, -1.0]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64], k: f64) -> f64 {
        let (mut y, mut i) = (k, 0);
        let mut v = vec![vec![x[0], x[1], x[2]], vec![x[1]]];
        let copied = x
            .get({
                y *= x[0];
                i += 1;
                i
            })
            .copied()
            .unwrap();
        let popped = v[{
            y += 1.0;
            i += 1;
            i - 2
        }]
        .pop()
        .unwrap();
        let (first, rest) = v[{
            y *= x[1];
            i += 1;
            i - 3
        }]
        .split_first_mut()
        .unwrap();
        *first *= y;
        rest[0] += y;
        let (last, before) = v[{
            y *= x[2];
            i += 1;
            i - 4
        }]
        .split_last()
        .unwrap();
        copied * y + popped * y * y + last * before[0] * f64::from(i as u8)
    }
}

program! {
    receivers_that_the_arguments_change, f(&[x, y, z], k)
        for [x, y, z, k] in [[0.5, 1.5, -2.0, 0.6], [2.0, -0.25, 0.75, -1.0]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64], k: f64) -> f64 {
        let (mut y, mut i, mut counts) = (k, 1_usize, [2_u32, 3, 5]);
        let one = i.pow({
            y *= x[0];
            i += 2;
            2
        });
        let eight = (i + 1).wrapping_mul({
            y += x[1];
            i -= 1;
            2
        });
        let five = counts[i].saturating_sub({
            y *= x[2];
            i = 0;
            0
        });
        let four = counts[0].pow({
            y -= x[0];
            counts.swap(0, 1);
            2
        });
        let mut next = || {
            i += 1;
            i
        };
        let one_again = next().pow({
            y *= 1.25;
            next() as u32
        });
        y * f64::from(one as u32) + x[1] * f64::from(eight as u32) * y + f64::from(five) * y * y
            + x[2] * f64::from(four) - x[0] * y * f64::from(one_again as u32)
    }
}

program! {
    iterators_that_are_made_one_after_the_other, f(&[x, y, z], k)
        for [x, y, z, k] in [[0.5, 1.5, -2.0, 0.6], [2.0, -0.25, 0.75, -1.0]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64], k: f64) -> f64 {
        fn next(i: &mut usize) -> usize {
            *i += 1;
            *i
        }
        let (mut y, mut i) = (k, 0);
        let weights = [1.5, 2.0, 3.0, 5.0, 7.0, 11.0];
        for (a, b) in weights[i..].iter().zip(
            x[{
                y *= x[0];
                i += 1;
                i
            }..]
                .iter(),
        ) {
            y = y * *b + *a;
        }
        for (a, b) in x.iter().zip(weights.iter().skip(next(&mut i))).take(next(&mut i) - 1) {
            y = y * *a + *b;
        }
        for (a, b) in weights.iter().skip(next(&mut i)).zip(x.iter().skip(next(&mut i) - 4)) {
            y += y * *b * *a;
        }
        y * f64::from(i as u32)
    }
}

program! {
    parts_of_a_tuple_that_is_matched, f(&[x, y, z], k)
        for [x, y, z, k] in [[0.5, 1.5, -2.0, 0.6], [2.0, -0.25, 0.75, -1.0]], allocates, dual;
    #[grad]
    pub(crate) fn f(x: &[f64], k: f64) -> f64 {
        let (mut y, mut a) = (k, [x[1], x[2]]);
        let (r, s) = (&mut y, &mut a);
        let first = match (*r, {
            *r *= x[0];
            x.len()
        }) {
            (before, 3) => before * x[1],
            (before, _) => before,
        };
        let second = if let ([p, q], 2) = (*s, {
            s[0] *= x[0];
            s[1] += *r;
            s.len()
        }) {
            p * q
        } else {
            x[0]
        };
        first * second + y * a[0] + a[1]
    }
}
