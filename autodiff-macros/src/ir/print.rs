//! The stable text form of the IR, for tests and `dump`.

use std::fmt::{Display, Formatter, Result};

use quote::ToTokens;

use super::{
    Arg, Atom, Block, Call, Callee, Change, Code, End, Func, Head, Label, LoopHead, Place, Proj, Slot,
    StmtKind, Value, VarId, Zero,
};
use crate::rules::Op;

impl Display for Func {
    fn fmt(&self, f: &mut Formatter) -> Result {
        let params: Vec<String> = self.params.iter().map(|param| self.name_of(param.var)).collect();
        writeln!(f, "{}({})", self.name, params.join(", "))?;
        self.print_block(f, &self.body, 1)?;
        match &self.result {
            Some(result) => writeln!(f, "  result {}", self.atom(result))?,
            None => writeln!(f, "  result ()")?,
        }
        for tangents in &self.tangents {
            for (param, tangent) in self.params.iter().zip(&tangents.params) {
                if let Some(tangent) = tangent {
                    writeln!(f, "  tangent {} = {}", self.name_of(param.var), self.name_of(*tangent))?;
                }
            }
            match tangents.result {
                Some(result) => writeln!(f, "  tangent result {}", self.name_of(result))?,
                None => writeln!(f, "  tangent result zero")?,
            }
        }
        if let Some(reverse) = &self.reverse {
            writeln!(f, "reverse({})", self.name_of(reverse.seed))?;
            self.print_block(f, &reverse.body, 1)?;
            for (param, ct) in self.params.iter().zip(&reverse.cotangents) {
                if let Some(ct) = ct {
                    writeln!(f, "  slot {} = {}", self.name_of(param.var), self.name_of(ct.var))?;
                }
            }
        }
        Ok(())
    }
}

impl Func {
    fn name_of(&self, var: VarId) -> String {
        format!("{}%{}", self.var(var).ident, var.0)
    }

    fn names(&self, vars: &[VarId]) -> String {
        vars.iter().map(|var| self.name_of(*var)).collect::<Vec<_>>().join(", ")
    }

