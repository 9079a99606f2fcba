//! `message ::= start | define | evaluate | other`, each a JSON object with an `id` that its answer repeats.

use std::any::Any;
use std::panic::{self, AssertUnwindSafe};

use serde_json::{Map, Value, json};

use crate::evals::{self, Eval};
use crate::input::Input;
use crate::runs::Runs;

/// The answer to one line. What is wrong with a message is said in the answer.
pub(crate) fn answer(line: &[u8]) -> Value {
    let message = match serde_json::from_slice::<Value>(line) {
        Ok(message) => message,
        Err(why) => return failure(&Value::Null, &format!("this is no JSON: {why}")),
    };
    let id = &message["id"];
    let Value::Object(fields) = &message else {
        return failure(&Value::Null, "a message is a JSON object");
    };
    if id.is_null() {
        return failure(id, "a message has an `id`");
    }
    match text(fields, "kind") {
        Err(why) => failure(id, &why),
        Ok("start") => json!({ "id": id, "tool": "autodiff" }),
        Ok("define") => match module(fields) {
            Ok(_) => json!({ "id": id, "success": true }),
            Err(why) => failure(id, &why),
        },
        Ok("evaluate") => match evaluate(fields) {
            Ok((output, runs)) => {
                json!({ "id": id, "success": true, "output": output, "timings": runs.timings() })
            }
            Err(why) => failure(id, &why),
        },
        Ok(_) => json!({ "id": id }),
    }
}

fn failure(id: &Value, why: &str) -> Value {
    json!({ "id": id, "success": false, "error": why })
}

fn text<'a>(message: &'a Map<String, Value>, field: &str) -> Result<&'a str, String> {
    let value = message.get(field).ok_or_else(|| format!("the message has no `{field}`"))?;
    value.as_str().ok_or_else(|| format!("`{field}` is no string"))
}

fn module(message: &Map<String, Value>) -> Result<&'static Eval, String> {
    let name = text(message, "module")?;
    evals::ALL.iter().find(|eval| eval.name == name).ok_or_else(|| {
        let known = evals::ALL.iter().map(|eval| eval.name).collect::<Vec<_>>();
        format!("there is no module `{name}`: known are {}", known.join(", "))
    })
}

fn evaluate(message: &Map<String, Value>) -> Result<(Value, Runs), String> {
    let eval = module(message)?;
    let name = text(message, "function")?;
    let (_, function) = eval.functions.iter().find(|(known, _)| *known == name).ok_or_else(|| {
        let known = eval.functions.iter().map(|(known, _)| *known).collect::<Vec<_>>();
        format!("`{}` has no function `{name}`: it has {}", eval.name, known.join(", "))
    })?;
    let input = Input::of(message.get("input").ok_or("the message has no `input`")?);
    let mut runs = Runs::wanted(input)?;
    // A program may panic on an input that its eval's checks let through. The next message is still to be answered.
    let output = panic::catch_unwind(AssertUnwindSafe(|| function(input, &mut runs)))
        .map_err(|panic| format!("`{}` panicked: {}", eval.name, words(&*panic)))??;
    Ok((output, runs))
}

fn words(panic: &(dyn Any + Send)) -> &str {
    let owned = panic.downcast_ref::<String>().map(String::as_str);
    owned.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("no message")
}
