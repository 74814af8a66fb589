//! One client from `initialize` to `exit`: which message asks for what, and in which order things happen.

use std::collections::BTreeMap;
use std::io::Write;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::Receiver;

use lsp_server::{ErrorCode, Message, Notification, Request, RequestId, Response};
use lsp_types::{
    CancelParams, DidChangeTextDocumentParams, DidCloseTextDocumentParams, DidOpenTextDocumentParams,
    DidSaveTextDocumentParams, InitializeParams, MessageType, NumberOrString, Uri,
};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::actions::{self, Wanted};
use super::client::Client;
use super::diagnostics::Board;
use super::documents::{Document, MAX_DOCUMENT};
use super::transport::{self, Incoming};
use super::worker::{Desk, Done, Job, Outcome};
use super::{Ended, Event, completion, edits, hover, names, symbols};
use crate::lint::LintedFile;
use crate::project::ConfigFile;

/// A reply that is an error.
#[derive(Debug)]
pub(super) struct Fault {
    pub(super) code: ErrorCode,
    pub(super) message: String,
}

impl Fault {
    pub(super) fn new(code: ErrorCode, message: impl Into<String>) -> Self {
        Self { code, message: message.into() }
    }
}

/// What a request is answered with.
type Answer = Result<Value, Fault>;

/// What becomes of a request.
enum Reply {
    Now(Answer),
    /// It waits for the worker.
    Later,
}

/// How far a session is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Phase {
    New,
    Running,
    ShutDown,
}

/// A request that waits for what is found in a document.
struct Waiting {
    document: String,
    request: Request,
}

/// Code actions that wait for the text with all repairs made.
struct Repairing {
    id: RequestId,
    document: String,
    generation: u64,
    actions: Vec<Value>,
}

pub(super) struct Session<W> {
    output: W,
    desk: Desk,
    phase: Phase,
    client: Client,
    documents: BTreeMap<String, Document>,
    board: Board,
    waiting: Vec<Waiting>,
    repairing: Vec<Repairing>,
    generation: u64,
    /// The client does not read any more.
    is_deaf: bool,
}

impl<W: Write> Session<W> {
    pub(super) fn new(output: W, desk: Desk) -> Self {
        Self {
            output,
            desk,
            phase: Phase::New,
            client: Client::default(),
            documents: BTreeMap::new(),
            board: Board::default(),
            waiting: Vec::new(),
            repairing: Vec::new(),
            generation: 0,
            is_deaf: false,
        }
    }

    /// Reacts to all that happens until the client leaves.
    pub(super) fn run(mut self, inbox: &Receiver<Event>) -> Ended {
        let ended = |phase| if phase == Phase::ShutDown { Ended::Asked } else { Ended::Abandoned };
        for event in inbox {
            match event {
                Event::In(Incoming::End) => break,
                Event::In(Incoming::Message(Message::Notification(it))) if it.method == "exit" => break,
                Event::In(Incoming::Message(message)) => self.message(message),
                Event::In(Incoming::Bad(mistake)) => self.write(&mistake.reply()),
                Event::Done(outcome) => self.done(outcome),
            }
            if self.is_deaf {
                break;
            }
        }
        ended(self.phase)
    }

    fn message(&mut self, message: Message) {
        match message {
            Message::Request(request) => self.request(request),
            Message::Notification(notification) if self.phase == Phase::Running => {
                let method = notification.method.clone();
                let result = catch_unwind(AssertUnwindSafe(|| self.notification(notification)));
                match result {
                    Ok(Ok(())) => {}
                    Ok(Err(fault)) => self.log(&format!("{method}: {}", fault.message)),
                    Err(_) => self.log(&format!("{method}: a mistake of lotse; please report it")),
                }
            }
            // Nothing that is asked of the client needs its reply.
            Message::Notification(_) | Message::Response(_) => {}
        }
    }

    fn request(&mut self, request: Request) {
        let id = request.id.clone();
        let reply = catch_unwind(AssertUnwindSafe(|| self.reply(request)));
        match reply {
            Ok(Reply::Later) => {}
            Ok(Reply::Now(answer)) => self.answer(id, answer),
            Err(_) => self.answer(id, Err(mistake())),
        }
    }

