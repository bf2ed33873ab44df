"""Let a graph with its head also give what an explanation needs: the pooled maps and the head.

The weights stay as they are, and so do the scores and their cost: the maps are computed anyway.
"""

from pathlib import Path
from typing import Any

from vgg19_service.head import HEAD_OUTPUTS
from vgg19_service.model import MAP_OUTPUTS


def graph_to_explainable(path: Path) -> None:
    """Add the outputs to the ONNX file of a backbone with its head, unless it has them."""
    import onnx
    from onnx import TensorProto, helper

    model = onnx.load(path)
    graph = model.graph
    given = {output.name for output in graph.output}
    names = dict(zip(_pooled_maps(graph), MAP_OUTPUTS, strict=True))
    for node in graph.node:
        node.input[:] = [names.get(name, name) for name in node.input]
        node.output[:] = [names.get(name, name) for name in node.output]
    shapes: dict[str, list[Any]] = {name: [None] * 4 for name in MAP_OUTPUTS}
    shapes |= {t.name: list(t.dims) for t in graph.initializer if t.name in HEAD_OUTPUTS}
    graph.output.extend(
        helper.make_tensor_value_info(name, TensorProto.FLOAT, shape)
        for name, shape in shapes.items()
        if name not in given
    )
    onnx.checker.check_model(model)
    onnx.save(model, path)


def _pooled_maps(graph: Any) -> list[str]:
    """Names of the maps whose mean and mean square are taken, by block.

    Found by what is done with them, because the names that Keras, the exporter and the quantiser
    give change with their versions.
    """
    products = {name for node in graph.node if node.op_type == "Mul" for name in node.output}
    pooled = [node.input[0] for node in graph.node if node.op_type == "AveragePool"]
    return [name for name in pooled if name not in products]
