"""Makes the encoder fit for bytes: evens out the channels before each matrix, so that a few do not set the scale.

A channel's input is divided by a factor and its column of the matrix multiplied by it, which changes nothing but
rounding (the idea of SmoothQuant, arXiv:2211.10438).
"""

# mypy: disable-error-code="misc,no-any-return,no-untyped-call,operator,untyped-decorator,unused-ignore"

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor, nn

from coding.pieces import Pieces
from coding.training.encoder import Coder

STRENGTH = 0.75
"""How much of the unevenness goes over to the matrix: 0 none, 1 all."""
BATCH = 32
LEAST = 1e-3
NAMES = ("mixed", "out", "inner", "outer")


@torch.no_grad()
def factors(model: Coder, pieces: Pieces, texts: Sequence[str]) -> dict[str, Tensor]:
    """What the inputs of each matrix ("0.mixed") are best divided by; ``texts`` show how large they get."""
    largest: dict[str, Tensor] = {}
    linears: dict[str, nn.Linear] = {
        f"{place}.{name}": getattr(layer, name) for place, layer in enumerate(model.eval().layers) for name in NAMES
    }

    def watch(name: str) -> object:
        def look(_: nn.Module, inputs: tuple[Tensor, ...]) -> None:
            seen = inputs[0].abs().flatten(0, -2).amax(0)
            largest[name] = torch.maximum(largest.get(name, seen), seen)

        return look

    hooks = [linear.register_forward_pre_hook(watch(name)) for name, linear in linears.items()]
    for start in range(0, len(texts), BATCH):
        words, mask = (torch.from_numpy(one) for one in pieces.embedded(pieces.ids(texts[start : start + BATCH])))
        model(words, mask, torch.zeros(len(words), dtype=torch.long))
    for hook in hooks:
        hook.remove()
    return {name: _evened(linear.weight, largest[name]) for name, linear in linears.items()}


def _evened(weight: Tensor, largest: Tensor) -> Tensor:
    columns = weight.abs().amax(0).clamp(min=LEAST)
    return (largest.clamp(min=LEAST) ** STRENGTH / columns ** (1 - STRENGTH)).clamp(min=LEAST)