    fn reply(&mut self, request: Request) -> Reply {
        let refuse = |code, message: &str| Reply::Now(Err(Fault::new(code, message)));
        match (self.phase, request.method.as_str()) {
            (Phase::New, "initialize") => Reply::Now(self.initialize(request.params)),
            (Phase::New, _) => refuse(ErrorCode::ServerNotInitialized, "`initialize` comes first"),
            (Phase::ShutDown, _) => refuse(ErrorCode::InvalidRequest, "nothing is answered behind `shutdown`"),
            (Phase::Running, "initialize") => refuse(ErrorCode::InvalidRequest, "`initialize` comes once"),
            (Phase::Running, "shutdown") => {
                self.phase = Phase::ShutDown;
                Reply::Now(Ok(Value::Null))
            }
            (Phase::Running, _) => self.about_document(request),
        }
    }

    fn initialize(&mut self, params: Value) -> Answer {
        let params: InitializeParams = read(params)?;
        self.client = Client::new(&params);
        self.phase = Phase::Running;
        Ok(self.client.welcome())
    }

    /// Answers what is asked about a document; nothing is known of what is no Dockerfile.
    fn about_document(&mut self, request: Request) -> Reply {
        if !METHODS.contains(&request.method.as_str()) {
            let message = format!("`{}` is not answered", request.method);
            return Reply::Now(Err(Fault::new(ErrorCode::MethodNotFound, message)));
        }
        let uri = request.params["textDocument"]["uri"].as_str().unwrap_or_default();
        let Some(document) = self.documents.get(uri) else { return Reply::Now(Ok(Value::Null)) };
        if document.is_too_large {
            return Reply::Now(Err(Fault::new(ErrorCode::RequestFailed, too_large())));
        }
        let asks_for_findings = matches!(request.method.as_str(), "textDocument/codeAction" | "textDocument/hover");
        if asks_for_findings && document.findings().is_none() {
            self.waiting.push(Waiting { document: uri.to_owned(), request });
            return Reply::Later;
        }
        if request.method == "textDocument/codeAction" {
            return match actions::actions(document, self.client, request.params) {
                Ok(wanted) => self.actions(request.id, wanted),
                Err(fault) => Reply::Now(Err(fault)),
            };
        }
        let client = self.client;
        let encoding = client.look.encoding;
        let params = request.params;
        Reply::Now(match request.method.as_str() {
            "textDocument/hover" => with(params, |params| hover::hover(document, encoding, &params)),
            "textDocument/completion" => with(params, |params| completion::completion(document, encoding, &params)),
            "textDocument/definition" => with(params, |params| names::definition(document, encoding, &params)),
            "textDocument/references" => with(params, |params| names::references(document, encoding, &params)),
            "textDocument/documentHighlight" => with(params, |params| names::highlights(document, encoding, &params)),
            "textDocument/prepareRename" => try_with(params, |params| names::prepare(document, encoding, &params)),
            "textDocument/rename" => try_with(params, |params| names::rename(document, encoding, &params)),
            "textDocument/formatting" => try_with(params, |params| edits::formatting(document, encoding, &params)),
            _ => Ok(symbols::symbols(document, client)),
        })
    }

    /// Answers with code actions, once the text with all repairs made is there if that is wanted.
    fn actions(&mut self, id: RequestId, wanted: Wanted) -> Reply {
        let document = wanted.fix_all.and_then(|uri| self.documents.get(uri.as_str()));
        let Some(document) = document else { return Reply::Now(Ok(wanted.actions.into())) };
        let (generation, uri) = (document.generation, document.uri.as_str().to_owned());
        self.desk.leave(job(document, Some(id.clone())));
        self.repairing.push(Repairing { id, document: uri, generation, actions: wanted.actions });
        Reply::Later
    }

