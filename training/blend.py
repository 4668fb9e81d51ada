#!/usr/bin/env python3
"""Writes a model file with the mean of the weights of two that have a common past, one of which went on from the other.

    python training/blend.py OLDER NEWER OUT [--newer 0.5] [--events 0.75] [--upper]

The mean lies in a flatter place than either and reads unseen text better; what the newer one learned last, events and pairs, may weigh
more (`--events`). With `--upper` all that events go by stays as the newer one has it: the lower layers and the branch. It is a place to go on from with `make_model.py --onward OUT`: its card's scores are the newer one's, not its own.
"""

import argparse
import json
import sys
from pathlib import Path

import export
import graph
import resume
from make_model import encoder_folder
from network import OF_EVENTS, Reader


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("older", type=Path)
    parser.add_argument("newer", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--newer", type=float, default=0.5, dest="share", help="how much the newer one counts")
    parser.add_argument("--events", type=float, default=0.75, help="the same for the layers and heads of events and pairs")
    parser.add_argument("--upper", action="store_true", help="mix the trunk's last layers and the heads on them only")
    given = parser.parse_args()
    (old_header, _), (header, sections) = resume.sections_of(given.older), resume.sections_of(given.newer)
    if old_header["labels"] != header["labels"]:
        sys.exit(f"{given.older} and {given.newer} have different labels")
    config = json.loads((encoder_folder() / "config.json").read_text())
    net, states = Reader(config, resume.labels_of(given.newer)), []
    for path in (given.older, given.newer):
        resume.load(net, path)
        states.append({name: value.detach().clone().float() for name, value in net.state_dict().items()})
    fork = tuple(f"encoder.layers.{i}." for i in range(len(net.encoder.layers) - len(net.branch), len(net.encoder.layers)))
    is_lower = lambda name: name.startswith("encoder.") and not name.startswith(fork)
    kept = lambda name: given.upper and (name.startswith(OF_EVENTS) or is_lower(name))
    share = lambda name: 1.0 if kept(name) else given.events if name.startswith(OF_EVENTS) else given.share
    net.load_state_dict({name: old * (1 - share(name)) + new * share(name) for (name, old), new in zip(states[0].items(), states[1].values())})
    net.eval()
    header["transitions"] = export.transitions(net)
    header["parties"] = dict(zip(("actor", "recipient"), (round(bias, 4) for bias in net.party_bias.tolist())))
    sections = {**sections, "reader.onnx": graph.reader_graph(net), "relations.onnx": graph.relations_graph(net)}
    del header["sections"]
    given.out.write_bytes(export.container(header, sections))


if __name__ == "__main__":
    main()
