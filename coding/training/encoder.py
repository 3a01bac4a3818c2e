"""The model as torch sees it: an encoder of 12 layers, mean pooling, one linear head for components and families."""

# mypy: disable-error-code="misc,no-any-return,no-untyped-call,operator,unused-ignore"

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from coding.nomenclature import FAMILIES, components
from coding.pieces import LONGEST

if TYPE_CHECKING:
    from coding.training.weights import Shape, Weights

QUESTIONS = 5
"""1 to 4, and 0 for: not known."""
DROPOUT = 0.2


class Layer(nn.Module):
    """One layer of a BERT encoder: attention, then two linear steps, each added to its input and normalised."""

    def __init__(self, shape: Shape) -> None:
        """Make the layer with arbitrary weights."""
        super().__init__()
        self.heads = shape.heads
        self.mixed = nn.Linear(shape.width, 3 * shape.width)
        self.out = nn.Linear(shape.width, shape.width)
        self.out_norm = nn.LayerNorm(shape.width, eps=1e-12)
        self.inner = nn.Linear(shape.width, shape.inner)
        self.outer = nn.Linear(shape.inner, shape.width)
        self.outer_norm = nn.LayerNorm(shape.width, eps=1e-12)

    def forward(self, x: Tensor, bias: Tensor) -> Tensor:
        """(notes, tokens, width) → the same; ``bias`` (notes, 1, 1, tokens) is very negative where a note has ended."""
        notes, tokens, width = x.shape
        mixed = self.mixed(x).view(notes, tokens, 3, self.heads, width // self.heads)
        query, key, value = mixed.permute(2, 0, 3, 1, 4).unbind(0)
        weights = torch.softmax(query @ key.transpose(-1, -2) * (width // self.heads) ** -0.5 + bias, dim=-1)
        attended = (weights @ value).transpose(1, 2).reshape(notes, tokens, width)
        x = self.out_norm(x + self.out(attended))
        return self.outer_norm(x + self.outer(functional.gelu(self.inner(x))))

    def fill(self, weights: Weights, place: int) -> None:
        """Take over the weights of layer ``place``."""
        width, inner = weights.shape.width, weights.shape.inner

        def copy(linear: nn.Linear, *names: str) -> None:
            rows, columns = linear.out_features // len(names), linear.in_features
            parts = [weights.matrix(f"l{place}.{name}.w", rows, columns) for name in names]
            biases = [weights.vector(f"l{place}.{name}.b") for name in names]
            linear.weight.data = torch.from_numpy(np.concatenate(parts))
            linear.bias.data = torch.from_numpy(np.concatenate(biases))

        assert (self.inner.out_features, self.out.out_features) == (inner, width)
        copy(self.mixed, "q", "k", "v")
        copy(self.out, "ao")
        copy(self.inner, "fi")
        copy(self.outer, "fo")
        fill_norm(self.out_norm, weights, f"l{place}.aln")
        fill_norm(self.outer_norm, weights, f"l{place}.oln")


class Coder(nn.Module):
    """Notes in, scores of 67 components and 8 families out."""

    mean: Tensor
    deviation: Tensor

    def __init__(self, weights: Weights) -> None:
        """Start from the pretrained encoder; the question says nothing yet, the head is arbitrary."""
        super().__init__()
        shape = weights.shape
        self.positions = nn.Parameter(torch.from_numpy(weights.vector("emb.pos").reshape(-1, shape.width)[:LONGEST]))
        self.kind = nn.Parameter(torch.from_numpy(weights.vector("emb.type")[: shape.width]))
        self.questions = nn.Parameter(torch.zeros(QUESTIONS, shape.width))
        self.norm = nn.LayerNorm(shape.width, eps=1e-12)
        fill_norm(self.norm, weights, "emb.ln")
        self.layers = nn.ModuleList(Layer(shape) for _ in range(shape.layers))
        for place, layer in enumerate(self.layers):
            layer.fill(weights, place)
        self.register_buffer("mean", torch.zeros(shape.width))
        self.register_buffer("deviation", torch.ones(shape.width))
        self.head = nn.Linear(shape.width, len(components()) + len(FAMILIES))

    def pooled(self, words: Tensor, mask: Tensor, questions: Tensor) -> Tensor:
        """(notes, tokens, width), (notes, tokens) of 0 and 1, (notes,) of 0-4 → (notes, width)."""
        x = words + self.positions[: words.shape[1]] + self.kind + self.questions[questions][:, None]
        x = functional.dropout(self.norm(x), 0.1, self.training)
        bias = (mask[:, None, None, :] - 1) * 1e4
        for layer in self.layers:
            x = layer(x, bias)
        return (x * mask[..., None]).sum(1) / mask.sum(1, keepdim=True)

    def forward(self, words: Tensor, mask: Tensor, questions: Tensor) -> Tensor:
        """Scores (notes, 67 + 8): the components in the nomenclature's order, then the families."""
        x = (self.pooled(words, mask, questions) - self.mean) / self.deviation
        return self.head(functional.dropout(x, DROPOUT, self.training))


def fill_norm(norm: nn.LayerNorm, weights: Weights, name: str) -> None:
    """Take over a norm's scale and shift."""
    norm.weight.data = torch.from_numpy(weights.vector(f"{name}.w"))
    norm.bias.data = torch.from_numpy(weights.vector(f"{name}.b"))
