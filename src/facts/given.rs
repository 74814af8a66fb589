//! What root gave away: paths in root's folders that another user may write to.

use std::collections::BTreeSet;

use super::paths::is_below;
use super::{RunFacts, Site, writes_of_copy};
use crate::dockerfile::{Instruction, Kind};
use crate::knowledge::base_images::BaseImage;
use crate::model::{Base, Model, Stage};

/// Folders that belong to root in every image.
const OF_ROOT: &[&str] = &["/etc", "/usr", "/opt"];

/// How many folders above a path are looked at: a bound for hostile files.
const DEEPEST: usize = 64;

/// Paths that a user may write to although they lie in folders of root, as far as the instructions of a stage tell.
#[derive(Debug)]
pub struct Given {
    paths: BTreeSet<String>,
    /// A stage below, a base image with a user of its own or a path that only the build knows: anything may be given away.
    unknown: bool,
}

impl Given {
    /// What is known at the beginning of a stage.
    pub fn at_start(model: &Model, stage: &Stage) -> Self {
        let base = model.base_image(stage);
        let below = matches!(stage.base, Base::Stage(_));
        Self { paths: BTreeSet::new(), unknown: below || base.is_none_or(BaseImage::non_root) }
    }

    /// Adds what an instruction gives away, and what a user makes; `run` is what it does if it is a RUN.
    pub fn add(&mut self, instruction: &Instruction, run: Option<&RunFacts>, site: &Site<'_>) {
        if self.unknown {
            return;
        }
        match &instruction.kind {
            Kind::Workdir(text) => self.paths.extend(site.path(&text.value, site.directory())),
            Kind::Copy(transfer) | Kind::Add(transfer)
                if ["chown", "chmod"].iter().any(|flag| instruction.flag(flag).is_some()) =>
            {
                self.paths.extend(writes_of_copy(transfer, site).into_iter().map(|it| it.path));
            }
            _ => {
                let Some(run) = run else { return };
                self.unknown = run.commands().any(|command| {
                    let changes =
                        matches!(command.name(), Some("chown" | "chmod" | "chgrp" | "setfacl" | "install" | "usermod"));
                    changes && command.words.iter().any(|word| word.literal.is_none())
                });
                let own = run.writes(site).iter().filter(|written| !written.made);
                self.paths.extend(own.map(|written| written.path.clone()));
            }
        }
    }

    /// Whether a path is known to be writable by root alone.
    pub fn is_roots(&self, path: &str) -> bool {
        let folders = std::iter::successors(Some(path), |path| Some(&path[..path.rfind('/')?])).take(DEEPEST);
        !self.unknown
            && OF_ROOT.iter().any(|folder| is_below(path, folder))
            && !folders.into_iter().any(|folder| self.paths.contains(folder))
    }
}
