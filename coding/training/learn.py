"""The learning itself: full fine-tuning of the encoder with joint losses on components and families."""

# mypy: disable-error-code="misc,no-any-return,no-untyped-call,untyped-decorator,unused-ignore"

from __future__ import annotations

import random as randomness
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

import torch
from torch import Tensor
from torch.nn import functional

from coding.nomenclature import FAMILIES, components
from coding.training.encoder import Coder
from coding.training.items import batches, epoch

if TYPE_CHECKING:
    from collections.abc import Sequence

    from coding.pieces import Pieces
    from coding.training.notes import Note
    from coding.training.weights import Weights

ENCODER_RATE = 1e-4
HEAD_RATE = 2e-3
WARM_UP = 0.1
BATCH = 48
SMOOTHING = 0.1
THREADS = 2
SEED = 7
SAMPLE = 2000
"""Notes from which the pretrained encoder's mean and deviation are taken."""

FAMILY_OF = torch.tensor([FAMILIES.index(one.family) for one in components().values()])


@dataclass(frozen=True, slots=True)
class Plan:
    """How long to learn: whole passes, and the minutes after which the rate has fallen to nothing in any case."""

    epochs: float
    minutes: float = 1e9


def learn(weights: Weights, pieces: Pieces, notes: Sequence[Note], plan: Plan) -> Coder:
    """A model that has learned the notes. About 75 notes a second on two cores."""
    torch.set_num_threads(THREADS)
    torch.manual_seed(SEED)
    random = randomness.Random(SEED)  # noqa: S311 -- repeatable, not secret
    model = Coder(weights)
    _centre(model, pieces, [note.text for note in random.sample(list(notes), min(SAMPLE, len(notes)))])
    head = {id(one) for one in model.head.parameters()}
    groups = [
        {"params": [one for one in model.parameters() if id(one) not in head], "lr": ENCODER_RATE},
        {"params": list(model.head.parameters()), "lr": HEAD_RATE},
    ]
    optimiser = torch.optim.AdamW(groups, fused=True)
    started, done, total = time.monotonic(), 0, plan.epochs * len(notes)
    model.train()
    while done < total:
        items = epoch(notes, random)
        ids = pieces.ids([item.text for item in items])
        losses: list[float] = []
        for places in batches([len(one) for one in ids], BATCH, random):
            minutes = (time.monotonic() - started) / 60
            progress = max(done / total, minutes / plan.minutes)
            if progress >= 1:
                return model.eval()
            for group, rate in zip(optimiser.param_groups, (ENCODER_RATE, HEAD_RATE), strict=True):
                group["lr"] = rate * min(progress / WARM_UP, (1 - progress) / (1 - WARM_UP))
            words, mask = (torch.from_numpy(one) for one in pieces.embedded([ids[place] for place in places]))
            scores = model(words, mask, torch.tensor([items[place].question for place in places]))
            loss = loss_of(scores, torch.tensor([items[place].code for place in places]))
            loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimiser.step()
            optimiser.zero_grad()
            losses.append(loss.item())
            done += len(places)
            if len(losses) % 100 == 0:
                recent = sum(losses[-100:]) / 100
                print(f"{minutes:5.1f} min  {progress:6.1%}  loss {recent:.3f}", flush=True)  # noqa: T201 - the log
    return model.eval()


@torch.no_grad()
def averaged(models: Sequence[Coder]) -> Coder:
    """The mean of the weights, in the first model: better than each, as they began alike (arXiv:2203.05482)."""
    states = [model.state_dict() for model in models]
    models[0].load_state_dict({name: sum(state[name] for state in states) / len(states) for name in states[0]})
    return models[0]


def loss_of(scores: Tensor, codes: Tensor) -> Tensor:
    """Cross entropy on components, half of it on families, half on families summed; -1 stands for every code alike."""
    own, family = scores[:, : len(FAMILY_OF)], scores[:, len(FAMILY_OF) :]
    logs = functional.log_softmax(own, -1)
    summed = torch.logsumexp(logs[:, None, :] + _membership(), -1)
    known = codes.clamp(min=0)
    targets = _targets(known, codes < 0, len(FAMILY_OF))
    families = _targets(FAMILY_OF[known], codes < 0, len(FAMILIES))
    losses = -(targets * logs).sum(-1) - 0.5 * (families * functional.log_softmax(family, -1)).sum(-1)
    return (losses - 0.5 * (families * summed).sum(-1)).mean()


def _targets(codes: Tensor, none: Tensor, classes: int) -> Tensor:
    """Smoothed one-hot rows; even ones where there is no right answer."""
    rows = functional.one_hot(codes, classes) * (1 - SMOOTHING) + SMOOTHING / classes
    rows[none] = 1 / classes
    return rows


def _membership() -> Tensor:
    """(families, components): 0 where the component is of the family, else very negative."""
    return torch.where(FAMILY_OF[None] == torch.arange(len(FAMILIES))[:, None], 0.0, -1e4)


@torch.no_grad()
def _centre(model: Coder, pieces: Pieces, texts: list[str]) -> None:
    pooled = []
    for start in range(0, len(texts), BATCH):
        words, mask = (torch.from_numpy(one) for one in pieces.embedded(pieces.ids(texts[start : start + BATCH])))
        pooled.append(model.eval().pooled(words, mask, torch.zeros(len(words), dtype=torch.long)))
    model.mean, model.deviation = torch.cat(pooled).mean(0), torch.cat(pooled).std(0)
