//! A map for what is known in a block, and not behind it.

use std::collections::{BTreeMap, BTreeSet};

/// A map whose changes can be taken back, at a cost in proportion to these and not to the map.
pub(crate) struct Scoped<K, V> {
    now: BTreeMap<K, V>,
    /// What each change replaced, the last one last.
    replaced: Vec<(K, Option<V>)>,
}

/// A point to go back to.
#[derive(Clone, Copy)]
pub(crate) struct Mark(usize);

impl<K, V> Default for Scoped<K, V> {
    fn default() -> Self {
        Scoped { now: BTreeMap::new(), replaced: Vec::new() }
    }
}

impl<K: Ord + Clone, V: Clone> Scoped<K, V> {
    pub(crate) fn get(&self, key: &K) -> Option<&V> {
        self.now.get(key)
    }

    pub(crate) fn contains(&self, key: &K) -> bool {
        self.now.contains_key(key)
    }

    pub(crate) fn keys(&self) -> BTreeSet<K> {
        self.now.keys().cloned().collect()
    }

    /// The entries from a key on.
    pub(crate) fn from(&self, key: &K) -> impl Iterator<Item = (&K, &V)> {
        self.now.range(key..)
    }

    /// Returns what was there before.
    pub(crate) fn insert(&mut self, key: K, value: V) -> Option<V> {
        let before = self.now.insert(key.clone(), value);
        self.replaced.push((key, before.clone()));
        before
    }

    pub(crate) fn remove(&mut self, key: &K) -> Option<V> {
        let before = self.now.remove(key);
        self.replaced.push((key.clone(), before.clone()));
        before
    }

    pub(crate) fn clear(&mut self) {
        let before = std::mem::take(&mut self.now);
        self.replaced.extend(before.into_iter().map(|(key, value)| (key, Some(value))));
    }

    pub(crate) fn mark(&self) -> Mark {
        Mark(self.replaced.len())
    }

    /// Makes it what it was; returns what had changed, as it was at the mark and as it was last.
    pub(crate) fn back_to(&mut self, mark: Mark) -> BTreeMap<K, (Option<V>, Option<V>)> {
        let mut changed = BTreeMap::new();
        for (key, before) in self.replaced.drain(mark.0..).rev() {
            let last = match &before {
                Some(before) => self.now.insert(key.clone(), before.clone()),
                None => self.now.remove(&key),
            };
            changed.entry(key).or_insert((None, last)).0 = before;
        }
        changed
    }
}
