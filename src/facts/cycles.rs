//! Stages that need each other.

use crate::model::{Edge, EdgeTarget, Model};

/// Which stages need each other. A cycle is a group of stages of which each needs each other one, however indirectly.
#[derive(Debug)]
pub struct Cycles {
    /// For each stage of the model the number of its group; a stage by itself has one too.
    group_of: Vec<usize>,
}

impl Cycles {
    /// The number of the cycle that an edge is part of; a stage that needs itself is no cycle.
    pub fn of(&self, edge: &Edge) -> Option<usize> {
        let EdgeTarget::Stage(to) = edge.to else { return None };
        let group = *self.group_of.get(edge.stage)?;
        (to != edge.stage && self.group_of.get(to) == Some(&group)).then_some(group)
    }
}

/// The cycles of a file. Takes time in proportion to stages and edges.
pub fn stage_cycles(model: &Model) -> Cycles {
    let count = model.stages.len();
    let forward = neighbours(model, count, |from, to| (from, to));
    let backward = neighbours(model, count, |from, to| (to, from));
    let mut group_of = vec![usize::MAX; count];
    for stage in finishing_order(&forward).into_iter().rev() {
        if group_of[stage] != usize::MAX {
            continue;
        }
        // The group has the number of the stage that it was found by.
        group_of[stage] = stage;
        let mut open = vec![stage];
        while let Some(next) = open.pop() {
            for needs in &backward[next] {
                if group_of[*needs] == usize::MAX {
                    group_of[*needs] = stage;
                    open.push(*needs);
                }
            }
        }
    }
    Cycles { group_of }
}

fn neighbours(model: &Model, count: usize, order: impl Fn(usize, usize) -> (usize, usize)) -> Vec<Vec<usize>> {
    let mut neighbours = vec![Vec::new(); count];
    for edge in &model.edges {
        if let EdgeTarget::Stage(to) = edge.to {
            let (from, to) = order(edge.stage, to);
            neighbours[from].push(to);
        }
    }
    neighbours
}

/// The stages in the order in which a search in depth leaves them.
fn finishing_order(forward: &[Vec<usize>]) -> Vec<usize> {
    let mut seen = vec![false; forward.len()];
    let mut finished = Vec::with_capacity(forward.len());
    for start in 0..forward.len() {
        if std::mem::replace(&mut seen[start], true) {
            continue;
        }
        let mut path = vec![(start, 0)];
        while let Some((stage, next)) = path.last_mut() {
            if let Some(to) = forward[*stage].get(*next) {
                *next += 1;
                if !std::mem::replace(&mut seen[*to], true) {
                    path.push((*to, 0));
                }
            } else {
                finished.push(*stage);
                path.pop();
            }
        }
    }
    finished
}
