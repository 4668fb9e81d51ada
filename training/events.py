"""Labelled events: the sentences of `training/events/`, and the marked pairs of a PLOVER set."""

import csv
import hashlib
import json
import random
import re
from pathlib import Path
from xml.etree import ElementTree

import sys

sys.path.insert(0, str(Path(__file__).parent / "events"))
import check  # noqa: E402

import corpora
from corpora import GLUED, PARAGRAPH, SPACED, Sentence
from words import rough_words

TYPES = ["O", *check.MODES]
MODES = ["-"] + [f"{kind} {mode}" for kind, modes in check.MODES.items() for mode in modes.split()]
STATUSES = list(check.STATUSES)
# So many sentences of a set that has no pages make one.
BLOCK = 12
PAIRS = ["none", *check.MODES]
# What several actors do with each other: each is then on both sides, whoever wrote the sentence.
MUTUAL = ("CONSULT", "AGREE", "COOPERATE")


def is_held_out(text, one_in=8):
    """Whether a sentence is kept for measuring and never trained on: by its digest, so that it stays so for ever."""
    return hashlib.sha256(text.encode()).digest()[0] % one_in == 0


def written(folder, held_out):
    """Our own sentences, each a document, with the events of each sentence."""
    documents = []
    for path in sorted(Path(folder).glob("*.txt")):
        for _, text, events in check.read(path):
            if is_held_out(text) == held_out:
                documents.append([sentence_of(text, events)])
    return documents


def labelled_pages(labels, corpora_folder, held_out):
    """Pages of the public corpora whose events we marked, each a document: `labels` says where, the texts stay where they are.

    One page in four, by the digest of its name, is kept for measuring.
    """
    texts, documents = page_texts(corpora_folder), []
    for row in corpora.lines_of(labels):
        page, text = row["page"], texts.get(row["page"])
        if text is None or hashlib.sha256(text.encode()).hexdigest()[:len(row["digest"])] != row["digest"]:
            raise check.FormatError(f"{labels}: the text of {page} is not in the corpora, or not the one whose events were marked")
        if is_held_out(page, 4) != held_out:
            continue
        document, before = [], 0
        for start, end, events in row["sentences"]:
            sentence = sentence_of(text[start:end], [moved(event, -start) for event in events])
            if document and "\n" not in text[before:start]:
                sentence.gaps[0] = SPACED if start > before else GLUED
            document.append(sentence)
            before = end
        documents.append(document)
    return documents


def moved(event, by):
    """The event with its ranges so many characters on."""
    shift = lambda span: (span[0] + by, span[1] + by)
    return {**event, "trigger": shift(event["trigger"]), **{side: [shift(span) for span in event[side]] for side in ("actors", "recipients")}}


def page_texts(corpora_folder):
    """The texts of the pages that may be marked, by `corpus/number`."""
    folder = Path(corpora_folder)
    texts = {f"future-statements/{row['id']}": row["text"] for row in corpora.lines_of(folder / "future-statements/dev.jsonl")}
    texts.update((f"polnear/{row['id']}", row["text"]) for row in corpora.lines_of(folder / "polnear/train.jsonl"))
    articles = json.loads((folder / "html-articles/ground-truth.json").read_text(encoding="utf-8"))
    texts.update((f"html-articles/{name}", article["articleBody"]) for name, article in articles.items())
    with corpora.opened(folder / "places/lgl.xml.gz") as file:
        texts.update((f"lgl/{article.get('docid')}", article.findtext("text")) for article in ElementTree.parse(file).iter("article"))
    # Sets of sentences: what stands together in the file is a page, the words put together again as they are usually set.
    blocks = {"uw": [row["text"] for row in corpora.lines_of(folder / "factuality/UW/train.jsonl")],
              "re3d": [" ".join(form for form, _ in rows) for rows in corpora.tagged_rows(folder / "ner/re3d-train.conll")]}
    for corpus, sentences in blocks.items():
        for n in range(0, len(sentences), BLOCK):
            texts[f"{corpus}/{n // BLOCK}"] = "\n\n".join(map(set_as_usual, sentences[n:n + BLOCK]))
    for name, paragraphs in corpora.weblogs(folder / "ud-ewt/train.conllu.gz"):
        texts[f"ewt/{name}"] = "\n\n".join(paragraphs)
    return texts


def page_dates(corpora_folder):
    """The days on which the pages appeared of which it is known."""
    return {f"polnear/{row['id']}": row["date"] for row in corpora.lines_of(Path(corpora_folder) / "polnear/train.jsonl")}


def set_as_usual(words):
    """Words between spaces, as they are usually set: marks stand at their words."""
    words = re.sub(r" ([,.;:!?%)\]’]|n't|'(?:s|re|ve|ll|d|m)?(?= |$))", r"\1", words.replace("` `", "“").replace("' '", "”").replace("``", "“").replace("''", "”"))
    words = re.sub(r"(?<=['’]) s\b", "s", words)
    return re.sub(r"(\w) - (?=\w)", r"\1-", re.sub(r"([(\[$“]) ", r"\1", words))


