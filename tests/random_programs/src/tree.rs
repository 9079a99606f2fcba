//! What the generator makes and the shrinker cuts: source text with holes, so that one tree is written as a program of
//! `f64` for the macro and as the same program over the reference's numbers.

use std::fmt::Write;

/// A piece of a node.
#[derive(Clone, Debug)]
pub enum Part {
    /// Source text that is the same everywhere.
    Text(String),
    /// A float literal; with its type where a method is called on it.
    Literal {
        /// Its value.
        value: f64,
        /// `1.0_f64`
        typed: bool,
    },
    /// The type of the floats.
    Real,
    /// `#[grad]`.
    Attribute,
    /// `<T: Real>`, where the program is generic.
    TypeParameter,
    /// An integer as a float.
    IntAsReal(Box<Node>),
    /// A float that is not negative as an integer.
    RealAsInt(Box<Node>),
    /// `place += value;` and its kin. For `f64` the right side runs first, for other types the left one: there it is
    /// bound first.
    Compound {
        /// Left.
        place: Box<Node>,
        /// Such as `+=`.
        op: &'static str,
        /// Right.
        value: Box<Node>,
    },
    /// A name from here to the end of the block that the statement is in.
    Def(String),
    /// A name in the blocks of this statement.
    Bind(String),
    /// A name that has to be there.
    Use(String),
    /// A part of its own.
    Node(Box<Node>),
}

/// What a node is, so that the shrinker knows what may stand in its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// May be left out.
    Stmt,
    /// Statements, and an expression perhaps.
    Block,
    /// An expression.
    Float,
    /// An index.
    Int,
    /// A condition.
    Bool,
    /// A function that others may call.
    Function,
    /// Has to stay.
    Fixed,
}

/// A tree of source text.
#[derive(Clone, Debug)]
pub struct Node {
    /// What may stand in its place.
    pub kind: Kind,
    /// In order.
    pub parts: Vec<Part>,
}

impl From<&str> for Part {
    fn from(text: &str) -> Part {
        Part::Text(text.to_owned())
    }
}

impl From<String> for Part {
    fn from(text: String) -> Part {
        Part::Text(text)
    }
}

impl From<usize> for Part {
    fn from(number: usize) -> Part {
        Part::Text(number.to_string())
    }
}

impl From<Node> for Part {
    fn from(node: Node) -> Part {
        Part::Node(Box::new(node))
    }
}

impl From<&Node> for Part {
    fn from(node: &Node) -> Part {
        node.clone().into()
    }
}

/// A name that has to be there.
pub fn used(name: &str) -> Part {
    Part::Use(name.to_owned())
}

/// A name for what follows.
pub fn def(name: &str) -> Part {
    Part::Def(name.to_owned())
}

/// A name for the blocks of its statement.
pub fn bind(name: &str) -> Part {
    Part::Bind(name.to_owned())
}

/// `node![Float: "(", a, " + ", b, ")"]`
#[macro_export]
macro_rules! node {
    ($kind:ident: $($part:expr),* $(,)?) => {
        $crate::tree::Node { kind: $crate::tree::Kind::$kind, parts: vec![$($crate::tree::Part::from($part)),*] }
    };
}

