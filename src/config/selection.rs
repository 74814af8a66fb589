//! A set of rules and of single variants of rules.

use std::collections::BTreeMap;

use crate::rules::{ALL, Group, Meant, Rule, resolve};

/// Which rules run, down to the variant: `DL3018` is one variant of `unpinned-system-package`.
#[derive(Clone, Debug, Default)]
pub struct Selection {
    chosen: BTreeMap<&'static str, Choice>,
}

/// What is chosen of a rule.
#[derive(Clone, Debug, Default)]
struct Choice {
    /// Whether variants not named below are chosen, and findings without variant.
    rest: bool,
    /// The variants for which the opposite holds.
    except: Vec<&'static str>,
}

impl Selection {
    /// Adds a rule or a variant of it.
    pub fn add(&mut self, meant: Meant) {
        self.set(meant, true);
    }

    /// Removes a rule or a variant of it.
    pub fn remove(&mut self, meant: Meant) {
        self.set(meant, false);
    }

    fn set(&mut self, (rule, variant): Meant, chosen: bool) {
        let choice = self.chosen.entry(rule.name).or_default();
        match variant {
            None => {
                // What only a peer reports is chosen by that peer's code.
                let except = if chosen { rule.peer_only().collect() } else { Vec::new() };
                *choice = Choice { rest: chosen, except };
            }
            Some(variant) => {
                choice.except.retain(|known| *known != variant);
                if choice.rest != chosen {
                    choice.except.push(variant);
                }
            }
        }
    }

    /// Whether findings of this rule and variant are wanted.
    pub fn holds(&self, rule: &str, variant: Option<&str>) -> bool {
        self.chosen
            .get(rule)
            .is_some_and(|choice| choice.rest != variant.is_some_and(|variant| choice.except.contains(&variant)))
    }

    /// Whether anything of the rule is wanted.
    pub fn needs(&self, rule: &str) -> bool {
        self.chosen.get(rule).is_some_and(|choice| choice.rest || !choice.except.is_empty())
    }

    /// The rules of which anything is wanted.
    pub fn rules(&self) -> Vec<&'static Rule> {
        ALL.iter().copied().filter(|rule| self.needs(rule.name)).collect()
    }
}

impl FromIterator<Meant> for Selection {
    fn from_iter<T: IntoIterator<Item = Meant>>(meant: T) -> Self {
        let mut selection = Self::default();
        meant.into_iter().for_each(|meant| selection.add(meant));
        selection
    }
}

/// What a word in a selection stands for: a rule, an alias, a group, or `all`. Empty where it stands for nothing.
pub(super) fn select(word: &str) -> Vec<Meant> {
    let of_group = |group: Group| ALL.iter().copied().filter(move |rule| rule.group == group);
    if word == "all" {
        ALL.iter().map(|rule| (*rule, None)).collect()
    } else if let Some(group) = Group::ALL.iter().find(|group| group.name() == word) {
        of_group(*group).map(|rule| (rule, None)).collect()
    } else {
        resolve(word)
    }
}
