"""Readers of the corpora: every set becomes documents of sentences of words with the labels that it has.

A document is a list of `Sentence`; a head that a set says nothing about keeps `None` and is left out of the loss.
"""

import gzip
import json
import random
import re
from dataclasses import dataclass, field

from words import GLUED, PARAGRAPH, SPACED, rough_words

NAME_KINDS = {
    "per": "PER", "person": "PER", "politician": "PER",
    "org": "ORG", "organisation": "ORG", "organization": "ORG", "corporation": "ORG", "group": "ORG", "politicalparty": "ORG",
    "loc": "LOC", "location": "LOC", "gpe": "LOC", "country": "LOC", "geo-loc": "LOC", "facility": "LOC",
    "misc": "MISC", "election": "MISC", "event": "MISC", "product": "MISC", "creative-work": "MISC", "nationality": "MISC",
}


@dataclass
class Sentence:
    """Words with what is known of each; lists are as long as `forms`."""

    forms: list
    gaps: list
    ends: bool | None = None          # is the end of this sentence known to be one (UD)?
    tree: list | None = None          # (upos, xpos, feats, lemma, head, deprel) a word
    names: list | None = None         # BIO tags
    roles: list | None = None         # BIO tags of attribution
    owners: list | None = None        # a word's attributions: tuple of numbers, unique in the document
    factuality: dict = field(default_factory=dict)
    events: list | None = None        # trigger, type, mode, status, actors and recipients, as numbers of words
    pair: tuple | None = None         # the words of two parties, and what the first does to the second


def opened(path):
    return gzip.open(path, "rt", encoding="utf-8") if str(path).endswith(".gz") else open(path, encoding="utf-8")


def lines_of(path):
    with opened(path) as lines:
        for line in lines:
            if line.strip():
                yield json.loads(line)


# --- trees -------------------------------------------------------------------------------------------------------

# Kinds of documents that tell of shops, schools and dishes: next to nothing in them is an event of world politics. One in four says so
# to the heads for events; with all of them these would hear of little else.
EVENTLESS, EVENTLESS_EVERY = ("reviews", "answers"), 4


def treebank(path, factuality_path=None):
    """Documents of a CoNLL-U file, with UDS factuality joined by the sentence's letters."""
    judged = {}
    if factuality_path:
        for row in lines_of(factuality_path):
            forms = row["text"].split()
            at, starts = 0, []
            for form in forms:
                starts.append(at)
                at += len(form)
            judged["".join(forms)] = {starts[t["span1"][0]]: t["label"] for t in row["targets"] if t["span1"][0] < len(starts)}
    documents, rows, gap, tokens = [], [], PARAGRAPH, {}
    glued_next = quiet = False
    with opened(path) as lines:
        for line in list(lines) + ["\n"]:
            line = line.rstrip("\n")
            if line.startswith("# newdoc"):
                documents.append([])
                quiet = line.partition("id = ")[2].startswith(EVENTLESS) and len(documents) % EVENTLESS_EVERY == 0
                gap, glued_next = PARAGRAPH, False
            elif line.startswith("# newpar"):
                gap, glued_next = PARAGRAPH, False
            elif line.startswith("#"):
                continue
            elif not line:
                if rows:
                    documents[-1].append(_tree_sentence(rows, judged))
                    documents[-1][-1].events = [] if quiet else None
                    rows, tokens = [], {}
            else:
                columns = line.split("\t")
                if "." in columns[0]:
                    continue
                spaced_after = "SpaceAfter=No" not in columns[9]
                if "-" in columns[0]:
                    first, last = map(int, columns[0].split("-"))
                    tokens = {"last": last, "spaced": spaced_after, "first": first}
                    continue
                number = int(columns[0])
                if tokens and number < tokens["last"]:
                    spaced_after = False
                elif tokens and number == tokens["last"]:
                    spaced_after, tokens = tokens["spaced"], {}
                rows.append((columns, gap if gap == PARAGRAPH else (GLUED if glued_next else SPACED)))
                gap, glued_next = SPACED, not spaced_after
    return documents


