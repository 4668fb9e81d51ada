"""What the network of an earlier pass adds to the labels: names in the treebank, head words of the parties to events."""

import numpy as np

from examples import tensors, windows
from learn import NAMES
from measure import chain_of, single_rooted, torch_runner, viterbi

SURE = 0.75  # a word whose best tag is less likely keeps no label


def name_treebank(net, documents, pieces, labels):
    """Writes tags into the sentences; only words marked as proper nouns, and what stands between two, can be in a name."""
    run, _ = torch_runner(net)
    chain = chain_of(net.ner_chain)
    n_names = 0
    for document in documents:
        for window in windows(document, pieces):
            scores, base = run(tensors(window, pieces, labels))["ner"], 0
            for sentence in window.sentences:
                if sentence.tree:
                    tags = names_of(sentence, scores[base:base + len(sentence.forms)], chain)
                    n_names += sum(t is not None and t.startswith("B-") for t in tags)
                    sentence.names = tags
                base += len(sentence.forms)
    return n_names


def names_of(sentence, scores, chain):
    proper = [upos == "PROPN" for upos, *_ in sentence.tree]
    inside = [p or (any(proper[max(0, i - 2):i]) and any(proper[i + 1:i + 3])) for i, p in enumerate(proper)]
    likely = np.exp(scores - scores.max(1, keepdims=True))
    likely /= likely.sum(1, keepdims=True)
    allowed = scores.copy()
    for i, known in enumerate(sentence.names or [None] * len(proper)):
        if known == "O" or not inside[i]:
            allowed[i, 1:] -= 1e4
    tags = []
    for i, tag in enumerate(viterbi(allowed, chain)):
        sure = not inside[i] or likely[i, tag] >= SURE
        tags.append(NAMES[tag] if sure else None)
    return whole_or_unknown(tags)


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


def find_heads(net, documents, pieces, labels):
    """Puts in place of each party's words its head word, as the network's trees have it."""
    run, _ = torch_runner(net)
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
