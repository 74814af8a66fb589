//! Messages off the wire and onto it. Whatever comes in, the next message is found again behind it: a client that makes a mistake
//! is told so and loses nothing else. (The reader of `lsp-server` ends at the first mistake.)

use std::io::{self, BufRead, Read, Write};

use lsp_server::{ErrorCode, Message};
use serde_json::{Value, json};

/// The largest message that is read, in bytes; what is larger is passed over.
const MAX_MESSAGE: usize = 128 << 20;

/// The longest line of a header that is read at once, in bytes.
const MAX_LINE: u64 = 1 << 13;

/// The header that says how long a message is.
const LENGTH: &str = "content-length";

/// What came in.
#[derive(Debug)]
pub(super) enum Incoming {
    /// A message.
    Message(Message),
    /// Something else.
    Bad(Mistake),
    /// Nothing comes any more.
    End,
}

/// What is wrong with something that came in.
#[derive(Debug)]
pub(super) struct Mistake {
    /// The id of the request, where it has one.
    pub(super) id: Value,
    pub(super) code: ErrorCode,
    pub(super) message: String,
}

impl Mistake {
    fn new(code: ErrorCode, message: impl Into<String>) -> Self {
        Self { id: Value::Null, code, message: message.into() }
    }

    /// The reply to it.
    pub(super) fn reply(&self) -> Value {
        let error = json!({ "code": self.code as i32, "message": self.message });
        json!({ "jsonrpc": "2.0", "id": self.id, "error": error })
    }
}

/// Reads messages.
pub(super) struct Reader<R> {
    input: R,
    /// What the header of the next message says of its length.
    length: Option<usize>,
}

impl<R: BufRead> Reader<R> {
    pub(super) fn new(input: R) -> Self {
        Self { input, length: None }
    }

    /// The next that comes in.
    pub(super) fn next(&mut self) -> Incoming {
        self.header().and_then(|incoming| incoming.map_or_else(|| self.body(), Ok)).unwrap_or(Incoming::End)
    }

    /// Reads up to a message; what there is instead of one.
    fn header(&mut self) -> io::Result<Option<Incoming>> {
        let no_header = || Incoming::Bad(Mistake::new(ErrorCode::ParseError, "expected a header `Content-Length: …`"));
        let mut garbage = false;
        loop {
            let mut line = Vec::new();
            if self.input.by_ref().take(MAX_LINE).read_until(b'\n', &mut line)? == 0 {
                return Ok(Some(if garbage { no_header() } else { Incoming::End }));
            }
            let line = String::from_utf8_lossy(&line).to_ascii_lowercase();
            let line = line.trim();
            if let Some(at) = line.rfind(LENGTH) {
                let value = line[at + LENGTH.len()..].trim_start().strip_prefix(':').map(str::trim);
                self.length = value.and_then(|value| value.parse().ok());
                // What stands in front of the header is the rest of a message that was longer than it said.
                if self.length.is_some() && (garbage || at > 0) {
                    return Ok(Some(no_header()));
                }
            } else if line.is_empty() {
                return Ok(if self.length.is_some() { None } else { Some(no_header()) });
            } else if !line.starts_with("content-type:") {
                garbage = true;
            }
        }
    }

    fn body(&mut self) -> io::Result<Incoming> {
        let length = self.length.take().unwrap_or(0);
        let mut body = self.input.by_ref().take(length as u64);
        if length > MAX_MESSAGE {
            io::copy(&mut body, &mut io::sink())?;
            let message = format!("a message of more than {} MiB", MAX_MESSAGE >> 20);
            return Ok(Incoming::Bad(Mistake::new(ErrorCode::InvalidRequest, message)));
        }
        // What the header promises may never come.
        let mut bytes = Vec::new();
        if body.read_to_end(&mut bytes)? < length {
            return Ok(Incoming::End);
        }
        Ok(match serde_json::from_slice(&bytes) {
            Ok(value) => message(value),
            Err(error) => Incoming::Bad(Mistake::new(ErrorCode::ParseError, error.to_string())),
        })
    }
}

/// The message that some JSON is.
fn message(value: Value) -> Incoming {
    let id = value.get("id").cloned();
    let is_object = value.is_object();
    match serde_json::from_value(value) {
        // An object is a notification only if it has no id: this one has an id of no use.
        Ok(message) if is_object && !(matches!(message, Message::Notification(_)) && id.is_some()) => {
            Incoming::Message(message)
        }
        _ => {
            let id = id.filter(|id| id.is_string() || id.is_number()).unwrap_or_default();
            let message = "neither a request nor a notification nor a reply".to_owned();
            Incoming::Bad(Mistake { id, code: ErrorCode::InvalidRequest, message })
        }
    }
}

/// Writes what is a message already.
pub(super) fn write(output: &mut impl Write, value: &Value) -> io::Result<()> {
    let text = value.to_string();
    write!(output, "Content-Length: {}\r\n\r\n{text}", text.len())?;
    output.flush()
}
