"""The shipped model read with NumPy: the same weights and the same decisions as spaCy's, in a quarter of the time.

Words are cut and embedded once a process (a text is cut at its spaces first, and the model's vector of a token depends
on nothing but the token), the convolutions run over slices that stay in the processor's cache, and as the model looks
at one token alone while no entity is open, all tokens are decided at once; entities are then followed side by side.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from functools import reduce
from itertools import accumulate
from threading import Lock
from typing import Any

import numpy as np
from numpy.typing import NDArray
from spacy.language import Language
from spacy.tokens import Doc

from extractors.core.tokenizer import MOST, cut, pieces_of, plain, special

Floats = NDArray[np.float32]
Ints = NDArray[np.intp]
# Rows of a slice: its arrays fit the second cache.
_SLICE = 512
# Of a piece its tokens: row of the embedding, first character, one past the last.
Pieces = dict[str, tuple[tuple[int, int, int], ...]]


class Reader:
    """Entities of a text as a spaCy pipeline of one component `ner` finds them (greedy, no entities set before)."""

    def __init__(self, nlp: Language) -> None:
        self.nlp = nlp
        # of all that spaCy notes of a new word the model asks for these
        vocab: Any = nlp.vocab
        asked = {vocab.strings[name] for name in ("NORM", "PREFIX", "SUFFIX", "SHAPE")}
        vocab.lex_attr_getters = {k: get for k, get in vocab.lex_attr_getters.items() if k in asked}
        component: Any = nlp.get_pipe("ner")
        tok2vec, self._lower, self._upper = component.model.layers
        self._embed = tok2vec.layers[0].get_ref("embed")
        encode = tok2vec.layers[0].get_ref("encode")
        self._pad = int(encode.attrs["pad"])
        nodes = list(encode.walk())
        maxouts = [n for n in nodes if n.name == "maxout"]
        norms = [n for n in nodes if n.name == "layernorm"]
        self._layers = [_Layer(m, n) for m, n in zip(maxouts, norms, strict=True)]
        self._width = self._layers[0].width
        self._linear = tok2vec.layers[2]
        self._special = special(nlp.tokenizer)
        self._lock = Lock()  # the words and their vectors are shared by the threads of a process
        self._moves([component.moves.get_class_name(k) for k in range(component.moves.n_moves)])
        self._forget()

    def _forget(self) -> None:
        self._pieces: Pieces = {}
        self._row: dict[tuple[int, int], int] = {}
        self._vectors: Floats = np.zeros((0, self._width), dtype=np.float32)

    def _moves(self, names: Sequence[str]) -> None:
        """Which moves may follow: outside an entity, at its last token, within each kind of entity."""
        self._names = list(names)
        parted = [name.partition("-")[::2] for name in names]
        self._outside = np.array([kind == "O" or (kind in "BU" and bool(label)) for kind, label in parted])
        self._only_out = np.array([kind == "O" for kind, _ in parted])
        self._single = np.array([kind == "O" or (kind == "U" and bool(label)) for kind, label in parted])
        self._begins = np.array([kind == "B" for kind, _ in parted])
        self._ends = np.array([kind == "L" for kind, _ in parted])
        labels = [label for _, label in parted]
        self._within = np.array([[kind in "IL" and label == mine for kind, label in parted] for mine in labels])

    def entities(self, text: str) -> Iterator[tuple[str, int, int]]:
        """Label, first character and one past the last of each entity, in order."""
        with self._lock:
            rows, starts, ends = self._tokens(text)
            embedded = self._vectors[rows]
        if not rows:
            return
        vectors = self._encoded(embedded)
        spaces = np.array([text[a].isspace() for a in starts])
        for label, first, last in self._decided(vectors, spaces):
            yield label, starts[first], ends[last]

    def _tokens(self, text: str) -> tuple[list[int], list[int], list[int]]:
        """Rows of the tokens' embeddings and the characters at which they begin and end."""
        if len(self._pieces) > MOST or len(self._row) > MOST:
            self._forget()
        pieces = pieces_of(text)
        if fresh := {piece for piece, _ in pieces} - self._pieces.keys():
            self._learn(fresh)
        rows: list[int] = []
        starts: list[int] = []
        ends: list[int] = []
        for piece, at in pieces:
            for row, first, last in self._pieces[piece]:
                rows.append(row)
                starts.append(at + first)
                ends.append(at + last)
        return rows, starts, ends

    def _learn(self, pieces: Set[str]) -> None:
        """Cut pieces into tokens and embed the new ones among these."""
        tokens: dict[str, list[tuple[tuple[int, int], int, int]]] = {}
        new: dict[tuple[int, int], str] = {}
        ready = plain(pieces, self._special)
        for piece, words in ready.items():
            keys = [(lexeme.orth, lexeme.norm) for lexeme in map(self.nlp.vocab.__getitem__, words)]
            ends = list(accumulate(map(len, words)))
            tokens[piece] = list(zip(keys, [0, *ends], ends, strict=False))
            new |= {key: word for key, word in zip(keys, words, strict=True) if key not in self._row}
        for piece, some in cut(pieces - ready.keys(), self.nlp.make_doc):
            at = some[0].idx
            tokens[piece] = [((t.orth, t.norm), t.idx - at, t.idx - at + len(t)) for t in some]
            new |= {(t.orth, t.norm): t.text for t in some if (t.orth, t.norm) not in self._row}
        if new:
            doc = Doc(self.nlp.vocab, words=list(new.values()))
            for (_, norm), token in zip(new, doc, strict=True):
                if token.norm != norm:
                    token.norm_ = self.nlp.vocab.strings[norm]
            first = len(self._row)
            self._row |= {key: first + k for k, key in enumerate(new)}
            if len(self._row) > len(self._vectors):
                # room for as many again: what is known is not copied for each paper
                more = np.zeros((2 * len(self._row) - len(self._vectors), self._width), dtype=np.float32)
                self._vectors = np.concatenate([self._vectors, more])
            self._vectors[first : len(self._row)] = self._embed.predict([doc])[0]
        for piece, found in tokens.items():
            self._pieces[piece] = tuple((self._row[key], first, last) for key, first, last in found)

    def _encoded(self, embedded: Floats) -> Floats:
        """Each token's vector in its context."""
        pad = np.zeros((self._pad, self._width), dtype=np.float32)
        whole = np.concatenate([pad, embedded, pad])
        size = len(embedded)
        made = np.empty((size, self._linear.get_dim("nO")), dtype=np.float32)
        weights, bias = self._linear.get_param("W").T, self._linear.get_param("b")
        for first in range(0, size, _SLICE):
            last = min(first + _SLICE, size)
            part = whole[first : last + 2 * self._pad]
            for layer in self._layers:
                part = layer(part)
            made[first:last] = part[self._pad : self._pad + last - first] @ weights + bias
        return made

    def _scores(self, summed: Floats) -> Floats:
        """Scores of all moves for states, whose tokens' features are summed up."""
        pieces = summed.reshape(len(summed), *self._lower.get_param("b").shape)
        # NumPy's `max` over so short an axis takes ten times as long
        hidden = reduce(np.maximum, [pieces[:, :, k] for k in range(pieces.shape[2])])
        scores: Floats = hidden @ self._upper.get_param("W").T + self._upper.get_param("b")
        return scores

    def _decided(self, vectors: Floats, spaces: NDArray[np.bool_]) -> Iterator[tuple[str, int, int]]:
        """Label, first and last token of each entity."""
        weights = self._lower.get_param("W")
        weights = weights.reshape(weights.shape[0], -1, weights.shape[-1])
        bias, pad = self._lower.get_param("b").ravel(), self._lower.get_param("pad")[0].reshape(len(weights), -1)
        here = vectors @ weights[0].T
        summed = here + pad[1]
        summed += pad[2]
        summed += bias
        scores = self._scores(summed)
        valid = np.broadcast_to(self._outside, scores.shape).copy()
        valid[-1] = self._single
        valid[spaces] = self._only_out
        moves = np.where(valid, scores, -np.inf).argmax(axis=1)
        starts = np.flatnonzero(~self._only_out[moves])
        last = dict(zip(starts.tolist(), starts.tolist(), strict=True))
        open_ = starts[self._begins[moves[starts]]]
        first, previous = vectors[open_] @ weights[1].T, vectors @ weights[2].T
        at, begun = open_ + 1, moves[open_]
        while len(at):
            found = self._scores(here[at] + first + previous[at - 1] + bias)
            found[~self._within[begun]] = -np.inf
            ended = self._ends[found.argmax(axis=1)] | (at == len(vectors) - 1)
            last.update(zip(open_[ended].tolist(), at[ended].tolist(), strict=True))
            on = ~ended
            at, begun, open_, first = at[on] + 1, begun[on], open_[on], first[on]
        free = 0
        for start in starts.tolist():
            if start >= free:
                yield self._names[moves[start]].partition("-")[2], start, last[start]
                free = last[start] + 1


