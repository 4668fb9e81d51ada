"""Training: all heads at once on windows of all corpora, with checkpoints."""

import json
import random
import sys
import time
from collections import Counter
from dataclasses import dataclass, field, replace
from pathlib import Path

import torch
import torch.nn.functional as F

import corpora
import events
from examples import HIDDEN, NONE, batch, lemma_script, tensors, windows
from network import BRANCH, OF_EVENTS

NAMES = ["O"] + [f"{p}-{k}" for k in ("PER", "ORG", "LOC", "MISC") for p in "BI"]
ROLES = ["O"] + [f"{p}-{k}" for k in ("source", "cue", "content") for p in "BI"]

# How often an epoch takes each set; how much each head's loss weighs.
SHARES = {"trees": 1.6, "articles": 0.4, "news": 0.2, "wikigold": 1.0, "wnut": 0.7, "re3d": 1.0, "crossner": 3.0, "uw": 0.7, "meantime": 1.0,
          "events": 1.5, "pages": 2.0, "pairs": 0.8, "marked": 3.0, "plover": 4.0}
WEIGHTS = {"end": 0.5, "upos": 0.5, "xpos": 0.3, "feats": 0.3, "lemma": 0.4, "arc": 1.0, "rel": 0.6, "ner": 1.3, "role": 1.5,
           "link": 0.3, "fact": 0.6, "event": 1.0, "mode": 0.3, "status": 0.6, "party": 0.8, "pair": 0.8}


def training_sets(folder):
    folder = Path(folder)
    ner = folder / "ner"
    return {
        "trees": corpora.treebank(folder / "ud-ewt/train.conllu.gz", folder / "factuality/UDS_IH2/train.jsonl"),
        "articles": corpora.articles(folder / "polnear/train.jsonl", ner / "polnear-silver.conll.gz"),
        "news": corpora.news_paragraphs(folder / "polnear/train.jsonl", ner / "polnear-silver.conll.gz"),
        "wikigold": corpora.tagged(ner / "wikigold.conll", corpora.strip_articles),
        "wnut": corpora.tagged(ner / "wnut17-train.conll", corpora.strip_articles) + corpora.tagged(ner / "wnut17-dev.conll", corpora.strip_articles),
        "re3d": corpora.tagged(ner / "re3d-train.conll", corpora.strip_generic_mentions),
        "crossner": corpora.tagged(ner / "crossner-politics-train.conll", corpora.strip_articles),
        "uw": corpora.judged(folder / "factuality/UW/train.jsonl"),
        "meantime": corpora.judged(folder / "factuality/MEANTIME/train.jsonl"),
    }


def event_sets(folder):
    """Our own sentences and public pages with their events, and marked pairs: of these, of others that we wrote, and of the PLOVER set."""
    here = Path(__file__).parent
    own = events.written(here / "events", held_out=False)
    pages = events.labelled_pages(here / "events/pages.jsonl", folder, held_out=False)
    return {"events": own, "pages": pages, "pairs": events.own_pairs(own + pages), "marked": events.marked_pairs(here / "pairs", held_out=False), "plover": events.plover_pairs(Path(folder) / "plover/PLV_train.tsv", held_out=False)}


def quiet(trees):
    """Documents of the treebank that tell of no event, as such and nothing else."""
    return [[replace(s, ends=None, tree=None, names=None, factuality={}) for s in document] for document in trees if document[0].events == []]


def labels_of(trees):
    """The label sets; lemma scripts and features seen only once are left to the nearest other label."""
    count = {k: Counter() for k in ("upos", "xpos", "feats", "lemma", "deprel")}
    for document in trees:
        for sentence in document:
            for form, (upos, xpos, feats, lemma, _, rel) in zip(sentence.forms, sentence.tree):
                for key, value in (("upos", upos), ("xpos", xpos), ("feats", feats), ("lemma", lemma_script(form, lemma)), ("deprel", rel)):
                    count[key][value] += 1
    labels = {k: [v for v, n in sorted(c.items(), key=lambda x: (-x[1], x[0])) if n > 1 or k == "upos"] for k, c in count.items()}
    labels["ner"], labels["attribution"] = NAMES, ROLES
    labels["event"], labels["mode"], labels["status"], labels["pair"] = events.TYPES, events.MODES, events.STATUSES, events.PAIRS
    return indexed(labels)


