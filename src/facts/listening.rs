//! The ports that commands listen on.

use crate::knowledge::daemons::Mode;
use crate::knowledge::ports::is_ambiguous;
use crate::shell::Command;
use crate::source::Span;

/// Options whose value is the port, or ends in it. Sources: the manuals of the servers in `knowledge::daemons`, of Node.js' and
/// Python's usual ones.
const OPTIONS: &[&str] = &["--port", "-p", "--http-port", "--listen", "--bind", "-b", "-S"];

/// The same where the value stands behind `=`.
const ATTACHED: &[&str] = &["--port", "--http-port", "--listen", "--bind", "--server.port"];

/// The port that a command listens on, and the words that say so: an option, or the server's name.
pub fn listens_on(command: &Command) -> Option<(u16, Span)> {
    let known = command.daemon().filter(|(_, mode)| *mode != Mode::NotStarted);
    if known.is_none() && !command.runs_on() {
        return None;
    }
    let behind = command.words.windows(2).filter(|pair| OPTIONS.contains(&&*pair[0].text));
    let behind = behind.filter_map(|pair| Some((port_in(&pair[1].text)?, pair[1].span)));
    let attached = command.words.iter().filter_map(|word| {
        let (_, value) = word.text.split_once('=').filter(|(name, _)| ATTACHED.contains(name))?;
        Some((port_in(value)?, word.span))
    });
    behind.chain(attached).next().or_else(|| {
        let port = known?.0.ports.first().filter(|port| !is_ambiguous(**port))?;
        Some((*port, command.words_span()))
    })
}

/// `8080`, `0.0.0.0:8080`
fn port_in(text: &str) -> Option<u16> {
    text.rsplit(':').next()?.parse().ok().filter(|port| *port > 0)
}
