//! Words to search for, as a person writes them.
//!
//! Words that stand together must all be there; `"a phrase"` as it stands; `milit*` is the beginning of a word, also at the
//! end of a phrase; `OR` between two, `-word` for what must not be there, brackets as usual; `title:word` looks in headlines.
//! Every string that a person can write is either understood or refused with a reason: none is an error of the engine.

use std::str::FromStr;

/// A question to the index of words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Words {
    /// As the person wrote them.
    asked: String,
    /// As the index takes them.
    query: String,
}

impl std::fmt::Display for Words {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.asked)
    }
}

/// Why a question is none.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum WordsError {
    /// There is no word in it.
    #[error("there is no word to search for in `{text}`")]
    Nothing {
        /// What was asked.
        text: String,
    },
    /// It only says what must not be there.
    #[error("`{text}` only says what must not be there: name at least one word that must")]
    OnlyNot {
        /// What was asked.
        text: String,
    },
    /// A bracket or quotation mark has no other.
    #[error("`{text}` has a {what} without its other")]
    Unclosed {
        /// What was asked.
        text: String,
        /// What it is.
        what: &'static str,
    },
    /// The brackets are too deep.
    #[error("`{text}` has too many brackets inside each other")]
    TooDeep {
        /// What was asked.
        text: String,
    },
}

/// Brackets inside each other that are understood.
const MOST_DEPTH: usize = 20;

impl Words {
    /// The question as the index takes it.
    pub(crate) fn as_query(&self) -> &str {
        &self.query
    }
}

impl Words {
    /// Whether some of them must stand in the headline.
    pub(crate) fn asks_for_title(&self) -> bool {
        self.query.contains("title : \"")
    }
}

impl FromStr for Words {
    type Err = WordsError;

    fn from_str(text: &str) -> Result<Self, WordsError> {
        let tokens = tokens(text)?;
        let mut parser = Parser { text, tokens: tokens.into_iter().peekable(), depth: 0 };
        let query = parser.either()?;
        if parser.tokens.next().is_some() {
            return Err(WordsError::Unclosed { text: text.to_owned(), what: "bracket" });
        }
        query
            .map(|query| Self { asked: text.to_owned(), query })
            .ok_or_else(|| WordsError::Nothing { text: text.to_owned() })
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Token {
    Term { words: String, is_prefix: bool, in_title: bool },
    Or,
    Not,
    Open,
    Close,
}

fn tokens(text: &str) -> Result<Vec<Token>, WordsError> {
    let mut found = Vec::new();
    let mut rest = text.trim_start();
    while let Some(first) = rest.chars().next() {
        if let Some(after) = rest.strip_prefix('(') {
            found.push(Token::Open);
            rest = after;
        } else if let Some(after) = rest.strip_prefix(')') {
            found.push(Token::Close);
            rest = after;
        } else if first == '-'
            && rest[1..].starts_with(|next: char| next.is_alphanumeric() || next == '"' || next == '(')
        {
            found.push(Token::Not);
            rest = &rest[1..];
        } else {
            rest = term(text, rest, &mut found)?;
        }
        rest = rest.trim_start();
    }
    Ok(found)
}

/// Takes a word or a phrase off the front.
fn term<'t>(text: &str, rest: &'t str, found: &mut Vec<Token>) -> Result<&'t str, WordsError> {
    let (in_title, rest) = match rest.strip_prefix("title:") {
        Some(after) if !after.is_empty() && !after.starts_with(char::is_whitespace) => (true, after),
        _ => (false, rest),
    };
    let (words, after) = if let Some(quoted) = rest.strip_prefix(['"', '“']) {
        let end = quoted
            .find(['"', '”'])
            .ok_or_else(|| WordsError::Unclosed { text: text.to_owned(), what: "quotation mark" })?;
        let mark = quoted[end..].chars().next().map_or(0, char::len_utf8);
        (&quoted[..end], &quoted[end + mark..])
    } else {
        let end = rest.find(|c: char| c.is_whitespace() || matches!(c, '(' | ')' | '"' | '*')).unwrap_or(rest.len());
        (&rest[..end], &rest[end..])
    };
    let (is_prefix, after) = after.strip_prefix('*').map_or((false, after), |after| (true, after));
    match words {
        "OR" => found.push(Token::Or),
        "NOT" => found.push(Token::Not),
        "AND" => {}
        words if words.contains(char::is_alphanumeric) => {
            found.push(Token::Term { words: words.to_owned(), is_prefix, in_title });
        }
        _ => {}
    }
    // A mark that begins nothing is passed over, so that each step takes something off.
    let is_stuck = words.is_empty() && after.len() == rest.len();
    Ok(if is_stuck { after.strip_prefix(|_: char| true).unwrap_or("") } else { after })
}

