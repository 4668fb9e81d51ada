"""Training's own report: scores on gold tokens of the dev data, from any function that runs a window."""

import json
import math
from collections import Counter
from pathlib import Path
from random import Random

import numpy as np
import torch

import corpora
import events
from examples import lemma_of, tensors, windows
from learn import NAMES, ROLES
from likely import likely_spans, settled


def torch_runner(net):
    """Runs the trained network on one window's features."""
    def run(row):
        with torch.no_grad():
            out = net(*(torch.tensor([row[k]]) for k in ("ids", "shapes", "gaps", "marks", "first", "last")))
        return {k: v[0].numpy() for k, v in out.items()}
    def relations(dep, head):
        with torch.no_grad():
            return net.relations(torch.tensor(dep), torch.tensor(head)).numpy()
    net.eval()
    return run, relations


def viterbi(scores, chain):
    start, end, move = chain
    best, back = start + scores[0], []
    for row in scores[1:]:
        total = best[:, None] + move
        back.append(total.argmax(0))
        best = total.max(0) + row
    path = [int((best + end).argmax())]
    for came in reversed(back):
        path.append(int(came[path[-1]]))
    return path[::-1]


def chain_of(chain):
    with torch.no_grad():
        return ((chain.begin + chain.forbidden_first).numpy(), chain.end.numpy(), (chain.move + chain.forbidden).numpy())


def spans(tags):
    out, current = set(), None
    for i, tag in enumerate(list(tags) + ["O"]):
        if current and (not tag.startswith("I-") or tag[2:] != current[1]):
            out.add((current[0], i, current[1]))
            current = None
        if tag != "O" and current is None:
            current = (i, tag[2:])
    return out


def single_rooted(scores):
    """Heads (0 the root) of the best tree with one root: tries the likeliest roots, Chu-Liu/Edmonds below each."""
    n = scores.shape[0]
    greedy = scores.argmax(1)
    if (greedy == 0).sum() == 1 and is_tree(greedy):
        return greedy
    best, best_total = None, -math.inf
    for root in np.argsort(-scores[:, 0])[:3]:
        limited = np.full((n + 1, n + 1), -1e9)
        limited[1:, 1:] = scores[:, 1:]
        limited[1:, 0] = -1e9
        limited[root + 1, :] = -1e9
        limited[root + 1, 0] = 0
        heads = edmonds(limited)[1:]
        total = sum(scores[i, h] for i, h in enumerate(heads))
        if total > best_total:
            best, best_total = np.array(heads), total
    return best


def is_tree(heads):
    for i in range(len(heads)):
        seen, at = set(), i + 1
        while at:
            if at in seen:
                return False
            seen.add(at)
            at = heads[at - 1]
    return True


def edmonds(scores):
    """Maximum arborescence rooted at node 0; `scores[dependent, head]`."""
    n = len(scores)
    np.fill_diagonal(scores, -1e9)
    heads = scores.argmax(1)
    heads[0] = 0
    cycle = None
    for i in range(1, n):
        seen, at = [], i
        while at and at not in seen:
            seen.append(at)
            at = heads[at]
        if at:
            cycle = seen[seen.index(at):]
            break
    if cycle is None:
        return heads.tolist()
    inside = set(cycle)
    outside = [i for i in range(n) if i not in inside]
    new, k = {v: i for i, v in enumerate(outside)}, len(outside)
    small = np.full((k + 1, k + 1), -1e9)
    enter, leave = {}, {}
    total = sum(scores[i, heads[i]] for i in cycle)
    for o in outside:
        for p in outside:
            small[new[o], new[p]] = scores[o, p]
        best = max(cycle, key=lambda c: scores[o, c])
        leave[o] = best
        small[new[o], k] = scores[o, best]
        best = max(cycle, key=lambda c: scores[c, o] - scores[c, heads[c]])
        enter[o] = best
        small[k, new[o]] = total + scores[best, o] - scores[best, heads[best]]
    solved = edmonds(small)
    out = heads.copy()
    for o in outside:
        if o:
            h = solved[new[o]]
            out[o] = leave[o] if h == k else outside[h]
    into = outside[solved[k]]
    out[enter[into]] = into
    return out.tolist()


