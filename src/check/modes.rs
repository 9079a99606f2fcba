//! The companions other than gradients: Jacobians, tangents and cotangents, second derivatives.

use std::format;
use std::string::String;
use std::vec::Vec;

use super::differences::{Precision, Stepper};
use super::pack::{Number, Pack, Path, Step, numbers, part, replaced};
use super::random::SplitMix;
use super::report::{Entry, Report};
use super::{Check, Of};

impl<P: Pack> Check<P> {
    /// Compares what `f_jacobian` returns with differences of `function`, which may return several numbers. `&mut`
    /// arguments at exit are results too, behind the value:
    ///
    /// ```
    /// use autodiff::{check, grad};
    ///
    /// #[grad(jacobian)]
    /// fn polar(r: f64, angle: f64) -> [f64; 2] {
    ///     [r * angle.cos(), r * angle.sin()]
    /// }
    ///
    /// #[grad(jacobian)]
    /// fn rotate(point: &mut [f64; 2], angle: f64) {
    ///     let (s, c) = angle.sin_cos();
    ///     *point = [c * point[0] - s * point[1], s * point[0] + c * point[1]];
    /// }
    ///
    /// check::at((2.0, 0.5)).jacobian(|(r, a)| polar(r, a), |(r, a)| polar_jacobian(r, a)).assert();
    ///
    /// let rotated = |(mut point, angle): ([f64; 2], f64)| {
    ///     rotate(&mut point, angle);
    ///     point
    /// };
    /// check::at(([1.0, 2.0], 0.5)).jacobian(rotated, |(mut p, a)| rotate_jacobian(&mut p, a)).assert();
    /// ```
    ///
    /// A wrong number is named with that of the result:
    ///
    /// ```
    /// use autodiff::check;
    ///
    /// let squares = |x: [f64; 2]| [x[0] * x[0], x[0] * x[1]];
    /// let wrong = |x: [f64; 2]| [[2.0 * x[0], 0.0], [x[1], x[1]]];
    /// let report = check::at([1.0, 3.0]).names(["x"]).jacobian(squares, wrong);
    /// assert!(report.to_string().contains("result[1] in x[1] = 3.0 (point 1): the Jacobian says 3.0, differences 1.0"));
    /// ```
    pub fn jacobian<R: Pack, J: Pack>(
        &self,
        function: impl FnMut(P) -> R,
        mut companion: impl FnMut(P) -> J,
    ) -> Report {
        let rows = |point: &P| {
            let jacobian = numbers(&companion(point.clone()));
            let rows = jacobian.into_iter().map(|number| Some((row_of(&number.path)?, number)));
            rows.map(|found| found.map(|((row, path), number)| (row, Number { path, ..number }))).collect()
        };
        self.by_rows("the Jacobian", function, rows, &in_result)
    }

    /// Compares what `f_hessian` returns with differences of a gradient, which [`gradient`](Self::gradient) has checked.
    ///
    /// ```
    /// use autodiff::{check, grad};
    ///
    /// #[grad(hessian)]
    /// fn f(x: &[f64], y: f64) -> f64 {
    ///     x[0] * x[1].sin() + y * y * x[0]
    /// }
    ///
    /// check::at((vec![1.0, 2.0], 3.0)).hessian(|(x, y)| f_grad(&x, y), |(x, y)| f_hessian(&x, y)).assert();
    /// ```
    pub fn hessian<G: Pack, H: Pack>(
        &self,
        gradient: impl FnMut(P) -> G,
        mut companion: impl FnMut(P) -> H,
    ) -> Report {
        let rows = |point: &P| {
            let arguments = numbers(point);
            let entries = numbers(&companion(point.clone())).into_iter();
            let entries = entries.map(|number| match number.path.as_slice() {
                // A column is a number of the arguments.
                [Step::Index(row), Step::Index(column)] => {
                    let path = arguments.get(*column)?.path.clone();
                    Some((*row, Number { path, ..number }))
                }
                _ => None,
            });
            entries.collect()
        };
        self.by_rows("the Hessian", gradient, rows, &|path| format!("derivative in {}", self.place(path)))
    }

    /// Compares what `f_jvp` says of the tangent of the result with differences of `function` along a direction, another
    /// one at each point. `companion` gets the arguments and their tangents.
    ///
    /// ```
    /// use autodiff::{check, grad};
    ///
    /// #[grad(jvp)]
    /// fn polar(r: f64, angle: f64) -> [f64; 2] {
    ///     [r * angle.cos(), r * angle.sin()]
    /// }
    ///
    /// check::at((2.0, 0.5)).jvp(|(r, a)| polar(r, a), |(r, a), (dr, da)| polar_jvp(r, a, dr, da).1).assert();
    /// ```
    pub fn jvp<R: Pack, T: Pack>(
        &self,
        function: impl FnMut(P) -> R,
        companion: impl FnMut(P, P) -> T,
    ) -> Report {
        self.along("the tangent", function, companion, &in_result)
    }

    /// Compares the product of the Hessian with a direction, the second part of what `f_hvp` returns, with differences of
    /// a gradient along it.
    ///
    /// ```
    /// use autodiff::{check, grad};
    ///
    /// #[grad(hvp)]
    /// fn f(x: f64, y: f64) -> f64 {
    ///     x * y.sin()
    /// }
    ///
    /// check::at((2.0, 0.5)).hvp(|(x, y)| f_grad(x, y), |(x, y), (dx, dy)| f_hvp(x, y, dx, dy).1).assert();
    /// ```
    pub fn hvp<G: Pack, H: Pack>(
        &self,
        gradient: impl FnMut(P) -> G,
        companion: impl FnMut(P, P) -> H,
    ) -> Report {
        self.along("the product", gradient, companion, &|path| format!("derivative in {}", self.place(path)))
    }