    fn print_block(&self, f: &mut Formatter, block: &Block, depth: usize) -> Result {
        let pad = "  ".repeat(depth);
        for stmt in &block.stmts {
            match &stmt.kind {
                StmtKind::Let(var, value) => {
                    writeln!(f, "{pad}let {} = {}", self.name_of(*var), self.value(value))?
                }
                StmtKind::Declare(var) => writeln!(f, "{pad}declare {}", self.name_of(*var))?,
                StmtKind::Bind(var, Some(place)) => {
                    writeln!(f, "{pad}bind {} = {}", self.name_of(*var), self.place(place))?;
                }
                StmtKind::Bind(var, None) => writeln!(f, "{pad}bind {}", self.name_of(*var))?,
                StmtKind::Store { place, value, first } => {
                    let first = if *first { "first " } else { "" };
                    writeln!(f, "{pad}{first}{} = {}", self.place(place), self.atom(value))?;
                }
                StmtKind::Branch(branch) => {
                    let (Head::If(Code(code)) | Head::Match(Code(code))) = &branch.head;
                    writeln!(f, "{pad}branch `{code}`")?;
                    for arm in &branch.arms {
                        match &arm.pattern {
                            Some(pattern) => writeln!(f, "{pad}arm `{}`", pattern.to_token_stream())?,
                            None => writeln!(f, "{pad}arm")?,
                        }
                        self.print_block(f, &arm.body, depth + 1)?;
                    }
                }
                StmtKind::Scope(label, block) => {
                    match label {
                        Some(Label(label)) => writeln!(f, "{pad}scope {label}")?,
                        None => writeln!(f, "{pad}scope")?,
                    }
                    self.print_block(f, block, depth + 1)?;
                }
                StmtKind::Loop(inner) => {
                    let (exit, next) = (inner.exit.0, inner.next.0);
                    match &inner.head {
                        LoopHead::For(pattern, steps) => {
                            let (pattern, code) = (pattern.to_token_stream(), &steps.code.0);
                            writeln!(f, "{pad}loop {exit} {next} for `{pattern}` in `{code}`")?;
                        }
                        LoopHead::While(Code(code)) => writeln!(f, "{pad}loop {exit} {next} while `{code}`")?,
                        LoopHead::Forever => writeln!(f, "{pad}loop {exit} {next}")?,
                    }
                    self.print_block(f, &inner.body, depth + 1)?;
                    if let Some(record) = &inner.record {
                        writeln!(
                            f,
                            "{pad}record {} ({})",
                            self.name_of(record.var),
                            self.names(&record.kept)
                        )?;
                    }
                }
                StmtKind::Restore(record, vars) => {
                    writeln!(f, "{pad}restore {} ({})", self.name_of(*record), self.names(vars))?;
                }
                StmtKind::Unroll { record, mark, vars, body } => {
                    let (record, mark) = (self.name_of(*record), self.name_of(*mark));
                    writeln!(f, "{pad}unroll {record} {mark} ({})", self.names(vars))?;
                    self.print_block(f, body, depth + 1)?;
                }
                StmtKind::Inert(Code(code)) => writeln!(f, "{pad}inert `{code}`")?,
                StmtKind::Split { var, pullback, call, .. } => {
                    let (var, pullback) = (self.name_of(*var), self.name_of(*pullback));
                    writeln!(f, "{pad}split {var}, {pullback} = {}", self.call(call))?;
                }
                StmtKind::Push(place, value) => {
                    writeln!(f, "{pad}push {} {}", self.place(place), self.atom(value))?;
                }
                StmtKind::Permute(place, order, args) => {
                    writeln!(f, "{pad}{} {} ({})", order.name(), self.place(place), self.atoms(args))?;
                }
                StmtKind::Exchange(a, b) => {
                    writeln!(f, "{pad}exchange {} {}", self.place(a), self.place(b))?;
                }
                StmtKind::Reshape { shape, place, change } => {
                    let change = match change {
                        Change::New(None) => "new".to_owned(),
                        Change::New(Some(old)) => format!("new, was {}", self.name_of(*old)),
                        Change::Grown => "grown".to_owned(),
                        Change::Shrunk => "shrunk".to_owned(),
                        Change::Any => "any".to_owned(),
                    };
                    writeln!(f, "{pad}reshape {} {}: {change}", self.name_of(*shape), self.place(place))?;
                }
                StmtKind::Accumulate(place, value) => {
                    writeln!(f, "{pad}{} += {}", self.place(place), self.value(value))?;
                }
                StmtKind::Clear(vars) => writeln!(f, "{pad}clear ({})", self.names(vars))?,
                StmtKind::Settled(vars) => writeln!(f, "{pad}settled ({})", self.names(vars))?,
                StmtKind::Frames(vars) => writeln!(f, "{pad}frames ({})", self.names(vars))?,
                StmtKind::Keep(frame, vars) => {
                    writeln!(f, "{pad}keep {} ({})", self.name_of(*frame), self.names(vars))?;
                }
                StmtKind::Replay(frame, vars, block) => {
                    writeln!(f, "{pad}replay {} ({})", self.name_of(*frame), self.names(vars))?;
                    self.print_block(f, block, depth + 1)?;
                }
                StmtKind::Pull { pullback, seed, slots, tangents } => {
                    let (pullback, seed) = (self.name_of(*pullback), self.atom(seed));
                    let tangents = tangents
                        .iter()
                        .map(|(seed, slots)| format!(" along {} ({})", self.atom(seed), self.slots(slots)));
                    let tangents: String = tangents.collect();
                    writeln!(f, "{pad}pull {pullback} {seed} ({}){tangents}", self.slots(slots))?;
                }
                StmtKind::Forward { var, along, pullback, call, tangents } => {
                    let defined: Vec<VarId> = [*var]
                        .into_iter()
                        .chain(along.iter().copied())
                        .chain(pullback.iter().map(|(pullback, _)| *pullback))
                        .collect();
                    let tangents: String =
                        tangents.iter().map(|tangents| format!(" ({})", self.places(tangents))).collect();
                    writeln!(f, "{pad}forward {} = {}{tangents}", self.names(&defined), self.call(call))?;
                }
            }
        }
        match block.end {
            End::Fall => Ok(()),
            End::Exit(Label(label)) => writeln!(f, "{pad}exit {label}"),
            End::Diverge => writeln!(f, "{pad}diverge"),
        }
    }