    fn notification(&mut self, notification: Notification) -> Result<(), Fault> {
        let Notification { method, params } = notification;
        match method.as_str() {
            "initialized" if self.client.watches => {
                let request =
                    json!({ "id": "watch", "method": "client/registerCapability", "params": Client::watch() });
                self.send(request);
            }
            "textDocument/didOpen" => {
                let params: DidOpenTextDocumentParams = read(params)?;
                self.generation += 1;
                let uri = params.text_document.uri.as_str().to_owned();
                if let Some(document) = Document::open(params.text_document, self.generation) {
                    self.documents.insert(uri.clone(), document);
                    self.lint(&uri);
                }
            }
            "textDocument/didChange" => {
                let params: DidChangeTextDocumentParams = read(params)?;
                self.change(params);
            }
            "textDocument/didSave" => {
                let params: DidSaveTextDocumentParams = read(params)?;
                self.desk.forget();
                self.lint(params.text_document.uri.as_str());
            }
            "textDocument/didClose" => {
                let params: DidCloseTextDocumentParams = read(params)?;
                self.close(&params.text_document.uri);
            }
            "workspace/didChangeWatchedFiles" => {
                self.desk.forget();
                let open: Vec<String> = self.documents.keys().cloned().collect();
                for uri in &open {
                    self.lint(uri);
                }
            }
            "$/cancelRequest" => {
                let params: CancelParams = read(params)?;
                let id = match params.id {
                    NumberOrString::Number(id) => RequestId::from(id),
                    NumberOrString::String(id) => RequestId::from(id),
                };
                self.drop_requests(ErrorCode::RequestCanceled, "cancelled", |_, waiting| *waiting == id);
            }
            _ => {}
        }
        Ok(())
    }

    fn change(&mut self, params: DidChangeTextDocumentParams) {
        let uri = params.text_document.uri.as_str();
        self.generation += 1;
        let (version, encoding) = (params.text_document.version, self.client.look.encoding);
        let Some(document) = self.documents.get_mut(uri) else { return };
        let was_too_large = document.is_too_large;
        document.change(version, params.content_changes, encoding, self.generation);
        let is_known = was_too_large && document.is_too_large;
        self.drop_requests(ErrorCode::ContentModified, "the text has changed", |document, _| document == uri);
        if !is_known {
            self.lint(uri);
        }
    }

    fn close(&mut self, uri: &Uri) {
        if self.documents.remove(uri.as_str()).is_some() {
            self.drop_requests(ErrorCode::ContentModified, "the text was closed", |document, _| {
                document == uri.as_str()
            });
            let publish = self.board.remove(uri);
            self.publish(publish);
        }
    }

    /// Has a document linted.
    fn lint(&mut self, uri: &str) {
        let Some(document) = self.documents.get(uri) else { return };
        if !document.is_too_large {
            self.desk.leave(job(document, None));
            return;
        }
        let publish = self.board.post((&document.uri, document.version), &[], None, self.client.look);
        self.publish(publish);
        self.notify("window/showMessage", json!({ "type": MessageType::WARNING, "message": too_large() }));
    }

    /// Takes what the worker has done.
    fn done(&mut self, outcome: Outcome) {
        let Outcome { document: uri, generation, done } = outcome;
        match done {
            Done::Repaired { request, text } => {
                let Some(at) = self.repairing.iter().position(|waiting| waiting.id == request) else { return };
                let mut waiting = self.repairing.swap_remove(at);
                let document = self.documents.get(&waiting.document);
                let document = document.filter(|document| document.generation == waiting.generation);
                if let (Some(document), Some(text)) = (document, text) {
                    waiting.actions.push(actions::fix_all(document, &text, self.client.look.encoding));
                }
                self.answer(waiting.id, Ok(waiting.actions.into()));
            }
            Done::Failed { request } => {
                self.log(&format!("{uri}: a mistake of lotse; please report it with the file"));
                match request {
                    None => self.linted(&uri, generation, Vec::new(), None),
                    Some(id) => {
                        let waiting = self.repairing.iter().position(|waiting| waiting.id == id);
                        if let Some(at) = waiting {
                            self.repairing.swap_remove(at);
                            self.answer(id, Err(mistake()));
                        }
                    }
                }
            }
            Done::Linted { files, config } => self.linted(&uri, generation, files, config.as_deref()),
        }
    }