/// How a tree is written.
#[derive(Clone, Copy, Debug)]
pub enum Style<'a> {
    /// Over the reference's numbers.
    Reference,
    /// Over `f64`, with the attribute's options.
    Primal(&'a str),
    /// Generic over the float.
    Generic(&'a str),
}

impl Node {
    /// The source.
    pub fn source(&self, style: Style<'_>) -> String {
        let mut out = String::new();
        self.write(style, &mut out);
        out
    }

    fn write(&self, style: Style<'_>, out: &mut String) {
        for part in &self.parts {
            match part {
                Part::Text(text) | Part::Def(text) | Part::Bind(text) | Part::Use(text) => out.push_str(text),
                Part::Literal { value, typed } => literal(*value, *typed, style, out),
                Part::Real => out.push_str(match style {
                    Style::Reference => "D",
                    Style::Primal(_) => "f64",
                    Style::Generic(_) => "T",
                }),
                Part::TypeParameter => {
                    if let Style::Generic(_) = style {
                        out.push_str("<T: Real>");
                    }
                }
                Part::Attribute => match style {
                    Style::Reference => {}
                    Style::Primal("") | Style::Generic("") => out.push_str("#[grad]\n"),
                    Style::Primal(options) | Style::Generic(options) => {
                        let _ = writeln!(out, "#[grad({options})]");
                    }
                },
                Part::IntAsReal(node) => {
                    let (before, after) = match style {
                        Style::Reference => ("((", ").to_real())"),
                        Style::Primal(_) => ("((", ") as f64)"),
                        Style::Generic(_) => ("T::from_f64((", ") as f64)"),
                    };
                    out.push_str(before);
                    node.write(style, out);
                    out.push_str(after);
                }
                Part::Compound { place, op, value } => {
                    let first = !matches!(style, Style::Primal(_));
                    if first {
                        out.push_str("{ let rhs = ");
                        value.write(style, out);
                        out.push_str("; ");
                    }
                    place.write(style, out);
                    let _ = write!(out, " {op} ");
                    if first {
                        out.push_str("rhs; }");
                    } else {
                        value.write(style, out);
                        out.push(';');
                    }
                }
                Part::RealAsInt(node) => {
                    out.push_str("((");
                    node.write(style, out);
                    out.push_str(match style {
                        Style::Reference => ").as_index())",
                        Style::Primal(_) | Style::Generic(_) => ") as usize)",
                    });
                }
                Part::Node(node) => node.write(style, out),
            }
        }
    }

    /// The nodes directly below.
    pub fn children(&self) -> impl Iterator<Item = &Node> {
        self.parts.iter().flat_map(|part| match part {
            Part::Node(node) | Part::IntAsReal(node) | Part::RealAsInt(node) => vec![&**node],
            Part::Compound { place, value, .. } => vec![&**place, &**value],
            _ => Vec::new(),
        })
    }

    /// The nodes directly below, to be changed.
    pub fn children_mut(&mut self) -> impl Iterator<Item = &mut Node> {
        self.parts.iter_mut().flat_map(|part| match part {
            Part::Node(node) | Part::IntAsReal(node) | Part::RealAsInt(node) => vec![&mut **node],
            Part::Compound { place, value, .. } => vec![&mut **place, &mut **value],
            _ => Vec::new(),
        })
    }

    /// How many nodes there are.
    pub fn size(&self) -> usize {
        1 + self.children().map(Node::size).sum::<usize>()
    }

    /// Whether every name that is used is there.
    pub fn is_scoped(&self) -> bool {
        scoped(self, &mut Vec::new())
    }
}

fn literal(value: f64, typed: bool, style: Style<'_>, out: &mut String) {
    let _ = match style {
        Style::Reference => write!(out, "c({value:?})"),
        Style::Generic(_) => write!(out, "T::from_f64({value:?})"),
        Style::Primal(_) if value < 0.0 && typed => write!(out, "({value:?}_f64)"),
        Style::Primal(_) if typed => write!(out, "{value:?}_f64"),
        Style::Primal(_) if value < 0.0 => write!(out, "({value:?})"),
        Style::Primal(_) => write!(out, "{value:?}"),
    };
}

/// Goes through a node in the order of the source; what it defines stays in `names` afterwards.
fn scoped(node: &Node, names: &mut Vec<String>) -> bool {
    let outside = names.len();
    let mut defined = Vec::new();
    for part in &node.parts {
        match part {
            Part::Use(name) if !names.contains(name) => return false,
            Part::Def(name) => defined.push(name.clone()),
            Part::Bind(name) => {
                names.push(name.clone());
                // A pattern is a node of its own.
                if node.kind == Kind::Fixed {
                    defined.push(name.clone());
                }
            }
            _ => {}
        }
        let children: &[&Node] = match part {
            Part::Node(child) | Part::IntAsReal(child) | Part::RealAsInt(child) => &[child],
            Part::Compound { place, value, .. } => &[place, value],
            _ => &[],
        };
        for child in children {
            let before = names.len();
            if !scoped(child, names) {
                return false;
            }
            // A statement's names, or a function's, are there for the statements after it.
            if !matches!(child.kind, Kind::Stmt | Kind::Fixed | Kind::Function) {
                names.truncate(before);
            }
        }
    }
    names.truncate(outside);
    names.append(&mut defined);
    true
}
