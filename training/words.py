"""Word shapes, gaps and word pieces: what the encoder is told of each word.

The runtime (`crates/vigie-lang`) computes the same features; a change here is a change of the model's format.
"""

import re
from functools import lru_cache

SHAPE_COUNT = 10
GAP_COUNT = 3
GLUED, SPACED, PARAGRAPH = 0, 1, 2
MAX_PIECES_OF_WORD = 16


@lru_cache(maxsize=200_000)
def shape_of(form):
    """Class of a word's letters, since the encoder is uncased."""
    if not any(c.isalnum() for c in form):
        return 8
    letters = [c for c in form if c.isalpha()]
    numeric = any(c.isnumeric() for c in form)
    if not letters:
        return 6 if all(c.isnumeric() for c in form) else 7
    if numeric:
        return 9
    upper = [c.isupper() for c in letters]
    if not any(upper):
        return 1
    if len(letters) == 1:
        return 3
    if all(upper):
        return 4
    return 2 if upper[0] and not any(upper[1:]) else 5


LOWER, CAPITALS = 1, 4


class Pieces:
    """Word pieces of single forms, without their neighbours."""

    def __init__(self, tokenizer):
        self.tokenizer = tokenizer
        self.unknown = tokenizer.token_to_id("[UNK]")
        self.first = tokenizer.token_to_id("[CLS]")
        self.last = tokenizer.token_to_id("[SEP]")
        self.mask = tokenizer.token_to_id("[MASK]")
        self.known = {}

    def of(self, form):
        found = self.known.get(form)
        if found is None:
            found = self.tokenizer.encode(form, add_special_tokens=False).ids[:MAX_PIECES_OF_WORD] or [self.unknown]
            self.known[form] = found
        return found


ABBREVIATIONS = {
    "mr", "mrs", "ms", "dr", "gen", "sen", "rep", "gov", "lt", "col", "sgt", "capt", "adm", "st", "jr", "sr", "no", "vs",
    "inc", "corp", "co", "ltd", "jan", "feb", "aug", "sept", "oct", "nov", "dec", "prof", "rev", "hon", "etc", "e.g", "i.e",
}
ROUGH = re.compile(
    r"https?://\S+|www\.\S+|[\w.+-]+@[\w-]+\.[\w.]+|[@#]\w+"
    r"|(?:[A-Za-z]\.){2,}|\d+(?:[.,:]\d+)+|\d+(?:st|nd|rd|th|s)\b|\d+|[^\W\d_]+\d\w*"
    r"|[^\W\d_]+(?:['’][^\W\d_]+)*|\.{2,}|-{2,}|[^\w\s]|\w+"
)
CLITIC = re.compile(r"^(.+?)(n['’]t|['’](?:s|re|ve|ll|d|m))$", re.IGNORECASE)
JOINED = {"cannot": 3, "gonna": 3, "wanna": 3, "gotta": 3}


def rough_words(text):
    """Words of raw text as (start, end), near enough to UD's for corpora that mark ranges of characters.

    The runtime's tokeniser is finer; the heads trained on these corpora do not depend on the difference.
    """
    for found in ROUGH.finditer(text):
        start, end = found.span()
        form = found.group()
        if form.isalpha() and end < len(text) and text[end] == "." and (
            form.lower() in ABBREVIATIONS or (len(form) == 1 and form.isupper() and form != "I")
        ):
            yield start, end + 1
            continue
        if form == "." and start and _is_abbreviated(text, start):
            continue
        cut = CLITIC.match(form)
        if cut:
            yield start, start + cut.end(1)
            yield start + cut.end(1), end
        elif form.lower() in JOINED:
            middle = start + JOINED[form.lower()]
            yield start, middle
            yield middle, end
        else:
            yield start, end


def _is_abbreviated(text, stop):
    start = stop
    while start and text[start - 1].isalpha():
        start -= 1
    form = text[start:stop]
    return form.lower() in ABBREVIATIONS or (len(form) == 1 and form.isupper() and form != "I")