def trees(run, relations, documents, pieces, labels):
    c, fact = Counter(), []
    for document in documents:
        for window in windows(document, pieces):
            row = tensors(window, pieces, labels)
            out = run(row)
            base = 0
            for sentence in window.sentences:
                n = len(sentence.forms)
                if sentence.tree is None:
                    base += n
                    continue
                part = slice(base, base + n)
                columns = [0] + list(range(base + 1, base + n + 1))
                heads = single_rooted(out["arc_dep"][part] @ out["arc_head"][columns].T)
                rel = relations(out["rel_dep"][part], out["rel_head"][[columns[h] for h in heads]])
                rel[:, labels["index"]["deprel"]["root"]] = -1e9
                for i, (upos, xpos, feats, lemma, head, deprel) in enumerate(sentence.tree):
                    w = base + i
                    c["words"] += 1
                    said = "root" if heads[i] == 0 else labels["deprel"][int(rel[i].argmax())]
                    c["UPOS"] += labels["upos"][int(out["upos"][w].argmax())] == upos
                    c["XPOS"] += labels["xpos"][int(out["xpos"][w].argmax())] == xpos
                    c["feats"] += labels["feats"][int(out["feats"][w].argmax())] == feats
                    c["lemmas"] += lemma_of(sentence.forms[i], labels["lemma"][int(out["lemma"][w].argmax())]) == lemma
                    c["UAS"] += heads[i] == head
                    c["LAS"] += heads[i] == head and said == deprel
                    if i in sentence.factuality:
                        fact.append((float(out["factuality"][w]), sentence.factuality[i]))
                ends = out["sentence_end"][part] > 0
                c["end right"] += bool(ends[-1])
                c["end said"] += int(ends.sum())
                c["end gold"] += 1
                base += n
    scores = {k: round(100 * c[k] / c["words"], 2) for k in ("UPOS", "XPOS", "feats", "lemmas", "UAS", "LAS")}
    scores["sentence ends F1"] = round(200 * c["end right"] / (c["end said"] + c["end gold"]), 2)
    if fact:
        x, y = np.array(fact).T
        x = x.clip(-3, 3)
        scores["factuality MAE"] = round(float(np.abs(x - y).mean()), 3)
        scores["factuality r"] = round(float(np.corrcoef(x, y)[0, 1]), 3)
    return scores, fact


def names(run, chain, documents, pieces, labels):
    right = said = gold = 0
    for document in documents:
        sentences, expected = [], []
        for window in windows(document, pieces):
            out, base = run(tensors(window, pieces, labels)), 0
            for sentence in window.sentences:
                n = len(sentence.forms)
                sentences.append((sentence.forms, likely_spans(out["ner"][base:base + n], chain, NAMES)))
                expected.append({x for x in spans(sentence.names) if x[2] != "MISC"})
                base += n
        for found, g in zip(settled(sentences), expected):
            s = {x for x in found if x[2] != "MISC"}
            right, said, gold = right + len(s & g), said + len(s), gold + len(g)
    return round(200 * right / max(said + gold, 1), 2)


def roles(run, chain, documents, pieces, labels):
    count = {k: [0, 0, 0] for k in ("source", "cue", "content")}
    for document in documents:
        for window in windows(document, pieces):
            row = tensors(window, pieces, labels)
            s = spans([ROLES[t] for t in viterbi(run(row)["attribution"], chain)])
            g = spans([ROLES[t] if t >= 0 else "O" for t in row["role"]])
            for k, c in count.items():
                a, b = {x for x in s if x[2] == k}, {x for x in g if x[2] == k}
                c[0], c[1], c[2] = c[0] + len(a & b), c[1] + len(a), c[2] + len(b)
    return {k: round(200 * c[0] / max(c[1] + c[2], 1), 2) for k, c in count.items()}


def judged(run, documents, pieces, labels):
    fact = []
    for document in documents:
        for window in windows(document, pieces):
            out = run(tensors(window, pieces, labels))
            base = 0
            for sentence in window.sentences:
                fact += [(float(out["factuality"][base + i]), v) for i, v in sentence.factuality.items()]
                base += len(sentence.forms)
    return fact


def event_scores(run, party_bias, documents, pieces, labels):
    """F1 of triggers, alone and with their type; of parties at triggers that were found; statuses right at these."""
    c = Counter()
    for document in documents:
        for window in windows(document, pieces):
            row = tensors(window, pieces, labels)
            out = run(row)
            said, gold = out["event"].argmax(1), np.array(row["event"])
            c["said"] += int((said > 0).sum())
            c["gold"] += int((gold > 0).sum())
            both = (said > 0) & (gold > 0)
            c["found"] += int(both.sum())
            c["typed"] += int((both & (said == gold)).sum())
            c["status"] += int((out["status"].argmax(1) == np.array(row["status"]))[both].sum())
            for trigger, role, heads, (start, end) in row["parties"]:
                if both[trigger]:
                    scores = out[f"word_{role}"][start:end] @ out[f"event_{role}"][trigger] + party_bias[int(role == "recipient")]
                    found = {start + int(i) for i in np.nonzero(scores > 0)[0]}
                    c["party right"] += len(found & set(heads))
                    c["party said"] += len(found)
                    c["party gold"] += len(heads)
    f1 = lambda right, said, gold: round(200 * right / max(said + gold, 1), 2)
    return {"events, triggers": f1(c["found"], c["said"], c["gold"]), "events, triggers and types": f1(c["typed"], c["said"], c["gold"]),
            "events, parties": f1(c["party right"], c["party said"], c["party gold"]),
            "events, statuses right": round(100 * c["status"] / max(c["found"], 1), 2)}


