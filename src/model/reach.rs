//! Which stages a build needs, and which of them leave layers in an image.

use super::stage::{Base, EdgeKind, EdgeTarget};
use super::{Model, Value};
use crate::knowledge::stage_names::{TESTS, has_word};
use crate::knowledge::tools::purpose_word;

/// Marks the stages; `target` is the configured one, else it is the last.
pub(super) fn mark(model: &mut Model, target: Option<&str>) {
    let count = model.stages.len();
    let named = target.and_then(|name| {
        let lower = name.to_lowercase();
        model.stages.iter().rposition(|stage| stage.name.as_deref() == Some(&*lower)).or_else(|| name.parse().ok())
    });
    let Some(target) = named.filter(|index| *index < count).or(count.checked_sub(1)) else {
        return;
    };
    model.target = Some(target);
    model.stages[target].is_final = true;

    let mut needs: Vec<Vec<usize>> = vec![Vec::new(); count];
    let mut built_on: Vec<Vec<usize>> = vec![Vec::new(); count];
    let mut used = vec![false; count];
    for edge in &model.edges {
        let candidates: Vec<usize> = match edge.to {
            EdgeTarget::Stage(stage) => vec![stage],
            // A name assembled from variables: any stage that it may name.
            EdgeTarget::Unknown => model.stages[..edge.stage]
                .iter()
                .rev()
                .take(MOST_CANDIDATES)
                .filter(|stage| may_name(&edge.text, stage.name.as_deref()))
                .map(|stage| stage.index)
                .collect(),
            EdgeTarget::Image | EdgeTarget::Scratch => Vec::new(),
        };
        for stage in candidates {
            used[stage] |= stage != edge.stage;
            needs[edge.stage].push(stage);
            if edge.kind == EdgeKind::From {
                built_on[edge.stage].push(stage);
            }
        }
    }
    for (stage, used) in model.stages.iter_mut().zip(&used) {
        stage.is_used = *used;
    }
    for stage in reachable(&needs, &[target]) {
        model.stages[stage].reaches_target = true;
    }
    let shipped = if named.is_some() { target } else { tested_by(model, target) };
    let images: Vec<usize> = (0..count)
        .filter(|stage| {
            let named = model.stages[*stage].name.as_deref();
            *stage == shipped || !used[*stage] && named.and_then(purpose_word).is_none()
        })
        .collect();
    for stage in reachable(&built_on, &images) {
        model.stages[stage].in_image = true;
    }
}

/// The stage to ship where a file ends in a stage of tests: the one below it.
fn tested_by(model: &Model, last: usize) -> usize {
    let stage = &model.stages[last];
    match stage.base {
        Base::Stage(below) if stage.name.as_deref().is_some_and(|name| has_word(name, TESTS)) => below,
        _ => last,
    }
}

/// How many stages of a FROM chain a question about a stage may look through, so that the same question about every stage
/// takes time in proportion to the file: without a bound many stages on one fat stage would take the square.
pub(super) fn climb(model: &Model) -> usize {
    /// Instructions that are looked at for each stage's chain, all together: by instruction of the file, and besides.
    const PER_INSTRUCTION: usize = 32;
    const BESIDES: usize = 100_000;
    let room = BESIDES + PER_INSTRUCTION * model.states.len();
    let work = |climb: usize| {
        let mut work = 0;
        for stage in &model.stages {
            let mut here = Some(stage);
            for _ in 0..climb {
                let Some(stage) = here else { break };
                work += stage.instructions.len() + 1;
                here = match stage.base {
                    Base::Stage(parent) => model.stages.get(parent),
                    _ => None,
                };
            }
        }
        work
    };
    let mut climb = super::MOST_STAGES_CLIMBED;
    while climb > 1 && work(climb) > room {
        climb /= 4;
    }
    climb
}

/// How many stages an assembled name is compared with: a bound for hostile files.
const MOST_CANDIDATES: usize = 256;

fn may_name(text: &Value, name: Option<&str>) -> bool {
    name.is_some_and(|name| text.may_be(name))
}

fn reachable(edges: &[Vec<usize>], from: &[usize]) -> Vec<usize> {
    let mut seen = vec![false; edges.len()];
    let mut open = from.to_vec();
    let mut reached = Vec::new();
    while let Some(stage) = open.pop() {
        if !std::mem::replace(&mut seen[stage], true) {
            reached.push(stage);
            open.extend(&edges[stage]);
        }
    }
    reached
}
