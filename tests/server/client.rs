//! A client of the language server: the real program, over its standard input and output.

#![allow(dead_code, missing_docs, unreachable_pub, reason = "tests and the benchmark use a part of it each")]
#![allow(
    clippy::unwrap_used,
    clippy::needless_pass_by_value,
    reason = "a test that cannot go on fails; calls are short"
)]

use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, ExitStatus, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::thread;
use std::time::Duration;

use serde_json::{Value, json};

/// How long an answer is waited for; machines that build other things at the same time are slow.
const PATIENCE: Duration = Duration::from_mins(1);

pub struct Client {
    child: Child,
    input: Option<ChildStdin>,
    inbox: Receiver<Value>,
    /// What came in and was not asked for yet.
    kept: Vec<Value>,
    next: i32,
}

impl Client {
    /// Starts the server in a folder, and says nothing to it.
    pub fn start(folder: &Path) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_lotse"))
            .arg("server")
            .current_dir(folder)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::inherit())
            .spawn()
            .unwrap();
        let input = child.stdin.take();
        let mut output = BufReader::new(child.stdout.take().unwrap());
        let (sender, inbox) = mpsc::channel();
        thread::spawn(move || {
            while let Some(message) = read(&mut output) {
                if sender.send(message).is_err() {
                    break;
                }
            }
        });
        Self { child, input, inbox, kept: Vec::new(), next: 0 }
    }

    /// Starts the server and gets acquainted; the reply to `initialize`.
    pub fn initialized(folder: &Path, capabilities: &Value) -> (Self, Value) {
        let mut client = Self::start(folder);
        let params = json!({ "processId": null, "rootUri": uri(folder), "capabilities": capabilities });
        let welcome = client.request("initialize", params);
        client.notify("initialized", json!({}));
        (client, welcome)
    }

    /// Writes bytes as they are.
    pub fn raw(&mut self, bytes: &[u8]) {
        let input = self.input.as_mut().unwrap();
        input.write_all(bytes).unwrap();
        input.flush().unwrap();
    }

    pub fn send(&mut self, message: &Value) {
        let text = message.to_string();
        self.raw(format!("Content-Length: {}\r\n\r\n{text}", text.len()).as_bytes());
    }

    pub fn notify(&mut self, method: &str, params: Value) {
        self.send(&json!({ "jsonrpc": "2.0", "method": method, "params": params }));
    }

    /// Sends a request and does not wait; its id.
    pub fn ask(&mut self, method: &str, params: Value) -> i32 {
        self.next += 1;
        self.send(&json!({ "jsonrpc": "2.0", "id": self.next, "method": method, "params": params }));
        self.next
    }

    /// The reply to a request.
    pub fn reply(&mut self, id: i32) -> Value {
        self.wait(|message| message["id"] == id && message.get("method").is_none())
    }

    /// Sends a request; the whole reply.
    pub fn respond(&mut self, method: &str, params: Value) -> Value {
        let id = self.ask(method, params);
        self.reply(id)
    }

    /// Sends a request; its result, which must be no error.
    pub fn request(&mut self, method: &str, params: Value) -> Value {
        let mut reply = self.respond(method, params);
        assert!(reply.get("error").is_none(), "{method}: {reply}");
        reply["result"].take()
    }

    /// The next message that is wanted; others are kept.
    pub fn wait(&mut self, wanted: impl Fn(&Value) -> bool) -> Value {
        if let Some(at) = self.kept.iter().position(&wanted) {
            return self.kept.remove(at);
        }
        loop {
            let message = self.inbox.recv_timeout(PATIENCE).expect("the server says nothing");
            if wanted(&message) {
                return message;
            }
            self.kept.push(message);
        }
    }

    /// What is said of a file in some version.
    pub fn diagnostics(&mut self, uri: &str, version: i32) -> Vec<Value> {
        let wanted = |message: &Value| {
            let params = &message["params"];
            message["method"] == "textDocument/publishDiagnostics"
                && params["uri"] == uri
                && params["version"] == version
        };
        self.wait(wanted)["params"]["diagnostics"].as_array().unwrap().clone()
    }

    pub fn open(&mut self, uri: &str, text: &str) {
        let document = json!({ "uri": uri, "languageId": "dockerfile", "version": 1, "text": text });
        self.notify("textDocument/didOpen", json!({ "textDocument": document }));
    }

    /// Sends changes of a document.
    pub fn change(&mut self, uri: &str, version: i32, changes: Value) {
        let document = json!({ "uri": uri, "version": version });
        self.notify("textDocument/didChange", json!({ "textDocument": document, "contentChanges": changes }));
    }

    /// Says goodbye as the protocol wants it.
    pub fn leave(mut self) -> ExitStatus {
        self.request("shutdown", Value::Null);
        self.notify("exit", Value::Null);
        self.child.wait().unwrap()
    }

    /// Ends without a word; `exit` is sent if asked for.
    pub fn hang_up(mut self, exit: bool) -> ExitStatus {
        if exit {
            self.notify("exit", Value::Null);
        }
        drop(self.input.take());
        self.child.wait().unwrap()
    }
}

impl Drop for Client {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn read(output: &mut impl BufRead) -> Option<Value> {
    let mut length = 0;
    loop {
        let mut line = String::new();
        if output.read_line(&mut line).ok()? == 0 {
            return None;
        }
        if let Some(value) = line.strip_prefix("Content-Length: ") {
            length = value.trim().parse().unwrap();
        } else if line.trim().is_empty() {
            break;
        }
    }
    let mut body = vec![0; length];
    output.read_exact(&mut body).ok()?;
    Some(serde_json::from_slice(&body).unwrap())
}

/// The address of a file.
pub fn uri(path: &Path) -> String {
    format!("file://{}", path.display())
}

/// A file of a folder, and its address.
pub fn file(folder: &Path, name: &str) -> (PathBuf, String) {
    let path = folder.join(name);
    let address = uri(&path);
    (path, address)
}

/// A text with edits made, whose columns count UTF-16.
pub fn edited(text: &str, edits: &Value) -> String {
    let offset = |position: &Value| {
        let line = usize::try_from(position["line"].as_u64().unwrap()).unwrap();
        let start: usize = text.split_inclusive('\n').take(line).map(str::len).sum();
        let units = usize::try_from(position["character"].as_u64().unwrap()).unwrap();
        let rest = text[start..].split('\n').next().unwrap();
        let mut seen = 0;
        let before = rest.chars().take_while(|c| {
            seen += c.len_utf16();
            seen <= units
        });
        start + before.map(char::len_utf8).sum::<usize>()
    };
    let edits = edits.as_array().unwrap();
    let mut places: Vec<(usize, usize, &str)> = edits
        .iter()
        .map(|edit| {
            let range = &edit["range"];
            (offset(&range["start"]), offset(&range["end"]), edit["newText"].as_str().unwrap())
        })
        .collect();
    places.sort_unstable();
    let mut made = text.to_owned();
    for (start, end, new) in places.into_iter().rev() {
        made.replace_range(start..end, new);
    }
    made
}
