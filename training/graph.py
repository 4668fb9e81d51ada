"""The trained network as an ONNX graph with int8 weights, laid out for one window a run.

Weights are int8 with a scale a column (a row for the embeddings); activations are quantised while running, from the one
window that is read, so that a reading depends on nothing outside its window.
"""

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

OPSET = 20


class GraphBuilder:
    def __init__(self, name):
        self.name, self.nodes, self.weights, self.inputs, self.outputs = name, [], [], [], []
        self.quantised, self.count = {}, 0

    def input(self, name, kind, shape):
        self.inputs.append(helper.make_tensor_value_info(name, kind, shape))
        return name

    def output(self, value, name, shape):
        self.nodes.append(helper.make_node("Identity", [value], [name]))
        self.outputs.append(helper.make_tensor_value_info(name, TensorProto.FLOAT, shape))

    def weight(self, array, name=None):
        self.count += 1
        name = name or f"w{self.count}"
        self.weights.append(numpy_helper.from_array(np.array(array, order="C"), name))
        return name

    def op(self, kind, inputs, n_outputs=1, **attributes):
        self.count += 1
        outputs = [f"v{self.count}_{i}" for i in range(n_outputs)]
        self.nodes.append(helper.make_node(kind, inputs, outputs, **attributes))
        return outputs[0] if n_outputs == 1 else outputs

    def numbers(self, *values):
        return self.weight(np.array(values, dtype=np.int64))

    def linear(self, x, weight, bias):
        """x · weightᵀ + bias in f32."""
        return self.op("Add", [self.op("MatMul", [x, self.weight(weight.T)]), self.weight(bias)])

    def linear_int8(self, x, weight, bias):
        """The same with int8 weights; the quantised x is shared by all that read it."""
        if x not in self.quantised:
            self.quantised[x] = self.op("DynamicQuantizeLinear", [x], 3)
        values, scale, zero = self.quantised[x]
        scales = np.maximum(np.abs(weight).max(1), 1e-8) / 127
        whole = np.clip(np.round(weight / scales[:, None]), -127, 127).astype(np.int8)
        product = self.op("MatMulInteger", [values, self.weight(whole.T), zero, self.weight(np.int8(0))])
        both = self.op("Mul", [scale, self.weight(scales.astype(np.float32))])
        scaled = self.op("Mul", [self.op("Cast", [product], to=TensorProto.FLOAT), both])
        return self.op("Add", [scaled, self.weight(bias)])

    def norm(self, x, scale, bias):
        return self.op("LayerNormalization", [x, self.weight(scale), self.weight(bias)], axis=-1, epsilon=1e-12)

    def bytes(self):
        graph = helper.make_graph(self.nodes, self.name, self.inputs, self.outputs, self.weights)
        model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", OPSET)], ir_version=9, producer_name="vigie")
        onnx.checker.check_model(model)
        return model.SerializeToString()


def parameters(net):
    return {k: v.detach().numpy().astype(np.float32) for k, v in net.state_dict().items()}


