#!/usr/bin/env python3
"""Measures `vigie annotate`, and a small spaCy pipeline on the same text in the same run.

    python3 -m venv target/bench/venv && target/bench/venv/bin/pip install spacy==3.8.18
    cargo build --release -p vigie-cli
    target/bench/venv/bin/python benches/compare_spacy.py

Times are those of whole processes, from start to end, output included. The spaCy pipeline is what `spacy init config`
makes for a CPU ("efficiency": a hash-embedding convolution under tagger, parser and names), trained for some steps on the
treebank, since its speed does not depend on its accuracy. It writes one row a token. It does less than Vigie: no lemmas,
no attribution, no factuality. Needs Linux.

`--text FILE` measures real text instead of generated text; `--sizes 1,10,100` (megabytes) shows whether time and memory
grow with the text.
"""

import argparse
import gzip
import os
import platform
import subprocess
import sys
import time
from pathlib import Path

import newslike

ROOT = Path(__file__).resolve().parent.parent


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--vigie", type=Path, default=ROOT / "target/release/vigie")
    parser.add_argument("--model", type=Path, default=ROOT / "models/vigie-en.model")
    parser.add_argument("--treebank", type=Path, default=ROOT / "../shared/corpora/ud-ewt/train.conllu.gz")
    parser.add_argument("--work", type=Path, default=ROOT / "target/bench")
    parser.add_argument("--text", type=Path, help="real text, instead of generated text")
    parser.add_argument("--megabytes", type=float, default=3, help="of generated text")
    parser.add_argument("--cores", type=int, default=2)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--steps", type=int, default=200, help="of training the spaCy pipeline")
    parser.add_argument("--sizes", default="", help="megabytes of generated text, such as 1,10,100: Vigie alone")
    parser.add_argument("--no-spacy", action="store_true")
    parser.add_argument("--read-spacy", nargs=3, metavar=("PIPELINE", "TEXT", "PROCESSES"), help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.read_spacy:
        return read_spacy(*given.read_spacy)
    os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[: given.cores])
    given.work.mkdir(parents=True, exist_ok=True)
    print(f"{processor()}, {given.cores} cores; {platform.system()}, Python {platform.python_version()}; model file "
          f"{given.model.stat().st_size / 1e6:.1f} MB\n")
    start_up(given)
    compare(given)
    for size in filter(None, given.sizes.split(",")):
        grow(given, float(size))


def vigie(given, *more):
    return [given.vigie, "annotate", "--format", "conllu", "--threads", str(given.cores), "--model", given.model, *more]


def start_up(given):
    empty = given.work / "empty.txt"
    empty.write_text("")
    one = given.work / "one.txt"
    one.write_text("Belarus announced drills near its southern border.\n")
    for name, path in (("an empty file", empty), ("one sentence", one)):
        runs = [measured(vigie(given, path)) for _ in range(10)]
        print(f"start-up, {name}: {min(r[0] for r in runs):.3f} s at best, {sorted(r[0] for r in runs)[5]:.3f} s median, "
              f"{max(r[1] for r in runs):.0f} MB")
    print()


