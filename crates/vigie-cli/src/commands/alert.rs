//! Alerts: a crossing is told to a command, a web hook, a mail address.

use std::io::{self, Read as _, Write as _};
use std::net::{TcpStream, ToSocketAddrs as _};
use std::process::{Command, Stdio};
use std::time::Duration;

use serde::Serialize;
use vigie_analysis::warning::{Alert, Crossing, Warning};

use crate::format::warning::percent;

/// How long a web hook may take.
const PATIENCE: Duration = Duration::from_secs(20);

/// What is told of a crossing.
#[derive(Debug, Serialize)]
pub(super) struct Message<'a> {
    problem: &'a str,
    question: &'a Option<String>,
    #[serde(flatten)]
    crossing: &'a Crossing,
    band: &'a str,
    confidence: &'static str,
    base_rate: f64,
    moved: Vec<String>,
    /// The same in a line.
    pub(super) text: String,
}

impl<'a> Message<'a> {
    pub(super) fn new(warning: &'a Warning, crossing: &'a Crossing) -> Self {
        let verb = if crossing.raised { "raised" } else { "cleared" };
        let text = format!(
            "{}: {} {verb} on {} at {} ({}; base rate {}). Confidence: {}.",
            warning.problem,
            crossing.threshold,
            crossing.day,
            percent(crossing.probability),
            warning.band,
            percent(warning.now.base.probability),
            warning.confidence.level.as_str()
        );
        Self {
            problem: &warning.problem,
            question: &warning.question,
            crossing,
            band: &warning.band,
            confidence: warning.confidence.level.as_str(),
            base_rate: warning.now.base.probability,
            moved: warning.moved.iter().take(5).map(|step| format!("{:+.2} {}", step.by, step.name)).collect(),
            text,
        }
    }
}

/// Tells all that are to be told; says what went wrong with each.
pub(super) fn deliver(alert: &Alert, message: &Message<'_>) -> Result<(), String> {
    let json = serde_json::to_string(message).map_err(|error| error.to_string())?;
    let mut wrong = Vec::new();
    if let Some(command) = &alert.command {
        run(command, message, &json).unwrap_or_else(|error| wrong.push(format!("the command `{command}`: {error}")));
    }
    if let Some(hook) = &alert.web_hook {
        post(hook, &json).unwrap_or_else(|error| wrong.push(format!("the web hook `{hook}`: {error}")));
    }
    if let Some(address) = &alert.mail {
        mail(address, message).unwrap_or_else(|error| wrong.push(format!("the mail to `{address}`: {error}")));
    }
    if wrong.is_empty() { Ok(()) } else { Err(wrong.join("; ")) }
}

fn run(line: &str, message: &Message<'_>, json: &str) -> io::Result<()> {
    let (shell, flag) = if cfg!(windows) { ("cmd", "/C") } else { ("sh", "-c") };
    let crossing = message.crossing;
    let mut command = Command::new(shell);
    command
        .args([flag, line])
        .env("VIGIE_PROBLEM", message.problem)
        .env("VIGIE_THRESHOLD", &crossing.threshold)
        .env("VIGIE_CROSSING", if crossing.raised { "raised" } else { "cleared" })
        .env("VIGIE_PROBABILITY", crossing.probability.to_string());
    feed(command, json)
}

/// Runs a command with words on its standard input; its output goes to stderr, as ours is data.
fn feed(mut command: Command, words: &str) -> io::Result<()> {
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?;
    if let Some(mut stdin) = child.stdin.take() {
        // A command that does not read its input is no fault.
        match stdin.write_all(words.as_bytes()) {
            Err(error) if error.kind() != io::ErrorKind::BrokenPipe => return Err(error),
            _ => {}
        }
    }
    let output = child.wait_with_output()?;
    io::stderr().write_all(&output.stdout)?;
    if output.status.success() { Ok(()) } else { Err(io::Error::other(format!("it ended with {}", output.status))) }
}