struct Parser<'t> {
    text: &'t str,
    tokens: std::iter::Peekable<std::vec::IntoIter<Token>>,
    depth: usize,
}

impl Parser<'_> {
    /// Parts with `OR` between them.
    fn either(&mut self) -> Result<Option<String>, WordsError> {
        let mut parts = Vec::new();
        loop {
            parts.extend(self.all()?);
            if self.tokens.next_if_eq(&Token::Or).is_none() {
                break;
            }
        }
        Ok(match parts.len() {
            0 => None,
            1 => parts.pop(),
            _ => Some(format!("({})", parts.join(" OR "))),
        })
    }

    /// Parts that must all be there, less those that must not.
    fn all(&mut self) -> Result<Option<String>, WordsError> {
        let (mut wanted, mut unwanted) = (Vec::new(), Vec::new());
        while let Some(token) = self.tokens.next_if(|token| !matches!(token, Token::Or | Token::Close)) {
            let (is_wanted, token) = match token {
                Token::Not => match self.tokens.next() {
                    Some(token) => (false, token),
                    None => break,
                },
                token => (true, token),
            };
            let part = self.one(token)?;
            if is_wanted { wanted.extend(part) } else { unwanted.extend(part) }
        }
        if wanted.is_empty() {
            return if unwanted.is_empty() {
                Ok(None)
            } else {
                Err(WordsError::OnlyNot { text: self.text.to_owned() })
            };
        }
        let mut query = format!("({})", wanted.join(" AND "));
        for part in unwanted {
            query = format!("({query} NOT {part})");
        }
        Ok(Some(query))
    }

    fn one(&mut self, token: Token) -> Result<Option<String>, WordsError> {
        match token {
            Token::Term { words, is_prefix, in_title } => {
                let column = if in_title { "title : " } else { "" };
                let star = if is_prefix { " *" } else { "" };
                Ok(Some(format!("{column}\"{}\"{star}", words.replace('"', " "))))
            }
            Token::Open => {
                self.depth += 1;
                if self.depth > MOST_DEPTH {
                    return Err(WordsError::TooDeep { text: self.text.to_owned() });
                }
                let inner = self.either()?;
                self.depth -= 1;
                match self.tokens.next() {
                    Some(Token::Close) => Ok(inner),
                    _ => Err(WordsError::Unclosed { text: self.text.to_owned(), what: "bracket" }),
                }
            }
            Token::Or | Token::Not | Token::Close => Ok(None),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rusqlite::Connection;

    use super::*;

    #[test]
    fn questions_are_understood() {
        let cases = [
            ("drills", Ok(r#"("drills")"#)),
            ("border drills", Ok(r#"("border" AND "drills")"#)),
            (r#""people's militia" drill*"#, Ok(r#"("people's militia" AND "drill" *)"#)),
            (r#""people's mili"*"#, Ok(r#"("people's mili" *)"#)),
            ("tank* OR guns -peace", Ok(r#"(("tank" *) OR (("guns") NOT "peace"))"#)),
            ("(a OR b) c", Ok(r#"((("a") OR ("b")) AND "c")"#)),
            ("title:NATO U.S.", Ok(r#"(title : "NATO" AND "U.S.")"#)),
            ("a AND b NOT c", Ok(r#"(("a" AND "b") NOT "c")"#)),
            ("anti-tank - guns", Ok(r#"("anti-tank" AND "guns")"#)),
            ("-peace", Err("`-peace` only says what must not be there: name at least one word that must")),
            ("  ", Err("there is no word to search for in `  `")),
            ("* ?!", Err("there is no word to search for in `* ?!`")),
            ("(a", Err("`(a` has a bracket without its other")),
            ("a)", Err("`a)` has a bracket without its other")),
            ("\"a", Err("`\"a` has a quotation mark without its other")),
        ];
        for (text, expected) in cases {
            let found = text.parse::<Words>().map(|words| words.query).map_err(|error| error.to_string());
            assert_eq!(found, expected.map(str::to_owned).map_err(str::to_owned), "{text}");
        }
    }

    proptest! {
        #[test]
        fn the_index_takes_whatever_is_understood(text in "([a-c\"*() :^+-]|OR|NOT|NEAR|title:|é|“|”){0,24}") {
            let db = Connection::open_in_memory().unwrap();
            db.execute_batch("CREATE VIRTUAL TABLE w USING fts5 (title, body)").unwrap();
            if let Ok(words) = text.parse::<Words>() {
                let asked = db.query_row("SELECT count(*) FROM w WHERE w MATCH ?1", [words.as_query()], |row| row.get::<_, i64>(0));
                prop_assert!(asked.is_ok(), "{text} became {}: {asked:?}", words.as_query());
            }
        }
    }
}
