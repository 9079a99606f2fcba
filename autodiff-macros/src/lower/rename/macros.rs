//! The arguments of the standard macros.
//!
//! ```text
//! list    ::= (expr ,)* [string (, expr)* (, name = expr)*]    println!, assert!, dbg!, ..
//! vec     ::= list | expr ; expr                               vec!
//! matches ::= expr , pattern [if expr]                         matches!
//! ```
//!
//! The string of a list may capture variables inline: `{x:>w$.p$}`.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote};
use syn::ext::IdentExt;
use syn::parse::ParseStream;
use syn::punctuated::Punctuated;
use syn::visit_mut::VisitMut;
use syn::{Expr, ExprLit, ExprPath, Lit, LitStr, Macro, Pat, Path, Result, Token};

use super::Renamer;
use super::patterns::{Match, Name};
use crate::lower::carriers::standard_macro;
use crate::lower::observers::with_text;

/// The expressions that a call of a standard macro evaluates, in the order of the source: every argument
/// (the format string too), the values of named ones, the length of `vec![x; n]`, scrutinee and guard of
/// `matches!`. `None` for other macros and for arguments that do not parse. The macro is known by the last
/// segment of its path.
pub(crate) fn macro_arguments(mac: &Macro) -> Option<Vec<Expr>> {
    Some(match Call::parse(mac)? {
        Call::List { arguments, .. } => arguments.into_iter().map(|argument| argument.value).collect(),
        Call::Repeat { value, length } => vec![value, length],
        Call::Matches { scrutinee, guard, .. } => [Some(scrutinee), guard].into_iter().flatten().collect(),
    })
}