    /// Compares what the pullback of `f_vjp` makes of a cotangent, another one at each point, with differences of the
    /// sum of the results weighted by it.
    ///
    /// ```
    /// use autodiff::{check, grad};
    ///
    /// #[grad]
    /// fn polar(r: f64, angle: f64) -> [f64; 2] {
    ///     [r * angle.cos(), r * angle.sin()]
    /// }
    ///
    /// check::at((2.0, 0.5)).vjp(|(r, a)| polar(r, a), |(r, a), ct| polar_vjp(r, a).1(ct)).assert();
    /// ```
    pub fn vjp<R: Pack, G: Pack>(
        &self,
        mut function: impl FnMut(P) -> R,
        mut companion: impl FnMut(P, R) -> G,
    ) -> Report {
        let mut report = Report::default();
        for (index, point) in self.points.iter().enumerate() {
            let mut random = SplitMix(index as u64);
            let ct = replaced(&function(point.clone()), |_| random.signed());
            let (weights, partials) = (numbers(&ct), numbers(&companion(point.clone(), ct)));
            if let Some(why) = self.difference_in_form(point, &partials, "the pullback's result") {
                report.misfit(index, why);
                continue;
            }
            let epsilon = weights.iter().fold(0.0_f64, |most, number| most.max(number.epsilon));
            let mut sum = |point| {
                let results = numbers(&function(point));
                results.iter().zip(&weights).map(|(result, weight)| result.value * weight.value).sum()
            };
            let of = Of { point: index, says: "the pullback", place: "" };
            self.compare(point, &of, &partials, epsilon, &mut sum, &mut report);
        }
        report
    }

    /// Partial derivatives of several numbers, each with the number of its row.
    fn by_rows<R: Pack>(
        &self,
        says: &'static str,
        mut function: impl FnMut(P) -> R,
        mut entries: impl FnMut(&P) -> Option<Vec<(usize, Number)>>,
        name: &dyn Fn(&Path) -> String,
    ) -> Report {
        let mut report = Report::default();
        for (index, point) in self.points.iter().enumerate() {
            let results = numbers(&function(point.clone()));
            let Some(entries) = entries(point) else {
                report.misfit(index, format!("{says} does not consist of rows"));
                continue;
            };
            let count = entries.iter().map(|(row, _)| row + 1).max().unwrap_or(0);
            let mut rows: Vec<Vec<Number>> = (0..count).map(|_| Vec::new()).collect();
            entries.into_iter().for_each(|(row, number)| rows[row].push(number));
            if rows.len() != results.len() {
                let (rows, results) = (rows.len(), results.len());
                report.misfit(index, format!("{says} has {rows} rows for {results} numbers"));
                continue;
            }
            for (which, (result, row)) in results.iter().zip(rows).enumerate() {
                let what = format!("row {which} of {says}");
                if let Some(why) = self.difference_in_form(point, &row, &what) {
                    report.misfit(index, why);
                    continue;
                }
                let of = Of { point: index, says, place: &name(&result.path) };
                let mut number = |point| numbers(&function(point)).get(which).map_or(f64::NAN, |x| x.value);
                self.compare(point, &of, &row, result.epsilon, &mut number, &mut report);
            }
        }
        report
    }

    /// Derivatives of several numbers along one direction.
    fn along<R: Pack, T: Pack>(
        &self,
        says: &'static str,
        mut function: impl FnMut(P) -> R,
        mut companion: impl FnMut(P, P) -> T,
        name: &dyn Fn(&Path) -> String,
    ) -> Report {
        let mut report = Report::default();
        for (index, point) in self.points.iter().enumerate() {
            let arguments = numbers(point);
            let mut random = SplitMix(index as u64);
            // Each number moves by a part of its own size.
            let direction = replaced(point, |at| {
                let size = arguments[at].value.abs();
                random.signed() * if size > 0.0 && size.is_finite() { size } else { 1.0 }
            });
            let (results, steps) = (numbers(&function(point.clone())), numbers(&direction));
            let tangents = numbers(&companion(point.clone(), direction));
            if !results.iter().map(|number| &number.path).eq(tangents.iter().map(|number| &number.path)) {
                report.misfit(index, format!("{says} does not have the form of what it belongs to"));
                continue;
            }
            let widest = arguments.iter().fold(0.0_f64, |most, number| most.max(number.epsilon));
            for (which, (result, tangent)) in results.iter().zip(&tangents).enumerate() {
                let precision = Precision::of(widest.max(result.epsilon), self.tolerance);
                let mut moved = |to: f64| {
                    let point = replaced(point, |at| arguments[at].value + to * steps[at].value);
                    (to, numbers(&function(point)).get(which).map_or(f64::NAN, |number| number.value))
                };
                let mut stepper = Stepper { at: 0.0, value: result.value, precision, moved: &mut moved };
                let verdict = stepper.verdict(tangent.value);
                let (place, argument, partial) = (name(&result.path), result.value, tangent.value);
                report.enter(Entry { point: index, says, place, argument, partial, verdict });
            }
        }
        report
    }
}

/// A number of the result: `result[1]`.
fn in_result(path: &Path) -> String {
    part(String::from("result"), path)
}

/// The row that a number of a Jacobian is in, and the way to it in that row: the rows are those of each argument.
fn row_of(path: &Path) -> Option<(usize, Path)> {
    match path.as_slice() {
        [Step::Index(row), rest @ ..] => Some((*row, rest.to_vec())),
        [argument, Step::Index(row), rest @ ..] => Some((*row, [&[*argument], rest].concat())),
        _ => None,
    }
}
