//! Reading the parts of an input. What is missing or of another form is an error that names it.

use serde_json::Value;

/// A part of an input.
#[derive(Clone, Copy)]
pub(crate) struct Input<'a> {
    name: &'a str,
    value: &'a Value,
}

/// Rows of equal length, one after the other.
pub(crate) struct Matrix {
    pub(crate) numbers: Vec<f64>,
    pub(crate) rows: usize,
    pub(crate) columns: usize,
}

impl<'a> Input<'a> {
    pub(crate) fn of(value: &'a Value) -> Self {
        Self { name: "input", value }
    }

    pub(crate) fn optional(self, name: &'a str) -> Option<Self> {
        self.value.get(name).map(|value| Self { name, value })
    }

    pub(crate) fn part(self, name: &'a str) -> Result<Self, String> {
        self.optional(name).ok_or_else(|| format!("the input has no `{name}`"))
    }

    pub(crate) fn number(self) -> Result<f64, String> {
        self.value.as_f64().ok_or_else(|| format!("`{}` is no number", self.name))
    }

    /// A natural number, also one that is written as a float.
    pub(crate) fn natural(self) -> Result<usize, String> {
        // 2^53: above it not every integer is a float.
        let exact = |x: &f64| *x >= 0.0 && x.fract() == 0.0 && *x <= 9_007_199_254_740_992.0;
        self.value
            .as_u64()
            .or_else(|| self.value.as_f64().filter(exact).map(|x| x as u64))
            .and_then(|x| usize::try_from(x).ok())
            .ok_or_else(|| format!("`{}` is no natural number", self.name))
    }

    pub(crate) fn vector(self) -> Result<Vec<f64>, String> {
        let entries = self.value.as_array().ok_or_else(|| format!("`{}` is no array", self.name))?;
        let number = |entry: &Value| {
            entry.as_f64().ok_or_else(|| format!("`{}` has an entry that is no number", self.name))
        };
        entries.iter().map(number).collect()
    }

    /// A vector of a known length.
    pub(crate) fn vector_of(self, length: usize) -> Result<Vec<f64>, String> {
        let vector = self.vector()?;
        if vector.len() == length {
            Ok(vector)
        } else {
            Err(format!("`{}` has {} entries, not {length}", self.name, vector.len()))
        }
    }

    /// A matrix with one row or more.
    pub(crate) fn matrix(self) -> Result<Matrix, String> {
        let rows = self.value.as_array().ok_or_else(|| format!("`{}` is no array", self.name))?;
        let rows: Vec<Vec<f64>> =
            rows.iter().map(|value| Self { name: self.name, value }.vector()).collect::<Result<_, _>>()?;
        let columns = rows.first().ok_or_else(|| format!("`{}` has no rows", self.name))?.len();
        if rows.iter().any(|row| row.len() != columns) {
            return Err(format!("the rows of `{}` differ in length", self.name));
        }
        Ok(Matrix { rows: rows.len(), columns, numbers: rows.concat() })
    }

    /// A matrix of a known size, row by row.
    pub(crate) fn matrix_of(self, rows: usize, columns: usize) -> Result<Vec<f64>, String> {
        let matrix = self.matrix()?;
        if (matrix.rows, matrix.columns) == (rows, columns) {
            Ok(matrix.numbers)
        } else {
            let Matrix { rows: r, columns: c, .. } = matrix;
            Err(format!("`{}` is {r} x {c}, not {rows} x {columns}", self.name))
        }
    }
}

/// The rows of a matrix, as they are written. Without columns there is nothing from which to tell how many rows.
pub(crate) fn rows(numbers: &[f64], rows: usize) -> Value {
    let columns = numbers.len() / rows;
    (0..rows).map(|row| Value::from(&numbers[row * columns..(row + 1) * columns])).collect()
}
