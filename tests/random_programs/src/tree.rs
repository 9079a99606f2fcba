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
    Attribute(Needs),
    /// `<T: Real>`, where the program is generic.
    TypeParameter,
    /// An integer as a float.
    IntAsReal(Box<Node>),
    /// A float that is not negative as an integer.
    RealAsInt(Box<Node>),
    /// A float as one of the other precision and back.
    Rounded(Box<Node>),
    /// A field of a struct that carries no derivative.
    Field(&'static str),
    /// Source text that the reference alone has: what the macro makes in the program.
    OnlyReference(String),
    /// Source text that the program alone has.
    OnlyProgram(String),
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

/// What an attribute says beside what the expansion says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Needs {
    /// `recursive`
    pub recursive: bool,
    /// `associated`
    pub associated: bool,
    /// `hvp` in any case, and `third` where the program has `hvp`: its gradient is taken in the program.
    pub second: bool,
    /// `jvp` too, if there is `hvp`.
    pub tangents: bool,
    /// `third` too, if there is `hvp`: its product with the Hessian is taken in the program.
    pub products: bool,
    /// The parameters of `wrt(..)` as bits.
    pub wrt: Option<u32>,
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

/// What the floats of a program are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Float {
    /// `f64`
    Double,
    /// `f32`
    Single,
    /// `T: Real`
    Generic,
}

/// How a tree is written.
#[derive(Clone, Copy, Debug)]
pub struct Style<'a> {
    /// The floats of the program.
    pub float: Float,
    /// The attribute's options; nothing where the program is written over the reference's numbers.
    pub options: Option<&'a str>,
}

