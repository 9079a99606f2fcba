//! Loops of functions in LLVM's textual representation, and what they check.

use std::collections::BTreeSet;

/// A function: blocks, and where control goes from them.
#[derive(Debug)]
pub struct Function {
    pub symbol: String,
    names: Vec<String>,
    blocks: Vec<Block>,
}

#[derive(Debug, Default)]
struct Block {
    /// Labels, in order of the text.
    targets: Vec<String>,
    /// Whether it ends the program for an index or for the ends of a slice.
    fails: bool,
}

/// The functions that a text defines.
pub fn functions(text: &str) -> impl Iterator<Item = Function> {
    text.split("\ndefine ").skip(1).map(|text| {
        let text = text.split("\n}").next().unwrap_or(text);
        let (head, body) = text.split_once('\n').unwrap_or((text, ""));
        let symbol = head.split('@').nth(1).and_then(|rest| rest.split('(').next()).unwrap_or_default();
        let mut function = Function { symbol: symbol.to_owned(), names: Vec::new(), blocks: Vec::new() };
        body.lines().for_each(|line| function.line(line));
        function
    })
}

impl Function {
    fn line(&mut self, line: &str) {
        let label = line.split_once(':').filter(|_| !line.starts_with([' ', ';']));
        if let Some((name, _)) = label {
            self.names.push(name.trim_matches('"').to_owned());
            self.blocks.push(Block::default());
        }
        let Some(block) = self.blocks.last_mut() else { return };
        block.fails |=
            line.contains("panic_bounds_check") || line.contains("slice5index") && line.contains("_fail");
        let targets = line.split("label %").skip(1).map(|rest| match rest.strip_prefix('"') {
            Some(quoted) => quoted.split('"').next(),
            None => rest.split(|c: char| c == ',' || c.is_whitespace()).next(),
        });
        block.targets.extend(targets.flatten().map(str::to_owned));
    }

    /// Where control goes from a block.
    fn successors(&self, block: usize) -> impl Iterator<Item = usize> {
        self.blocks[block]
            .targets
            .iter()
            .filter_map(|target| self.names.iter().position(|name| name == target))
    }

    /// How many ways lead out of innermost loops to a failure for an index or for the ends of a slice.
    pub fn checks_in_innermost_loops(&self) -> usize {
        let mut loops = self.innermost((0..self.blocks.len()).collect());
        loops
            .iter_mut()
            .flat_map(|blocks| {
                let blocks = std::mem::take(blocks);
                let ways = blocks.iter().flat_map(|block| self.successors(*block)).collect::<Vec<_>>();
                ways.into_iter().filter(move |to| !blocks.contains(to) && self.fails(*to))
            })
            .count()
    }

    /// Whether a block leads nowhere but to a failure.
    fn fails(&self, mut block: usize) -> bool {
        // A loop would have been entered by another way, too.
        for _ in 0..self.blocks.len() {
            if self.blocks[block].fails {
                return true;
            }
            let mut next = self.successors(block);
            match (next.next(), next.next()) {
                (Some(only), None) => block = only,
                _ => return false,
            }
        }
        false
    }

    /// The loops among some blocks that have no loop inside.
    fn innermost(&self, within: BTreeSet<usize>) -> Vec<BTreeSet<usize>> {
        let mut found = Vec::new();
        for cycle in self.cycles(&within) {
            // Without the block by which it is entered, what is left of it are the loops inside.
            let entered = |block: &usize| {
                (0..self.blocks.len())
                    .filter(|from| !cycle.contains(from))
                    .any(|from| self.successors(from).any(|to| to == *block))
            };
            let inside = cycle.iter().copied().filter(|block| !entered(block)).collect();
            let inner = self.innermost(inside);
            if inner.is_empty() { found.push(cycle) } else { found.extend(inner) }
        }
        found
    }

    /// Sets of blocks, each of which can be reached from each other one of its set.
    fn cycles(&self, within: &BTreeSet<usize>) -> Vec<BTreeSet<usize>> {
        let reached: Vec<BTreeSet<usize>> =
            (0..self.blocks.len()).map(|block| self.reached(block, within)).collect();
        let mut cycles: Vec<BTreeSet<usize>> = within
            .iter()
            .filter(|block| reached[**block].contains(block))
            .map(|block| reached[*block].iter().copied().filter(|to| reached[*to].contains(block)).collect())
            .collect();
        cycles.sort();
        cycles.dedup();
        cycles
    }

    /// What can be reached from a block by one step or more, in a set.
    fn reached(&self, from: usize, within: &BTreeSet<usize>) -> BTreeSet<usize> {
        let mut reached = BTreeSet::new();
        let mut ways = vec![from];
        while let Some(block) = ways.pop().filter(|_| within.contains(&from)) {
            ways.extend(self.successors(block).filter(|to| within.contains(to) && reached.insert(*to)));
        }
        reached
    }
}
