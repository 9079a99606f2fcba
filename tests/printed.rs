//! What a function prints, its companions print too, once.

use std::env;
use std::process::Command;

use autodiff::grad;

#[grad(jvp)]
fn f(x: &[f64], k: f64, n: usize) -> f64 {
    let k = k * x[0];
    let n = n + 1;
    let a = dbg!(k) * 2.0;
    let a = a + dbg!(a * k + 1.0);
    let m = dbg!(n) + dbg!(n * 2);
    let (p, q) = dbg!(a, k);
    dbg!(x);
    let whole = dbg!(x);
    let x = &x[1..];
    dbg!(x);
    dbg!(x.len(), n, "{}");
    dbg!();
    println!("{p} {a:?} {} {x:?}", k + 1.0);
    for (k, a) in x.iter().enumerate() {
        eprintln!("{k}: {a} {n}");
    }
    p * q * whole[0] * m as f64 + x[0] * k
}

const ROLE: &str = "AUTODIFF_PRINTED";

/// Does what the variable says, in a process whose output is read.
#[test]
fn companions_print_what_the_function_prints() {
    let x = [1.5, 2.0, 3.0];
    match env::var(ROLE).as_deref() {
        Ok("function") => assert!(f(&x, 0.5, 2) > 0.0),
        Ok("gradient") => assert_eq!(f_grad(&x, 0.5, 2).0, [75.25, 0.75, 0.0]),
        Ok("tangent") => assert_eq!(f_jvp(&x, 0.5, 2, &[1.0, 0.0, 0.0], 0.0).1, 75.25),
        _ => {
            let printed = |role| {
                let output = Command::new(env::current_exe().unwrap())
                    .args(["--exact", "companions_print_what_the_function_prints", "--nocapture"])
                    .env(ROLE, role)
                    .output()
                    .unwrap();
                assert!(output.status.success(), "{role}: {}", String::from_utf8_lossy(&output.stderr));
                let standard = String::from_utf8(output.stdout).unwrap();
                let lines = standard.lines().filter(|line| line.starts_with("3.625")).map(str::to_owned);
                (String::from_utf8(output.stderr).unwrap(), lines.collect::<Vec<_>>())
            };
            let (error, standard) = printed("function");
            let here = |line, column, text| format!("[{}:{line}:{column}] {text}\n", file!());
            assert!(error.starts_with(&here(12, 13, "k = 0.75")), "{error}");
            assert!(error.contains(&here(13, 17, "a * k + 1.0 = 2.125")), "{error}");
            assert_eq!(standard, ["3.625 3.625 1.75 [2.0, 3.0]"]);
            for role in ["gradient", "tangent"] {
                assert_eq!(printed(role), (error.clone(), standard.clone()), "{role}");
            }
        }
    }
}