impl Style<'_> {
    fn real(self) -> &'static str {
        match (self.options, self.float) {
            (None, _) => "D",
            (_, Float::Double) => "f64",
            (_, Float::Single) => "f32",
            (_, Float::Generic) => "T",
        }
    }

    /// What stands around a node, in the reference and over each kind of floats.
    fn around<'b>(self, reference: [&'b str; 2], floats: [[&'b str; 2]; 3]) -> [&'b str; 2] {
        match (self.options, self.float) {
            (None, _) => reference,
            (_, Float::Double) => floats[0],
            (_, Float::Single) => floats[1],
            (_, Float::Generic) => floats[2],
        }
    }
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
                Part::Node(node) => node.write(style, out),
                Part::IntAsReal(node) => {
                    let generic = ["T::from_f64((", ") as f64)"];
                    let floats = [["((", ") as f64)"], ["((", ") as f32)"], generic];
                    node.write_between(style.around(["((", ").to_real())"], floats), style, out);
                }
                Part::RealAsInt(node) => {
                    let floats = [["((", ") as usize)"]; 3];
                    node.write_between(style.around(["((", ").as_index())"], floats), style, out);
                }
                Part::Rounded(node) => {
                    let exact = style.float != Float::Double;
                    let reference = ["(", if exact { ")" } else { ").rounded()" }];
                    let floats = [["(((", ") as f32) as f64)"], ["(f64::from(", ") as f32)"], ["(", ")"]];
                    node.write_between(style.around(reference, floats), style, out);
                }
                Part::Compound { place, op, value } => compound([place, value], op, style, out),
                _ => self::write(part, style, out),
            }
        }
    }

    fn write_between(&self, [before, after]: [&str; 2], style: Style<'_>, out: &mut String) {
        out.push_str(before);
        self.write(style, out);
        out.push_str(after);
    }

    /// The nodes directly below.
    pub fn children(&self) -> impl Iterator<Item = &Node> {
        self.parts.iter().flat_map(|part| match part {
            Part::Node(node) | Part::IntAsReal(node) | Part::RealAsInt(node) | Part::Rounded(node) => {
                vec![&**node]
            }
            Part::Compound { place, value, .. } => vec![&**place, &**value],
            _ => Vec::new(),
        })
    }

    /// The nodes directly below, to be changed.
    pub fn children_mut(&mut self) -> impl Iterator<Item = &mut Node> {
        self.parts.iter_mut().flat_map(|part| match part {
            Part::Node(node) | Part::IntAsReal(node) | Part::RealAsInt(node) | Part::Rounded(node) => {
                vec![&mut **node]
            }
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
        self.missing().is_none()
    }

    /// A name that is used and not there.
    pub fn missing(&self) -> Option<String> {
        scoped(self, &mut Vec::new()).err()
    }
}

/// A part without nodes.
fn write(part: &Part, style: Style<'_>, out: &mut String) {
    match part {
        Part::Text(text) | Part::Def(text) | Part::Bind(text) | Part::Use(text) => out.push_str(text),
        Part::Literal { value, typed } => literal(*value, *typed, style, out),
        Part::Real => out.push_str(style.real()),
        Part::TypeParameter if style.real() == "T" => out.push_str("<T: Real>"),
        Part::Field(name) => {
            let [before, after] =
                style.around(["c(", ")"], [["", ""], ["(", " as f32)"], ["T::from_f64(", ")"]]);
            let _ = write!(out, "{before}{name}{after}");
        }
        Part::Attribute(needs) => attribute(*needs, style, out),
        Part::OnlyReference(text) if style.options.is_none() => out.push_str(text),
        Part::OnlyProgram(text) if style.options.is_some() => out.push_str(text),
        _ => {}
    }
}

/// `place += value;`, where the value is bound first in all but the program over `f64`.
fn compound([place, value]: [&Node; 2], op: &str, style: Style<'_>, out: &mut String) {
    if style.options.is_some() && style.float != Float::Generic {
        place.write_between(["", &format!(" {op} ")], style, out);
        value.write_between(["", ";"], style, out);
    } else {
        value.write_between(["{ let rhs = ", "; "], style, out);
        place.write_between(["", &format!(" {op} rhs; }}")], style, out);
    }
}

fn attribute(needs: Needs, style: Style<'_>, out: &mut String) {
    let Some(options) = style.options else { return };
    let mut all: Vec<&str> = options.split(", ").filter(|option| !option.is_empty()).collect();
    let third = needs.second && (needs.products || all.contains(&"hvp"));
    let wrt = needs.wrt.map(|bits| {
        let names = (0..32).filter(|at| bits & (1 << at) != 0).map(|at| format!("h{at}"));
        format!("wrt({})", names.collect::<Vec<_>>().join(", "))
    });
    all.extend(wrt.as_deref());
    let more = [
        (needs.recursive, "recursive"),
        (needs.associated, "associated"),
        (needs.second, "hvp"),
        (third, "third"),
        (needs.second && needs.tangents, "jvp"),
    ];
    for (_, option) in more.into_iter().filter(|(needed, _)| *needed) {
        if !all.contains(&option) {
            all.push(option);
        }
    }
    let _ = match &all[..] {
        [] => writeln!(out, "#[grad]"),
        _ => writeln!(out, "#[grad({})]", all.join(", ")),
    };
}

fn literal(value: f64, typed: bool, style: Style<'_>, out: &mut String) {
    let (real, negative) = (style.real(), value < 0.0);
    let _ = match (real, typed) {
        // A literal of `f32` is rounded.
        ("D", _) if style.float == Float::Single => write!(out, "c(f64::from({value:?}_f32))"),
        ("D", _) => write!(out, "c({value:?})"),
        ("T", _) => write!(out, "T::from_f64({value:?})"),
        (_, true) if negative => write!(out, "({value:?}_{real})"),
        (_, true) => write!(out, "{value:?}_{real}"),
        _ if negative => write!(out, "({value:?})"),
        _ => write!(out, "{value:?}"),
    };
}

/// Goes through a node in the order of the source; what it defines stays in `names` afterwards.
fn scoped(node: &Node, names: &mut Vec<String>) -> Result<(), String> {
    let outside = names.len();
    let mut defined = Vec::new();
    for part in &node.parts {
        match part {
            Part::Use(name) if !names.contains(name) => return Err(name.clone()),
            Part::Def(name) => defined.push(name.clone()),
            Part::Bind(name) => names.push(name.clone()),
            _ => {}
        }
        let children: &[&Node] = match part {
            Part::Node(child) | Part::IntAsReal(child) | Part::RealAsInt(child) | Part::Rounded(child) => {
                &[child]
            }
            Part::Compound { place, value, .. } => &[place, value],
            _ => &[],
        };
        for child in children {
            let before = names.len();
            scoped(child, names)?;
            // A statement's names, or a function's, are there for the statements after it.
            if !matches!(child.kind, Kind::Stmt | Kind::Fixed | Kind::Function) {
                names.truncate(before);
            }
        }
    }
    // A pattern is a node of its own, and may have others in it.
    if node.kind != Kind::Fixed {
        names.truncate(outside);
    }
    names.append(&mut defined);
    Ok(())
}
