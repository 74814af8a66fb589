//! Text edits that repairs of several rules are made of.

use super::{Run, StageView, Step};
use crate::diagnostic::Edit;
use crate::dockerfile::{Flag, Instruction, Keyword, Kind};
use crate::facts::{Package, PackageAction, Piece};
use crate::shell::{Joint, Word};
use crate::source::{Source, Span};

/// The spot behind a word or span.
pub(super) fn insert(at: u32, text: impl Into<String>) -> Edit {
    Edit::insert(at, text)
}

/// An option behind the verb of a package manager's call, and behind the `-y` and `-q` that most people write first.
pub(super) fn add_option(source: &Source, action: &PackageAction, option: &str) -> Vec<Edit> {
    const FIRST: &[&str] = &["-y", "-yq", "-yqq", "-qy", "-qqy", "-q", "-qq", "--yes", "--assume-yes", "--quiet"];
    let mut at = action.verb_span.end;
    while let Some(rest) = source.text().get(at as usize..) {
        let word = rest.trim_start_matches(' ').split([' ', '\t', '\n', '\r', ';', '&', '|', ')']).next().unwrap_or("");
        if rest.starts_with(' ') && FIRST.contains(&word) {
            let blanks = rest.len() - rest.trim_start_matches(' ').len();
            at = at.saturating_add(u32::try_from(blanks + word.len()).unwrap_or(u32::MAX));
        } else {
            break;
        }
    }
    vec![insert(at, format!(" {option}"))]
}

/// The options of the `set` that a text begins with, where they are letters behind one dash and nothing follows.
pub(super) fn leading_set(piece: &Piece) -> Option<&Word> {
    let first =
        piece.script.commands.first().filter(|first| first.name() == Some("set") && first.wrappers.is_empty())?;
    let [_, options] = first.words.as_slice() else { return None };
    let letters = options.text.strip_prefix('-')?;
    let plain = !letters.is_empty() && letters.bytes().all(|letter| letter.is_ascii_lowercase());
    (plain && !first.conditional && !first.subshell && first.assignments.is_empty()).then_some(options)
}

/// Whether the text between two words holds nothing but blanks, line ends and the escape character that continues lines.
pub(super) fn is_blank_gap(source: &Source, gap: Span) -> bool {
    source.slice(gap).chars().all(|c| c.is_ascii_whitespace() || c == '\\' || c == '`')
}

/// Takes a flag away, with what stands between it and the next word; `None` where that is more than blanks.
pub(super) fn remove_flag(source: &Source, instruction: &Instruction, flag: &Flag) -> Option<Edit> {
    let flags = instruction.flags.iter().map(|other| other.span.start);
    let next = flags.filter(|start| *start >= flag.span.end).min().unwrap_or(instruction.arguments.start);
    let gap = flag.span.until(Span::empty(next));
    is_blank_gap(source, gap).then(|| Edit::delete(flag.span.to(gap)))
}

/// The text of a step's flags, for comparison.
pub(super) fn flags<'a>(step: &Step<'a>) -> impl Iterator<Item = &'a str> {
    let source = step.file.source;
    step.instruction.flags.iter().map(move |flag| source.slice(flag.span))
}

/// How far a use is looked for: a bound for hostile files.
const MOST_STEPS: usize = 256;

/// The ARG of one name at instruction `at` cut and put in front of the instruction that uses it first. `None` where nothing does,
/// or it shares a line.
pub(super) fn move_argument_down(view: &StageView<'_>, at: usize, name: &str) -> Option<Vec<Edit>> {
    let declared = view.step(at)?;
    let Kind::Arg(pairs) = &declared.instruction.kind else { return None };
    let behind = (at + 1..view.stage.instructions.end).take(MOST_STEPS);
    let mut steps = behind.filter_map(|index| view.step(index));
    let reference = [format!("${name}"), format!("${{{name}")];
    let uses = |step: &Step<'_>| match step.instruction.keyword {
        Keyword::Arg => reference.iter().any(|reference| step.text().contains(reference)),
        _ => step.text().contains(name),
    };
    let first = steps.find(uses)?;
    if pairs.len() != 1 || first.index == at + 1 {
        return None;
    }
    let cut = view.file.cut(declared.instruction);
    let text = view.file.source.slice(cut).trim_end();
    Some(vec![Edit::delete(cut), insert(first.insertion_point(), format!("{text}\n"))])
}