class _Layer:
    """A convolution over three tokens, the greatest of three pieces, normalised, added to what it was made from."""

    def __init__(self, maxout: Any, norm: Any) -> None:
        weights, bias = maxout.get_param("W"), maxout.get_param("b")
        self.width, self.pieces, size = weights.shape
        # pieces side by side: the greatest is then taken over whole runs
        self._weights = np.ascontiguousarray(weights.transpose(1, 0, 2).reshape(-1, size).T)
        self._bias = np.ascontiguousarray(bias.T.reshape(-1))
        self._scale, self._shift = norm.get_param("G"), norm.get_param("b")

    def __call__(self, rows: Floats) -> Floats:
        wide = self.width
        window = np.zeros((len(rows), 3 * wide), dtype=np.float32)
        window[1:, :wide] = rows[:-1]
        window[:, wide : 2 * wide] = rows
        window[:-1, 2 * wide :] = rows[1:]
        made = window @ self._weights
        made += self._bias
        best: Floats = made[:, :wide]
        for k in range(1, self.pieces):
            best = np.maximum(best, made[:, k * wide : (k + 1) * wide])
        best -= best.mean(axis=1, keepdims=True)
        spread = np.square(best).mean(axis=1, keepdims=True) + np.float32(1e-08)
        best *= spread ** np.float32(-0.5)
        best *= self._scale
        best += self._shift
        best += rows
        return best