def indexed(labels):
    labels["index"] = {k: {v: i for i, v in enumerate(values)} for k, values in labels.items() if k != "index"}
    return labels


# Paragraphs that are read one at a time, as they are measured. Marked pairs are not: a pass that read them alone, five times over with
# the lowest layers frozen, fitted the 822 of them and read unseen ones worse (macro F1 77.5 → 73.9).
ALONE = ("news",)


def epoch_windows(sets, pieces, rng, shares=SHARES):
    out = []
    for name, documents in sets.items():
        share, chosen = shares[name], []
        for document in documents:
            chosen += [document] * (int(share) + (rng.random() < share % 1))
        if name not in ("trees", "articles", *ALONE):
            rng.shuffle(chosen)
            chosen = [sum(chosen[i:i + 8], []) for i in range(0, len(chosen), 8)] if chosen and len(chosen[0]) == 1 else chosen
        for document in chosen:
            out += windows(document, pieces, rng)
    return out


def batches(found, rng, size):
    """Batches of about `size` pieces, of windows of like length."""
    rng.shuffle(found)
    out = []
    for at in range(0, len(found), 256):
        out += packed(found[at:at + 256], size)
    rng.shuffle(out)
    return out


def packed(found, size):
    """Windows in lists of about `size` pieces, the shortest first."""
    out = [[]]
    for window in sorted(found, key=lambda w: w.n_pieces):
        if out[-1] and (len(out[-1]) + 1) * window.n_pieces > size:
            out.append([])
        out[-1].append(window)
    return out


def losses(net, b, whole_sequences=False):
    """The losses of one batch, by head; each a mean over its labelled words, damped where these are few.

    With `whole_sequences` names and roles are scored as the chains decode them, otherwise word by word.
    """
    fork = net.encoder.lower(b["ids"], b["shapes"], b["gaps"], b["marks"], b["mask"])
    found = event_losses(net, fork, b)
    if not any((b[key] != NONE).any() for key in ("upos", "ner", "role", "end", "head", "fact")):
        return found  # nothing but events
    w = net.gathered(net.encoder.upper(fork, b["mask"]), b["first"], b["last"])

    def mean(total, n, few=40):
        return total / (n + few)

    def classes(key, scores, gold):
        n = int((gold != NONE).sum())
        if n:
            found[key] = mean(F.cross_entropy(scores.float(), gold, ignore_index=NONE, reduction="sum"), n)

    # Each head sees only the words that bear its label.
    labelled = b["upos"] != NONE
    if labelled.any():
        for key, scores in net.tags(w[labelled]).items():
            classes(key, scores, b[key][labelled])
    for key, head, chain in (("ner", net.ner, net.ner_chain), ("role", net.attribution, net.attribution_chain)):
        labelled = b[key] != NONE
        if whole_sequences and labelled.any():
            found[key] = chain_loss(chain, head(w).float(), b[key])
        elif labelled.any():
            classes(key, head(w[labelled]), b[key][labelled])
    known = b["end"] != NONE
    if known.any():
        ends = net.sentence_end(w[known]).squeeze(1).float()
        found["end"] = mean(F.binary_cross_entropy_with_logits(ends, b["end"][known], reduction="sum"), int(known.sum()))
    rows = (b["head"] != NONE).any(1)
    if rows.any():
        arc_dep, arc_head, rel_dep, rel_head = net.arcs(w[rows])
        head, sentence = b["head"][rows], b["sentence"][rows]
        dep = head != NONE
        classes("arc", arc_scores(arc_dep, arc_head, sentence)[dep], head[dep])
        heads = torch.gather(rel_head, 1, head.clamp(min=0).unsqueeze(2).expand(-1, -1, rel_head.shape[2]))
        classes("rel", net.relations(rel_dep[dep], heads[dep]), b["rel"][rows][dep])
    judged = b["fact"] != NONE
    if judged.any():
        values = net.factuality(w[judged]).squeeze(1).float()
        found["fact"] = mean(F.smooth_l1_loss(values, b["fact"][judged], beta=0.5, reduction="sum"), int(judged.sum()))
    out = {name: part.float() for name, part in zip(net.LINKS, net.links(w).chunk(4, 2))}
    link = link_loss(out, b)
    if link is not None:
        found["link"] = link
    return found


