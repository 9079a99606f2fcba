//! `#[grad(dump)]` and `AUTODIFF_DUMP=name`: what each stage makes of a function, on standard error.

use std::fmt::Write as _;

use proc_macro2::{Delimiter, TokenStream, TokenTree};

use crate::analyse::Facts;
use crate::ir::Func;
use crate::parse::Function;

/// Prints, or does nothing.
pub(crate) struct Dump {
    name: Option<String>,
}

impl Dump {
    /// Whether this function was asked for.
    pub(crate) fn of(function: &Function) -> Dump {
        let name = function.item.sig.ident.to_string();
        let asked =
            std::env::var("AUTODIFF_DUMP").is_ok_and(|wanted| wanted.split(',').any(|wanted| wanted == name));
        Dump { name: (function.options.dump || asked).then_some(name) }
    }

    /// The IR after a stage.
    pub(crate) fn ir(&self, stage: &str, func: &Func) {
        self.section(stage, || func.to_string());
    }

    /// What the analyses found.
    pub(crate) fn facts(&self, func: &Func, facts: &Facts) {
        self.section("analyse", || {
            let names = |set: &std::collections::BTreeSet<_>| {
                set.iter().map(|var| func.var(*var).ident.to_string()).collect::<Vec<_>>().join(" ")
            };
            format!("active: {}\nrecord: {}\n", names(&facts.active), names(&facts.record))
        });
    }

    /// The generated code.
    pub(crate) fn code(&self, tokens: &TokenStream) {
        self.section("emit", || layout(tokens));
    }

    fn section(&self, stage: &str, text: impl FnOnce() -> String) {
        if let Some(name) = &self.name {
            eprintln!("== {name}: {stage}\n{}", text());
        }
    }
}

/// Tokens laid out by lines and braces. Not rustfmt, but readable without another dependency.
pub(crate) fn layout(tokens: &TokenStream) -> String {
    let mut out = String::new();
    lay(tokens.clone(), 0, &mut out);
    out
}

fn lay(tokens: TokenStream, depth: usize, out: &mut String) {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let mut glue = true;
    for (at, token) in tokens.iter().enumerate() {
        let next = tokens.get(at + 1);
        match token {
            TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => {
                if group.stream().is_empty() {
                    out.push_str(" {}");
                } else {
                    out.push_str(" {");
                    line(out, depth + 1);
                    lay(group.stream(), depth + 1, out);
                    trim(out);
                    line(out, depth);
                    out.push('}');
                }
                if !continues(next) {
                    line(out, depth);
                    glue = true;
                    continue;
                }
                glue = false;
            }
            TokenTree::Group(group) => {
                let (open, close) = match group.delimiter() {
                    Delimiter::Parenthesis => ("(", ")"),
                    Delimiter::Bracket => ("[", "]"),
                    Delimiter::Brace | Delimiter::None => ("", ""),
                };
                let attached = at > 0 && matches!(&tokens[at - 1], TokenTree::Ident(_) | TokenTree::Group(_))
                    || at > 0
                        && matches!(&tokens[at - 1], TokenTree::Punct(punct) if "!#>".contains(punct.as_char()));
                if !glue && !attached {
                    out.push(' ');
                }
                out.push_str(open);
                lay(group.stream(), depth, out);
                out.push_str(close);
                glue = false;
                let attribute =
                    at > 0 && matches!(&tokens[at - 1], TokenTree::Punct(punct) if punct.as_char() == '#');
                if attribute {
                    line(out, depth);
                    glue = true;
                }
            }
            TokenTree::Punct(punct) => {
                let char = punct.as_char();
                let tight = ",;.?:".contains(char);
                if !tight && !glue {
                    out.push(' ');
                }
                out.push(char);
                glue = punct.spacing() == proc_macro2::Spacing::Joint
                    || ".&#!'".contains(char)
                    || (char == ':' && at > 0 && is_colon(&tokens[at - 1]));
                if char == ';' {
                    line(out, depth);
                    glue = true;
                }
            }
            TokenTree::Ident(_) | TokenTree::Literal(_) => {
                if !glue {
                    out.push(' ');
                }
                let _ = write!(out, "{token}");
                glue = false;
            }
        }
    }
}

fn is_colon(token: &TokenTree) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.as_char() == ':')
}

/// Whether what follows a brace belongs on its line.
fn continues(next: Option<&TokenTree>) -> bool {
    match next {
        Some(TokenTree::Punct(punct)) => ",;.)?".contains(punct.as_char()),
        Some(TokenTree::Ident(ident)) => ident == "else",
        _ => false,
    }
}

fn line(out: &mut String, depth: usize) {
    out.push('\n');
    for _ in 0..depth {
        out.push_str("    ");
    }
}

fn trim(out: &mut String) {
    out.truncate(out.trim_end().len());
}