/// Posts JSON to an address: plain HTTP by ourselves, HTTPS by `curl`, since the program has no TLS of its own.
fn post(address: &str, json: &str) -> io::Result<()> {
    let Some(rest) = address.strip_prefix("http://") else { return post_by_curl(address, json) };
    let (host, path) = rest.find('/').map_or((rest, "/"), |slash| rest.split_at(slash));
    let with_port = if host.contains(':') { host.to_owned() } else { format!("{host}:80") };
    let place = with_port.to_socket_addrs()?.next().ok_or_else(|| io::Error::other("the host has no address"))?;
    let mut stream = TcpStream::connect_timeout(&place, PATIENCE)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.set_write_timeout(Some(PATIENCE))?;
    write!(
        stream,
        "POST {path} HTTP/1.1\r\nHost: {host}\r\nContent-Type: application/json\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{json}",
        json.len()
    )?;
    let mut head = Vec::new();
    let mut byte = [0];
    // The first line says all that matters: `HTTP/1.1 204 No Content`.
    while head.len() < 256 && stream.read(&mut byte)? == 1 && byte[0] != b'\n' {
        head.push(byte[0]);
    }
    let line = String::from_utf8_lossy(&head);
    let is_good = line.split_whitespace().nth(1).is_some_and(|status| status.starts_with('2'));
    if is_good { Ok(()) } else { Err(io::Error::other(format!("it answers `{}`", line.trim()))) }
}

fn post_by_curl(address: &str, json: &str) -> io::Result<()> {
    let mut command = Command::new("curl");
    let limit = PATIENCE.as_secs().to_string();
    command.args(["--fail", "--silent", "--show-error", "--output", "-", "--max-time", limit.as_str()]);
    command.args(["--header", "Content-Type: application/json", "--data-binary", "@-", "--", address]);
    feed(command, json)
}

/// Mails a message through `sendmail`, which takes it on as mail servers do.
fn mail(address: &str, message: &Message<'_>) -> io::Result<()> {
    let mut command = Command::new("sendmail");
    command.args(["-i", "--", address]);
    let subject: String = message.text.chars().filter(|letter| !letter.is_control()).take(120).collect();
    let body = format!(
        "To: {address}\nSubject: {subject}\nContent-Type: text/plain; charset=utf-8\n\n{}\n\nWhat moved the odds:\n{}\n",
        message.text,
        message.moved.join("\n")
    );
    feed(command, &body)
}

#[cfg(test)]
mod tests {
    use std::io::BufRead as _;
    use std::net::TcpListener;

    use super::*;

    /// A server that takes one request, answers with a status, and gives back the request.
    fn server(status: &'static str) -> (String, std::thread::JoinHandle<String>) {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("http://{}/hook", listener.local_addr().unwrap());
        let thread = std::thread::spawn(move || {
            let (stream, _) = listener.accept().unwrap();
            let mut reader = io::BufReader::new(stream);
            let (mut request, mut length) = (String::new(), 0);
            loop {
                let mut line = String::new();
                reader.read_line(&mut line).unwrap();
                length = line.strip_prefix("Content-Length: ").map_or(length, |n| n.trim().parse().unwrap());
                request.push_str(&line);
                if line.trim().is_empty() {
                    break;
                }
            }
            let mut body = vec![0; length];
            reader.read_exact(&mut body).unwrap();
            write!(reader.get_mut(), "HTTP/1.1 {status}\r\n\r\n").unwrap();
            request + &String::from_utf8(body).unwrap()
        });
        (address, thread)
    }

    #[test]
    fn a_web_hook_gets_json_and_its_refusal_is_told() {
        let (address, thread) = server("204 No Content");
        post(&address, "{\"a\":1}").unwrap();
        let request = thread.join().unwrap();
        assert!(request.starts_with("POST /hook HTTP/1.1") && request.ends_with("{\"a\":1}"), "{request}");
        let (address, thread) = server("500 Sorry");
        assert!(post(&address, "{}").unwrap_err().to_string().contains("500"));
        thread.join().unwrap();
    }

    #[cfg(unix)]
    #[test]
    fn a_command_that_fails_is_told() {
        let fails = |line: &str| {
            let mut command = Command::new("sh");
            command.args(["-c", line]);
            feed(command, "words").is_err()
        };
        assert!(!fails("cat > /dev/null") && !fails("true") && fails("exit 3"));
    }
}