def event_losses(net, fork, b):
    """Triggers and their types, modes and statuses; who is party to which trigger; what a marked party does to the other.

    Only windows that bear such labels go through the branch; `fork` is where it leaves the trunk.
    """
    found = {}
    rows = [i for i, pairs in enumerate(b["pairs"]) if pairs or bool((b["event"][i] != NONE).any())]
    if not rows:
        return found
    w = net.event_words(fork[rows], b["marks"][rows], b["first"][rows], b["last"][rows], b["mask"][rows])
    labels = {key: b[key][rows] for key in ("event", "mode", "status")}

    def classes(key, scores, gold):
        n = int((gold != NONE).sum())
        found[key] = F.cross_entropy(scores.float(), gold, ignore_index=NONE, reduction="sum") / (n + 10)

    known, trigger = labels["event"] != NONE, labels["mode"] != NONE
    if known.any():
        classes("event", net.event(w[known]), labels["event"][known])
    if trigger.any():
        classes("mode", net.mode(w[trigger]), labels["mode"][trigger])
        classes("status", net.status(w[trigger]), labels["status"][trigger])
    total, n = 0.0, 0
    with_parties = [(at, b["parties"][i]) for at, i in enumerate(rows) if b["parties"][i]]
    if with_parties:
        parties = dict(zip(net.PARTIES, net.parties(w[[at for at, _ in with_parties]]).float().chunk(4, 2)))
        for row, (_, party) in enumerate(with_parties):
            for trigger, role, heads, (start, end) in party:
                scores = parties[f"word_{role}"][row, start:end] @ parties[f"event_{role}"][row, trigger] + net.party_bias[int(role == "recipient")]
                gold = torch.zeros(end - start)
                gold[[h - start for h in heads]] = 1.0
                total = total + F.binary_cross_entropy_with_logits(scores, gold, reduction="sum")
                n += 1
        found["party"] = total / (n + 10)
    marked = [(at, *pair) for at, i in enumerate(rows) for pair in b["pairs"][i]]
    if marked:
        said = net.pair(w)
        scores = torch.stack([said[at, source].mean(0) + said[at, target].mean(0) for at, source, target, _ in marked]).float().log_softmax(1)
        by_pair = [pair_loss(row, label) for row, (_, _, _, label) in zip(scores, marked)]
        found["pair"] = torch.stack(by_pair).sum() / (len(marked) + 10)
    return found


def pair_loss(scores, label):
    """The loss of one marked pair; its label is a type, or how likely each is by the word of teachers."""
    if not isinstance(label, str):
        return -(torch.as_tensor(label, dtype=scores.dtype) * scores).sum()
    types = ("CONCEDE", "RETREAT") if label == "YIELD" else (label,)
    return -scores[[events.PAIRS.index(name) for name in types]].logsumexp(0)


def chain_loss(chain, scores, gold):
    """Mean negative log likelihood a word of the windows' labels; words without a label are left out of the sequence."""
    rows = [(s[g != NONE], g[g != NONE]) for s, g in zip(scores, gold)]
    rows = [r for r in rows if len(r[1])]
    pad = torch.nn.utils.rnn.pad_sequence
    lengths = torch.tensor([len(g) for _, g in rows])
    return chain.loss(pad([s for s, _ in rows], batch_first=True), pad([g for _, g in rows], batch_first=True), lengths)


def arc_scores(dep, head, sentence):
    """Scores of head (0 the root) for each word, other sentences and padding shut out."""
    scores = dep @ head.transpose(1, 2)
    same = sentence.unsqueeze(2) == sentence.unsqueeze(1)
    same = torch.cat([torch.ones_like(same[:, :, :1]), same], 2)
    return scores.masked_fill(~same, -1e4)


