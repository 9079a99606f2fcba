//! Guards that cannot have an effect become plain products and quotients.
//!
//! A guard acts where a cotangent is zero and a partial infinite or NaN. In `(x / s - y)²` the partials of the quotient
//! are so only if `s` is zero or NaN, or the quotient infinite or NaN; then so are the difference, twice the
//! difference, and the cotangent of the quotient, which therefore is not zero. The argument holds for every chain of
//! operations that cannot turn an infinite or NaN operand into a finite result:
//!
//! ```text
//!   not finite(a)                       =>   not finite(a + b), (a - b), (-a), (a * b), (a / b), a.sin(), ..
//!   zero or NaN(b)                      =>   not finite(a / b)
//! ```
//!
//! Every value is a node of a graph, made when it is computed, so that a variable that changes later is another node.

use std::collections::{BTreeSet, VecDeque};

use crate::ir::{Atom, Block, Func, Loop, Place, Role, Scoped, StmtKind, Value, VarId};
use crate::rules::{Op, UNSIGNED};

/// The function with fewer guards.
pub(crate) fn unguard(mut func: Func) -> Func {
    let mut graph = Graph::of_forward(&func);
    if let Some(reverse) = &mut func.reverse {
        graph.block(&mut reverse.body);
    }
    func
}

/// How many values an argument may go through. Nearly all that succeed are short; the others would go through the whole
/// function each time.
const LONGEST: usize = 200;

/// A value, by its number in the graph.
type Node = usize;

/// What is known of a value.
#[derive(Clone, Default)]
struct Fact {
    /// It is not finite if one of these is not.
    strict: Vec<Node>,
    /// It is not finite if this is zero or NaN.
    divisor: Option<Node>,
    /// It is infinite or NaN only in this case.
    only: Option<Event>,
}

/// What may be the case in a run.
#[derive(Clone, Copy)]
pub(super) enum Event {
    /// The value is infinite or NaN.
    NotFinite(Node),
    /// The value is zero or NaN.
    ZeroOrNan(Node),
}

#[derive(Default)]
pub(super) struct Graph {
    facts: Vec<Fact>,
    /// What each variable holds at present.
    current: Scoped<VarId, Node>,
    /// Variables that the forward sweep assigns: two reads of one are two values.
    changing: BTreeSet<VarId>,
}

impl Graph {
    /// The values of a forward sweep.
    pub(super) fn of_forward(func: &Func) -> Graph {
        let changing =
            func.vars.iter().enumerate().filter(|(_, var)| var.mutable && var.role != Role::Cotangent);
        let changing = changing.map(|(index, _)| VarId(u32::try_from(index).unwrap_or(u32::MAX))).collect();
        let mut graph = Graph { changing, ..Graph::default() };
        func.body.each(&mut |stmt| {
            if let StmtKind::Let(var, value) = &stmt.kind {
                let node = graph.value(value);
                graph.current.insert(*var, node);
            }
        });
        graph
    }

    /// What has to be the case for a partial to make a guard act, by the guard's operation.
    pub(super) fn spoils(&mut self, op: Op, partial: &Atom) -> Event {
        let partial = self.atom(partial);
        match op {
            Op::GuardedDiv => Event::ZeroOrNan(partial),
            _ => self.facts[partial].only.unwrap_or(Event::NotFinite(partial)),
        }
    }

    /// Whether a factor is certainly not finite then.
    pub(super) fn spoilt(&mut self, event: Event, factor: &Atom) -> bool {
        let factor = self.atom(factor);
        self.implies(event, factor)
    }

    fn block(&mut self, block: &mut Block) {
        for stmt in &mut block.stmts {
            match &mut stmt.kind {
                StmtKind::Let(var, value) => {
                    if let Value::Take(place)
                    | Value::Pop(place, _)
                    | Value::Replace(place, _)
                    | Value::Reset(place, _) = value
                    {
                        self.forget(place);
                    }
                    self.unguard(value);
                    let node = self.value(value);
                    self.current.insert(*var, node);
                }
                StmtKind::Accumulate(place, value) => {
                    self.unguard(value);
                    if place.path.is_empty() {
                        let sum = vec![self.variable(place.var), self.value(value)];
                        let node = self.node(Fact { strict: sum, ..Fact::default() });
                        self.current.insert(place.var, node);
                    } else {
                        self.forget(place);
                    }
                }
                StmtKind::Store { place, value, .. } => {
                    self.forget(place);
                    if place.path.is_empty() {
                        let node = self.atom(value);
                        self.current.insert(place.var, node);
                    }
                }
                StmtKind::Push(place, _) | StmtKind::Permute(place, ..) => self.forget(place),
                StmtKind::Exchange(a, b) => [a, b].into_iter().for_each(|place| self.forget(place)),
                StmtKind::Replay(_, _, body) => self.replay(body),
                StmtKind::Branch(branch) => {
                    branch.arms.iter_mut().for_each(|arm| self.replay(&mut arm.body));
                }
                StmtKind::Scope(_, body) => self.block(body),
                StmtKind::Unroll { body, .. } | StmtKind::Loop(Loop { body, .. }) => self.unroll(body),
                StmtKind::Pull { slots, .. } => {
                    slots.iter().filter_map(|slot| slot.ct.as_ref()).for_each(|place| self.forget(place));
                }
                StmtKind::Declare(_)
                | StmtKind::Bind(..)
                | StmtKind::Inert(_)
                | StmtKind::Restore(..)
                | StmtKind::Frames(_)
                | StmtKind::Split { .. }
                | StmtKind::Forward { .. }
                | StmtKind::Reshape { .. }
                | StmtKind::Settled(_)
                | StmtKind::Clear(_)
                | StmtKind::Keep(..) => {}
            }
        }
    }

