//! Letters of e-mail: the text of a letter, or the article of its page, without what is attached.

use mail_parser::MessageParser;
use vigie_record::Report;

use super::FormFault;
use crate::json::JsonReport;
use crate::{date, report_of_page};

/// The least words of the plain text of a letter that is not only a hint at its page.
const FEW_WORDS: usize = 30;

/// Makes a report of a letter: its subject is the title, its sender the outlet.
pub(super) fn report(bytes: &[u8]) -> Result<JsonReport, FormFault> {
    let unsound = || FormFault::Unsound { what: "letter", reason: "it has no head".to_owned() };
    let letter = MessageParser::default().parse(bytes).ok_or_else(unsound)?;
    let plain = letter.body_text(0).map(|text| text.replace("\r\n", "\n")).unwrap_or_default();
    let is_hint = letter.text_body_count() == 0 || plain.split_whitespace().count() < FEW_WORDS;
    let page = letter.body_html(0).filter(|_| is_hint).and_then(|page| report_of_page(page.as_bytes()).ok());
    let mut report = match page {
        Some(page) if page.text.len() > plain.len() / 2 => page,
        _ => Report::of_text(plain),
    };
    if report.text.trim().is_empty() {
        return Err(FormFault::NoText { what: "letter" });
    }
    report.title = letter.subject().map(str::to_owned).or(report.title);
    if let Some(sender) = letter.from().and_then(|from| from.first()) {
        let name = sender.name().map(|name| name.trim_matches('"').to_owned()).filter(|name| !name.is_empty());
        report.outlet = name.or_else(|| sender.address().map(str::to_owned)).or(report.outlet);
    }
    if let Some(found) = letter.date() {
        date::set(&mut report, &found.to_rfc3339());
    }
    Ok(JsonReport { id: letter.message_id().map(Into::into), report })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_letter_is_a_report() {
        let letter = "From: \"Example Wire\" <wire@example.org>\r\nDate: Wed, 1 Jun 2022 09:30:00 +0200\r\n\
            Subject: =?utf-8?q?Drills_in_Gr=C3=B6=C3=9Fe?=\r\nMessage-ID: <1@example.org>\r\n\
            Content-Type: text/plain; charset=iso-8859-1\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n\
            The ministry of Gr=F6=DFe said that drills had begun.\r\n";
        let JsonReport { id, report } = super::report(letter.as_bytes()).unwrap();
        assert_eq!(id, Some("1@example.org".into()));
        assert_eq!(report.text.trim(), "The ministry of Größe said that drills had begun.");
        assert_eq!(report.title.as_deref(), Some("Drills in Größe"));
        assert_eq!(report.outlet.as_deref(), Some("Example Wire"));
        assert_eq!(report.published_at.map(|at| at.to_string()).as_deref(), Some("2022-06-01T07:30:00Z"));
    }

    #[test]
    fn a_letter_of_a_page_alone_gives_its_article() {
        let page = "<html><body><p>Belarus has begun drills near its southern border, the ministry said on Wednesday.</p></body></html>";
        let letter = format!("From: a@example.org\r\nSubject: Drills\r\nContent-Type: text/html\r\n\r\n{page}");
        assert!(super::report(letter.as_bytes()).unwrap().report.text.starts_with("Belarus has begun"));
        assert!(matches!(super::report(b"From: a@example.org\r\n\r\n"), Err(FormFault::NoText { .. })));
    }

    /// Fuzzing put a letter into a letter whose head does not end, and the parser that we use asserted that such a thing cannot be. In a release it goes on,
    /// and so it does here: the manifest of the workspace takes its assertions away.
    #[test]
    fn a_letter_in_a_letter_may_be_cut_short() {
        let letter = "From a@example.org We\0Jun  1 09:30:00 2022\nFrom: a@example.org\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n\
            --x\r\nContent-Type: text/plain\r\n\r\nTroops moved.\r\n--x\r\nContent-Type: text/time\r\n\r\n<p>Troops moved.</p>\r\n--x\r\n\
            Content-Type: message/rfc822\r\n\r\nSubjeexample.org\r\nTo: b@example.org\r\nGate: Wed, 01 Jun +00rsion\":\"dx\r\n\
            Content-Type: message/rfc822\r\n\r\nSubject: in\r\n\r\nIn.\r\n--x--\r\n";
        assert_eq!(super::report(letter.as_bytes()).unwrap().report.text.trim(), "Troops moved.");
    }
}