def link_loss(out, b):
    """Which cue a word of a source or content belongs to, among the cues of the window."""
    cue_label, total, n = ROLES.index("B-cue"), 0.0, 0
    for i, owners in enumerate(b["owners"]):
        roles = b["role"][i].tolist()
        cues = [w for w, r in enumerate(roles) if r == cue_label]
        if not cues:
            continue
        owner_of = {owners[c][0]: k for k, c in enumerate(cues) if owners[c]}
        source = [w for w, r in enumerate(roles) if r > 0 and ROLES[r][2:] == "source" and any(o in owner_of for o in owners[w])]
        content = [w for w, r in enumerate(roles) if r > 0 and ROLES[r][2:] == "content" and owners[w] and owners[w][0] in owner_of]
        if source:
            scores = out["link_source_word"][i, source] @ out["link_source_cue"][i, cues].T
            gold = torch.zeros_like(scores)
            for row, w in enumerate(source):
                for o in owners[w]:
                    if o in owner_of:
                        gold[row, owner_of[o]] = 1.0
            total = total + F.binary_cross_entropy_with_logits(scores, gold, reduction="sum")
            n += len(source)
        if content:
            scores = out["link_content_word"][i, content] @ out["link_content_cue"][i, cues].T
            gold = torch.tensor([owner_of[owners[w][0]] for w in content])
            total = total + F.cross_entropy(scores, gold, reduction="sum")
            n += len(content)
    return total / (n + 40) if n else None


# What a pass may learn alone, while the rest stands still. Events go by the branch and by the lower layers below it.
PARTS = {"trunk": ("lower", "upper"), "upper": ("upper",), "branch": ("branch",)}


def part_of(name, net):
    """The part of the network that a weight is in: what events have for themselves, the layers above the fork and their heads, or below it."""
    if name.startswith(OF_EVENTS):
        return "branch"
    above = tuple(f"encoder.layers.{number}." for number in range(len(net.encoder.layers) - BRANCH, len(net.encoder.layers)))
    return "lower" if name.startswith("encoder.") and not name.startswith(above) else "upper"


@dataclass
class Pass:
    """One pass of training: how long, how fast, and what is asked of the network in it."""

    name: str
    minutes: float
    rate: float                     # of the encoder at its peak; the heads learn four times as fast
    last_rate: float = 0.0          # at the end, as a share of `rate`
    whole_sequences: bool = False   # names and roles are scored as the chains decode them
    int8: bool = False              # linear layers round as the exported graph does
    batch_pieces: int = 4096
    shares: dict = field(default_factory=lambda: SHARES)
    seed: int = 7
    memory: float = 0.0             # how much of the running mean of the weights a step keeps; the pass ends with that mean
    learns: str = "all"             # or one of `PARTS`
    dropout: float = 0.1
    hidden: float = HIDDEN          # share of words hidden
    begun: float = 0.0              # how much of the weights that the pass began with is in the mean that it ends with


