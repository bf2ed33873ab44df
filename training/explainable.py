"""Let a graph with its head also give what an explanation needs: the pooled maps and the head.

The weights stay as they are, and so do the scores and their cost: the maps are computed anyway.
`python -m training.explainable` does it to the served model, and writes its new checksum.
"""

import hashlib
from pathlib import Path
from typing import Any

from audio.model_bundle import MANIFEST_FILE, MODEL_FILE, folder_to_manifest
from training.bundle import replace_file
from training.settings import MODEL_DIRS
from vgg19_service.model import KERNEL_OUTPUT, MAP_OUTPUTS


def graph_to_explainable(path: Path) -> None:
    """Add the outputs to the ONNX file of a backbone with its head; twice is as once."""
    import onnx
    from onnx import TensorProto, helper

    model = onnx.load(path)
    graph = model.graph
    given = {output.name for output in graph.output}
    names = dict(zip(_pooled_maps(graph), MAP_OUTPUTS, strict=True))
    for node in graph.node:
        node.input[:] = [names.get(name, name) for name in node.input]
        node.output[:] = [names.get(name, name) for name in node.output]
    (kernel,) = (tensor for tensor in graph.initializer if tensor.name == KERNEL_OUTPUT)
    shapes: dict[str, list[Any]] = {name: [None] * 4 for name in MAP_OUTPUTS}
    shapes[KERNEL_OUTPUT] = list(kernel.dims)
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


def main() -> None:
    """Change the served graph and its manifest."""
    folder = MODEL_DIRS["vgg19"]
    manifest = folder_to_manifest(folder)
    graph_to_explainable(folder / MODEL_FILE)
    sha256 = hashlib.sha256((folder / MODEL_FILE).read_bytes()).hexdigest()
    changed = manifest.model_copy(update={"sha256": sha256})
    replace_file(folder / MANIFEST_FILE, changed.model_dump_json(indent=2).encode() + b"\n")


if __name__ == "__main__":
    main()
