//! Stages that need each other.

use crate::model::{Edge, EdgeTarget, Model};

/// Stages of which each needs each other one, however indirectly; at least two.
#[derive(Debug)]
pub struct Cycle {
    /// For each stage of the model the number of the group that it belongs to.
    group_of: std::rc::Rc<[usize]>,
    group: usize,
}

impl Cycle {
    /// Whether an edge leads from one of the stages to another.
    pub fn holds(&self, edge: &Edge) -> bool {
        let of = |stage: usize| self.group_of.get(stage) == Some(&self.group);
        matches!(edge.to, EdgeTarget::Stage(to) if to != edge.stage && of(to)) && of(edge.stage)
    }
}

/// The cycles of a file, each once. Takes time in proportion to stages and edges.
pub fn stage_cycles(model: &Model) -> Vec<Cycle> {
    let count = model.stages.len();
    let forward = neighbours(model, count, |from, to| (from, to));
    let finished = finishing_order(&forward);
    let backward = neighbours(model, count, |from, to| (to, from));
    let mut group_of = vec![usize::MAX; count];
    let mut sizes = Vec::new();
    for stage in finished.into_iter().rev() {
        if group_of[stage] != usize::MAX {
            continue;
        }
        let group = sizes.len();
        let mut size = 0;
        let mut open = vec![stage];
        group_of[stage] = group;
        while let Some(stage) = open.pop() {
            size += 1;
            for next in &backward[stage] {
                if group_of[*next] == usize::MAX {
                    group_of[*next] = group;
                    open.push(*next);
                }
            }
        }
        sizes.push(size);
    }
    let group_of: std::rc::Rc<[usize]> = group_of.into();
    let large = sizes.iter().enumerate().filter(|(_, size)| **size > 1);
    large.map(|(group, _)| Cycle { group_of: group_of.clone(), group }).collect()
}

fn neighbours(
    model: &Model,
    count: usize,
    order: impl Fn(usize, usize) -> (usize, usize),
) -> Vec<Vec<usize>> {
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
