//! The way through packed and unpacked forms.

use std::io::{self, BufReader, Cursor, ErrorKind, Read, Seek, SeekFrom};
use std::ops::ControlFlow;

use flate2::read::MultiGzDecoder;

use super::metered::{Counted, Metered, OutOfProportion, Packed};
use super::sniff::{HEAD, form_of, form_of_name};
use super::{
    Form, FormFault, Found, Limits, Place, Raw, Source, Take, archive, delimited, feed, lines, mailbox, parquet, warc,
    xml,
};
use crate::json::JsonReport;

/// Goes through a source, and knows where it is.
pub(super) struct Walker<'t> {
    pub(super) limits: Limits,
    take: &'t mut Take<'t>,
    entries: Vec<String>,
    n_archives: usize,
    n_packed: usize,
}

/// How often something packed by gzip may be packed again.
const MOST_PACKED: usize = 2;

/// Whether to go on.
pub(super) type Flow = ControlFlow<()>;

impl<'t> Walker<'t> {
    pub(super) fn new(limits: Limits, take: &'t mut Take<'_>) -> Self {
        Self { limits, take, entries: Vec::new(), n_archives: 0, n_packed: 0 }
    }

    /// Goes through a source, whatever its form.
    pub(super) fn source(&mut self, source: Source<'_>, name: &str, form: Option<Form>) -> Flow {
        let mut source = source;
        let head = match head(&mut source) {
            Ok(head) => head,
            Err(error) => return self.fault(None, unreadable(error, &self.limits)),
        };
        let found = form_of(&head, name);
        let form = if found == Form::Gzip { found } else { form.unwrap_or(found) };
        match form {
            Form::Gzip => self.gzip(with_head(head, source), name, None),
            Form::Zip => archive::zip(self, with_head(head, source)),
            Form::Tar => archive::tar(self, stream(head, source)),
            Form::Warc => warc::walk(self, stream(head, source)),
            Form::Lines => lines::walk(self, stream(head, source)),
            Form::Mailbox => mailbox::walk(self, stream(head, source)),
            Form::Delimited => delimited::walk(self, stream(head, source), &name.to_ascii_lowercase()),
            Form::Other(what) => self.fault(None, FormFault::OtherForm { what }),
            _ => self.whole(stream(head, source), form),
        }
    }

    /// What can only be taken as a whole.
    fn whole(&mut self, from: impl Read, form: Form) -> Flow {
        let bytes = match self.all(from, "one report") {
            Ok(bytes) => bytes,
            Err(fault) => return self.fault(None, fault),
        };
        match form {
            Form::Feed => feed::walk(self, &bytes),
            Form::Sitemap => xml::sitemap(self, &bytes),
            Form::Parquet => parquet::walk(self, bytes),
            Form::Json => lines::whole(self, &bytes),
            _ => self.give(Raw::bytes(self.place(None), form, bytes)),
        }
    }

    /// What gzip has packed, some of whose forms say in their name what is in them.
    fn gzip(&mut self, source: Source<'_>, name: &str, form: Option<Form>) -> Flow {
        if self.n_packed == MOST_PACKED {
            return self.fault(None, FormFault::Nested);
        }
        let (counted, n_bytes) = Counted::new(reader(source));
        let Limits { ratio, free_bytes, .. } = self.limits;
        let unpacked =
            Metered::new(MultiGzDecoder::new(BufReader::new(counted)), Packed::SoFar(n_bytes), ratio, free_bytes);
        self.n_packed += 1;
        let name = name.strip_suffix(".gz").unwrap_or(name);
        let flow = self.source(Source::Stream(Box::new(unpacked)), name, form);
        self.n_packed -= 1;
        flow
    }

    /// Goes into an archive with `into`, unless archives stand too deep.
    pub(super) fn within_archive(&mut self, into: impl FnOnce(&mut Self) -> Flow) -> Flow {
        if self.n_archives == self.limits.depth {
            return self.fault(None, FormFault::Nested);
        }
        self.n_archives += 1;
        let n_packed = std::mem::take(&mut self.n_packed);
        let flow = into(self);
        self.n_packed = n_packed;
        self.n_archives -= 1;
        flow
    }

