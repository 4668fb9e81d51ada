"""The reader network: one small BERT encoder, and a head for everything that Vigie wants to know of a word."""

import torch
import torch.nn.functional as F
from torch import nn

from words import GAP_COUNT, SHAPE_COUNT


class Linear(nn.Linear):
    """A linear layer that can compute as the exported graph does: int8 weights a row, activations in 255 steps a window."""

    rounds = False

    def forward(self, x):
        if not self.rounds:
            return super().forward(x)
        return F.linear(rounded(x), self.weight + (rounded_rows(self.weight) - self.weight).detach(), self.bias)


@torch.no_grad()
def rounded_rows(weight):
    scales = weight.abs().amax(1, keepdim=True).clamp(min=1e-8) / 127
    return (weight / scales).round() * scales


def rounded(x):
    """Activations as DynamicQuantizeLinear keeps them, one scale a window; gradients pass through."""
    with torch.no_grad():
        y = x.float()
        along = tuple(range(1, y.dim()))
        low, high = y.amin(along, keepdim=True).clamp(max=0), y.amax(along, keepdim=True).clamp(min=0)
        scale = ((high - low) / 255).clamp(min=1e-8)
        y = (y / scale).round_().mul_(scale).sub_(x)
    return x + y.to(x.dtype)


# Layers that the events have for themselves: copies of the trunk's last ones, which go on from where these begin.
BRANCH = 2
# What events and pairs have for themselves, by the beginnings of names.
OF_EVENTS = ("branch.", "party_marks", "event.", "mode.", "status.", "parties.", "party_bias", "pair.", "encoder.parties")
PARTY_COUNT = 3  # neither party of a marked pair, the first, the second


