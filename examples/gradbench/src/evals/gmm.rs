//! The posterior of a Gaussian mixture.

use serde_json::{Value, json};

use super::Functions;
use crate::input::{Input, rows};
use crate::primals::{self, Setting};
use crate::runs::Runs;

pub(super) const FUNCTIONS: Functions = &[("objective", objective), ("jacobian", jacobian)];

struct Mixture {
    d: usize,
    k: usize,
    points: Vec<f64>,
    gamma: f64,
    m: usize,
    alpha: Vec<f64>,
    mu: Vec<f64>,
    q: Vec<f64>,
    l: Vec<f64>,
}

impl Mixture {
    fn read(input: Input<'_>) -> Result<Self, String> {
        let [d, k, n, m] = ["d", "k", "n", "m"].map(|name| input.part(name)?.natural());
        let (d, k, n) = (d?, k?, n?);
        if d == 0 || k == 0 {
            return Err("a mixture has one dimension and one component at least".to_owned());
        }
        Ok(Self {
            d,
            k,
            points: input.part("x")?.matrix_of(n, d)?,
            gamma: input.part("gamma")?.number()?,
            m: m?,
            alpha: input.part("alpha")?.vector_of(k)?,
            mu: input.part("mu")?.matrix_of(k, d)?,
            q: input.part("q")?.matrix_of(k, d)?,
            l: input.part("l")?.matrix_of(k, d * (d - 1) / 2)?,
        })
    }

    fn setting(&self) -> Setting<'_> {
        Setting { d: self.d, points: &self.points, gamma: self.gamma, m: self.m }
    }
}

fn objective(input: Input<'_>, runs: &mut Runs) -> Result<Value, String> {
    let posterior = |m: &Mixture| primals::gmm(&m.alpha, &m.mu, &m.q, &m.l, &m.setting());
    Ok(runs.time(&Mixture::read(input)?, posterior).into())
}

fn jacobian(input: Input<'_>, runs: &mut Runs) -> Result<Value, String> {
    let mixture = Mixture::read(input)?;
    let gradient = |m: &Mixture| primals::gmm_grad(&m.alpha, &m.mu, &m.q, &m.l, &m.setting());
    let (alpha, mu, q, l) = runs.time(&mixture, gradient);
    let k = mixture.k;
    Ok(json!({ "alpha": alpha, "mu": rows(&mu, k), "q": rows(&q, k), "l": rows(&l, k) }))
}
