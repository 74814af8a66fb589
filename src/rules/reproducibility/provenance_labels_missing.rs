//! Nothing in the image says which source it was built from.

use super::super::prelude::*;
use crate::facts::RunFacts;
use crate::facts::labels::{Label, is_labelled_elsewhere, labels_in_chain};

pub(crate) static RULE: Rule = Rule::new("provenance-labels-missing", Group::Reproducibility, Severity::Info)
    .workshop()
    .fix(FixKind::Unsafe)
    .page(include_str!("../../../rules/reproducibility/provenance-labels-missing.md"))
    .checks(&[Check::FinalStage(check)]);

fn check(view: &StageView<'_>, findings: &mut Findings) {
    let Some(from) = view.stage.from.and_then(|at| view.file.dockerfile.instructions.get(at)) else { return };
    let labels = labels_in_chain(view.file.dockerfile, view.file.model, view.stage);
    let traced = labels.iter().any(Label::tells_source) || has_version_file(view);
    let is_product = view.ending().sets_command && !view.starts_a_prompt();
    if is_product && !traced && !view.file.context.is_some_and(is_labelled_elsewhere) {
        let span = view.file.from_of(view.stage).map_or(from.keyword_span, |from| from.image.span);
        findings
            .at(span, "no label says from which version or commit this image was built")
            .help("set org.opencontainers.image.version, .revision and .source from build arguments")
            .fix("Add labels from build arguments", Safety::Unsafe, labelled(view));
    }
}

/// Arguments of their own and labels that they give. `None` where such an argument means something already.
fn labelled(view: &StageView<'_>) -> Option<Edit> {
    let place = view.place_before_start()?;
    let taken = ["$VERSION", "${VERSION", "ARG VERSION", "ENV VERSION", "REVISION"];
    let used = |text: &str| taken.iter().any(|it| text.contains(it));
    let names =
        if used(view.file.source.text()) { ["IMAGE_VERSION", "IMAGE_REVISION"] } else { ["VERSION", "REVISION"] };
    let [version, revision] = names;
    let escape = char::from(view.file.dockerfile.escape.byte());
    let text = format!(
        "ARG {version}\nARG {revision}\nLABEL org.opencontainers.image.version=\"${version}\" {escape}\n      \
         org.opencontainers.image.revision=\"${revision}\"\n"
    );
    (!view.file.source.text().contains("IMAGE_VERSION")).then(|| Edit::insert(place, text))
}

/// Whether a COPY brings a file `NAME.version`, or a RUN writes one.
fn has_version_file(view: &StageView<'_>) -> bool {
    let is_version = |path: &str| path.ends_with(".version");
    let mut transfers = view.instructions_in_chain().filter_map(|instruction| instruction.kind.transfer());
    let copied =
        transfers.any(|copy| copy.sources.iter().chain([&copy.destination]).any(|path| is_version(&path.value)));
    let mut commands = view.runs_in_chain().flat_map(RunFacts::commands);
    copied || commands.any(|command| command.targets().any(|target| is_version(&target.text)))
}
