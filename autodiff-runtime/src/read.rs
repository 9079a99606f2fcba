//! Operands of inline rules, by value or through references.

/// A float, or a reference to one.
///
/// The macro sees `v.sin()` but not whether `v` is an `f64` or, from `for v in x.iter()`, an `&f64`; a rule
/// gets its operand through this trait.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a float that autodiff can differentiate",
    label = "not a float",
    note = "operators and float methods are differentiated on `f32`, `f64` and `T: Real` only"
)]
pub trait Read {
    /// The float itself.
    type Scalar;

    /// A copy of the float.
    fn read(&self) -> Self::Scalar;
}

/// [`Read::read`] as a function.
#[inline]
pub fn read<R: Read>(operand: &R) -> R::Scalar {
    operand.read()
}

macro_rules! float {
    ($($t:ty)*) => {$(
        #[diagnostic::do_not_recommend]
impl Read for $t {
            type Scalar = $t;

            #[inline]
            fn read(&self) -> $t {
                *self
            }
        }
    )*};
}
float!(f32 f64);

#[diagnostic::do_not_recommend]
impl<R: Read + ?Sized> Read for &R {
    type Scalar = R::Scalar;

    #[inline]
    fn read(&self) -> R::Scalar {
        R::read(self)
    }
}

#[diagnostic::do_not_recommend]
impl<R: Read + ?Sized> Read for &mut R {
    type Scalar = R::Scalar;

    #[inline]
    fn read(&self) -> R::Scalar {
        R::read(self)
    }
}