    /// Shows and keeps what was found in a document, and answers those who wait for it.
    fn linted(&mut self, uri: &str, generation: u64, mut files: Vec<LintedFile>, config: Option<&ConfigFile>) {
        let Some(document) = self.documents.get_mut(uri).filter(|it| it.generation == generation) else { return };
        let publish = self.board.post((&document.uri, document.version), &files, config, self.client.look);
        let found = files.first_mut().map(|file| std::mem::take(&mut file.diagnostics)).unwrap_or_default();
        document.found = Some((generation, found));
        self.publish(publish);
        let (ready, waiting) = std::mem::take(&mut self.waiting).into_iter().partition(|it| it.document == uri);
        self.waiting = waiting;
        let ready: Vec<Waiting> = ready;
        for waiting in ready {
            self.request(waiting.request);
        }
    }

    /// Answers requests that wait with an error.
    fn drop_requests(&mut self, code: ErrorCode, message: &str, which: impl Fn(&str, &RequestId) -> bool) {
        let mut dropped = Vec::new();
        self.waiting.retain(|waiting| {
            let drop = which(&waiting.document, &waiting.request.id);
            dropped.extend(drop.then(|| waiting.request.id.clone()));
            !drop
        });
        self.repairing.retain(|waiting| {
            let drop = which(&waiting.document, &waiting.id);
            dropped.extend(drop.then(|| waiting.id.clone()));
            !drop
        });
        for id in dropped {
            self.answer(id, Err(Fault::new(code, message)));
        }
    }

    fn answer(&mut self, id: RequestId, answer: Answer) {
        let response = match answer {
            Ok(value) => Response::new_ok(id, value),
            Err(fault) => Response::new_err(id, fault.code as i32, fault.message),
        };
        self.is_deaf |= Message::from(response).write(&mut self.output).is_err();
    }

    fn publish(&mut self, all: Vec<lsp_types::PublishDiagnosticsParams>) {
        for params in all {
            self.notify("textDocument/publishDiagnostics", params);
        }
    }

    fn log(&mut self, message: &str) {
        self.notify("window/logMessage", json!({ "type": MessageType::ERROR, "message": message }));
    }

    fn notify(&mut self, method: &str, params: impl Serialize) {
        self.send(json!({ "method": method, "params": params }));
    }

    fn send(&mut self, mut message: Value) {
        message["jsonrpc"] = "2.0".into();
        self.write(&message);
    }

    fn write(&mut self, message: &Value) {
        self.is_deaf |= transport::write(&mut self.output, message).is_err();
    }
}

/// The requests about documents that are answered.
const METHODS: &[&str] = &[
    "textDocument/codeAction", "textDocument/completion", "textDocument/definition", "textDocument/documentHighlight",
    "textDocument/documentSymbol", "textDocument/formatting", "textDocument/hover", "textDocument/prepareRename",
    "textDocument/references", "textDocument/rename",
];

/// A document's text for the worker.
fn job(document: &Document, repair: Option<RequestId>) -> Job {
    Job {
        document: document.uri.as_str().to_owned(),
        generation: document.generation,
        source: document.source.clone(),
        path: document.path.clone(),
        repair,
    }
}

/// Reads the parameters of a message.
pub(super) fn read<P: DeserializeOwned>(params: Value) -> Result<P, Fault> {
    serde_json::from_value(params).map_err(|error| Fault::new(ErrorCode::InvalidParams, error.to_string()))
}

/// Answers a request whose parameters are of some type.
fn with<P: DeserializeOwned, T: Serialize>(params: Value, answer: impl FnOnce(P) -> T) -> Answer {
    try_with(params, |params| Ok(answer(params)))
}

/// The same where there may be no answer.
fn try_with<P: DeserializeOwned, T: Serialize>(params: Value, answer: impl FnOnce(P) -> Result<T, Fault>) -> Answer {
    let found = answer(read(params)?)?;
    serde_json::to_value(found).map_err(|error| Fault::new(ErrorCode::InternalError, error.to_string()))
}

fn mistake() -> Fault {
    Fault::new(ErrorCode::InternalError, "a mistake of lotse; please report it with the file")
}

fn too_large() -> String {
    format!("lotse looks at no text of more than {} MiB", MAX_DOCUMENT >> 20)
}
