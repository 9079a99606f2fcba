//! Cuts a program with a fault down to what the fault needs.

use std::collections::BTreeMap;
use std::io;

use crate::batch::{Outcome, Workshop};
use crate::driver::module;
use crate::generate::Program;
use crate::node;
use crate::rng::Rng;
use crate::tree::{Kind, Node, Part};

/// So many candidates are compiled at once.
const AT_ONCE: usize = 32;

/// What stands in place of the node with this number, counted in the order of the source.
type Edit = (usize, Node);

/// The smallest program found that has a fault of the same kind.
pub fn shrink(
    workshop: &Workshop,
    program: Program,
    seed: u64,
    kind: &str,
    all: bool,
) -> io::Result<Program> {
    let mut best = program;
    let mut rng = Rng::new(seed);
    loop {
        let mut sets: Vec<Vec<Edit>> = some(edits(&best.source), &best, &mut rng);
        let mut better: Option<Program> = None;
        // Those that work alone are tried together, and in halves.
        for round in 0..2 {
            let works = passing(workshop, &best, &sets, seed, kind, all)?;
            let smallest = works.iter().min_by_key(|edits| length(&edited(&best, edits)));
            if let Some(edits) = smallest {
                let found = edited(&best, edits);
                if better.as_ref().is_none_or(|better| length(&found) < length(better)) {
                    better = Some(found);
                }
            }
            if round == 1 || works.len() < 2 {
                break;
            }
            let together: Vec<Edit> = works.into_iter().flatten().collect();
            sets = vec![together.clone()];
            for _ in 1..AT_ONCE / 2 {
                sets.push(together.iter().filter(|_| rng.chance(60)).cloned().collect());
            }
            sets.retain(|edits| edited(&best, edits).source.is_scoped());
        }
        match better {
            Some(better) => {
                eprintln!("{} bytes", length(&better));
                best = better;
            }
            None => return Ok(best),
        }
    }
}

/// The edits after which the fault is still there.
fn passing(
    workshop: &Workshop,
    program: &Program,
    sets: &[Vec<Edit>],
    seed: u64,
    kind: &str,
    all: bool,
) -> io::Result<Vec<Vec<Edit>>> {
    let modules: BTreeMap<u64, String> = sets
        .iter()
        .zip(0..)
        .map(|(edits, at)| (at, module(&edited(program, edits), seed, at, all)))
        .collect();
    let (outcomes, _) = workshop.run(&modules)?;
    let same = |at: &u64| matches!(outcomes.get(at), Some(Outcome::Fault(found, _)) if found == kind);
    Ok(sets.iter().zip(0..).filter(|(_, at)| same(at)).map(|(edits, _)| edits.clone()).collect())
}

/// The edits with the largest effect, and some of the others.
fn some(edits: Vec<Edit>, program: &Program, rng: &mut Rng) -> Vec<Vec<Edit>> {
    let now = length(program);
    let mut sized: Vec<(usize, Vec<Edit>)> = edits
        .into_iter()
        .map(|edit| vec![edit])
        .map(|edits| (edited(program, &edits), edits))
        .filter(|(program, _)| length(program) < now && program.source.is_scoped())
        .map(|(program, edits)| (length(&program), edits))
        .collect();
    sized.sort_by_key(|(length, _)| *length);
    while sized.len() > AT_ONCE {
        let at = AT_ONCE / 2 + rng.below(sized.len() - AT_ONCE / 2);
        sized.remove(at);
    }
    sized.into_iter().map(|(_, edits)| edits).collect()
}

fn length(program: &Program) -> usize {
    program.written("").len()
}

fn edited(program: &Program, edits: &[Edit]) -> Program {
    let mut source = program.source.clone();
    apply(&mut source, edits, &mut 0);
    Program { source, ..program.clone() }
}

fn apply(node: &mut Node, edits: &[Edit], at: &mut usize) {
    let own = *at;
    *at += 1;
    match edits.iter().find(|(number, _)| *number == own) {
        Some((_, replacement)) => {
            *at += node.size() - 1;
            *node = replacement.clone();
        }
        None => node.children_mut().for_each(|child| apply(child, edits, at)),
    }
}

/// Everything that may be tried.
fn edits(root: &Node) -> Vec<Edit> {
    let mut out = Vec::new();
    collect(root, &mut 0, &mut out);
    out
}

fn collect(node: &Node, at: &mut usize, out: &mut Vec<Edit>) {
    let own = *at;
    *at += 1;
    let mut replace = |with: Node| out.push((own, with));
    match node.kind {
        Kind::Stmt => {
            replace(node![Stmt: ""]);
            for block in below(node, Kind::Block) {
                // The statements without their braces.
                let inner = block.parts.iter().filter(|part| matches!(part, Part::Node(_))).cloned();
                replace(Node { kind: Kind::Fixed, parts: inner.collect() });
            }
        }
        Kind::Function => replace(node![Fixed: ""]),
        Kind::Float => {
            replace(node![Float: Part::Literal { value: 0.5, typed: true }]);
            below(node, Kind::Float).into_iter().for_each(|part| replace(part.clone()));
        }
        Kind::Int => {
            ["0", "1"].into_iter().for_each(|number| replace(node![Int: number]));
            below(node, Kind::Int).into_iter().for_each(|part| replace(part.clone()));
        }
        Kind::Bool => {
            ["true", "false"].into_iter().for_each(|truth| replace(node![Bool: truth]));
            below(node, Kind::Bool).into_iter().for_each(|part| replace(part.clone()));
        }
        Kind::Block | Kind::Fixed => {}
    }
    node.children().for_each(|child| collect(child, at, out));
}

/// The nearest nodes of a kind.
fn below(node: &Node, kind: Kind) -> Vec<&Node> {
    node.children()
        .flat_map(|child| if child.kind == kind { vec![child] } else { below(child, kind) })
        .collect()
}