    fn atom(&self, atom: &Atom) -> String {
        match atom {
            Atom::Var(var) => self.name_of(*var),
            Atom::Const(Code(code)) => format!("`{code}`"),
        }
    }

    fn atoms(&self, atoms: &[Atom]) -> String {
        atoms.iter().map(|atom| self.atom(atom)).collect::<Vec<_>>().join(", ")
    }

    fn place(&self, place: &Place) -> String {
        place.path.iter().fold(self.name_of(place.var), |text, step| match step {
            Proj::Deref => format!("*{text}"),
            Proj::Member(member) => format!("{text}.{}", member.to_token_stream()),
            Proj::Index(index, _) => format!("{text}[{}]", self.atom(index)),
            Proj::Range(start, end, inclusive) => {
                let bound =
                    |bound: &Option<Atom>| bound.as_ref().map_or(String::new(), |atom| self.atom(atom));
                let dots = if *inclusive { "..=" } else { ".." };
                format!("{text}[{}{dots}{}]", bound(start), bound(end))
            }
        })
    }

    fn slots(&self, slots: &[Slot]) -> String {
        let slot = |slot: &Slot| {
            let ct = slot.ct.as_ref().map_or("_".to_owned(), |place| self.place(place));
            let lent = slot.lent.as_ref().map(|place| format!(" &{}", self.place(place)));
            ct + &lent.unwrap_or_default()
        };
        slots.iter().map(slot).collect::<Vec<_>>().join(", ")
    }

    fn places(&self, places: &[Option<Place>]) -> String {
        let place = |place: &Option<Place>| place.as_ref().map_or("_".to_owned(), |place| self.place(place));
        places.iter().map(place).collect::<Vec<_>>().join(", ")
    }

    fn zero(&self, zero: Zero) -> String {
        match zero {
            Zero::OfShape(var) => format!("zero of {}", self.name_of(var)),
            Zero::Neutral(var) => format!("negative zero of {}", self.name_of(var)),
            Zero::Copied(var) => format!("copy of {}", self.name_of(var)),
            Zero::Shaped { shape, .. } => format!("zero shaped {}", self.name_of(shape)),
            Zero::Inferred => "zero".to_owned(),
        }
    }