def train(net, sets, labels, pieces, where, pass_, epochs=100, log=sys.stderr):
    """Trains until `epochs` are done or the minutes of the pass are spent; goes on from the pass's checkpoint in `where`.

    The rate falls by the clock. Yields the number of each epoch that is done.
    """
    rate, minutes, seed, whole_sequences = pass_.rate, pass_.minutes, pass_.seed, pass_.whole_sequences
    halved = half_is_faster()
    net.rounds(pass_.int8)
    net.drops(pass_.dropout)
    for name, value in net.named_parameters():
        value.requires_grad_(pass_.learns == "all" or part_of(name, net) in PARTS[pass_.learns])
    is_body = lambda name: name.startswith(("encoder.", "branch.")) and not name.startswith(("encoder.shapes", "encoder.gaps", "encoder.parties"))
    body = [p for n, p in net.named_parameters() if is_body(n)]
    heads = [p for n, p in net.named_parameters() if not is_body(n)]
    optimizer = torch.optim.AdamW([{"params": body, "peak": rate}, {"params": heads, "peak": rate * 4}], lr=rate, weight_decay=0.01, fused=True)
    start, spent, step = 0, 0.0, 0
    mean = Mean(net, pass_.memory) if pass_.memory else None
    checkpoint = Path(where) / f"{pass_.name}.checkpoint"
    if checkpoint.exists():
        state = torch.load(checkpoint, weights_only=True)
        net.load_state_dict(state["net"])
        optimizer.load_state_dict(state["optimizer"])
        if mean:
            mean.weights, mean.n_taken = state["mean"]
        start, spent, step = state["epoch"], state["spent"], state["step"]
        print(f"goes on from epoch {start}", file=log, flush=True)
    for epoch in range(start, epochs):
        rng = random.Random(seed * 1000 + epoch)
        torch.manual_seed(seed * 1000 + epoch)
        net.train()
        found = batches(epoch_windows(sets, pieces, rng, pass_.shares), rng, pass_.batch_pieces)
        sums, n_pieces, began = Counter(), 0, time.time()
        for number, windows_ in enumerate(found):
            progress = max((epoch + number / len(found)) / epochs, (spent + time.time() - began) / 60 / minutes)
            if progress >= 1:
                break
            scale = min(1.0, (step + 1) / 200) * (1 - progress * (1 - pass_.last_rate))
            for group in optimizer.param_groups:
                group["lr"] = group["peak"] * scale
            b = batch([tensors(w, pieces, labels, rng, pass_.hidden) for w in windows_])
            with torch.autocast("cpu", torch.bfloat16, enabled=halved):
                parts = losses(net, b, whole_sequences)
            loss = sum(WEIGHTS[k] * v for k, v in parts.items())
            optimizer.zero_grad(set_to_none=True)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(net.parameters(), 1.0)
            optimizer.step()
            step += 1
            if mean and step % Mean.EVERY == 0:
                mean.take(net)
            n_pieces += b["n_pieces"]
            for k, v in parts.items():
                sums[k] += float(v.detach())
                sums["n " + k] += 1
            if step % 25 == 0:
                told = " ".join(f"{k} {sums[k] / sums['n ' + k]:.3f}" for k in WEIGHTS if sums["n " + k])
                print(f"epoch {epoch} {number}/{len(found)} done {progress:.3f} {n_pieces / (time.time() - began):.0f} pieces/s  {told}", file=log, flush=True)
        spent += time.time() - began
        torch.save({"net": net.state_dict(), "mean": mean and (mean.weights, mean.n_taken), "optimizer": optimizer.state_dict(), "epoch": epoch + 1, "spent": spent, "step": step}, str(checkpoint) + ".new")
        Path(str(checkpoint) + ".new").replace(checkpoint)
        if mean:
            mean.give(net)
        yield epoch
        if spent / 60 >= minutes:
            return
        if mean and epoch + 1 < epochs:
            mean.take_back(net)


def half_is_faster():
    """Whether this processor multiplies in bf16 faster than in f32: some that have the instructions take twice as long."""
    def seconds(kind):
        one, other = torch.randn(1024, 384, dtype=kind), torch.randn(384, 1536, dtype=kind)
        times = []
        for _ in range(20):
            began = time.perf_counter()
            one @ other
            times.append(time.perf_counter() - began)
        return min(times)

    return seconds(torch.bfloat16) < seconds(torch.float32)


class Mean:
    """A running mean of a network's weights, which reads better than where the last step happened to end."""

    EVERY = 4

    def __init__(self, net, memory):
        self.memory = memory ** self.EVERY
        self.weights = {name: value.detach().clone() for name, value in net.named_parameters()}
        self.own, self.n_taken = None, 0

    @torch.no_grad()
    def take(self, net):
        """Takes the weights in; the first ones count for more, so that where it began is soon forgotten."""
        self.n_taken += 1
        part = max(1 - self.memory, 1 / (self.n_taken + 1))
        torch._foreach_lerp_(list(self.weights.values()), list(net.parameters()), part)

    @torch.no_grad()
    def give(self, net):
        """Puts the mean in place of the network's own weights."""
        self.own = [value.detach().clone() for value in net.parameters()]
        for value, mean in zip(net.parameters(), self.weights.values()):
            value.copy_(mean)

    @torch.no_grad()
    def take_back(self, net):
        """Puts the network's own weights back, to go on from them."""
        for value, own in zip(net.parameters(), self.own):
            value.copy_(own)


def mix(net, before, share):
    """Puts a share of the weights that a network had `before` into those that it has: the mean reads unseen text better than either."""
    net.load_state_dict({name: value * (1 - share) + before[name] * share for name, value in net.state_dict().items()})


def average(net, files):
    """Gives the network the mean of the weights in some files."""
    states = [torch.load(file, weights_only=True) for file in files]
    net.load_state_dict({name: sum(state[name].float() for state in states) / len(states) for name in states[0]})