def _tree_sentence(rows, judged):
    forms = [c[1] for c, _ in rows]
    sentence = Sentence(forms, [g for _, g in rows], ends=True)
    sentence.tree = [(c[3], c[4], c[5], c[2], int(c[6]), c[7]) for c, _ in rows]
    sentence.names = surely_no_name(sentence)
    labels = judged.get("".join("".join(f.split()) for f in forms))
    if labels:
        at = 0
        for i, form in enumerate(forms):
            if at in labels:
                sentence.factuality[i] = labels[at]
            at += len(form)
    return sentence


CALENDAR = set("monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat sun january february march "
               "april may june july august september october november december jan feb mar apr jun jul aug sep sept oct nov dec".split())


def weblogs(path):
    """The weblogs of a CoNLL-U file, each its name and the texts of its paragraphs."""
    pages, name = {}, None
    with opened(path) as lines:
        for line in lines:
            key, _, value = line.rstrip("\n").partition(" = ")
            if key == "# newdoc id":
                name = value if value.startswith("weblog-") else None
            elif name and key == "# newpar id":
                pages.setdefault(name, []).append([])
            elif name and key == "# text":
                pages[name][-1].append(value)
    return {name: [" ".join(sentences) for sentences in paragraphs] for name, paragraphs in pages.items()}.items()


def surely_no_name(sentence):
    """Tags of a treebank sentence: `O` where no proper noun is near, and for days and months; otherwise unknown."""
    proper = [upos == "PROPN" and form.lower().strip(".") not in CALENDAR for form, (upos, *_) in zip(sentence.forms, sentence.tree)]
    tags = []
    for i, (form, (upos, *_)) in enumerate(zip(sentence.forms, sentence.tree)):
        near = any(proper[max(0, i - 2):i + 3])
        closed = upos in ("AUX", "PRON", "SCONJ", "VERB") and not any(proper[max(0, i - 1):i + 2])
        address = upos == "X" and ("@" in form or "://" in form)
        capital = form[:1].isupper() and i > 0 and upos in ("ADJ", "NOUN", "PROPN")
        day = upos == "PROPN" and not proper[i]
        tags.append("O" if day or closed or address or (not near and not capital) else None)
    return tags


# --- names -------------------------------------------------------------------------------------------------------

TITLES = {"sheikh", "president", "mr", "mr.", "mrs", "mrs.", "dr", "dr.", "general", "gen.", "prime", "minister", "secretary", "sir",
          "king", "queen", "prince", "senator", "sen.", "ambassador", "foreign", "defence", "defense", "chancellor", "pope", "judge"}
NO_SPACE_BEFORE = re.compile(r"^(?:[.,;:!?%)\]}]|['’](?:s|re|ve|ll|d|m)?|n['’]t|''|…|\.\.\.)$", re.IGNORECASE)
NO_SPACE_AFTER = {"(", "[", "{", "``", "$", "£", "€", "#"}
HYPHENED = re.compile(r"(?<=[^\W_])(-)(?=[^\W_])")


def tagged(path, guideline=None, seed=1):
    """Sentences of a two-column file, in documents of some twenty, tags brought to Vigie's guideline."""
    rng = random.Random(seed)
    documents = []
    for number, rows in enumerate(tagged_rows(path)):
        if number % 20 == 0:
            documents.append([])
        forms, spans = _split_hyphens([(unescape(f), t) for f, t in rows])
        if guideline:
            spans = guideline(forms, spans)
            if spans is None:
                continue
        names = ["O"] * len(forms)
        for start, end, kind in spans:
            for i in range(start, end):
                names[i] = ("B-" if i == start else "I-") + kind
        documents[-1].append(Sentence(forms, gaps_of(forms, rng), names=names))
    return documents


def tagged_rows(path):
    """The sentences of a two-column file: forms with their tags."""
    rows = []
    with opened(path) as lines:
        for line in list(lines) + [""]:
            line = line.rstrip("\n")
            if not line.strip() or line.startswith("-DOCSTART-"):
                if rows:
                    yield rows
                rows = []
                continue
            columns = line.split("\t") if "\t" in line else line.split()
            rows.append((columns[0], columns[-1]))