    fn value(&self, value: &Value) -> String {
        match value {
            Value::Atom(atom) => self.atom(atom),
            Value::Load(place) => format!("load {}", self.place(place)),
            Value::Op(Op::Scale(factor), atoms, _) => {
                format!("scale {}, `{:?}`", self.atoms(atoms), factor.number())
            }
            Value::Op(op, atoms, _) => format!("{} {}", op_name(*op), self.atoms(atoms)),
            Value::Inert(Code(code)) => format!("inert `{code}`"),
            Value::Pure(Code(code), reads) => format!("pure `{code}` ({})", self.names(reads)),
            Value::Tuple(atoms) => format!("({})", self.atoms(atoms)),
            Value::Array(atoms) => format!("[{}]", self.atoms(atoms)),
            Value::Repeat(atom, Code(len)) => format!("[{}; `{len}`]", self.atom(atom)),
            Value::List(_, atoms) => format!("vec [{}]", self.atoms(atoms)),
            Value::Filled(_, atom, len) => format!("vec [{}; {}]", self.atom(atom), self.atom(len)),
            Value::Copy(place, _) => format!("copy {}", self.place(place)),
            Value::Pop(place, _) => format!("pop {}", self.place(place)),
            Value::Replace(place, new) => format!("replace {} {}", self.place(place), self.atom(new)),
            Value::Reset(place, shape) => format!("reset {} {}", self.place(place), self.name_of(*shape)),
            Value::Cast(atom, ty) => format!("{} as {}", self.atom(atom), ty.to_token_stream()),
            Value::Call(call) => self.call(call),
            Value::Zero(zero) => self.zero(*zero),
            Value::Zeros(place) => format!("zeros like {}", self.place(place)),
            Value::ZeroLike(place) => format!("zero like {}", self.place(place)),
            Value::Read(var) => format!("read {}", self.name_of(*var)),
            Value::Reached { of: (start, end), down, record, mark } => {
                let ends = format!("{} .. {}", self.atom(start), self.atom(end));
                let from = if *down { " from the end" } else { "" };
                format!("reached {ends}{from} by {} since {}", self.name_of(*record), self.name_of(*mark))
            }
            Value::Cells(place) => format!("cells {}", self.place(place)),
            Value::TwoRows(place, [first, second]) => {
                format!("rows {} and {} of {}", self.atom(first), self.atom(second), self.place(place))
            }
            Value::Window(window) => {
                let (place, len) = (self.place(&window.place), self.atom(&window.len));
                format!("window {place} from `{}`, {len} long", window.from.0)
            }
            Value::Kept(kept) => {
                format!("kept {} in {}", self.place(&kept.place), self.name_of(kept.copies))
            }
            Value::Pieces(pieces) => {
                let (name, place, size) =
                    (pieces.cut.name(), self.place(&pieces.place), self.atom(&pieces.size));
                let by = pieces.by.as_ref().map_or(String::new(), |by| format!(" by `{}`", by.0));
                format!("{name} {place} of {size} from `{}`{by}, `{}` of them", pieces.from.0, pieces.count.0)
            }
            Value::Piece { of, back } => {
                format!("{} piece of {}", if *back { "last" } else { "next" }, self.name_of(*of))
            }
            Value::Strip(strip) => {
                let (of, number) = (self.place(&strip.of), self.name_of(strip.number));
                format!("strip {number} of {of}, {} long", strip.size)
            }
            Value::Length(var) => format!("length {}", self.name_of(*var)),
            Value::Take(place) => format!("take {}", self.place(place)),
            Value::Sum(var, zero) => format!("{} plus the sum of {}", self.zero(*zero), self.name_of(*var)),
        }
    }

    fn call(&self, call: &Call) -> String {
        let callee = match &call.callee {
            Callee::Path(path) => path.to_token_stream().to_string(),
            Callee::Method(Code(receiver), method, _) => format!("`{receiver}`.{method}"),
        };
        let arg = |arg: &Arg| match arg {
            Arg::Value(atom, _) => self.atom(atom),
            Arg::Shared(place, _) => format!("&{}", self.place(place)),
            Arg::Exclusive(place, _) => format!("&mut {}", self.place(place)),
            Arg::Closure(Code(code), _) => format!("closure `{code}`"),
        };
        let args: Vec<String> = call.args.iter().map(arg).collect();
        format!("call {callee}({})", args.join(", "))
    }
}

fn op_name(op: Op) -> &'static str {
    match op {
        Op::Add => "add",
        Op::Sub => "sub",
        Op::Mul => "mul",
        Op::Div => "div",
        Op::Rem => "rem",
        Op::Neg => "neg",
        Op::Method(rule) => rule.name,
        Op::Rule(name) => name,
        Op::GuardedMul => "guarded_mul",
        Op::GuardedDiv => "guarded_div",
        Op::Convert => "convert",
        Op::Scale(_) => "scale",
    }
}