def fit_chains(net, sets, labels, pieces, seed=5, n_batches=150):
    """Fits the transition scores of names and roles to the trained, frozen scores of their heads."""
    rng = random.Random(seed)
    net.eval()
    optimizer = torch.optim.Adam(list(net.ner_chain.parameters()) + list(net.attribution_chain.parameters()), lr=0.05)
    found = batches(epoch_windows({k: v for k, v in sets.items() if k in ("articles", "wikigold", "crossner")}, pieces, rng), rng, 2048)
    for number, windows_ in enumerate(found[:n_batches]):
        for group in optimizer.param_groups:
            group["lr"] = 0.05 * (1 - number / n_batches)
        b = batch([tensors(w, pieces, labels) for w in windows_])
        with torch.no_grad():
            out = net(b["ids"], b["shapes"], b["gaps"], b["marks"], b["first"], b["last"], b["mask"])
        loss = 0.0
        for chain, scores, gold in ((net.ner_chain, out["ner"], b["ner"]), (net.attribution_chain, out["attribution"], b["role"])):
            if (gold != NONE).any():
                loss = loss + chain_loss(chain, scores, gold)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()


# How often a pass of `fit_pairs` takes each set.
PAIRS_FITTED = {"plover": 5.0, "marked": 1.0, "pairs": 0.07}


def fit_pairs(net, sets, labels, pieces, seeds=(1, 2, 3, 4, 5), n_passes=8, rate=3e-4, dropout=0.4):
    """Fits the head for marked pairs to the trained, frozen branch, one pair a window, as pairs are asked about.

    The branch learns from windows in which several are marked at once, and from much else beside; its last layer reads them better for having
    been fitted to them alone. Where it ends differs from try to try, so it is the mean of several that begin alike.
    """
    net.eval()
    words = {name: pair_words(net, sets[name], labels, pieces) for name in PAIRS_FITTED}
    begun, ended = {name: value.clone() for name, value in net.pair.state_dict().items()}, []
    before = net.pair.dropout
    for seed in seeds:
        rng = random.Random(seed)
        torch.manual_seed(seed)
        net.pair.load_state_dict(begun)
        net.pair.train()
        net.pair.dropout = dropout
        optimizer = torch.optim.AdamW(net.pair.parameters(), lr=rate, weight_decay=0.01)
        for _ in range(n_passes):
            chosen = []
            for name, share in PAIRS_FITTED.items():
                for pair in words[name]:
                    chosen += [pair] * (int(share) + (rng.random() < share % 1))
            rng.shuffle(chosen)
            for at in range(0, len(chosen), 64):
                part = chosen[at:at + 64]
                loss = sum(pair_loss(scores, label) for scores, (_, _, label) in zip(pair_scores(net, part), part)) / len(part)
                optimizer.zero_grad()
                loss.backward()
                optimizer.step()
        ended.append({name: value.clone() for name, value in net.pair.state_dict().items()})
    net.pair.load_state_dict({name: sum(state[name] for state in ended) / len(ended) for name in begun})
    net.pair.dropout = before
    net.eval()


def pair_scores(net, pairs):
    """How likely each type is of each pair, as logarithms; the words of all go through the head at once."""
    parties = [source for source, _, _ in pairs] + [target for _, target, _ in pairs]
    means = torch.stack([part.mean(0) for part in net.pair(torch.cat(parties)).split([len(party) for party in parties])])
    return (means[:len(pairs)] + means[len(pairs):]).log_softmax(1)


@torch.no_grad()
def pair_words(net, documents, labels, pieces, size=3072):
    """The vectors of the words of each party of marked pairs, with what the one does to the other."""
    found, out = [window for document in documents for window in windows(document, pieces)], []
    for part in packed(found, size):
        b = batch([tensors(window, pieces, labels) for window in part])
        fork = net.encoder.lower(b["ids"], b["shapes"], b["gaps"], b["marks"], b["mask"])
        w = net.event_words(fork, b["marks"], b["first"], b["last"], b["mask"])
        out += [(w[at, source], w[at, target], label) for at, pairs in enumerate(b["pairs"]) for source, target, label in pairs]
    return out


def save_labels(labels, where):
    Path(where, "labels.json").write_text(json.dumps({k: v for k, v in labels.items() if k != "index"}, ensure_ascii=False))