    /// A block that may run. What it only adds to is afterwards not finite if it was so before.
    fn replay(&mut self, body: &mut Block) {
        let before = self.current.mark();
        self.block(body);
        for (var, changed) in self.current.back_to(before) {
            let (Some(old), Some(new)) = changed else { continue };
            if new != old {
                let strict = if self.implies(Event::NotFinite(old), new) { vec![old] } else { Vec::new() };
                let node = self.node(Fact { strict, ..Fact::default() });
                self.current.insert(var, node);
            }
        }
    }

    /// A block that may run many times. What it changes is another value in each iteration.
    fn unroll(&mut self, body: &mut Block) {
        let changed = body.changes();
        changed.iter().for_each(|var| self.forget(&Place::whole(*var)));
        self.block(body);
        changed.iter().for_each(|var| self.forget(&Place::whole(*var)));
    }

    fn unguard(&mut self, value: &mut Value) {
        let Value::Op(op @ (Op::GuardedMul | Op::GuardedDiv), atoms, _) = value else { return };
        let [ct, other] = &atoms[..] else { return };
        let event = self.spoils(*op, other);
        if self.spoilt(event, ct) {
            *op = if *op == Op::GuardedDiv { Op::Div } else { Op::Mul };
        }
    }

    /// Whether a value is certainly not finite whenever the event is the case, as far as it shows in a few steps.
    fn implies(&self, event: Event, value: Node) -> bool {
        let (mut seen, mut open) = (BTreeSet::from([value]), VecDeque::from([value]));
        while let Some(node) = open.pop_front().filter(|_| seen.len() < LONGEST) {
            let fact = &self.facts[node];
            let is_it = match event {
                Event::NotFinite(cause) => node == cause,
                Event::ZeroOrNan(cause) => fact.divisor == Some(cause),
            };
            if is_it {
                return true;
            }
            open.extend(fact.strict.iter().filter(|node| seen.insert(**node)));
        }
        false
    }

    // Nodes.

    fn node(&mut self, fact: Fact) -> Node {
        self.facts.push(fact);
        self.facts.len() - 1
    }

    fn variable(&mut self, var: VarId) -> Node {
        if let Some(node) = self.current.get(&var).filter(|_| !self.changing.contains(&var)) {
            return *node;
        }
        let node = self.node(Fact::default());
        self.current.insert(var, node);
        node
    }

    fn atom(&mut self, atom: &Atom) -> Node {
        match atom {
            Atom::Var(var) => self.variable(*var),
            Atom::Const(_) => self.node(Fact::default()),
        }
    }

    fn forget(&mut self, place: &Place) {
        let node = self.node(Fact::default());
        self.current.insert(place.var, node);
    }

    fn value(&mut self, value: &Value) -> Node {
        match value {
            Value::Atom(atom) => self.atom(atom),
            Value::Read(var) => self.variable(*var),
            // These differ from their operand at most in its sign.
            Value::Op(Op::Rule(name), atoms, _) if UNSIGNED.contains(name) => self.atom(&atoms[0]),
            Value::Load(place) if place.path.is_empty() => self.variable(place.var),
            Value::Op(op, atoms, _) => {
                let operands: Vec<Node> = atoms.iter().map(|atom| self.atom(atom)).collect();
                let fact = operation(*op, &operands);
                self.node(fact)
            }
            _ => self.node(Fact::default()),
        }
    }
}

fn operation(op: Op, operands: &[Node]) -> Fact {
    let strict = |count: usize| operands.iter().take(count).copied().collect();
    match op {
        Op::Add | Op::Sub | Op::Mul | Op::Neg => Fact { strict: strict(2), ..Fact::default() },
        Op::Div => Fact { strict: strict(1), divisor: operands.get(1).copied(), ..Fact::default() },
        // Where the cotangent is not finite, the guard does not act.
        Op::GuardedMul | Op::GuardedDiv => Fact { strict: strict(1), ..Fact::default() },
        Op::Method(rule) if STRICT.contains(&rule.name) => Fact { strict: strict(1), ..Fact::default() },
        Op::Scale(_) => Fact { strict: strict(1), ..Fact::default() },
        Op::Rule("ln_1p_divisor" | "atan_divisor") => Fact { strict: strict(1), ..Fact::default() },
        Op::Rule(name) => {
            let only = match (name, operands) {
                ("exp_d" | "tanh_d" | "sin_d" | "cos_d" | "abs_d", [x]) => Some(Event::NotFinite(*x)),
                _ => None,
            };
            Fact { only, ..Fact::default() }
        }
        Op::Method(_) | Op::Rem | Op::Convert => Fact::default(),
    }
}

/// Methods whose result is infinite or NaN if the receiver is.
const STRICT: &[&str] = &["abs", "cbrt", "cos", "ln", "log10", "log2", "sin", "sqrt", "tan"];
