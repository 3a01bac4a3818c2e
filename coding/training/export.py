"""From torch to the shipped files: ONNX with weights of 8 bits, and a manifest with their hash."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from coding.scores import Temperatures

if TYPE_CHECKING:
    from collections.abc import Mapping

    from torch import Tensor

    from coding.training.encoder import Coder

FILES = ("encoder.onnx", "vocabulary.npz")


def encoder(model: Coder, factors: Mapping[str, Tensor], path: Path) -> None:
    """Write the model as ONNX: ``words``, ``mask`` and ``questions`` in, ``scores`` out; matrices as signed bytes."""
    from coding.training import graph

    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(graph.build(model, factors).SerializeToString())


def manifest(folder: Path, temperatures: Temperatures) -> str:
    """Write ``model.json``; returns the version."""
    version = version_of(folder, temperatures)
    content = {"version": version, "temperatures": asdict(temperatures)}
    (folder / "model.json").write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")
    return version


def version_of(folder: Path, temperatures: Temperatures) -> str:
    """A hash of all that the answers depend on."""
    digest = hashlib.sha256(json.dumps(asdict(temperatures), sort_keys=True).encode())
    for name in FILES:
        digest.update((folder / name).read_bytes())
    return digest.hexdigest()[:12]