def compare(given):
    """Vigie and spaCy by turns; the median of the rounds."""
    text = given.text
    if text is None:
        text = given.work / f"newslike-{given.megabytes:g}.txt"
        text.write_text(newslike.text(int(given.megabytes * 1e6)), encoding="utf-8")
    n_words = count_words(vigie(given, text))
    systems = {f"vigie, {given.cores} threads": vigie(given, text)}
    if not given.no_spacy:
        pipeline = given.work / f"spacy-{given.steps}"
        if not pipeline.exists():
            train_spacy(given.treebank, given.steps, pipeline)
        for n in sorted({1, given.cores}):
            systems[f"spaCy, {n} process{'es' if n > 1 else ''}"] = [
                sys.executable, __file__, "--read-spacy", pipeline, text, str(n)]
    runs = {name: [] for name in systems}
    for _ in range(given.rounds):
        for name, command in systems.items():
            runs[name].append(measured(command))
    print(f"{text.name}: {text.stat().st_size / 1e6:.1f} MB, {n_words} words (of Universal Dependencies, marks included)\n")
    print("| system | s, median (least to most) | words/s | against the best spaCy | processor s | peak MB, largest process |\n|---|---|---:|---:|---:|---:|")
    middle = {name: sorted(r[0] for r in rows)[len(rows) // 2] for name, rows in runs.items()}
    rival = min((m for name, m in middle.items() if name.startswith("spaCy")), default=None)
    for name, rows in runs.items():
        seconds = sorted(r[0] for r in rows)
        ratio = f"{rival / middle[name]:.2f}" if rival else ""
        print(f"| {name} | {middle[name]:.2f} ({seconds[0]:.2f} to {seconds[-1]:.2f}) | {n_words / middle[name]:,.0f} | {ratio} | "
              f"{min(r[2] for r in rows):.2f} | {max(r[1] for r in rows):.0f} |")
    print()


def grow(given, size):
    text = given.work / f"newslike-{size:g}.txt"
    text.write_text(newslike.text(int(size * 1e6)), encoding="utf-8")
    seconds, peak, processor_seconds = measured(vigie(given, text))
    print(f"| {size:g} MB | {seconds:.1f} s | {seconds / size:.2f} s/MB | {processor_seconds / size:.2f} processor s/MB | {peak:.0f} MB peak |", flush=True)
    text.unlink()


def measured(command):
    """Wall seconds, peak resident megabytes and processor seconds of a process; its output goes nowhere."""
    begun = time.perf_counter()
    process = subprocess.Popen([str(c) for c in command], stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"{command[0]} ended with {process.returncode}")
    return time.perf_counter() - begun, usage.ru_maxrss / 1024, usage.ru_utime + usage.ru_stime


def count_words(command):
    """Word lines of the CoNLL-U that a command writes."""
    with subprocess.Popen([str(c) for c in command], stdout=subprocess.PIPE, text=True, encoding="utf-8") as process:
        return sum(line.split("\t", 1)[0].isdigit() for line in process.stdout)


def processor():
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.split(":", 1)[1].strip()
    return platform.machine()


# --- spaCy -------------------------------------------------------------------------------------------------------

def train_spacy(treebank, steps, out):
    import spacy
    from spacy.cli.init_config import init_config
    from spacy.training import Example
    from spacy.util import fix_random_seed, load_model_from_config, minibatch

    fix_random_seed(7)
    nlp = load_model_from_config(init_config(lang="en", pipeline=["tagger", "parser", "ner"], optimize="efficiency"), auto_fill=True)
    examples = [Example.from_dict(nlp.make_doc(s["text"]), s["gold"]) for s in sentences(treebank)]
    nlp.initialize(lambda: examples[:3000])
    done = 0
    while done < steps:
        for batch in minibatch(examples, 64):
            nlp.update(batch)
            done += 1
            if done >= steps:
                break
    nlp.to_disk(out)
    print(f"spaCy {spacy.__version__}: {', '.join(nlp.pipe_names)}, trained {steps} steps", file=sys.stderr)


def sentences(path):
    """Sentences of a treebank as spaCy wants them; runs of proper nouns serve as names."""
    rows = []
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            cells = line.rstrip("\n").split("\t")
            if len(cells) == 10 and cells[0].isdigit():
                rows.append(cells)
            elif not line.strip() and rows:
                forms = [r[1] for r in rows]
                spaces = ["SpaceAfter=No" not in r[9] for r in rows]
                tags = ["B-NAME" if r[3] == "PROPN" and (i == 0 or rows[i - 1][3] != "PROPN") else "I-NAME" if r[3] == "PROPN" else "O"
                        for i, r in enumerate(rows)]
                yield {
                    "text": "".join(f + (" " if s else "") for f, s in zip(forms, spaces)).strip(),
                    "gold": {"words": forms, "spaces": spaces, "tags": [r[4] for r in rows], "deps": [r[7] for r in rows],
                             "heads": [i if r[6] == "0" else int(r[6]) - 1 for i, r in enumerate(rows)], "entities": tags},
                }
                rows = []


def read_spacy(pipeline, path, n_processes):
    import spacy

    nlp = spacy.load(pipeline)
    paragraphs = [p for p in Path(path).read_text(encoding="utf-8").split("\n\n") if p.strip()]
    out = sys.stdout
    for doc in nlp.pipe(paragraphs, n_process=int(n_processes), batch_size=128):
        for sentence in doc.sents:
            out.write("".join(f"{t.i}\t{t.text}\t{t.tag_}\t{t.head.i}\t{t.dep_}\t{t.ent_iob_}\t{t.ent_type_}\t{t.idx}\n" for t in sentence) + "\n")


if __name__ == "__main__":
    main()