def pair_score(run, documents, pieces, labels):
    """Macro F1 of what one marked party does to the other, as `plover_eval.py` counts: CONCEDE and RETREAT are one."""
    yields = lambda kind: "YIELD" if kind in ("CONCEDE", "RETREAT") else kind
    gold, said = [], []
    for document in documents:
        for window in windows(document, pieces):
            row = tensors(window, pieces, labels)
            scores = run(row)["pair"]
            for source, target, label in row["pairs"]:
                both = scores[source].mean(0) + scores[target].mean(0)
                likely = np.exp(both - both.max())
                by_kind = Counter()
                for name, p in zip(events.PAIRS, likely):
                    by_kind[yields(name)] += p
                gold.append(yields(label))
                said.append(max(by_kind, key=by_kind.get))
    total = 0.0
    for kind in set(gold):
        right = sum(g == s == kind for g, s in zip(gold, said))
        total += 200 * right / max(gold.count(kind) + said.count(kind), 1)
    return round(total / max(len(set(gold)), 1), 2)


def bio_sentences(path):
    """PolNeAR sentences as published, each a document of its own, with their own tokens."""
    out = []
    for row in corpora.lines_of(path):
        forms = [corpora.unescape(t) for t in row["tokens"]]
        sentence = corpora.Sentence(forms, corpora.gaps_of(forms, Random(len(forms))), roles=row["labels"])
        sentence.owners = [() for _ in forms]
        out.append([sentence])
    return out


def dev_sets(folder):
    folder = Path(folder)
    return {
        "trees": corpora.treebank(folder / "ud-ewt/dev.conllu", folder / "factuality/UDS_IH2/dev.jsonl"),
        "articles": corpora.articles(folder / "polnear/dev.jsonl"),
        "sentences": bio_sentences(folder / "polnear-sentences/dev.jsonl"),
        "crossner": corpora.tagged(folder / "ner/crossner-politics-dev.conll"),
        "uner": corpora.tagged_numbered(folder / "ner/uner-ewt-dev.iob2"),
        "events": events.written(Path(__file__).parent / "events", held_out=True),
        "pages": events.labelled_pages(Path(__file__).parent / "events/pages.jsonl", folder, held_out=True),
        "pairs": events.own_pairs(events.written(Path(__file__).parent / "events", held_out=True)),
        "marked": events.marked_pairs(Path(__file__).parent / "pairs", held_out=True),
        "plover": events.plover_pairs(folder / "plover/PLV_train.tsv", held_out=True),
        "uw": corpora.judged(folder / "factuality/UW/dev.jsonl"),
        "meantime": corpora.judged(folder / "factuality/MEANTIME/dev.jsonl"),
    }


def report(run, relations, net, sets, pieces, labels):
    """All scores of what `run` and `relations` say, decoded with the chains of `net`, and the judged predicates for calibration."""
    name_chain, role_chain, party_bias = chain_of(net.ner_chain), chain_of(net.attribution_chain), net.party_bias.detach().numpy()
    scores, fact = trees(run, relations, sets["trees"], pieces, labels)
    scores["names UNER"] = names(run, name_chain, sets["uner"], pieces, labels)
    scores["names CrossNER"] = names(run, name_chain, sets["crossner"], pieces, labels)
    for key, label in (("articles", "PolNeAR articles"), ("sentences", "PolNeAR sentences")):
        for role, f1 in roles(run, role_chain, sets[key], pieces, labels).items():
            scores[f"{label} {role}"] = f1
    scores.update(event_scores(run, party_bias, sets["events"], pieces, labels))
    for what, score in event_scores(run, party_bias, sets["pages"], pieces, labels).items():
        scores[what.replace("events,", "events of pages,")] = score
    for key, label in (("pairs", "pairs of ours"), ("marked", "pairs that we marked"), ("plover", "pairs of PLOVER")):
        scores[f"{label}, macro F1"] = pair_score(run, sets[key], pieces, labels)
    more = judged(run, sets["uw"] + sets["meantime"], pieces, labels)
    return scores, fact, more


def save(scores, path):
    Path(path).write_text(json.dumps(scores, indent=1))
