"""Windows of words for the network: packing, augmentation and padding."""

from dataclasses import dataclass

import torch

from words import CAPITALS, LOWER, PARAGRAPH, shape_of

MAX_PIECES = 320
NONE = -100
HIDDEN = 0.04  # share of words hidden while training


@dataclass
class Window:
    sentences: list
    n_pieces: int


def windows(document, pieces, rng=None, longest=MAX_PIECES):
    """Packs consecutive sentences into windows; with `rng` the windows' sizes vary, so that no place is always an edge."""
    out, current, used = [], [], 2
    limit = longest
    for sentence in document:
        size = sum(len(pieces.of(f)) for f in sentence.forms)
        if size + 2 > longest:
            sentence = clipped(sentence, pieces, longest - 2)
            size = sum(len(pieces.of(f)) for f in sentence.forms)
        if current and used + size > limit:
            out.append(Window(current, used))
            current, used = [], 2
            if rng:
                limit = rng.choice([longest, longest, longest // 2, longest // 5, 1])
        current.append(sentence)
        used += size
    if current:
        out.append(Window(current, used))
    return out


def clipped(sentence, pieces, room):
    """The first words of a sentence that does not fit; heads outside the window are forgotten."""
    n, used = 0, 0
    while n < len(sentence.forms) and used + len(pieces.of(sentence.forms[n])) <= room:
        used += len(pieces.of(sentence.forms[n]))
        n += 1
    part = type(sentence)(sentence.forms[:n], sentence.gaps[:n], ends=None)
    cut = lambda x: x[:n] if x is not None else None
    part.names, part.roles, part.owners = cut(sentence.names), cut(sentence.roles), cut(sentence.owners)
    part.tree = [row if row[4] <= n else (*row[:4], None, row[5]) for row in sentence.tree[:n]] if sentence.tree else None
    part.factuality = {i: v for i, v in sentence.factuality.items() if i < n}
    part.events = part.pair = None
    return part


def tensors(window, pieces, labels, rng=None, hidden=HIDDEN):
    """One window's input and labels, unpadded lists."""
    ids, shapes, gaps, marks, first, last = [pieces.first], [0], [0], [0], [], []
    x = {k: [] for k in ("end", "upos", "xpos", "feats", "lemma", "head", "rel", "ner", "role", "fact", "sentence", "event", "mode", "status")}
    owners, case, parties, pairs = [], "own", [], []
    if rng:
        draw = rng.random()
        case = "lower" if draw < 0.06 else "upper" if draw < 0.08 else "own"
    base = 0
    for number, sentence in enumerate(window.sentences):
        n = len(sentence.forms)
        for i, form in enumerate(sentence.forms):
            word, shape = pieces.of(form), shape_of(form)
            if rng and rng.random() < hidden:
                word = [pieces.mask]
            if case == "lower" and shape in (2, 3, 4, 5):
                shape = LOWER
            elif case == "upper" and shape in (1, 2, 5):
                shape = CAPITALS
            first.append(len(ids))
            ids += word
            last.append(len(ids) - 1)
            shapes += [shape] * len(word)
            gap = sentence.gaps[i]
            if gap == PARAGRAPH and i == 0 and number and sentence.ends and rng and rng.random() < 0.15:
                gap = 1
            gaps += [gap] + [0] * (len(word) - 1)
            marks += [side_of(sentence.pair, i)] * len(word)
            known = sentence.ends is not None
            x["end"].append(float(i == n - 1) if known else NONE)
            if sentence.tree:
                upos, xpos, feats, lemma, head, rel = sentence.tree[i]
                index = lambda name, value: labels["index"][name].get(value, NONE)
                x["upos"].append(index("upos", upos))
                x["xpos"].append(index("xpos", xpos))
                x["feats"].append(index("feats", feats))
                x["lemma"].append(index("lemma", lemma_script(form, lemma)))
                x["head"].append(NONE if head is None else 0 if head == 0 else base + head)
                x["rel"].append(index("deprel", rel) if head is not None else NONE)
            else:
                for key in ("upos", "xpos", "feats", "lemma", "head", "rel"):
                    x[key].append(NONE)
            name = sentence.names[i] if sentence.names else None
            x["ner"].append(NONE if name is None else labels["index"]["ner"][name])
            x["role"].append(labels["index"]["attribution"][sentence.roles[i]] if sentence.roles else NONE)
            owners.append(sentence.owners[i] if sentence.owners else ())
            x["fact"].append(sentence.factuality.get(i, NONE))
            x["sentence"].append(number)
            for key in ("event", "mode", "status"):
                x[key].append(0 if key == "event" and sentence.events is not None else NONE)
        for event in sentence.events or ():
            trigger = base + event["trigger"]
            x["event"][trigger] = labels["index"]["event"][event["type"]]
            x["mode"][trigger] = labels["index"]["mode"][f"{event['type']} {event['mode']}" if event["mode"] else "-"]
            x["status"][trigger] = labels["index"]["status"].get(event["status"], NONE)
            for role, heads in (("actor", event["actors"]), ("recipient", event["recipients"])):
                parties.append((trigger, role, [base + h for h in heads], (base, base + n)))
        if sentence.pair:
            source, target, label = sentence.pair
            pairs.append(([base + w for w in source], [base + w for w in target], label))
        base += n
    ids.append(pieces.last)
    shapes.append(0)
    gaps.append(0)
    marks.append(0)
    return {"ids": ids, "shapes": shapes, "gaps": gaps, "marks": marks, "first": first, "last": last, "owners": owners, "parties": parties, "pairs": pairs, **x}


def side_of(pair, word):
    """0 for a word of neither party, 1 for the first, 2 for the second."""
    return 0 if pair is None else 1 if word in pair[0] else 2 if word in pair[1] else 0


def lemma_script(form, lemma):
    """How to get the lemma from the form: `l` or `k` (lower-cased or kept), letters to drop from the end, letters to add."""
    if lemma == "_" and form != "_":
        return "_"
    best = None
    for mark, base in (("l", form.lower()), ("k", form)):
        shared = 0
        while shared < min(len(base), len(lemma)) and base[shared] == lemma[shared]:
            shared += 1
        script = f"{mark}{len(base) - shared}:{lemma[shared:]}"
        if best is None or len(base) - shared + len(lemma) - shared < best[0]:
            best = (len(base) - shared + len(lemma) - shared, script)
    return best[1]


def lemma_of(form, script):
    if script == "_":
        return "_"
    base = form.lower() if script[0] == "l" else form
    drop, add = script[1:].split(":", 1)
    return base[:len(base) - int(drop)] + add if int(drop) <= len(base) else base


def batch(rows):
    """Pads a list of `tensors`."""
    longest = max(len(r["ids"]) for r in rows)
    n_words = max(len(r["first"]) for r in rows)
    pad = lambda values, size, fill: values + [fill] * (size - len(values))
    out = {k: torch.tensor([pad(r[k], longest, 0) for r in rows]) for k in ("ids", "shapes", "gaps", "marks")}
    for k in ("first", "last"):
        out[k] = torch.tensor([pad(r[k], n_words, 0) for r in rows])
    for k in ("upos", "xpos", "feats", "lemma", "head", "rel", "ner", "role", "event", "mode", "status"):
        out[k] = torch.tensor([pad(r[k], n_words, NONE) for r in rows])
    out["end"] = torch.tensor([pad(r["end"], n_words, NONE) for r in rows], dtype=torch.float32)
    out["fact"] = torch.tensor([pad(r["fact"], n_words, NONE) for r in rows], dtype=torch.float32)
    out["sentence"] = torch.tensor([pad(r["sentence"], n_words, -1) for r in rows])
    sizes = torch.tensor([len(r["ids"]) for r in rows])
    out["mask"] = (torch.arange(longest) < sizes.unsqueeze(1))[:, None, None, :]
    out["n_words"] = torch.tensor([len(r["first"]) for r in rows])
    out["n_pieces"] = int(sizes.sum())
    for k in ("owners", "parties", "pairs"):
        out[k] = [r[k] for r in rows]
    return out