def reader_graph(net):
    p, labels = parameters(net), net.labels
    get = lambda name: (p[name + ".weight"], p[name + ".bias"])
    g = GraphBuilder("reader")
    whole = TensorProto.INT64
    ids, shapes, gaps, marks = (g.input(n, whole, ["pieces"]) for n in ("ids", "shapes", "gaps", "marks"))
    first, last = (g.input(n, whole, ["words"]) for n in ("first", "last"))
    width = p["encoder.norm.weight"].shape[0]

    table = p["encoder.words.weight"]
    scales = np.maximum(np.abs(table).max(1, keepdims=True), 1e-8) / 127
    rows = g.op("Gather", [g.weight(np.round(table / scales).astype(np.int8)), ids], axis=0)
    x = g.op("Mul", [g.op("Cast", [rows], to=TensorProto.FLOAT), g.op("Gather", [g.weight(scales.astype(np.float32)), ids], axis=0)])
    place = g.op("Slice", [g.weight(p["encoder.places.weight"]), g.numbers(0), g.op("Shape", [ids]), g.numbers(0)])
    x = g.op("Add", [x, place])
    for name, index in (("shapes", shapes), ("gaps", gaps), ("parties", marks)):
        x = g.op("Add", [x, g.op("Gather", [g.weight(p[f"encoder.{name}.weight"]), index], axis=0)])
    x = g.norm(x, *get("encoder.norm"))
    n_heads, n_trunk = net.encoder.layers[0].n_heads, len(net.encoder.layers) - len(net.branch)
    for i in range(n_trunk):
        x = _layer(g, x, lambda name: get(f"encoder.layers.{i}.{name}"), n_heads, width)
    y = g.op("Add", [x, g.op("Gather", [g.weight(p["party_marks.weight"]), marks], axis=0)])
    for i in range(len(net.branch)):
        x = _layer(g, x, lambda name: get(f"encoder.layers.{n_trunk + i}.{name}"), n_heads, width)
        y = _layer(g, y, lambda name: get(f"branch.{i}.{name}"), n_heads, width)

    words = lambda v: g.op("Mul", [g.op("Add", [g.op("Gather", [v, first], axis=0), g.op("Gather", [v, last], axis=0)]), g.weight(np.float32(0.5))])
    h, s = _stacked(g, get, words(x), {
        "sentence_end": "sentence_end.hidden", "morphology": "morphology", "ner": "ner.hidden", "attribution": "attribution.hidden",
        "factuality": "factuality.hidden", "arc_dep": "arc_dep", "arc_head": "arc_head"}, ["links", "rel_dep", "rel_head"])
    told, linked = _stacked(g, get, words(y), {name: name + ".hidden" for name in ("event", "mode", "status", "pair")}, ["parties"])
    h.update(told)
    s.update(linked)

    squeeze = lambda v: g.op("Squeeze", [v, g.numbers(1)])
    g.output(squeeze(g.linear(h["sentence_end"], *get("sentence_end.out"))), "sentence_end", ["words"])
    g.output(squeeze(g.linear(h["factuality"], *get("factuality.out"))), "factuality", ["words"])
    for name in ("ner", "attribution", "event", "mode", "status", "pair"):
        g.output(g.linear(h[name], *get(name + ".out")), name, ["words", len(labels[name])])
    tags = ["upos", "xpos", "feats", "lemma"]
    tag_sizes = [len(labels[n]) for n in tags]
    tagged = g.linear_int8(h["morphology"], np.concatenate([get(n)[0] for n in tags]), np.concatenate([get(n)[1] for n in tags]))
    for name, size, part in zip(tags, tag_sizes, g.op("Split", [tagged, g.numbers(*tag_sizes)], 4, axis=1)):
        g.output(part, name, ["words", size])
    for names, vectors in ((net.LINKS, "links"), (net.PARTIES, "parties")):
        for name, part in zip(names, g.op("Split", [s[vectors], g.numbers(*[net.LINK] * 4)], 4, axis=1)):
            g.output(part, name, ["words", net.LINK])
    arc_head = g.linear_int8(h["arc_head"], *get("arc_turn"))
    root = lambda name, rest: g.op("Concat", [g.weight(p[name][0]), rest], axis=0)
    for name, value in (("arc_dep", h["arc_dep"]), ("arc_head", root("root_arc", arc_head)), ("rel_dep", s["rel_dep"]),
                        ("rel_head", root("root_rel", s["rel_head"]))):
        g.output(value, name, [None, p["root_arc"].shape[2] if name.startswith("arc") else p["root_rel"].shape[2]])
    return g.bytes()


def _stacked(g, get, w, hidden, plain):
    """Hidden layers and plain projections of the same words in one product: values by name."""
    stacked = [get(n) for n in [*hidden.values(), *plain]]
    all_ = g.linear_int8(w, np.concatenate([a for a, _ in stacked]), np.concatenate([b for _, b in stacked]))
    sizes = [len(b) for _, b in stacked]
    cut = sum(sizes[:len(hidden)])
    curved, straight = g.op("Split", [all_, g.numbers(cut, sum(sizes) - cut)], 2, axis=1)
    curved = g.op("Gelu", [curved])
    parts = lambda v, lengths: g.op("Split", [v, g.numbers(*lengths)], len(lengths), axis=1) if len(lengths) > 1 else [v]
    return dict(zip(hidden, parts(curved, sizes[:len(hidden)]))), dict(zip(plain, parts(straight, sizes[len(hidden):])))


def _layer(g, x, get, n_heads, width):
    size = width // n_heads
    parts = [get(n) for n in ("query", "key", "value")]
    parts[0] = tuple(a * np.float32(size ** -0.5) for a in parts[0])
    three = g.linear_int8(x, np.concatenate([a for a, _ in parts]), np.concatenate([b for _, b in parts]))
    q, k, v = g.op("Split", [three, g.numbers(width, width, width)], 3, axis=1)
    heads = lambda y, order: g.op("Transpose", [g.op("Reshape", [y, g.numbers(0, n_heads, size)])], perm=order)
    seen = g.op("Softmax", [g.op("MatMul", [heads(q, [1, 0, 2]), heads(k, [1, 2, 0])])], axis=-1)
    mixed = g.op("Transpose", [g.op("MatMul", [seen, heads(v, [1, 0, 2])])], perm=[1, 0, 2])
    mixed = g.op("Reshape", [mixed, g.numbers(-1, width)])
    x = g.norm(g.op("Add", [x, g.linear_int8(mixed, *get("out"))]), *get("out_norm"))
    grown = g.op("Gelu", [g.linear_int8(x, *get("grow"))])
    return g.norm(g.op("Add", [x, g.linear_int8(grown, *get("shrink"))]), *get("norm"))


def relations_graph(net):
    p = parameters(net)
    size = p["root_rel"].shape[2]
    g = GraphBuilder("relations")
    dep, head = (g.input(n, TensorProto.FLOAT, ["words", size]) for n in ("dep", "head"))
    both = g.op("Gelu", [g.op("Add", [dep, head])])
    g.output(g.linear(both, p["rel_out.weight"], p["rel_out.bias"]), "logits", ["words", len(net.labels["deprel"])])
    return g.bytes()
