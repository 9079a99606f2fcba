//! Eight programs of the GradBench suite, on its inputs, against the answers of its references.

#[path = "gradbench/answers.rs"]
mod answers;
#[path = "gradbench/inputs.rs"]
mod inputs;
#[path = "gradbench/primals.rs"]
mod primals;

use answers::assert_answer;
use inputs::{index, number, numbers, read};

#[test]
fn hello() {
    let x = number(&read("hello/x=1"));
    let (value, gradient) = primals::square_value_and_grad(x);
    assert_answer("square", &[value], &numbers(&read("hello/x=1.square")));
    assert_answer("double", &[gradient], &numbers(&read("hello/x=1.double")));
}

#[test]
fn det() {
    for name in ["det/l=5", "det/l=8"] {
        let input = read(name);
        let (value, gradient) =
            primals::determinant_value_and_grad(&numbers(&input["A"]), index(&input["ell"]));
        assert_answer(name, &[value], &numbers(&read(&format!("{name}.primal"))));
        assert_answer(name, &gradient, &numbers(&read(&format!("{name}.gradient"))));
    }
}

#[test]
fn gmm() {
    for name in ["gmm/d=2,k=5,n=1000", "gmm/d=10,k=25,n=1000", "gmm/d=20,k=50,n=1000"] {
        let input = read(name);
        let points = numbers(&input["x"]);
        let setting = primals::Setting {
            d: index(&input["d"]),
            points: &points,
            gamma: number(&input["gamma"]),
            m: index(&input["m"]),
        };
        let [alpha, mu, q, l] = ["alpha", "mu", "q", "l"].map(|part| numbers(&input[part]));
        let (value, gradient) = primals::gmm_value_and_grad(&alpha, &mu, &q, &l, &setting);
        assert_answer(name, &[value], &numbers(&read(&format!("{name}.objective"))));
        let want = read(&format!("{name}.jacobian"));
        // The largest entry of the whole gradient sets the scale, not that of one part.
        let want = ["alpha", "mu", "q", "l"].map(|part| numbers(&want[part])).concat();
        let (alpha, mu, q, l) = gradient;
        assert_answer(name, &[alpha, mu, q, l].concat(), &want);
    }
}

#[test]
fn kmeans() {
    let name = "kmeans/k=10,n=1000,d=8";
    let input = read(name);
    let d = input["points"][0].as_array().expect("a row").len();
    let [points, centroids] = ["points", "centroids"].map(|part| numbers(&input[part]));
    let value = primals::kmeans_cost(&points, &centroids, d);
    assert_answer(name, &[value], &numbers(&read(&format!("{name}.cost"))));
    // The Hessian is diagonal, so that its product with the vector of ones is its diagonal.
    let ones = vec![1.0; centroids.len()];
    let (gradient, diagonal) = primals::kmeans_cost_hvp(&points, &centroids, d, &ones);
    let direction: Vec<f64> = gradient.iter().zip(&diagonal).map(|(slope, bend)| slope / bend).collect();
    assert_answer(name, &direction, &numbers(&read(&format!("{name}.dir"))));
}

#[test]
fn llsq() {
    for name in ["llsq/n=16,m=128", "llsq/n=1024,m=128"] {
        let input = read(name);
        let (value, gradient) =
            primals::least_squares_value_and_grad(&numbers(&input["x"]), index(&input["n"]));
        assert_answer(name, &[value], &numbers(&read(&format!("{name}.primal"))));
        assert_answer(name, &gradient, &numbers(&read(&format!("{name}.gradient"))));
    }
}

#[test]
fn lse() {
    let (value, gradient) = primals::log_sum_exp_value_and_grad(&numbers(&read("lse/n=2500")["x"]));
    assert_answer("lse", &[value], &numbers(&read("lse/n=2500.primal")));
    assert_answer("lse", &gradient, &numbers(&read("lse/n=2500.gradient")));
}

#[test]
fn lstm() {
    for name in ["lstm/l=2,c=1024", "lstm/l=4,c=4096"] {
        let input = read(name);
        let [main, extra, state, sequence] =
            ["main_params", "extra_params", "state", "sequence"].map(|part| numbers(&input[part]));
        let (value, (main, extra)) = primals::lstm_loss_value_and_grad(&main, &extra, &state, &sequence);
        assert_answer(name, &[value], &numbers(&read(&format!("{name}.objective"))));
        assert_answer(name, &[main, extra].concat(), &numbers(&read(&format!("{name}.jacobian"))));
    }
}

#[test]
fn ode() {
    for name in ["ode/n=12,s=60", "ode/n=1000,s=10"] {
        let input = read(name);
        let (value, gradient) =
            primals::runge_kutta_value_and_grad(&numbers(&input["x"]), index(&input["s"]));
        let want = numbers(&read(&format!("{name}.primal")));
        assert_answer(name, &[value], &want[want.len() - 1..]);
        assert_answer(name, &gradient, &numbers(&read(&format!("{name}.gradient"))));
    }
}
