//! Loops of functions in LLVM's textual representation, and what they check.

use std::collections::{BTreeMap, BTreeSet};

/// A function: blocks, and where control goes from them.
#[derive(Debug)]
pub(crate) struct Function {
    pub(crate) symbol: String,
    blocks: Vec<Block>,
}

#[derive(Debug, Default)]
struct Block {
    /// Where control goes, by number.
    next: Vec<usize>,
    /// From where it comes.
    before: Vec<usize>,
    /// Whether it ends the program for an index or for the ends of a slice.
    fails: bool,
}

/// The functions that a text defines.
pub(crate) fn functions(text: &str) -> impl Iterator<Item = Function> {
    text.split("\ndefine ").skip(1).map(|text| {
        let text = text.split("\n}").next().unwrap_or(text);
        let (head, body) = text.split_once('\n').unwrap_or((text, ""));
        let symbol = head.split('@').nth(1).and_then(|rest| rest.split('(').next()).unwrap_or_default();
        Function { symbol: symbol.to_owned(), blocks: blocks(body) }
    })
}

fn blocks(body: &str) -> Vec<Block> {
    let mut numbers: BTreeMap<&str, usize> = BTreeMap::new();
    let mut blocks: Vec<Block> = Vec::new();
    let mut ways: Vec<(usize, &str)> = Vec::new();
    for line in body.lines() {
        let label = line.split_once(':').filter(|_| !line.starts_with([' ', ';']));
        if let Some((name, _)) = label {
            numbers.insert(name.trim_matches('"'), blocks.len());
            blocks.push(Block::default());
        }
        let here = blocks.len().saturating_sub(1);
        if let Some(block) = blocks.last_mut() {
            block.fails |= line.contains("panic_bounds_check")
                || (line.contains("slice5index") && line.contains("_fail"));
        }
        let targets = line.split("label %").skip(1).map(|rest| match rest.strip_prefix('"') {
            Some(quoted) => quoted.split('"').next(),
            None => rest.split(|c: char| c == ',' || c.is_whitespace()).next(),
        });
        ways.extend(targets.flatten().map(|target| (here, target)));
    }
    for (from, target) in ways {
        let to = numbers[target];
        blocks[from].next.push(to);
        blocks[to].before.push(from);
    }
    blocks
}

impl Function {
    /// How many ways lead out of innermost loops to a failure for an index or for the ends of a slice.
    pub(crate) fn checks_in_innermost_loops(&self) -> usize {
        let loops = self.innermost(&(0..self.blocks.len()).collect());
        let checks = |blocks: &BTreeSet<usize>| {
            let ways = blocks.iter().flat_map(|block| &self.blocks[*block].next);
            ways.filter(|to| !blocks.contains(to) && self.fails(**to)).count()
        };
        loops.iter().map(checks).sum()
    }

    /// Whether a block leads nowhere but to a failure.
    fn fails(&self, mut block: usize) -> bool {
        for _ in 0..self.blocks.len() {
            match (self.blocks[block].fails, &self.blocks[block].next[..]) {
                (true, _) => return true,
                (false, [only]) => block = *only,
                (false, _) => return false,
            }
        }
        false
    }

    /// The loops among some blocks that have no loop inside.
    fn innermost(&self, within: &BTreeSet<usize>) -> Vec<BTreeSet<usize>> {
        let mut found = Vec::new();
        for cycle in self.cycles(within) {
            // Without the blocks by which it is entered, what is left of it are the loops inside.
            let is_entered =
                |block: usize| self.blocks[block].before.iter().any(|from| !cycle.contains(from));
            let inner = self.innermost(&cycle.iter().copied().filter(|block| !is_entered(*block)).collect());
            if inner.is_empty() { found.push(cycle) } else { found.extend(inner) }
        }
        found
    }

    /// Sets of blocks, each of which can be reached from each other one of its set: S. R. Kosaraju's algorithm, as in
    /// Aho, Hopcroft, Ullman, "Data Structures and Algorithms" (1983), 6.7.
    fn cycles(&self, within: &BTreeSet<usize>) -> Vec<BTreeSet<usize>> {
        let (mut seen, mut finished) = (BTreeSet::new(), Vec::new());
        for block in within {
            self.visit(*block, within, |block| &block.next, &mut seen, &mut finished);
        }
        let (mut seen, mut cycles) = (BTreeSet::new(), Vec::new());
        for block in finished.into_iter().rev() {
            let mut cycle = Vec::new();
            self.visit(block, within, |block| &block.before, &mut seen, &mut cycle);
            let is_cycle = cycle.len() > 1 || self.blocks[block].next.contains(&block);
            if is_cycle && !cycle.is_empty() {
                cycles.push(cycle.into_iter().collect());
            }
        }
        cycles
    }

    /// Goes to what has not been seen, depth first.
    fn visit(
        &self,
        block: usize,
        within: &BTreeSet<usize>,
        ways: fn(&Block) -> &[usize],
        seen: &mut BTreeSet<usize>,
        finished: &mut Vec<usize>,
    ) {
        if !within.contains(&block) || !seen.insert(block) {
            return;
        }
        for to in ways(&self.blocks[block]) {
            self.visit(*to, within, ways, seen, finished);
        }
        finished.push(block);
    }
}