/// Line breaks on a line of a RUN, at the `&&` of these commands (by their numbers in the text) and in front of each of these
/// packages.
pub(super) fn break_line(
    run: &Run<'_>,
    piece: &Piece,
    line: Span,
    commands: &[usize],
    packages: &[&Package],
) -> Vec<Edit> {
    let source = run.step.file.source;
    let manner = run.step.file.manner();
    let text = source.slice(line);
    let newline = if text.ends_with("\r\n") { "\r\n" } else { "\n" };
    let own = &text[..text.len() - text.trim_start_matches([' ', '\t']).len()];
    let is_first = line.start <= run.step.instruction.span.start;
    let indent = if is_first { &*manner.indent } else { own };
    let end = format!("{}{newline}", char::from(run.step.file.dockerfile.escape.byte()));
    let gap = |before: Span, behind: Span| Span::new(before.end.min(behind.start), behind.start);
    let compound = ["; then ", "; do "].iter().any(|begin| text.contains(begin));
    let pairs = commands.iter().filter_map(|number| {
        let all = &piece.script.commands;
        let (before, command) = (all.get(number.checked_sub(1)?)?, all.get(*number)?);
        let inside = compound && command.conditional;
        (command.joined_by == Joint::And && !inside).then(|| gap(before.span, command.span))
    });
    let joint = if manner.leads { format!(" {end}{indent}&& ") } else { format!(" && {end}{indent}") };
    let chained = pairs.filter(|gap| source.slice(*gap).trim() == "&&");
    // Words of a list that begins on another line stand below those.
    let inner =
        packages.first().is_some_and(|first| source.slice(Span::new(line.start, first.span.start)).trim().is_empty());
    let alone = is_first && piece.script.commands.len() == 1;
    let step = if indent.contains('\t') { "\t" } else { "    " };
    let deep = if inner || alone { indent.to_owned() } else { format!("{indent}{step}") };
    let listed = packages.iter().skip(usize::from(inner)).filter_map(|package| {
        let before = source.slice(Span::new(line.start, package.span.start));
        let blanks = before.len() - before.trim_end_matches([' ', '\t']).len();
        (blanks > 0).then(|| line.part(before.len() - blanks..before.len()))
    });
    let chained = chained.map(|gap| Edit::replace(gap, joint.clone()));
    chained.chain(listed.map(|gap| Edit::replace(gap, format!(" {end}{deep}")))).collect()
}

/// A package taken out of a call, with the blanks and continued lines in front of it, and with the comment that is about it alone.
/// `None` where the call names no other.
pub(super) fn leave_out(source: &Source, action: &PackageAction, package: &Package) -> Option<Edit> {
    let text = source.text();
    let before = text.get(..package.span.start as usize)?;
    let start = u32::try_from(before.trim_end_matches([' ', '\t', '\n', '\r', '\\', '`']).len()).ok()?;
    if action.packages.len() < 2 || start <= action.verb_span.start {
        return None;
    }
    let line = before.rfind('\n').map_or(0, |at| at + 1);
    let above = before[..line].trim_end_matches(['\n', '\r']);
    let is_comment = |line: &str| line.trim_start().starts_with('#');
    if !before[line..].trim().is_empty() || !above.rsplit('\n').next().is_some_and(is_comment) {
        return Some(Edit::delete(Span::new(start, package.span.end)));
    }
    // Behind a comment its own line is cut, which has to be continued.
    let rest = text.get(package.span.end as usize..)?;
    let end = rest.find('\n').filter(|end| matches!(rest[..*end].trim(), "\\" | "`"))? + 1;
    let next = rest[end..].lines().next().unwrap_or("");
    let mut from = line;
    // A comment heads what follows up to the next one.
    if is_comment(next) || next.trim_start().starts_with(['&', ';']) {
        while let Some(comment) =
            text[..from].trim_end_matches(['\n', '\r']).rsplit('\n').next().filter(|it| is_comment(it))
        {
            from = text[..from].trim_end_matches(['\n', '\r']).len() - comment.len();
        }
    }
    let place = |at: usize| u32::try_from(at).ok();
    Some(Edit::delete(Span::new(place(from)?, package.span.end + place(end)?)))
}