def tagged_numbered(path):
    """A UNER file: number, form, tag; documents are marked, spaces as the text line has them."""
    documents, rows, text = [], [], ""
    with opened(path) as lines:
        for line in list(lines) + [""]:
            line = line.rstrip("\n")
            if line.startswith("# newdoc") or not documents:
                documents.append([])
            if line.startswith("# text = "):
                text = line[9:]
            elif line and not line.startswith("#"):
                rows.append(line.split("\t")[1:3])
            elif not line and rows:
                gaps, at = [], 0
                for form, _ in rows:
                    found = text.find(form, at)
                    gaps.append(PARAGRAPH if not gaps else SPACED if found != at else GLUED)
                    at = max(found, 0) + len(form)
                documents[-1].append(Sentence([f for f, _ in rows], gaps, names=repaired([t for _, t in rows])))
                rows = []
    return documents


def unescape(form):
    return {"-LRB-": "(", "-RRB-": ")", "-LSB-": "[", "-RSB-": "]", "-LCB-": "{", "-RCB-": "}", "``": '"', "''": '"'}.get(form, form)


def _split_hyphens(rows):
    """Forms as UD cuts them, and the names as (start, end, kind) over these."""
    forms, tags = [], []
    for form, tag in rows:
        head, _, kind = tag.partition("-")
        kind = NAME_KINDS.get(kind.lower())
        parts = [p for p in HYPHENED.split(form) if p] if "://" not in form else [form]
        for i, part in enumerate(parts):
            forms.append(part)
            tags.append((("I" if i else head), kind) if kind else ("O", None))
    spans, current = [], None
    for i, (head, kind) in enumerate(tags + [("O", None)]):
        if current and (head != "I" or kind != current[2]):
            spans.append((current[0], i, current[2]))
            current = None
        if kind and current is None:
            current = (i, None, kind)
    return forms, spans


def gaps_of(forms, rng):
    """Plausible spaces for tokens whose spaces are lost; half the time a space everywhere, as in tokenised text."""
    spaced = rng.random() < 0.4
    gaps, open_quote = [], False
    for i, form in enumerate(forms):
        if i == 0:
            gaps.append(PARAGRAPH)
        elif spaced:
            gaps.append(SPACED)
        elif form in ('"', "“", "”"):
            closing = open_quote or form == "”"
            gaps.append(GLUED if closing else SPACED)
        elif forms[i - 1] in NO_SPACE_AFTER or (forms[i - 1] in ('"', "“") and open_quote) or NO_SPACE_BEFORE.match(form):
            gaps.append(GLUED)
        elif (form == "-" or forms[i - 1] == "-") and rng.random() < 0.9:
            gaps.append(GLUED)
        else:
            gaps.append(SPACED)
        if form in ('"', "“", "”"):
            open_quote = not open_quote and form != "”"
    return gaps


def strip_generic_mentions(forms, spans):
    """re3d marks pronouns, common nouns, articles and titles; Vigie's names are proper names only.

    A sentence with a mention that is part name and part description cannot be brought over and is left out (`None`).
    """
    kept = []
    for start, end, kind in spans:
        while start < end and (forms[start].lower() in {"the", "a", "an"} or (kind == "PER" and forms[start].lower() in TITLES)):
            start += 1
        capital = [forms[i][:1].isupper() for i in range(start, end)]
        if capital and capital[0] and capital[-1] and (start or len(capital) > 1):
            kept.append((start, end, kind))
        elif any(capital):
            return None
    return kept


def strip_articles(forms, spans):
    kept = []
    for start, end, kind in spans:
        if forms[start].lower() == "the" and end - start > 1:
            start += 1
        kept.append((start, end, kind))
    return kept


# --- attribution -------------------------------------------------------------------------------------------------

def articles(path, silver_path=None):
    """PolNeAR articles cut into paragraphs; names from the machine-labelled sentences where their letters agree."""
    silver = _Silver(silver_path) if silver_path else None
    documents = []
    for row in lines_of(path):
        documents.append(article(row["text"], row["attributions"], silver))
    return documents


def article(text, attributions, silver=None):
    document, spans = [], list(rough_words(text))
    roles, owners = attribution_labels(spans, attributions)
    names = silver.names_of([text[s:e] for s, e in spans]) if silver else [None] * len(spans)
    starts = [0]
    for i in range(1, len(spans)):
        if "\n" in text[spans[i - 1][1]:spans[i][0]]:
            starts.append(i)
    for first, last in zip(starts, starts[1:] + [len(spans)]):
        gaps = [PARAGRAPH] + [GLUED if spans[i - 1][1] == spans[i][0] else SPACED for i in range(first + 1, last)]
        paragraph = Sentence([text[s:e] for s, e in spans[first:last]], gaps, roles=roles[first:last], owners=owners[first:last])
        part = names[first:last]
        paragraph.names = part if any(n is not None for n in part) else None
        paragraph.spans = spans[first:last]
        document.append(paragraph)
    return document