/// Changes the arguments, each with its number, but for the format string. `false` for `vec!`, `matches!` and what is
/// no standard macro.
pub(crate) fn change_arguments(mac: &mut Macro, change: &mut dyn FnMut(usize, &mut Expr)) -> bool {
    let Some(Call::List { mut arguments, format }) = Call::parse(mac) else { return false };
    for (at, argument) in arguments.iter_mut().enumerate().filter(|(at, _)| Some(*at) != format) {
        change(at, &mut argument.value);
    }
    mac.tokens = quote!(#arguments);
    true
}

/// `match scrutinee { pattern => true, _ => false }` for `matches!(scrutinee, pattern)`
pub(crate) fn matches_as_match(mac: &Macro) -> Option<Expr> {
    let Some(Call::Matches { scrutinee, pattern, guard }) = Call::parse(mac) else { return None };
    let guard = guard.map(|guard| quote!(if #guard));
    syn::parse2(quote!(match #scrutinee { #pattern #guard => true, _ => false })).ok()
}

impl Renamer<'_> {
    /// `false`, and nothing done, where [`macro_arguments`] is `None`.
    pub(super) fn rename_known_macro(&mut self, mac: &mut Macro) -> bool {
        let Some(mut call) = Call::parse(mac) else {
            return false;
        };
        match &mut call {
            Call::List { arguments, .. } => {
                arguments.iter_mut().for_each(|argument| self.visit_expr_mut(&mut argument.value));
            }
            Call::Repeat { value, length } => {
                self.visit_expr_mut(value);
                self.visit_expr_mut(length);
            }
            Call::Matches { scrutinee, pattern, guard } => {
                self.visit_expr_mut(scrutinee);
                self.scoped(|this| {
                    this.bind(pattern, Match::Refutable);
                    if let Some(guard) = guard {
                        this.visit_expr_mut(guard);
                    }
                });
            }
        }
        self.supply_captures(&mut call);
        let tokens = call.into_token_stream();
        let is_assertion = standard_macro(mac).is_some_and(|name| name == "assert" || name == "debug_assert");
        mac.tokens = if is_assertion { with_text(tokens, &mac.tokens, self.krate) } else { tokens };
        true
    }

    /// `"{x}"` to `"{x}", x = x_1`: the string still asks for `x`, and gets the variable that was meant.
    fn supply_captures(&self, call: &mut Call) {
        let captures = call.captures();
        let Call::List { arguments, .. } = call else {
            return;
        };
        for (text, span) in captures {
            let name = Name::new(text, span);
            let Some(variable) = self.scopes.variable(&name) else {
                continue;
            };
            if variable.ident == name.text() {
                continue;
            }
            let label = Ident::new(name.text(), span);
            let path = Path::from(variable.at(span));
            arguments.push(Argument {
                label: Some((label, Token![=](span))),
                value: Expr::Path(ExprPath { attrs: Vec::new(), qself: None, path }),
            });
        }
    }
}

/// The arguments of a standard macro, complete enough to be printed again.
enum Call {
    List { arguments: Punctuated<Argument, Token![,]>, format: Option<usize> },
    Repeat { value: Expr, length: Expr },
    Matches { scrutinee: Expr, pattern: Pat, guard: Option<Expr> },
}

/// `label = value`, or only a value.
struct Argument {
    label: Option<(Ident, Token![=])>,
    value: Expr,
}

impl Call {
    fn parse(mac: &Macro) -> Option<Self> {
        let name = standard_macro(mac)?;
        let format = match name.as_str() {
            "vec" => return mac.parse_body_with(Self::parse_vec).ok(),
            "matches" => return mac.parse_body_with(Self::parse_matches).ok(),
            "dbg" => None,
            "format" | "format_args" | "print" | "println" | "eprint" | "eprintln" | "panic" | "todo"
            | "unimplemented" | "unreachable" => Some(0),
            "assert" | "debug_assert" | "write" | "writeln" => Some(1),
            "assert_eq" | "assert_ne" | "debug_assert_eq" | "debug_assert_ne" => Some(2),
            _ => return None,
        };
        mac.parse_body_with(|input: ParseStream| Self::parse_list(input, format)).ok()
    }

    /// `format` is the index of the format string.
    fn parse_list(input: ParseStream, format: Option<usize>) -> Result<Self> {
        let mut arguments = Punctuated::new();
        while !input.is_empty() {
            // before the format string, `x = 1` is an assignment
            let may_be_named = format.is_some_and(|format| arguments.len() > format);
            let is_named = may_be_named
                && input.peek(Ident::peek_any)
                && input.peek2(Token![=])
                && !input.peek2(Token![==]);
            let label = if is_named { Some((input.call(Ident::parse_any)?, input.parse()?)) } else { None };
            arguments.push_value(Argument { label, value: input.parse()? });
            if !input.is_empty() {
                arguments.push_punct(input.parse()?);
            }
        }
        Ok(Self::List { arguments, format })
    }

    fn parse_vec(input: ParseStream) -> Result<Self> {
        let ahead = input.fork();
        if ahead.parse::<Expr>().is_err() || !ahead.peek(Token![;]) {
            return Self::parse_list(input, None);
        }
        let value = input.parse()?;
        input.parse::<Token![;]>()?;
        Ok(Self::Repeat { value, length: input.parse()? })
    }

    fn parse_matches(input: ParseStream) -> Result<Self> {
        let scrutinee = input.parse()?;
        input.parse::<Token![,]>()?;
        let pattern = input.call(Pat::parse_multi_with_leading_vert)?;
        let guard = match input.parse::<Option<Token![if]>>()? {
            Some(_) => Some(input.parse()?),
            None => None,
        };
        input.parse::<Option<Token![,]>>()?;
        Ok(Self::Matches { scrutinee, pattern, guard })
    }

    /// The names that the format string takes from the scope, each once, with the span (and thereby
    /// the hygiene) that rustc gives them: the string's.
    fn captures(&self) -> Vec<(String, Span)> {
        let Self::List { arguments, format: Some(format) } = self else {
            return Vec::new();
        };
        let Some(string) = arguments.iter().nth(*format).and_then(|a| string_literal(&a.value)) else {
            return Vec::new();
        };
        let given = |name: &str| {
            arguments
                .iter()
                .any(|argument| argument.label.as_ref().is_some_and(|(label, _)| label.unraw() == name))
        };
        let mut captures = Vec::new();
        for name in names_in_format(&string.value()) {
            if !given(&name) && !captures.iter().any(|(seen, _)| *seen == name) {
                captures.push((name, string.span()));
            }
        }
        captures
    }
}

impl ToTokens for Call {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        tokens.extend(match self {
            Self::List { arguments, .. } => quote!(#arguments),
            Self::Repeat { value, length } => quote!(#value; #length),
            Self::Matches { scrutinee, pattern, guard: None } => quote!(#scrutinee, #pattern),
            Self::Matches { scrutinee, pattern, guard: Some(guard) } => {
                quote!(#scrutinee, #pattern if #guard)
            }
        });
    }
}

impl ToTokens for Argument {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        if let Some((label, eq)) = &self.label {
            label.to_tokens(tokens);
            eq.to_tokens(tokens);
        }
        self.value.to_tokens(tokens);
    }
}

fn string_literal(expr: &Expr) -> Option<&LitStr> {
    match expr {
        Expr::Lit(ExprLit { lit: Lit::Str(string), .. }) => Some(string),
        // `$format` of a macro that forwards it
        Expr::Group(group) => string_literal(&group.expr),
        _ => None,
    }
}

/// The names in the placeholders of a format string, repeated as there. A malformed string yields
/// anything; rustc will refuse it.
fn names_in_format(format: &str) -> Vec<String> {
    let mut names = Vec::new();
    let mut rest = format;
    while let Some((_, after)) = rest.split_once('{') {
        if let Some(after_escape) = after.strip_prefix('{') {
            rest = after_escape;
            continue;
        }
        let Some(end) = after.find([':', '}']) else {
            break;
        };
        let (argument, mut tail) = after.split_at(end);
        names.extend(identifier(argument.trim()));
        if let Some(spec) = tail.strip_prefix(':') {
            let spec = skip_fill(spec);
            let (counts, after_spec) = spec.split_at(spec.find('}').unwrap_or(spec.len()));
            names.extend(names_in_counts(counts));
            tail = after_spec;
        }
        rest = tail.strip_prefix('}').unwrap_or(tail);
    }
    names
}

/// A fill may be any character, even a brace: `{x:}<9}`.
fn skip_fill(spec: &str) -> &str {
    let mut chars = spec.chars();
    let is_filled = chars.next().is_some() && matches!(chars.next(), Some('<' | '^' | '>'));
    if is_filled { chars.as_str() } else { spec }
}

/// `w` and `p` of `+#0w$.p$e`.
fn names_in_counts(counts: &str) -> impl Iterator<Item = String> {
    let is_flag_or_dot = |c: char| !c.is_alphanumeric() && c != '_';
    counts.split_inclusive('$').filter_map(move |part| {
        let before_dollar = part.strip_suffix('$')?;
        let word = before_dollar.rsplit(is_flag_or_dot).next()?;
        // a leading `0` is the flag; other digits are a positional argument
        identifier(word.trim_start_matches('0'))
    })
}

fn identifier(word: &str) -> Option<String> {
    let is_identifier = word.starts_with(|c: char| c.is_alphabetic() || c == '_')
        && word.chars().all(|c| c.is_alphanumeric() || c == '_');
    is_identifier.then(|| word.to_owned())
}

#[cfg(test)]
mod tests {
    use super::super::tests::assert_renames;
    use super::*;

    #[test]
    fn arguments_are_renamed_as_expressions() {
        assert_renames(
            &["x"],
            quote!(let x = x; print!("{} {}", x, p.x,); std::assert!(x > 0.0, "{}", x); vec![|x| x, x]; vec![x; x]; write!(x, "{a}", a = x);),
            quote!(let x_1 = x; print!("{} {}", x_1, p.x,); std::assert!(x_1 > 0.0, "{}", x_1); vec![|x_2| x_2, x_1]; vec![x_1; x_1]; write!(x_1, "{a}", a = x_1);),
        );
        assert_renames(
            &["x"],
            quote!(let x = 1; format!("{}", vec![{ let x = x; x }, format!("{}", x)])),
            quote!(let x_1 = 1; format!("{}", vec![{ let x_2 = x_1; x_2 }, format!("{}", x_1)])),
        );
    }

    #[test]
    fn the_pattern_of_matches_binds_in_its_guard() {
        assert_renames(
            &["x"],
            quote!(matches!(x, Some(x) | Ok(x) if x > 0) && x; matches!(x, None)),
            quote!(matches!(x, Some(x_1) | Ok(x_1) if x_1 > 0) && x; matches!(x, None)),
        );
    }

    #[test]
    fn captures_of_renamed_variables_are_supplied_by_name() {
        assert_renames(
            &["x", "w"],
            quote!(let x = 1; println!("{x}"); println!("{x:?} {x} {w}",); let w = 2; print!("{{x}} {0:>w$}", x)),
            quote!(let x_1 = 1; println!("{x}", x = x_1); println!("{x:?} {x} {w}", x = x_1); let w_1 = 2; print!("{{x}} {0:>w$}", x_1, w = w_1)),
        );
        // only in the format string, and only where no argument has the name
        assert_renames(
            &["x"],
            quote!(let x = 1; assert_eq!("{x}", x, "{x}"); format!("{x}", x = 2); dbg!("{x}"); panic!()),
            quote!(let x_1 = 1; assert_eq!("{x}", x_1, "{x}", x = x_1); format!("{x}", x = 2); dbg!("{x}"); panic!()),
        );
        assert_renames(
            &["r#type"],
            quote!(let _ = format!("{type}");),
            quote!(let _ = format!("{type}", type = r#type);),
        );
    }

    #[test]
    fn arguments_that_do_not_parse_are_renamed_by_their_tokens() {
        assert_renames(
            &["x"],
            quote!(let x = 1; println!("{}" x p.x)),
            quote!(let x_1 = 1; println!("{}" x_1 p.x)),
        );
    }

    #[test]
    fn placeholders_name_arguments_widths_and_precisions() {
        for (format, names) in [
            ("{} {0} {:1$} {:.*} {:?}", &[][..]),
            ("{{a}} {b} }} {{{c}}}", &["b", "c"]),
            ("{a:?}{ b :>w$.p$}{:+#0v$e}{:.q$?}", &["a", "b", "w", "p", "v", "q"]),
            ("{a:}<9}{b:{>w$}{c}", &["a", "b", "w", "c"]),
            ("{_a1:é^ß$}", &["_a1", "ß"]),
            ("{a", &[]),
            ("{a:w$", &["a", "w"]),
            ("{1a} {a b} {a.b}", &[]),
        ] {
            assert_eq!(names_in_format(format), names, "{format}");
        }
    }

    fn arguments(mac: TokenStream) -> Option<String> {
        let expressions = macro_arguments(&syn::parse2(mac).unwrap())?;
        Some(quote!(#(#expressions),*).to_string())
    }

    #[test]
    fn the_arguments_of_standard_macros_are_told() {
        for (mac, expected) in [
            (quote!(dbg!(a, x = 1)), quote!(a, x = 1)),
            (quote!(core::assert!(a < b, "{c}{}", e, d = f)), quote!(a < b, "{c}{}", e, f)),
            (quote!(vec![a; n]), quote!(a, n)),
            (quote!(vec![a, b,]), quote!(a, b)),
            (quote!(matches!(a, Some(b) if b > c)), quote!(a, b > c)),
            (quote!(unreachable!()), quote!()),
        ] {
            assert_eq!(arguments(mac), Some(expected.to_string()));
        }
    }

    #[test]
    fn other_macros_tell_nothing() {
        for mac in [quote!(m!(a)), quote!(assert_close!(a, b)), quote!(dbg!(a b)), quote!(matches!(a))] {
            assert_eq!(arguments(mac), None);
        }
    }
}