class Layer(nn.Module):
    def __init__(self, width, n_heads, inner, dropout):
        super().__init__()
        self.n_heads = n_heads
        self.query, self.key, self.value = (Linear(width, width) for _ in range(3))
        self.out, self.out_norm = Linear(width, width), nn.LayerNorm(width, eps=1e-12)
        self.grow, self.shrink, self.norm = Linear(width, inner), Linear(inner, width), nn.LayerNorm(width, eps=1e-12)
        self.dropout = dropout

    def forward(self, x, mask=None):
        n, length, width = x.shape
        split = lambda y: y.view(n, length, self.n_heads, width // self.n_heads).transpose(1, 2)
        q, k, v = split(self.query(x)), split(self.key(x)), split(self.value(x))
        if torch.onnx.is_in_onnx_export():
            scores = (q @ k.transpose(2, 3)) * (width // self.n_heads) ** -0.5
            seen = torch.softmax(scores, -1) @ v
        else:
            seen = F.scaled_dot_product_attention(q, k, v, attn_mask=mask)
        seen = seen.transpose(1, 2).reshape(n, length, width)
        x = self.out_norm(x + F.dropout(self.out(seen), self.dropout, self.training))
        return self.norm(x + F.dropout(self.shrink(F.gelu(self.grow(x))), self.dropout, self.training))


class Encoder(nn.Module):
    """BERT with three more embeddings, which begin at zero: letter shape, the space before the word, and which party of a marked pair it is in.

    A word in neither party stays as it is, so that a text without marks is read as if there were none.
    """

    def __init__(self, config, dropout=0.1):
        super().__init__()
        width = config["hidden_size"]
        self.words = nn.Embedding(config["vocab_size"], width)
        self.places = nn.Embedding(config["max_position_embeddings"], width)
        self.shapes, self.gaps = nn.Embedding(SHAPE_COUNT, width), nn.Embedding(GAP_COUNT, width)
        self.parties = nn.Embedding(PARTY_COUNT, width, padding_idx=0)
        for added in (self.shapes, self.gaps, self.parties):
            nn.init.zeros_(added.weight)
        self.norm, self.dropout = nn.LayerNorm(width, eps=1e-12), dropout
        self.layers = nn.ModuleList(
            Layer(width, config["num_attention_heads"], config["intermediate_size"], dropout) for _ in range(config["num_hidden_layers"])
        )

    def load_bert(self, tensors):
        """Takes the weights of a Hugging Face BERT checkpoint."""
        pick = lambda name: tensors[name if name in tensors else "bert." + name]
        with torch.no_grad():
            self.words.weight.copy_(pick("embeddings.word_embeddings.weight"))
            self.places.weight.copy_(pick("embeddings.position_embeddings.weight") + pick("embeddings.token_type_embeddings.weight")[0])
            self.norm.weight.copy_(pick("embeddings.LayerNorm.weight"))
            self.norm.bias.copy_(pick("embeddings.LayerNorm.bias"))
            names = {"query": "attention.self.query", "key": "attention.self.key", "value": "attention.self.value",
                     "out": "attention.output.dense", "out_norm": "attention.output.LayerNorm", "grow": "intermediate.dense",
                     "shrink": "output.dense", "norm": "output.LayerNorm"}
            for i, layer in enumerate(self.layers):
                for ours, theirs in names.items():
                    for part in ("weight", "bias"):
                        getattr(getattr(layer, ours), part).copy_(pick(f"encoder.layer.{i}.{theirs}.{part}"))

    def forward(self, ids, shapes, gaps, parties, mask=None):
        """The pieces after the last layer, and where the branch for events leaves the trunk."""
        fork = self.lower(ids, shapes, gaps, parties, mask)
        return self.upper(fork, mask), fork

    def lower(self, ids, shapes, gaps, parties, mask=None):
        places = torch.arange(ids.shape[1])
        x = self.words(ids) + self.places(places) + self.shapes(shapes) + self.gaps(gaps) + self.parties(parties)
        x = F.dropout(self.norm(x), self.dropout, self.training)
        for layer in self.layers[:-BRANCH]:
            x = layer(x, mask)
        return x

    def upper(self, x, mask=None):
        for layer in self.layers[-BRANCH:]:
            x = layer(x, mask)
        return x


class Head(nn.Module):
    """A hidden layer and a score a label."""

    def __init__(self, width, hidden, n_labels, dropout):
        super().__init__()
        self.hidden, self.out, self.dropout = nn.Linear(width, hidden), nn.Linear(hidden, n_labels), dropout

    def forward(self, x):
        return self.out(F.dropout(F.gelu(self.hidden(x)), self.dropout, self.training))


class Chain(nn.Module):
    """A linear-chain conditional random field over a head's scores."""

    def __init__(self, labels):
        super().__init__()
        n = len(labels)
        self.begin, self.end, self.move = nn.Parameter(torch.zeros(n)), nn.Parameter(torch.zeros(n)), nn.Parameter(torch.zeros(n, n))
        forbidden = torch.zeros(n, n)
        for i, before in enumerate(labels):
            for j, after in enumerate(labels):
                if after.startswith("I-") and before[2:] != after[2:]:
                    forbidden[i, j] = -1e4
        self.register_buffer("forbidden", forbidden)
        self.register_buffer("forbidden_first", torch.tensor([-1e4 if label.startswith("I-") else 0.0 for label in labels]))

    def loss(self, scores, gold, lengths):
        """Mean negative log likelihood a word; sequences are padded to the longest."""
        n, longest, _ = scores.shape
        move = self.move + self.forbidden
        alpha = self.begin + self.forbidden_first + scores[:, 0]
        rows = torch.arange(n)
        path = (self.begin + self.forbidden_first)[gold[:, 0]] + scores[rows, 0, gold[:, 0]]
        for t in range(1, longest):
            inside = (t < lengths)
            following = torch.logsumexp(alpha.unsqueeze(2) + move, 1) + scores[:, t]
            alpha = torch.where(inside.unsqueeze(1), following, alpha)
            step = move[gold[:, t - 1], gold[:, t]] + scores[rows, t, gold[:, t]]
            path = path + torch.where(inside, step, torch.zeros_like(step))
        last = gold[rows, lengths - 1]
        total = torch.logsumexp(alpha + self.end, 1) - path - self.end[last]
        return total.sum() / lengths.sum()

    @torch.no_grad()
    def decode(self, scores):
        """Best labels of one sequence, words × labels."""
        move = self.move + self.forbidden
        best, back = self.begin + self.forbidden_first + scores[0], []
        for row in scores[1:]:
            total, came = (best.unsqueeze(1) + move).max(0)
            back.append(came)
            best = total + row
        label = int((best + self.end).argmax())
        path = [label]
        for came in reversed(back):
            label = int(came[label])
            path.append(label)
        return path[::-1]


class Reader(nn.Module):
    LINK = 64
    LINKS = ("link_source_word", "link_content_word", "link_source_cue", "link_content_cue")
    PARTIES = ("event_actor", "event_recipient", "word_actor", "word_recipient")

    def __init__(self, config, labels, dropout=0.1):
        super().__init__()
        self.labels = labels
        width = config["hidden_size"]
        self.encoder = Encoder(config, dropout)
        self.dropout = dropout
        self.sentence_end = Head(width, 64, 1, dropout)
        self.morphology = nn.Linear(width, width)
        for name in ("upos", "xpos", "feats", "lemma"):
            setattr(self, name, nn.Linear(width, len(labels[name])))
        self.ner, self.ner_chain = Head(width, 256, len(labels["ner"]), dropout), Chain(labels["ner"])
        self.attribution, self.attribution_chain = Head(width, 256, len(labels["attribution"]), dropout), Chain(labels["attribution"])
        arc, rel = 256, 256
        self.arc_dep, self.arc_head = nn.Linear(width, arc), nn.Linear(width, arc)
        self.arc_turn = nn.Linear(arc, arc)
        self.root_arc = nn.Parameter(torch.randn(1, 1, arc) * 0.05)
        self.rel_dep, self.rel_head = nn.Linear(width, rel), nn.Linear(width, rel)
        self.root_rel = nn.Parameter(torch.randn(1, 1, rel) * 0.05)
        self.rel_out = nn.Linear(rel, len(labels["deprel"]))
        self.links = nn.Linear(width, 4 * self.LINK)
        self.factuality = Head(width, 128, 1, dropout)
        self.branch = nn.ModuleList(Layer(width, config["num_attention_heads"], config["intermediate_size"], dropout) for _ in range(BRANCH))
        self.party_marks = nn.Embedding(PARTY_COUNT, width)
        self.event, self.mode = Head(width, 256, len(labels["event"]), dropout), Head(width, 128, len(labels["mode"]), dropout)
        self.status = Head(width, 128, len(labels["status"]), dropout)
        self.parties = nn.Linear(width, 4 * self.LINK)
        self.party_bias = nn.Parameter(torch.full((2,), -2.0))
        self.pair = Head(width, 256, len(labels["pair"]), dropout)

    def rounds(self, on):
        """Whether the layers that are exported with int8 weights compute so already (the encoder's: the rest is small)."""
        for part in self.modules():
            if isinstance(part, Linear):
                part.rounds = on

    def drops(self, dropout):
        """How many values are dropped while it learns."""
        for part in self.modules():
            if hasattr(part, "dropout"):
                part.dropout = dropout

    def drop(self, x):
        return F.dropout(x, self.dropout * 2, self.training)

    def gathered(self, x, first, last):
        """A vector a word: the mean of its first and its last piece."""
        take = lambda where: torch.gather(x, 1, where.unsqueeze(2).expand(-1, -1, x.shape[2]))
        return F.dropout((take(first) + take(last)) * 0.5, self.dropout, self.training)

    def event_words(self, fork, parties, first, last, mask=None):
        """The branch for events: from where it leaves the trunk, with the parties of a pair marked, to a vector a word."""
        x = fork + self.party_marks(parties)
        for layer in self.branch:
            x = layer(x, mask)
        return self.gathered(x, first, last)

    def begin_branch(self):
        """The branch begins as a copy of the trunk's last layers, without marks."""
        self.branch.load_state_dict(self.encoder.layers[-BRANCH:].state_dict())
        nn.init.zeros_(self.party_marks.weight)

    def forward(self, ids, shapes, gaps, parties, first, last, mask=None):
        x, fork = self.encoder(ids, shapes, gaps, parties, mask)
        w, e = self.gathered(x, first, last), self.event_words(fork, parties, first, last, mask)
        out = {"sentence_end": self.sentence_end(w).squeeze(2), **self.tags(w)}
        out["ner"], out["attribution"] = self.ner(w), self.attribution(w)
        out.update(zip(self.LINKS, self.links(w).chunk(4, 2)))
        out.update(zip(("arc_dep", "arc_head", "rel_dep", "rel_head"), self.arcs(w)))
        out["factuality"] = self.factuality(w).squeeze(2)
        for name in ("event", "mode", "status", "pair"):
            out[name] = getattr(self, name)(e)
        out.update(zip(self.PARTIES, self.parties(e).chunk(4, 2)))
        return out

    def tags(self, w):
        m = self.drop(F.gelu(self.morphology(w)))
        return {name: getattr(self, name)(m) for name in ("upos", "xpos", "feats", "lemma")}

    def arcs(self, w):
        """Vectors of words as dependents and as heads, for arcs and for relations; row 0 of the heads is the root."""
        n = w.shape[0]
        dep = self.drop(F.gelu(self.arc_dep(w)))
        head = self.arc_turn(self.drop(F.gelu(self.arc_head(w))))
        root = lambda row, rest: torch.cat([row.expand(n, -1, -1).to(rest.dtype), rest], 1)
        return dep, root(self.root_arc, head), self.rel_dep(w), root(self.root_rel, self.rel_head(w))

    def relations(self, dep, head):
        return self.rel_out(self.drop(F.gelu(dep + head)))