    /// An entry of an archive. What neither its name nor its content says to be a report is passed over.
    pub(super) fn entry(&mut self, name: &str, from: impl Read) -> Flow {
        let name = label(name);
        let mut source = Source::Stream(Box::new(from));
        let head = match head(&mut source) {
            Ok(head) => head,
            Err(error) => {
                self.entries.push(name);
                let flow = self.fault(None, unreadable(error, &self.limits));
                self.entries.pop();
                return flow;
            }
        };
        let is_wanted = match form_of(&head, "") {
            Form::Other(_) => false,
            Form::Text => form_of_name(&name).is_some() || !has_ending(&name),
            _ => true,
        };
        if !is_wanted || head.is_empty() {
            return Flow::Continue(());
        }
        self.entries.push(name.clone());
        let flow = self.source(with_head(head, source), &name, None);
        self.entries.pop();
        flow
    }

    /// All bytes of something that may have as many as a report.
    pub(super) fn all(&self, from: impl Read, what: &'static str) -> Result<Vec<u8>, FormFault> {
        let most = self.limits.piece_bytes;
        let mut bytes = Vec::new();
        from.take(most + 1).read_to_end(&mut bytes).map_err(|error| unreadable(error, &self.limits))?;
        if bytes.len() as u64 > most { Err(FormFault::TooLong { what, most }) } else { Ok(bytes) }
    }

    /// The place where the walker is.
    pub(super) fn place(&self, number: Option<usize>) -> Place {
        Place { entries: self.entries.clone(), number }
    }

    pub(super) fn give(&mut self, raw: Raw) -> Flow {
        (self.take)(Found::Raw(raw))
    }

    pub(super) fn made(&mut self, number: usize, made: JsonReport) -> Flow {
        self.give(Raw::made(self.place(Some(number)), made))
    }

    pub(super) fn fault(&mut self, number: Option<usize>, fault: FormFault) -> Flow {
        let place = self.place(number);
        (self.take)(Found::Fault { place, fault })
    }

    pub(super) fn unreadable(&mut self, number: Option<usize>, error: io::Error) -> Flow {
        let fault = unreadable(error, &self.limits);
        self.fault(number, fault)
    }
}

/// The fault of bytes that cannot be read, which may be that they are too many.
fn unreadable(error: io::Error, limits: &Limits) -> FormFault {
    let is_bomb = error.get_ref().is_some_and(<dyn std::error::Error + Send + Sync>::is::<OutOfProportion>);
    let is_damage = matches!(error.kind(), ErrorKind::InvalidData | ErrorKind::InvalidInput | ErrorKind::UnexpectedEof);
    if is_bomb {
        FormFault::Bomb { most: limits.ratio }
    } else if is_damage && error.raw_os_error().is_none() {
        // The file itself could be read: it is what unpacks it that gives up.
        FormFault::Unsound { what: "packed file, it is damaged or cut short", reason: error.to_string() }
    } else {
        FormFault::Unreadable(error)
    }
}

/// Takes the first bytes of a source.
fn head(source: &mut Source<'_>) -> io::Result<Vec<u8>> {
    let mut head = Vec::new();
    let from: &mut dyn Read = match source {
        Source::Stream(stream) => stream,
        Source::Seekable(file) => file,
    };
    from.take(HEAD as u64).read_to_end(&mut head)?;
    Ok(head)
}

/// A source from its beginning again.
fn with_head(head: Vec<u8>, source: Source<'_>) -> Source<'_> {
    match source {
        Source::Stream(rest) => Source::Stream(Box::new(Cursor::new(head).chain(rest))),
        Source::Seekable(mut file) => match file.seek(SeekFrom::Start(0)) {
            Ok(_) => Source::Seekable(file),
            Err(_) => Source::Stream(Box::new(Cursor::new(head).chain(file))),
        },
    }
}

fn reader(source: Source<'_>) -> Box<dyn Read + '_> {
    match source {
        Source::Stream(stream) => stream,
        Source::Seekable(file) => Box::new(file),
    }
}

fn stream(head: Vec<u8>, source: Source<'_>) -> BufReader<Box<dyn Read + '_>> {
    BufReader::with_capacity(64 << 10, reader(with_head(head, source)))
}

/// The name of an entry as a label: no way out of a folder can be in it.
fn label(name: &str) -> String {
    let parts = name.split(['/', '\\']).filter(|part| !matches!(*part, "" | "." | ".."));
    let label: String = parts.collect::<Vec<_>>().join("/");
    label.chars().map(|sign| if sign.is_control() { '?' } else { sign }).take(500).collect()
}

fn has_ending(name: &str) -> bool {
    name.rsplit('/').next().is_some_and(|base| base.contains('.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_lead_nowhere() {
        assert_eq!(label("../../etc/passwd"), "etc/passwd");
        assert_eq!(label("/a//b\\..\\c\n.html"), "a/b/c?.html");
        assert_eq!(label("C:\\news\\a.txt"), "C:/news/a.txt");
    }
}
