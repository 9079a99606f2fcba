//! Arguments, results and gradients as plain lists of numbers.

/// Anything made of floats.
pub(crate) trait Numbers {
    /// Appends the floats in order.
    fn push(&self, out: &mut Vec<f64>);

    /// The floats in order.
    fn numbers(&self) -> Vec<f64> {
        let mut out = Vec::new();
        self.push(&mut out);
        out
    }
}

impl Numbers for f64 {
    fn push(&self, out: &mut Vec<f64>) {
        out.push(*self);
    }
}

impl Numbers for f32 {
    fn push(&self, out: &mut Vec<f64>) {
        out.push(f64::from(*self));
    }
}

/// Of what carries no derivative.
impl Numbers for autodiff::NoCotangent {
    fn push(&self, _: &mut Vec<f64>) {}
}

impl Numbers for () {
    fn push(&self, _: &mut Vec<f64>) {}
}

impl<T: Numbers, const N: usize> Numbers for [T; N] {
    fn push(&self, out: &mut Vec<f64>) {
        self.iter().for_each(|part| part.push(out));
    }
}

impl<T: Numbers> Numbers for Vec<T> {
    fn push(&self, out: &mut Vec<f64>) {
        self.iter().for_each(|part| part.push(out));
    }
}

macro_rules! tuples {
    ($($($name:ident)+;)+) => {
        $(
            #[allow(non_snake_case, reason = "a variable for each parameter")]
            impl<$($name: Numbers),+> Numbers for ($($name,)+) {
                fn push(&self, out: &mut Vec<f64>) {
                    let ($($name,)+) = self;
                    $($name.push(out);)+
                }
            }
        )+
    };
}

tuples! {
    A;
    A B;
    A B C;
    A B C D;
    A B C D E;
    A B C D E F;
    A B C D E F G;
    A B C D E F G H;
    A B C D E F G H I;
}
