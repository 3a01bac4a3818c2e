"""The model as onnxruntime runs it: few, fused operators with matrices of bytes, written node by node.

What torch would export takes one operator for every reshape and transpose. Here a layer is ten: the whole attention is
one (``QAttention``), a matrix with its rounding and bias is one (``DynamicQuantizeMatMul``). The operators of
``com.microsoft`` are described in https://github.com/microsoft/onnxruntime/blob/main/docs/ContribOperators.md.
"""

# mypy: disable-error-code="no-untyped-call,unused-ignore"

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray
    from torch import Tensor, nn

    from coding.training.encoder import Coder, Layer

MICROSOFT = "com.microsoft"
OPSET = 17
EPSILON = 1e-12
LARGEST = 64
"""Weights are -64 to 64: with 127, sums overflow on processors without VNNI instructions (onnxruntime's
``reduce_range``)."""


def build(model: Coder, factors: Mapping[str, Tensor]) -> onnx.ModelProto:
    """``words`` (notes, tokens, width), ``mask`` (notes, tokens) and ``questions`` (notes,) in, ``scores`` out.

    ``factors`` are what each matrix's input channels are divided by, from :func:`coding.training.smoothing.factors`.
    """
    graph = _Graph()
    x = graph.norm(_start(graph, model), model.norm)
    mask = graph.op("Cast", "mask", to=TensorProto.INT32)
    for place, layer in enumerate(model.layers):
        own = {name: _array(factors[f"{place}.{name}"]) for name in ("mixed", "out", "inner", "outer")}
        x = _layer(graph, layer, own, x, mask)  # type: ignore[arg-type]
    _end(graph, model, x)
    return graph.model(model.head.in_features, model.head.out_features)


def _start(graph: _Graph, model: Coder) -> str:
    """Word, position, kind and question added up."""
    zero, one, two = (graph.constant(np.array([value])) for value in (0, 1, 2))
    tokens = graph.op("Slice", graph.op("Shape", "words"), one, two)
    positions = graph.op("Slice", graph.constant(_array(model.positions)), zero, tokens, zero)
    asked = graph.op("Gather", graph.constant(_array(model.questions + model.kind)), "questions")
    return graph.op("Add", graph.op("Add", "words", positions), graph.op("Unsqueeze", asked, one))


def _layer(graph: _Graph, layer: Layer, factors: dict[str, NDArray[np.float32]], x: str, mask: str) -> str:
    """The factors before ``out`` go into the values' columns of ``mixed``; the others are multiplied in."""
    matrix, bias = _array(layer.mixed.weight).T * factors["mixed"][:, None], _array(layer.mixed.bias).copy()
    matrix[:, -len(factors["out"]) :] /= factors["out"]
    bias[-len(factors["out"]) :] /= factors["out"]
    attended = graph.attention(
        graph.op("Mul", x, graph.constant(1 / factors["mixed"])), mask, matrix, bias, layer.heads
    )
    x = graph.norm(graph.op("Add", x, graph.linear(attended, layer.out, factors["out"])), layer.out_norm)
    inner = graph.linear(graph.op("Mul", x, graph.constant(1 / factors["inner"])), layer.inner, factors["inner"])
    inner = graph.op("Mul", graph.op("Gelu", inner, domain=MICROSOFT), graph.constant(1 / factors["outer"]))
    return graph.norm(graph.op("Add", x, graph.linear(inner, layer.outer, factors["outer"])), layer.outer_norm)


def _end(graph: _Graph, model: Coder, x: str) -> None:
    """The mean over a note's tokens; centring and scaling are part of the head."""
    one = graph.constant(np.array([1]))
    shares = graph.op("Div", "mask", graph.op("ReduceSum", "mask", one))
    pooled = graph.op("Squeeze", graph.op("MatMul", graph.op("Unsqueeze", shares, one), x), one)
    matrix = (_array(model.head.weight) / _array(model.deviation)).T
    bias = _array(model.head.bias) - _array(model.mean) @ matrix
    graph.op("Gemm", pooled, graph.constant(matrix), graph.constant(bias), out="scores")


class _Graph:
    """Nodes and constants, with names by number."""

    def __init__(self) -> None:
        self._nodes: list[onnx.NodeProto] = []
        self._constants: list[onnx.TensorProto] = []

    def constant(self, values: NDArray[Any]) -> str:
        """The name of a new constant."""
        name = f"constant{len(self._constants)}"
        self._constants.append(numpy_helper.from_array(np.ascontiguousarray(values), name))
        return name

    def op(self, kind: str, *inputs: str, out: str = "", domain: str = "", **attributes: object) -> str:
        """The name of a new node's output."""
        out = out or f"value{len(self._nodes)}"
        self._nodes.append(helper.make_node(kind, list(inputs), [out], domain=domain, **attributes))
        return out

    def norm(self, x: str, norm: nn.LayerNorm) -> str:
        """Not ``SkipLayerNormalization``, which would add as well: on a processor it takes three times as long."""
        weights = (self.constant(_array(one)) for one in (norm.weight, norm.bias))
        return self.op("LayerNormalization", x, *weights, axis=-1, epsilon=EPSILON)

    def linear(self, x: str, linear: nn.Linear, factors: NDArray[np.float32]) -> str:
        """A linear step on an input that was divided by the factors."""
        matrix, scale = in_bytes(_array(linear.weight).T * factors[:, None])
        rest = (self.constant(matrix), self.constant(scale), "", self.constant(_array(linear.bias)))
        return self.op("DynamicQuantizeMatMul", x, *rest, domain=MICROSOFT)

    def attention(self, x: str, mask: str, matrix: NDArray[np.float32], bias: NDArray[np.float32], heads: int) -> str:
        """Queries, keys and values by one matrix, and what the heads make of them."""
        rounded, scale, zero = (f"{x}_{part}" for part in ("rounded", "scale", "zero"))
        self._nodes.append(helper.make_node("DynamicQuantizeLinear", [x], [rounded, scale, zero]))
        weights, weight_scale = in_bytes(matrix)
        inputs = (rounded, self.constant(weights), self.constant(bias), scale, self.constant(weight_scale), mask, zero)
        return self.op("QAttention", *inputs, domain=MICROSOFT, num_heads=heads, unidirectional=0)

    def model(self, width: int, scores: int) -> onnx.ModelProto:
        """All of it, checked."""
        words = helper.make_tensor_value_info("words", TensorProto.FLOAT, ["notes", "tokens", width])
        mask = helper.make_tensor_value_info("mask", TensorProto.FLOAT, ["notes", "tokens"])
        questions = helper.make_tensor_value_info("questions", TensorProto.INT64, ["notes"])
        found = helper.make_tensor_value_info("scores", TensorProto.FLOAT, ["notes", scores])
        graph = helper.make_graph(self._nodes, "coder", [words, mask, questions], [found], self._constants)
        versions = [helper.make_opsetid("", OPSET), helper.make_opsetid(MICROSOFT, 1)]
        return helper.make_model(graph, opset_imports=versions, ir_version=8)


def in_bytes(matrix: NDArray[np.float32]) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    """A matrix rounded to bytes, and a scale for each column by which they are multiplied."""
    scale = np.maximum(np.abs(matrix).max(0) / LARGEST, np.finfo(np.float32).tiny).astype(np.float32)
    return np.rint(matrix / scale).astype(np.int8), scale


def _array(tensor: Tensor) -> NDArray[np.float32]:
    return np.asarray(tensor.detach().numpy(), np.float32)
