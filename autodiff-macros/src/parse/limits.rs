//! Limits of what is parsed. syn, this compiler and rustc follow a nest by recursion, and would run out of stack.

use proc_macro2::{Delimiter, Spacing, TokenStream, TokenTree};

use crate::diagnostics::{Diagnostics, Refusal};

/// How deep brackets may nest. What is left of a function is measured more closely in `lower`.
const BRACKETS: usize = 256;

/// How deep types may nest.
const TYPES: usize = 64;

/// How many operators may stand before one operand.
const PREFIXES: usize = 128;

/// How many operators one expression may have.
const OPERATORS: usize = 2000;

/// Whether an item is within all limits; refuses the first token that is not.
pub(super) fn limits(item: &TokenStream, diag: &mut Diagnostics) -> bool {
    let mut around = vec![(item.clone().into_iter(), Expression::default())];
    while let Some((tokens, expression)) = around.last_mut() {
        let Some(token) = tokens.next() else {
            around.pop();
            continue;
        };
        expression.token(&token);
        let inner = match &token {
            TokenTree::Group(group) => Some(group.stream().into_iter()),
            _ => None,
        };
        let refusal = match expression.refusal() {
            None if around.len() > BRACKETS => Some(Refusal::TooDeep(BRACKETS.to_string())),
            refusal => refusal,
        };
        if let Some(refusal) = refusal {
            diag.refuse(token, refusal);
            return false;
        }
        around.extend(inner.map(|tokens| (tokens, Expression::default())));
    }
    true
}

/// What has been seen of an expression, between brackets, commas and semicolons.
#[derive(Default)]
struct Expression {
    operators: usize,
    /// Before the next operand.
    prefixes: usize,
    /// `a = b = c`
    assignments: usize,
    /// Types that are open.
    types: usize,
    before: Before,
}

/// The token before.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Before {
    #[default]
    Nothing,
    Operand,
    /// A block, behind which a statement may begin.
    Block,
    Operator(char, Spacing),
}

impl Expression {
    fn token(&mut self, token: &TokenTree) {
        let before = self.before;
        self.before = match token {
            TokenTree::Punct(punct) => {
                self.punct(punct.as_char(), punct.spacing());
                Before::Operator(punct.as_char(), punct.spacing())
            }
            // The name of a lifetime.
            TokenTree::Ident(_) if matches!(before, Before::Operator('\'', _)) => before,
            TokenTree::Ident(ident) if KEYWORDS.iter().any(|keyword| ident == keyword) => {
                self.operators += 1;
                self.prefixes += 1;
                Before::Operator(' ', Spacing::Alone)
            }
            TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => Before::Block,
            _ if before == Before::Block => {
                *self = Expression::default();
                Before::Operand
            }
            _ => Before::Operand,
        };
    }

    fn punct(&mut self, char: char, spacing: Spacing) {
        let (second, after_operand) = match self.before {
            Before::Operator(first, Spacing::Joint) => (Some(first), false),
            before => (None, before == Before::Operand),
        };
        match (char, second) {
            (',' | ';', _) => *self = Expression { types: self.types, ..Expression::default() },
            ('&', Some('&')) | ('|', Some('|')) => self.types = 0,
            ('<', _) if after_operand => self.types += 1,
            ('>', Some('-' | '=')) | (':', _) => {}
            ('>', _) => self.types = self.types.saturating_sub(1),
            _ => {}
        }
        if char == ';' {
            self.types = 0;
        }
        // What stands behind an operand is between two of them, or a closure before the next.
        if after_operand && char != '|' {
            self.prefixes = 0;
        }
        if !matches!(char, ',' | ';' | ':' | '\'') {
            self.operators += usize::from(spacing == Spacing::Alone);
            self.prefixes += usize::from(!after_operand);
            self.assignments += usize::from(char == '=' && second.is_none() && spacing == Spacing::Alone);
        }
    }

    fn refusal(&self) -> Option<Refusal> {
        let too_many = |limit: usize| Some(Refusal::TooLong(limit.to_string()));
        match () {
            () if self.operators > OPERATORS => too_many(OPERATORS),
            () if self.prefixes.max(self.assignments) > PREFIXES => too_many(PREFIXES),
            () if self.types > TYPES => Some(Refusal::TooDeep(TYPES.to_string())),
            () => None,
        }
    }
}

/// Words behind which an expression goes on inside of another one.
const KEYWORDS: &[&str] = &["as", "break", "dyn", "else", "move", "mut", "return"];
