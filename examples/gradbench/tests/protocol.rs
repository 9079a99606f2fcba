//! The program answers the messages of GradBench, and what is no message with an error.

#[path = "../../../tests/gradbench/answers.rs"]
mod answers;
#[path = "../../../tests/gradbench/inputs.rs"]
mod inputs;

use std::io::Write;
use std::process::{Command, Stdio};
use std::thread;

use answers::assert_answer;
use inputs::{Value, index, number, numbers, read};
use serde_json::json;

/// The answers of one run of the program to what is written to it.
fn talk(lines: &[u8]) -> Vec<Value> {
    let mut program = Command::new(env!("CARGO_BIN_EXE_autodiff-gradbench"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("the program starts");
    let mut messages = program.stdin.take().expect("it has a standard input");
    let lines = lines.to_vec();
    // The program answers while it is written to: who writes all before reading may wait for ever.
    let writer = thread::spawn(move || messages.write_all(&lines).expect("the program reads on"));
    let output = program.wait_with_output().expect("the program ends");
    writer.join().expect("it has read everything");
    assert!(output.status.success(), "{}", output.status);
    let text = String::from_utf8(output.stdout).expect("JSON is UTF-8");
    text.lines().map(|line| serde_json::from_str(line).expect("an answer is JSON")).collect()
}

fn answers(messages: &[Value]) -> Vec<Value> {
    let lines: String = messages.iter().map(|message| format!("{message}\n")).collect();
    talk(lines.as_bytes())
}

fn evaluate(module: &str, function: &str, input: &Value) -> Value {
    json!({ "id": 7, "kind": "evaluate", "module": module, "function": function, "input": input })
}

fn answer(message: Value) -> Value {
    let [answer] = answers(&[message]).try_into().expect("one answer to one message");
    answer
}

#[track_caller]
fn assert_failure(answer: &Value, id: Value, why: &str) {
    assert_eq!(answer["id"], id);
    assert_eq!(answer["success"], false);
    let error = answer["error"].as_str().expect("an error in words");
    assert!(error.contains(why), "{error:?} does not say {why:?}");
}

/// A function of an eval at an input in `data`, whose answer is there too.
fn check(eval: &str, name: &str, function: &str) {
    let input = read(&format!("{eval}/{name}"));
    let messages = [
        json!({ "id": 0, "kind": "start", "eval": eval }),
        json!({ "id": 1, "kind": "define", "module": eval }),
        evaluate(eval, function, &input),
    ];
    let [start, define, answer] = answers(&messages).try_into().expect("three answers");
    assert_eq!(start, json!({ "id": 0, "tool": "autodiff" }));
    assert_eq!(define, json!({ "id": 1, "success": true }));
    assert_eq!((&answer["id"], &answer["success"]), (&json!(7), &json!(true)), "{answer}");
    let timings = answer["timings"].as_array().expect("timings");
    assert!(!timings.is_empty());
    for timing in timings {
        assert_eq!(timing["name"], "evaluate");
        index(&timing["nanoseconds"]);
    }
    let (got, want) = (&answer["output"], &read(&format!("{eval}/{name}.{function}")));
    assert_same_form(got, want);
    assert_answer(&format!("{eval} {function}"), &all(got), &all(want));
}

/// The same fields, and rows of the same length.
fn assert_same_form(got: &Value, want: &Value) {
    match (got, want) {
        (Value::Object(got), Value::Object(want)) => {
            assert!(got.keys().eq(want.keys()));
            got.iter().for_each(|(name, part)| assert_same_form(part, &want[name]));
        }
        (Value::Array(got), Value::Array(want)) => {
            assert_eq!(got.len(), want.len());
            got.iter().zip(want).for_each(|(got, want)| assert_same_form(got, want));
        }
        _ => assert!(got.is_number() && want.is_number(), "{got} beside {want}"),
    }
}

/// The numbers of an output, which may be an object.
fn all(output: &Value) -> Vec<f64> {
    match output {
        Value::Object(parts) => parts.values().flat_map(numbers).collect(),
        other => numbers(other),
    }
}

#[test]
fn hello() {
    check("hello", "x=1", "square");
    check("hello", "x=1", "double");
}

#[test]
fn det() {
    check("det", "l=5", "primal");
    check("det", "l=5", "gradient");
}

#[test]
fn gmm() {
    check("gmm", "d=2,k=5,n=1000", "objective");
    check("gmm", "d=2,k=5,n=1000", "jacobian");
}

#[test]
fn kmeans() {
    check("kmeans", "k=10,n=1000,d=8", "cost");
    check("kmeans", "k=10,n=1000,d=8", "dir");
}

#[test]
fn llsq() {
    check("llsq", "n=16,m=128", "primal");
    check("llsq", "n=16,m=128", "gradient");
}

#[test]
fn lse() {
    check("lse", "n=2500", "primal");
    check("lse", "n=2500", "gradient");
}

#[test]
fn lstm() {
    check("lstm", "l=2,c=1024", "objective");
    check("lstm", "l=2,c=1024", "jacobian");
}

#[test]
fn ode() {
    check("ode", "n=12,s=60", "primal");
    check("ode", "n=12,s=60", "gradient");
}

#[test]
fn runs_as_often_and_as_long_as_asked() {
    let mut input = read("det/l=5");
    input["min_runs"] = json!(20);
    let runs = |input: &Value| {
        let answer = answer(evaluate("det", "gradient", input));
        let timings = answer["timings"].as_array().expect("timings").clone();
        let in_all: f64 = timings.iter().map(|timing| number(&timing["nanoseconds"])).sum();
        (timings.len(), in_all)
    };
    assert_eq!(runs(&input).0, 20);
    input["min_seconds"] = json!(0.02);
    let (count, in_all) = runs(&input);
    assert!(count >= 20);
    assert!(in_all >= 0.02e9, "{in_all} ns");
}

#[test]
fn unknown_modules_and_functions_are_errors() {
    assert_failure(
        &answer(json!({ "id": 3, "kind": "define", "module": "ht" })),
        json!(3),
        "no module `ht`: known are hello, det",
    );
    assert_failure(&answer(evaluate("ht", "primal", &json!(1.0))), json!(7), "no module `ht`");
    assert_failure(
        &answer(evaluate("det", "hessian", &read("det/l=5"))),
        json!(7),
        "`det` has no function `hessian`: it has primal, gradient",
    );
}

#[test]
fn what_is_no_message_is_an_error_and_the_next_one_is_answered() {
    let lines = b"{\"id\": 1, \"kind\n\n  \nnull\n\xff\n{\"kind\": \"start\"}\n{\"id\": 2}\n{\"id\": 3, \"kind\": 4}\n\
        {\"id\": 5, \"kind\": \"evaluate\", \"module\": \"hello\", \"function\": \"double\"}\n\
        {\"id\": \"six\", \"kind\": \"analysis\", \"valid\": true}\n\
        {\"id\": 7, \"kind\": \"evaluate\", \"module\": \"hello\", \"function\": \"double\", \"input\": 1.5}";
    let answers = talk(lines);
    let wrong = ["no JSON", "JSON object", "no JSON", "has an `id`"];
    for (answer, why) in answers.iter().zip(wrong) {
        assert_failure(answer, Value::Null, why);
    }
    assert_failure(&answers[4], json!(2), "no `kind`");
    assert_failure(&answers[5], json!(3), "`kind` is no string");
    assert_failure(&answers[6], json!(5), "no `input`");
    assert_eq!(answers[7], json!({ "id": "six" }));
    assert_eq!(answers[8]["output"], 3.0);
    assert_eq!(answers.len(), 9);
}

#[test]
fn lines_that_end_as_on_windows_are_messages_and_deep_nests_are_errors() {
    let mut lines = b"{\"id\":1,\"kind\":\"start\",\"eval\":\"det\"}\r\n".to_vec();
    lines.extend(b"[".repeat(1_000_000));
    lines.extend(b"\n{\"id\":2,\"kind\":\"define\",\"module\":\"det\"}\r\n");
    let [start, nest, define] = talk(&lines).try_into().expect("three answers");
    assert_eq!(start, json!({ "id": 1, "tool": "autodiff" }));
    assert_failure(&nest, Value::Null, "no JSON");
    assert_eq!(define, json!({ "id": 2, "success": true }));
}

/// A cluster without points has no second derivative to divide by.
#[test]
fn what_is_no_number_is_null() {
    let input = json!({ "points": [[1.0, 2.0]], "centroids": [[0.0, 2.0], [3.0, 40.0]] });
    let answer = answer(evaluate("kmeans", "dir", &input));
    assert_eq!(answer["output"], json!([[-1.0, 0.0], [null, null]]));
}

#[test]
fn inputs_that_do_not_fit_are_errors() {
    let fails = |module: &str, function: &str, input: Value, why: &str| {
        assert_failure(&answer(evaluate(module, function, &input)), json!(7), why);
    };
    fails("hello", "double", json!("1"), "`input` is no number");
    fails("det", "primal", json!({ "A": [1.0, 2.0, 3.0], "ell": 2 }), "`A` has 3 entries, not 4");
    fails("det", "primal", json!({ "A": [], "ell": 0 }), "no size of a matrix");
    fails("lse", "gradient", json!({ "x": [] }), "`x` is empty");
    fails("lse", "gradient", json!({ "x": [1.0, null] }), "no number");
    fails("lse", "gradient", json!({ "x": [1.0], "min_runs": -1 }), "`min_runs` is no natural number");
    fails("lse", "gradient", json!({ "x": [1.0], "min_seconds": -1 }), "`min_seconds`");
    fails("ode", "primal", json!({ "x": [1.0], "s": 1.5 }), "`s` is no natural number");
    let ragged = json!({ "points": [[1.0, 2.0], [1.0]], "centroids": [[0.0, 0.0]] });
    fails("kmeans", "cost", ragged, "the rows of `points` differ in length");
    let mut mixture = read("gmm/d=2,k=5,n=1000");
    mixture["l"] = json!([[1.0]]);
    fails("gmm", "jacobian", mixture, "`l` is 1 x 1, not 5 x 1");
    let mut model = read("lstm/l=2,c=1024");
    model["sequence"] = json!([[1.0]]);
    fails("lstm", "jacobian", model, "two characters");
}
