//! Tokens as text that can be read: lines, braces, and paths without their first segments.
//!
//! Not rustfmt, which a macro cannot call; enough for `dump` and for documentation.

use proc_macro2::{Delimiter, Spacing, TokenStream, TokenTree};

/// The text.
pub(crate) fn layout(tokens: TokenStream) -> String {
    let mut layout = Layout { out: String::new(), depth: 0, at_start: true };
    layout.tokens(tokens);
    layout.out.truncate(layout.out.trim_end().len());
    layout.out.push('\n');
    layout.out
}

struct Layout {
    out: String,
    depth: usize,
    /// Nothing has been written on this line yet.
    at_start: bool,
}

impl Layout {
    fn line(&mut self) {
        self.out.truncate(self.out.trim_end_matches(' ').len());
        self.out.push('\n');
        self.out.push_str(&"    ".repeat(self.depth));
        self.at_start = true;
    }

    fn word(&mut self, space: bool, text: &str) {
        if space && !self.at_start {
            self.out.push(' ');
        }
        self.out.push_str(text);
        self.at_start = false;
    }

    fn tokens(&mut self, tokens: TokenStream) {
        let tokens = without_prefixes(tokens.into_iter().collect());
        let mut tight = true;
        for (at, token) in tokens.iter().enumerate() {
            let before = at.checked_sub(1).and_then(|at| tokens.get(at));
            let after = tokens.get(at + 1);
            match token {
                TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => {
                    self.brace(group.stream(), after);
                    tight = self.at_start;
                }
                TokenTree::Group(group) => {
                    let (open, close) = match group.delimiter() {
                        Delimiter::Parenthesis => ("(", ")"),
                        Delimiter::Bracket => ("[", "]"),
                        Delimiter::Brace | Delimiter::None => ("", ""),
                    };
                    let calls = match before {
                        Some(TokenTree::Ident(ident)) => !is_keyword(&ident.to_string()),
                        Some(TokenTree::Group(_)) => true,
                        Some(TokenTree::Punct(punct)) => matches!(punct.as_char(), '!' | '#' | '>'),
                        _ => false,
                    };
                    self.word(!tight && !calls, open);
                    let outer = std::mem::replace(&mut self.at_start, true);
                    self.tokens(group.stream());
                    self.at_start = outer && group.stream().is_empty() && open.is_empty();
                    self.out.push_str(close);
                    tight = false;
                    if matches!(before, Some(TokenTree::Punct(punct)) if punct.as_char() == '#') {
                        self.line();
                        tight = true;
                    }
                }
                TokenTree::Punct(punct) => {
                    let char = punct.as_char();
                    let (space_before, space_after) = spaces(char, punct.spacing(), before);
                    self.word(space_before && !tight, char.encode_utf8(&mut [0; 4]));
                    tight = !space_after;
                    if char == ';' || (char == ',' && self.ends_with_brace()) {
                        self.line();
                        tight = true;
                    }
                }
                TokenTree::Ident(_) | TokenTree::Literal(_) => {
                    self.word(!tight, &token.to_string());
                    tight = false;
                }
            }
        }
    }

    fn ends_with_brace(&self) -> bool {
        self.out.trim_end_matches(',').ends_with('}')
    }

    fn brace(&mut self, inner: TokenStream, after: Option<&TokenTree>) {
        self.word(true, "{");
        if inner.is_empty() {
            self.out.push('}');
        } else {
            self.depth += 1;
            self.line();
            self.tokens(inner);
            self.depth -= 1;
            self.out.truncate(self.out.trim_end().len());
            self.line();
            self.word(false, "}");
        }
        let goes_on = match after {
            Some(TokenTree::Punct(punct)) => matches!(punct.as_char(), ',' | ';' | '.' | ')' | '?'),
            Some(TokenTree::Ident(ident)) => ident == "else",
            _ => after.is_none(),
        };
        if !goes_on {
            self.line();
        }
    }
}

/// Whether a space stands before and after a punctuation character.
fn spaces(char: char, spacing: Spacing, before: Option<&TokenTree>) -> (bool, bool) {
    let joined = matches!(before, Some(TokenTree::Punct(punct)) if punct.spacing() == Spacing::Joint && punct.as_char() != ',');
    let operand_before = matches!(before, Some(TokenTree::Ident(ident)) if !is_keyword(&ident.to_string()))
        || matches!(before, Some(TokenTree::Literal(_) | TokenTree::Group(_)));
    match char {
        ',' | ';' => (false, true),
        '.' | '?' | '\'' => (char == '\'', false),
        ':' if spacing == Spacing::Joint => (!operand_before && !joined, false),
        ':' => (false, !joined),
        '&' | '-' | '*' | '!' | '#' => (!joined, operand_before && spacing == Spacing::Alone),
        '<' if operand_before => (false, false),
        '>' if !joined => (false, true),
        _ => (!joined, spacing == Spacing::Alone),
    }
}

fn is_keyword(word: &str) -> bool {
    matches!(
        word,
        "if" | "else"
            | "match"
            | "let"
            | "mut"
            | "in"
            | "return"
            | "move"
            | "break"
            | "as"
            | "use"
            | "impl"
            | "dyn"
            | "ref"
    )
}

/// `::autodiff::__private::core::option::Option` is `Option`: the emitted paths are absolute so that no name of the
/// user's gets in between, but nobody wants to read them.
fn without_prefixes(tokens: Vec<TokenTree>) -> Vec<TokenTree> {
    let mut out: Vec<TokenTree> = Vec::new();
    let mut rest = tokens.into_iter().peekable();
    while let Some(token) = rest.next() {
        let is_private = matches!(&token, TokenTree::Ident(ident) if ident == "__private");
        if is_private {
            // `::krate::`, or `krate::` where the facade has another path.
            while pop_path_separator(&mut out) {
                match out.last() {
                    Some(TokenTree::Ident(ident)) if !is_keyword(&ident.to_string()) => {
                        out.truncate(out.len() - 1)
                    }
                    _ => break,
                }
            }
            for _ in 0..2 {
                rest.next_if(|token| matches!(token, TokenTree::Punct(punct) if punct.as_char() == ':'));
            }
            let modules = ["core", "option", "ops", "clone"];
            while rest.next_if(|token| matches!(token, TokenTree::Ident(ident) if modules.iter().any(|name| ident == name))).is_some() {
                for _ in 0..2 {
                    rest.next_if(|token| matches!(token, TokenTree::Punct(punct) if punct.as_char() == ':'));
                }
            }
        } else {
            out.push(token);
        }
    }
    out
}

fn pop_path_separator(out: &mut Vec<TokenTree>) -> bool {
    let is_colon = |token: &TokenTree, spacing: Spacing| matches!(token, TokenTree::Punct(punct) if punct.as_char() == ':' && punct.spacing() == spacing);
    match &out[..] {
        [.., first, second] if is_colon(first, Spacing::Joint) && is_colon(second, Spacing::Alone) => {
            out.truncate(out.len() - 2);
            true
        }
        _ => false,
    }
}