def sentence_of(text, events):
    spans = list(rough_words(text))
    sentence = Sentence([text[a:b] for a, b in spans], gaps(spans))
    inside = lambda span: [i for i, (a, b) in enumerate(spans) if a < span[1] and b > span[0]]
    sentence.events = []
    for event in events:
        trigger = inside(event["trigger"])
        if not trigger:
            continue
        actors, recipients = ([inside(span) for span in event[side]] for side in ("actors", "recipients"))
        if event["type"] in MUTUAL and len(actors) > 1 and not recipients:
            recipients = list(actors)
        if len(actors) == 1 and actors == recipients:
            recipients = []
        sentence.events.append({"trigger": trigger[0], "type": event["type"], "mode": event["mode"], "status": event["status"],
                                "actors": actors, "recipients": recipients})
    return sentence


def gaps(spans):
    return [PARAGRAPH] + [GLUED if a[1] == b[0] else SPACED for a, b in zip(spans, spans[1:])]


def mark(sentence, source, target, label):
    """The sentence with two runs of words as a pair, and what the first does to the second; `None` where they overlap."""
    source, target = range(min(source), max(source) + 1), range(min(target), max(target) + 1)
    if source.start < target.stop and target.start < source.stop:
        return None
    marked = Sentence(sentence.forms, sentence.gaps)
    marked.pair = (list(source), list(target), label)
    return marked


def own_pairs(documents, seed=3):
    """Marked pairs of sentences with events: what one participant does to the other, or nothing."""
    rng, out = random.Random(seed), []
    for sentence in (sentence for document in documents for sentence in document):
        said, people = {}, []
        for event in sentence.events:
            people += event["actors"] + event["recipients"]
            for a in event["actors"]:
                for r in event["recipients"]:
                    said.setdefault((tuple(a), tuple(r)), []).append(event["type"])
        people = [tuple(p) for p in people]
        for (a, r), types in said.items():
            if len(set(types)) == 1 and a and r:
                out.append(mark(sentence, a, r, types[0]))
        strangers = [(a, b) for a in people for b in people if a != b and (a, b) not in said]
        if strangers and rng.random() < 0.5:
            out.append(mark(sentence, *rng.choice(strangers), "none"))
    return [[m] for m in out if m]


def marked_pairs(folder, held_out):
    """Marked pairs that we wrote ourselves: lines of a type (or `none`) and a sentence with `<s>…</s>` and `<t>…</t>`."""
    out = []
    for path in sorted(Path(folder).glob("*.tsv")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            label, _, marked = line.partition("\t")
            text, ranges = plain(marked)
            if label not in PAIRS or set(ranges) != {"s", "t"} or any(marked.count(tag) != 1 for tag in ("<s>", "</s>", "<t>", "</t>")):
                raise check.FormatError(f"{path.name}:{number}: a type, a tab and a sentence with one <s>…</s> and one <t>…</t> are expected")
            if is_held_out(text) == held_out:
                pair = pair_of(text, ranges, label)
                if pair is None:
                    raise check.FormatError(f"{path.name}:{number}: a party is empty, or the two overlap")
                out.append([pair])
    return out


def pair_of(text, ranges, label):
    """The sentence of `text` with the words of the ranges `s` and `t` as a pair; `None` where one is empty or they overlap."""
    spans = list(rough_words(text))
    inside = lambda span: [i for i, (a, b) in enumerate(spans) if a < span[1] and b > span[0]]
    source, target = inside(ranges["s"]), inside(ranges["t"])
    return mark(Sentence([text[a:b] for a, b in spans], gaps(spans)), source, target, label) if source and target else None


TAG = re.compile(r"</?[st]>")


def plover_pairs(path, held_out):
    """Marked pairs of a PLOVER set in its published columns; its `YIELD` is `CONCEDE` or `RETREAT`, we are not told which."""
    out = []
    with open(path, encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines, delimiter="\t"):
            text, ranges = plain(row["marked_sentence"])
            if is_held_out(text, 6) != held_out or set(ranges) != {"s", "t"}:
                continue
            pair = pair_of(text, ranges, row["gold_root"])
            if pair:
                out.append([pair])
    return out


def plain(marked):
    text, ranges, opened, at = [], {}, {}, 0
    length = 0
    for found in TAG.finditer(marked):
        text.append(marked[at:found.start()])
        length += found.start() - at
        at = found.end()
        kind = found.group()[-2]
        if found.group()[1] == "/":
            ranges.setdefault(kind, (opened.pop(kind, length), length))
        else:
            opened[kind] = length
    return "".join(text) + marked[at:], ranges
