//! Mail: a message to a mail server (SMTP, RFC 5321) that takes it on.
//!
//! Meant for a relay on this machine or network: it speaks no TLS and logs in nowhere.

use std::fmt::Write as _;
use std::io::{self, BufRead as _, BufReader, Write as _};
use std::net::{TcpStream, ToSocketAddrs as _};
use std::time::Duration;

use jiff::Timestamp;

/// How long each answer may take.
const PATIENCE: Duration = Duration::from_secs(15);

/// The mail server, and who writes.
#[derive(Debug, Clone)]
pub struct Mail {
    /// Its host and port, as `localhost:25`.
    pub server: String,
    /// The address that letters come from.
    pub from: String,
}

/// Whether a text is an address that a letter can go to: no more than SMTP needs to be safe.
pub(crate) fn is_address(text: &str) -> bool {
    let is_letter = |letter: char| letter.is_ascii_alphanumeric() || ".!#$%&'*+-/=?^_`{|}~".contains(letter);
    text.len() <= 254
        && text.split_once('@').is_some_and(|(name, host)| {
            !name.is_empty()
                && name.chars().all(is_letter)
                && !host.is_empty()
                && host.chars().all(|letter| letter.is_ascii_alphanumeric() || ".-".contains(letter))
        })
}

/// Sends a letter.
pub(crate) fn send(mail: &Mail, to: &str, subject: &str, text: &str, at: Timestamp) -> io::Result<()> {
    if !is_address(to) || !is_address(&mail.from) {
        return Err(io::Error::other("the address is none"));
    }
    let place =
        mail.server.to_socket_addrs()?.next().ok_or_else(|| io::Error::other("the mail server has no address"))?;
    let stream = TcpStream::connect_timeout(&place, PATIENCE)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.set_write_timeout(Some(PATIENCE))?;
    let mut talk = Talk { stream: BufReader::new(stream) };
    talk.hear("220")?;
    talk.say("EHLO vigie", "250")?;
    talk.say(&format!("MAIL FROM:<{}>", mail.from), "250")?;
    talk.say(&format!("RCPT TO:<{to}>"), "25")?;
    talk.say("DATA", "354")?;
    talk.say(&letter(&mail.from, to, subject, text, at), "250")?;
    talk.say("QUIT", "221")
}

/// The letter, up to and with the dot that ends it.
fn letter(from: &str, to: &str, subject: &str, text: &str, at: Timestamp) -> String {
    let subject: String = subject.chars().filter(|letter| !letter.is_control()).take(120).collect();
    // What is not ASCII is encoded, so that the head of the letter holds (RFC 2047).
    let subject = if subject.is_ascii() { subject } else { encoded(&subject) };
    let date = at.strftime("%a, %d %b %Y %H:%M:%S +0000");
    let mut letter = format!(
        "From: {from}\r\nTo: {to}\r\nSubject: {subject}\r\nDate: {date}\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
    );
    for line in text.lines() {
        // A line that begins with a dot would end the letter.
        if line.starts_with('.') {
            letter.push('.');
        }
        letter.push_str(line.trim_end_matches('\r'));
        letter.push_str("\r\n");
    }
    letter.push('.');
    letter
}

/// Words as RFC 2047 has them, in quoted printable.
fn encoded(text: &str) -> String {
    let mut encoded = String::from("=?utf-8?Q?");
    for byte in text.bytes() {
        match byte {
            b' ' => encoded.push('_'),
            byte if byte.is_ascii_alphanumeric() => encoded.push(char::from(byte)),
            byte => {
                let _ = write!(encoded, "={byte:02X}");
            }
        }
    }
    encoded.push_str("?=");
    encoded
}

struct Talk {
    stream: BufReader<TcpStream>,
}

impl Talk {
    fn say(&mut self, line: &str, expected: &str) -> io::Result<()> {
        self.stream.get_mut().write_all(format!("{line}\r\n").as_bytes())?;
        self.hear(expected)
    }

    fn hear(&mut self, expected: &str) -> io::Result<()> {
        loop {
            let mut line = String::new();
            io::Read::take(&mut self.stream, 2000).read_line(&mut line)?;
            // Lines of an answer have a hyphen behind their number, save the last.
            if line.as_bytes().get(3) == Some(&b'-') {
                continue;
            }
            if line.starts_with(expected) {
                return Ok(());
            }
            return Err(io::Error::other(format!("the mail server says `{}`", line.trim())));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_letter_says_what_it_should_and_no_more() {
        let text = "one\n.\nQUIT\r\n..two";
        let letter = letter("a@b.c", "d@e.f", "Größe\r\nBcc: evil@x.y", text, Timestamp::UNIX_EPOCH);
        assert!(letter.contains("Subject: =?utf-8?Q?Gr=C3=B6=C3=9FeBcc=3A_evil=40x=2Ey?=\r\n"), "{letter}");
        assert!(letter.ends_with("one\r\n..\r\nQUIT\r\n...two\r\n."), "{letter}");
        assert!(letter.contains("Date: Thu, 01 Jan 1970 00:00:00 +0000\r\n"), "{letter}");
        for (address, is) in
            [("a@b.c", true), ("a b@c", false), ("a@b\r\nRCPT TO:<x@y>", false), ("a", false), ("<a@b>", false)]
        {
            assert_eq!(is_address(address), is, "{address}");
        }
    }

    #[test]
    fn a_letter_goes_to_a_mail_server() {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let mail = Mail { server: listener.local_addr().unwrap().to_string(), from: "vigie@desk.example".to_owned() };
        let server = std::thread::spawn(move || {
            let (stream, _) = listener.accept().unwrap();
            let mut reader = BufReader::new(stream);
            reader.get_mut().write_all(b"220 here\r\n").unwrap();
            let (mut heard, mut in_letter) = (String::new(), false);
            loop {
                let mut line = String::new();
                reader.read_line(&mut line).unwrap();
                heard.push_str(&line);
                let answer = match line.trim_end() {
                    "DATA" => {
                        in_letter = true;
                        "354 go on"
                    }
                    "." => {
                        in_letter = false;
                        "250 taken"
                    }
                    "QUIT" => "221 bye",
                    _ if in_letter => continue,
                    "EHLO vigie" => "250-here\r\n250 8BITMIME",
                    _ => "250 fine",
                };
                reader.get_mut().write_all(format!("{answer}\r\n").as_bytes()).unwrap();
                if line.trim_end() == "QUIT" {
                    return heard;
                }
            }
        });
        send(&mail, "ana@desk.example", "A hit", "Drills near Brest", Timestamp::UNIX_EPOCH).unwrap();
        let heard = server.join().unwrap();
        assert!(heard.contains("RCPT TO:<ana@desk.example>") && heard.contains("Drills near Brest"), "{heard}");
    }
}