def attribution_labels(spans, attributions):
    """Roles and owners of words, a word belonging to a range if half of it or more lies in it."""
    roles, owners = ["O"] * len(spans), [()] * len(spans)
    position = 0
    for number, attribution in enumerate(attributions):
        for role in ("content", "source", "cue"):
            for start, end in attribution.get(role) or []:
                first = True
                for i, (s, e) in enumerate(spans):
                    if s >= end:
                        break
                    if e > start and (min(e, end) - max(s, start)) * 2 >= e - s:
                        if role == "source" and roles[i][2:] == "source":
                            owners[i] = owners[i] + (number,)
                            first = False
                            continue
                        roles[i] = ("B-" if first else "I-") + role
                        owners[i] = (number,)
                        first = False
    return roles, owners


ALIKE = {'"': "\"“”„‟«»'’‘", "'": "'’‘`", "`": "`‘'", "--": "—–-", "-": "-–—‐‑", "...": "…."}


def news_paragraphs(path, silver_path, seed=4):
    """Paragraphs in the words of the machine-tagged file, each a document, with the roles that the articles at `path` give these words.

    The published set to compare with holds such paragraphs, one at a time, cut into words and at quotation marks as that file is. Its
    sentences that are found in no article are left out.
    """
    rng, out = random.Random(seed), []
    places, letters, texts = [], [], []
    for row in lines_of(path):
        number, text = len(texts), row["text"]
        texts.append((text, row["attributions"]))
        paragraph = 0
        for i, c in enumerate(text):
            paragraph += c == "\n"
            if c.isalnum():
                places.append((number, paragraph, i))
                letters.append(c.lower()[:1])
    letters, at, before, current = "".join(letters), 0, None, None
    for rows in rows_of(silver_path):
        forms = [unescape(f) for f, _ in rows]
        key = "".join(c.lower()[:1] for f in forms for c in f if c.isalnum())
        found = letters.find(key, at, at + 40_000) if len(key) > 3 else -1
        if found < 0 and len(key) > 20:
            found = letters.find(key)
        if found < 0 or places[found][0] != places[found + len(key) - 1][0]:
            continue
        at = found + len(key)
        spans = spans_of_forms(forms, texts[places[found][0]][0], [place for *_, place in places[found:at]])
        names = [tag if tag == "O" else f"{tag[:2]}{NAME_KINDS[tag[2:].lower()]}" for _, tag in rows]
        if current is None or places[found][:2] != before:
            current = (places[found][0], [], [], [])
            out.append(current)
        before = places[at - 1][:2]
        for column, values in zip(current[1:], (forms, names, spans)):
            column += values
    documents = []
    for number, forms, names, spans in out:
        roles, owners = attribution_labels(spans, texts[number][1])
        forms, names, roles, owners = cut_hyphens(forms, names, roles, owners)
        documents.append([Sentence(forms, gaps_of(forms, rng), names=repaired(names), roles=repaired(roles), owners=owners)])
    return documents


def rows_of(path):
    """Sentences of a two-column file, as forms and tags."""
    rows = []
    with opened(path) as lines:
        for line in lines:
            if line.strip():
                rows.append(tuple(line.rstrip("\n").split("\t")))
            elif rows:
                yield rows
                rows = []
    if rows:
        yield rows


def spans_of_forms(forms, text, places):
    """Ranges of the forms in `text`, whose letters stand at `places`; a mark that is not found gets an empty range."""
    spans, used, end = [], 0, None
    for form in forms:
        size = sum(c.isalnum() for c in form)
        if size:
            start, used = places[used], used + size
            end = places[used - 1] + 1
            spans.append((start, end))
            continue
        if end is None:  # marks before the first letter: as many places before it
            end = places[0]
            for _ in range(number_of_marks(forms)):
                end -= 1
                while end > 0 and text[end].isspace():
                    end -= 1
            end = max(end, 0)
        start = end
        while start < len(text) and text[start].isspace():
            start += 1
        alike = ALIKE.get(form, form[0])
        if start < len(text) and (text[start] in alike or text[start:start + len(form)] == form):
            stop = start + 1
            while len(form) > 1 and stop < len(text) and stop - start < len(form) and text[stop] in alike:
                stop += 1
            spans.append((start, stop))
            end = stop
        else:
            spans.append((end, end))
    return spans


