//! The text that findings about an image are shown in, without its credentials: reports go to more people than Dockerfiles do.

use std::ops::Range;
use std::sync::Arc;

use crate::image::secrets::{hidden, secrets};
use crate::model::{self, BuildOptions};
use crate::rules::options::Options;
use crate::rules::security::hardcoded_secret_value;
use crate::rules::{self, File, Place};
use crate::shell::Memory;
use crate::source::Source;
use crate::{dockerfile, facts};

/// A Dockerfile in which no credential can be read and everything else stays in its place.
pub(super) fn without_credentials(source: &Arc<Source>) -> Arc<Source> {
    let mut ranges: Vec<Range<usize>> = secrets(source.text()).into_iter().map(|secret| secret.range).collect();
    ranges.extend(written_out(source));
    if ranges.is_empty() {
        return Arc::clone(source);
    }
    Arc::new(Source::new(source.path(), hidden(source.text(), &ranges)))
}

/// What the rule about credentials in a Dockerfile finds, which knows commands and their options.
fn written_out(source: &Arc<Source>) -> impl Iterator<Item = Range<usize>> {
    let dockerfile = dockerfile::parse(source);
    let model = model::build(&dockerfile, &BuildOptions::default());
    let facts = facts::build(source, &dockerfile, &model, None, false, &Memory::default());
    let options = &Options::default();
    let file = File { source, dockerfile: &dockerfile, model: &model, facts: &facts, context: None, options };
    let found = rules::run(&file, &[&hardcoded_secret_value::RULE]);
    let found = found.into_iter().filter(|found| found.place == Place::Dockerfile);
    found.flat_map(|found| found.diagnostics).map(|finding| finding.span.start as usize..finding.span.end as usize)
}
