"""The trained network out of a model file, so that training can go on from a model that is shipped.

The graph keeps its weights in the order in which `graph.py` writes them; this module takes them in that order. What int8 took from them
stays lost: they come back as the file has them.
"""

import json
import struct

import onnx
import torch
from onnx import numpy_helper

from export import MAGIC
from learn import indexed
from network import PARTY_COUNT


def labels_of(path):
    """The labels that the heads of a model file know."""
    return indexed(sections_of(path)[0]["labels"])


def load(net, path):
    """Gives `net`, which has the labels of the model file at `path`, the weights of that file."""
    header, sections = sections_of(path)
    with torch.no_grad():
        take_reader(net, Weights(sections["reader.onnx"]))
        weights = Weights(sections["relations.onnx"])
        weights.linear(net.rel_out)
        for name, chain in (("ner", net.ner_chain), ("attribution", net.attribution_chain)):
            said = {k: torch.tensor(header["transitions"][name][k]) for k in ("start", "end", "trans")}
            chain.begin.copy_(said["start"].masked_fill(chain.forbidden_first < 0, 0.0))
            chain.end.copy_(said["end"])
            chain.move.copy_(said["trans"].masked_fill(chain.forbidden < 0, 0.0))
        net.party_bias.copy_(torch.tensor([header["parties"]["actor"], header["parties"]["recipient"]]))


def sections_of(path):
    """The header of a model file, and its sections by name."""
    data = path.read_bytes()
    if not data.startswith(MAGIC):
        raise SystemExit(f"{path} is no model file")
    length = struct.unpack("<I", data[12:16])[0]
    header = json.loads(data[16:16 + length])
    return header, {s["name"]: data[s["offset"]:s["offset"] + s["length"]] for s in header["sections"]}


class Weights:
    """The weights of a graph in their order, without its axes, sizes and single numbers."""

    def __init__(self, graph):
        initialisers = onnx.load_from_string(graph).graph.initializer
        self.arrays = [torch.tensor(numpy_helper.to_array(w).copy()) for w in initialisers if w.dims and w.data_type != onnx.TensorProto.INT64]
        self.at = 0

    def next(self):
        self.at += 1
        return self.arrays[self.at - 1]

    def peek(self):
        return self.arrays[self.at]

    def table(self, module):
        module.weight.copy_(self.next())

    def norm(self, module):
        module.weight.copy_(self.next())
        module.bias.copy_(self.next())

    def linear(self, module):
        module.weight.copy_(self.next().T)
        module.bias.copy_(self.next())

    def int8(self, *modules, first_scale=1.0):
        """Layers that the graph computes in one product; the first was scaled when it was written."""
        whole, scales, bias = self.next(), self.next(), self.next()
        weight, at = whole.float().T * scales[:, None], 0
        for number, module in enumerate(modules):
            part = slice(at, at + len(module.bias))
            factor = first_scale if number == 0 else 1.0
            module.weight.copy_(weight[part] * factor)
            module.bias.copy_(bias[part] * factor)
            at = part.stop


def take_reader(net, w):
    encoder = net.encoder
    rows, scales = w.next(), w.next()
    encoder.words.weight.copy_(rows.float() * scales)
    for part in (encoder.places, encoder.shapes, encoder.gaps):
        w.table(part)
    if w.peek().dim() == 2 and len(w.peek()) == PARTY_COUNT:  # older models mark the parties in the branch alone
        w.table(encoder.parties)
    w.norm(encoder.norm)
    fork = len(encoder.layers) - len(net.branch)
    for layer in encoder.layers[:fork]:
        take_layer(layer, w)
    w.table(net.party_marks)
    for trunk, branch in zip(encoder.layers[fork:], net.branch):
        take_layer(trunk, w)
        take_layer(branch, w)
    w.int8(net.sentence_end.hidden, net.morphology, net.ner.hidden, net.attribution.hidden, net.factuality.hidden, net.arc_dep, net.arc_head,
           net.links, net.rel_dep, net.rel_head)
    w.int8(net.event.hidden, net.mode.hidden, net.status.hidden, net.pair.hidden, net.parties)
    for head in (net.sentence_end, net.factuality, net.ner, net.attribution, net.event, net.mode, net.status, net.pair):
        w.linear(head.out)
    w.int8(net.upos, net.xpos, net.feats, net.lemma)
    w.int8(net.arc_turn)
    net.root_arc.copy_(w.next()[None])
    net.root_rel.copy_(w.next()[None])


def take_layer(layer, w):
    width = len(layer.out.bias)
    w.int8(layer.query, layer.key, layer.value, first_scale=(width // layer.n_heads) ** 0.5)
    w.int8(layer.out)
    w.norm(layer.out_norm)
    w.int8(layer.grow)
    w.int8(layer.shrink)
    w.norm(layer.norm)
