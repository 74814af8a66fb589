//! The language server: messages of an editor in, replies out. What it finds and repairs is what `lotse check` finds and repairs, by
//! the same calls. Standard input and output are the caller's; files are read by the rooms that may.
//!
//! Three threads: one reads messages, one lints ([`worker`]), and one answers. What an editor shows while somebody types must not
//! wait for what was typed before.

mod actions;
mod client;
mod completion;
mod diagnostics;
mod documents;
mod edits;
mod hover;
mod instructions;
mod names;
mod position;
mod reading;
mod session;
mod symbols;
mod transport;
mod uri;
mod worker;

use std::io::{BufRead, Write};
use std::sync::mpsc::{self, SyncSender};
use std::thread;

use session::Session;
use transport::{Incoming, Reader};
use worker::{Desk, Outcome};

/// The stack of a thread that reads shell text: deeply nested text needs more than is usual, and only what is used is taken from memory.
const STACK: usize = 16 << 20;

/// How many messages may wait. A client that sends faster waits itself.
const MOST_WAITING: usize = 64;

/// How a session ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ended {
    /// As the protocol wants it: `shutdown`, then `exit`.
    Asked,
    /// The client left without a word.
    Abandoned,
    /// The system gives no threads.
    Failed,
}

/// Something to react to.
#[derive(Debug)]
enum Event {
    In(Incoming),
    Done(Outcome),
}

/// Serves one client until it leaves.
pub fn run(input: impl BufRead + Send + 'static, output: impl Write + Send) -> Ended {
    let (events, inbox) = mpsc::sync_channel(MOST_WAITING);
    let Ok(desk) = Desk::open(events.clone()) else { return Ended::Failed };
    let read = thread::Builder::new().name("read".to_owned()).spawn(move || read(input, &events));
    if read.is_err() {
        return Ended::Failed;
    }
    thread::scope(|scope| {
        let serve = move || Session::new(output, desk).run(&inbox);
        let session = thread::Builder::new().name("serve".to_owned()).stack_size(STACK).spawn_scoped(scope, serve);
        session.ok().and_then(|session| session.join().ok()).unwrap_or(Ended::Failed)
    })
}

/// Passes on what comes in, up to its end.
fn read(input: impl BufRead, events: &SyncSender<Event>) {
    let mut reader = Reader::new(input);
    loop {
        let incoming = reader.next();
        let is_end = matches!(incoming, Incoming::End);
        if events.send(Event::In(incoming)).is_err() || is_end {
            return;
        }
    }
}
