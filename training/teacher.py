"""What the network of an earlier pass adds to the labels: names in the treebank, head words of the parties to events."""

import csv
import re
from collections import Counter, defaultdict
from pathlib import Path

import numpy as np

from examples import tensors, windows
from learn import NAMES
from measure import single_rooted, spans, viterbi

KINDS = ("PER", "ORG", "LOC", "MISC")

SURE = 0.75    # a word whose best tag is less likely keeps no label
KNOWN = 0.9    # a kind that is likelier than this stands against the tables
SHARED = 0.65  # a kind that holds this share of all readings of a name is the kind of each


def name_treebank(run, chain, documents, pieces, labels, knowledge=None):
    """Writes tags into the sentences; only words marked as proper nouns, and what stands between two, can be in a name.

    A name has one kind throughout, as far as its readings agree, or the one that the tables of `knowledge` give it: the network alone
    takes `Hamas` for a body here and for a person there.
    """
    read, shares = [], defaultdict(Counter)
    for document in documents:
        for window in windows(document, pieces):
            scores, base = run(tensors(window, pieces, labels))["ner"], 0
            for sentence in window.sentences:
                if sentence.tree:
                    tags, inside, likely = names_of(sentence, scores[base:base + len(sentence.forms)], chain)
                    read.append((sentence, tags, inside, likely))
                    for start, end, _ in spans(tags):
                        for kind, share in kinds_of(likely, start, end).items():
                            shares[key_of(sentence, start, end)][kind] += share
                base += len(sentence.forms)
    known = kinds_of_tables(knowledge) if knowledge else {}
    n_names = 0
    for sentence, tags, inside, likely in read:
        settled = set()
        for start, end, kind in spans(tags):
            own, key = kinds_of(likely, start, end), key_of(sentence, start, end)
            total = shares[key]
            best, most = total.most_common(1)[0]
            if known.get(key, kind) != kind and own[kind] < KNOWN:
                kind = known[key]
            elif known.get(key) != kind and best != kind and most >= SHARED * total.total():
                kind = best
            if known.get(key) == kind or (shares[key].total() >= 3 and shares[key][kind] >= SHARED * total.total()):
                settled.update(range(start, end))
            tags[start:end] = ["B-" + kind] + ["I-" + kind] * (end - start - 1)
        sure = [tag if not inside[i] or i in settled or likely[i, NAMES.index(tag)] >= SURE else None for i, tag in enumerate(tags)]
        sentence.names = whole_or_unknown(sure)
        n_names += sum(t is not None and t.startswith("B-") for t in sentence.names)
    return n_names


def names_of(sentence, scores, chain):
    """The best tags of a sentence, which words can be in a name, and how likely each tag is."""
    proper = [upos == "PROPN" for upos, *_ in sentence.tree]
    inside = [p or (any(proper[max(0, i - 2):i]) and any(proper[i + 1:i + 3])) for i, p in enumerate(proper)]
    likely = np.exp(scores - scores.max(1, keepdims=True))
    likely /= likely.sum(1, keepdims=True)
    allowed = scores.copy()
    for i, known in enumerate(sentence.names or [None] * len(proper)):
        if known == "O" or not inside[i]:
            allowed[i, 1:] -= 1e4
    return [NAMES[tag] for tag in viterbi(allowed, chain)], inside, likely


def kinds_of(likely, start, end):
    """How likely each kind is for a name, over its words."""
    sums = {kind: float(sum(likely[start:end, i].sum() for i, tag in enumerate(NAMES) if tag[2:] == kind)) for kind in KINDS}
    total = sum(sums.values()) or 1.0
    return {kind: value / total for kind, value in sums.items()}


def key_of(sentence, start, end):
    return " ".join(sentence.forms[start:end]).lower()


def kinds_of_tables(folder):
    """The kinds of names that the tables of the reader list under one kind only."""
    kinds = defaultdict(set)
    for file, kind, columns in (("organizations", "ORG", ("name", "aliases")), ("countries", "LOC", ("name", "names", "capital")),
                                ("territories", "LOC", ("name", "names")), ("places-extra", "LOC", ("name",)),
                                ("adm1", "LOC", ("key", "name", "names")), ("people", "PER", ("name", "aliases"))):
        with open(Path(folder) / f"{file}.tsv", encoding="utf-8") as lines:
            rows = csv.DictReader((line for line in lines if not line.startswith("#")), delimiter="\t", quoting=csv.QUOTE_NONE)
            for row in rows:
                for column in columns:
                    for name in (row[column] or "").split(";"):
                        name = " ".join(part for part in re.split(r"\s|(?<=\w)(-)(?=\w)|(?=['’]s\b)", name) if part)
                        kinds[name.lower().removeprefix("the ")].add(kind)
    return {name: next(iter(found)) for name, found in kinds.items() if len(found) == 1 and len(name) > 1}


def whole_or_unknown(tags):
    """A name of which a word is unsure is unknown as a whole."""
    tags = list(tags)
    for i in range(1, len(tags)):
        if tags[i] and tags[i].startswith("I-") and tags[i - 1] is None:
            tags[i] = None
    for i in range(len(tags) - 2, -1, -1):
        if tags[i] and tags[i] != "O" and tags[i + 1] is None:
            tags[i] = None
    return tags


def find_heads(run, documents, pieces, labels):
    """Puts in place of each party's words its head word, as the network's trees have it."""
    for document in documents:
        for window in windows(document, pieces):
            base, out = 0, run(tensors(bare(window), pieces, labels))
            for sentence in window.sentences:
                n = len(sentence.forms)
                columns = [0] + list(range(base + 1, base + n + 1))
                heads = single_rooted(out["arc_dep"][base:base + n] @ out["arc_head"][columns].T)
                for event in sentence.events or ():
                    for role in ("actors", "recipients"):
                        event[role] = sorted({h for words in event[role] for h in head_of(words, heads)})
                base += n


def bare(window):
    """The window without its events, whose parties are not yet words."""
    return type(window)([type(s)(s.forms, s.gaps) for s in window.sentences], window.n_pieces)


def head_of(words, heads):
    """The first of `words` whose head lies outside them; `heads` counts from 1, 0 the root."""
    inside = set(words)
    return [w for w in words if heads[w] - 1 not in inside][:1]