def number_of_marks(forms):
    """How many forms without a letter a sentence begins with."""
    return next((i for i, f in enumerate(forms) if any(c.isalnum() for c in f)), len(forms))


def cut_hyphens(forms, *labels):
    """Forms as UD cuts them at hyphens; the labels of a form go to its parts, a `B` to the first of them only."""
    out = [[] for _ in range(1 + len(labels))]
    for number, form in enumerate(forms):
        parts = [p for p in HYPHENED.split(form) if p] if "://" not in form else [form]
        for i, part in enumerate(parts):
            out[0].append(part)
            for column, values in zip(out[1:], labels):
                value = values[number]
                column.append("I-" + value[2:] if i and isinstance(value, str) and value.startswith("B-") else value)
    return out


class _Silver:
    """Names of machine-tagged sentences, looked up by the letters of the sentence."""

    def __init__(self, path):
        self.sentences = {}
        for document in tagged(path):
            for sentence in document:
                key = self._key(sentence.forms)
                if len(key) >= 12:
                    self.sentences[key] = sentence
        self.longest = max(len(s.forms) for s in self.sentences.values())

    @staticmethod
    def _letters(form):
        return "".join(c for c in form if c.isalnum()).lower()

    def _key(self, forms):
        return "".join(self._letters(f) for f in forms)

    def names_of(self, forms):
        """Tags for the words of an article, `None` where no known sentence begins."""
        letters = [self._letters(f) for f in forms]
        tags, at = [None] * len(forms), 0
        starts = self.starts()
        while at < len(forms):
            found = None
            if letters[at]:
                ahead = "".join(letters[at:at + self.longest])
                for size in sorted(starts.get(ahead[:12], ()), reverse=True):
                    if ahead[:size] in self.sentences:
                        found = self._laid(ahead[:size], letters, at)
                        if found:
                            break
            if found:
                tags[at:at + len(found)] = found
                at += len(found)
            else:
                at += 1
        return tags

    def starts(self):
        if not hasattr(self, "_starts"):
            self._starts = {}
            for key in self.sentences:
                self._starts.setdefault(key[:12], set()).add(len(key))
        return self._starts

    def _laid(self, key, letters, at):
        sentence = self.sentences[key]
        kinds = []
        for form, tag in zip(sentence.forms, sentence.names):
            kinds += [tag] * len(self._letters(form))
        tags, used = [], 0
        while used < len(key) and at < len(letters):
            size = len(letters[at])
            if used + size > len(key):
                return None
            tag = kinds[used] if size else "O"
            if tag.startswith("B-") and used and not self._begins(sentence, used):
                tag = "I-" + tag[2:]
            tags.append(tag)
            used += size
            at += 1
        return repaired(tags)

    def _begins(self, sentence, used):
        total = 0
        for form in sentence.forms:
            if total == used:
                return True
            total += len(self._letters(form))
        return False


def repaired(tags):
    """The same tags as valid BIO; a mark inside a name takes the name's tag."""
    tags = list(tags)
    for i in range(1, len(tags) - 1):
        if tags[i] == "O" and tags[i + 1].startswith("I-") and tags[i - 1][2:] == tags[i + 1][2:]:
            tags[i] = tags[i + 1]
    for i, tag in enumerate(tags):
        if tag.startswith("I-") and (i == 0 or tags[i - 1][2:] != tag[2:] or tags[i - 1] == "O"):
            tags[i] = "B-" + tag[2:]
    return tags


# --- factuality --------------------------------------------------------------------------------------------------

def judged(path, seed=2):
    """Sentences with judged predicates, in documents of one."""
    rng = random.Random(seed)
    documents = []
    for row in lines_of(path):
        forms, where = [], {}
        for i, form in enumerate(row["text"].split()):
            where[i] = len(forms)
            form = unescape(form)
            forms += [p for p in HYPHENED.split(form) if p] if "://" not in form else [form]
        sentence = Sentence(forms, gaps_of(forms, rng))
        sentence.factuality = {where[t["span1"][0]]: t["label"] for t in row["targets"] if t["span1"][0] in where}
        documents.append([sentence])
    return documents
