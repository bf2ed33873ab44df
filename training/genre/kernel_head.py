"""The kernel head of VGG19: a sum of Gaussian kernels, one for each band of frequency.

The statistics of each band of each block are standardised, rotated to their 32 main components, and
compared by a Gaussian; the kernel of two clips is the mean over blocks of the mean over bands.
Two clips that are alike in the bass and nowhere else are still somewhat alike, which one Gaussian
over everything cannot say: five points of accuracy (`docs/experiments.md`). Least-squares machines
are fitted on it, because they can learn from probabilities as well as from labels.

Sums of kernels: Gönen and Alpaydın, "Multiple Kernel Learning Algorithms", 2011. Least squares:
Suykens and Vandewalle, "Least Squares Support Vector Machine Classifiers", 1999.
"""

from itertools import pairwise
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from sklearn.decomposition import PCA

from music_genre.audio.model_bundle import SCORES_OUTPUT
from vgg19_service.head import HEAD_OUTPUTS, Head

N_COMPONENTS: Final = 32
RIDGE: Final = 0.01  # added to the kernel of a clip with itself, which is 1
GAMMA: Final = 1.0  # [1 / mean square difference of standardised statistics]
DEVIATION_FLOOR: Final = 1e-3

Floats = NDArray[np.float32]
Blocks = tuple[Floats, ...]  # statistics of each block, float32 `(n_bands, n, n_values)`


def fit(blocks: Blocks, targets: NDArray[np.float64], seed: int) -> Head:
    """Fit on the statistics of `n` clips, one array for each block.

    `targets` is how much each clip is of each genre, float64 `(n, n_genres)`, rows sum to 1.
    """
    n_components = min(N_COMPONENTS, *(size for block in blocks for size in block.shape[1:]))
    bands = [_band_to_projection(band, n_components, seed) for block in blocks for band in block]
    ends = np.cumsum([len(block) for block in blocks])[:-1]
    projections = [np.stack(part) for part in _split([p for p, _ in bands], ends)]
    offsets = np.stack([offset for _, offset in bands])
    n_genres = targets.shape[1]
    unfitted = Head(
        projections=tuple(projections),
        offsets=offsets,
        support_vectors=np.zeros((len(bands), offsets.shape[1], 0), np.float32),
        band_weights=_band_weights(blocks),
        dual_coefficients=np.zeros((0, n_genres), np.float32),
        intercepts=np.zeros(n_genres, np.float32),
    )
    support_vectors = unfitted.components(blocks).transpose(0, 2, 1)
    return _with_machines(unfitted, np.ascontiguousarray(support_vectors), targets)


def _split(items: list[Floats], ends: NDArray[np.intp]) -> list[list[Floats]]:
    return [items[a:b] for a, b in pairwise([0, *ends.tolist(), len(items)])]


def _band_weights(blocks: Blocks) -> Floats:
    """Each block counts the same, and each band in it."""
    weights = [np.full(len(block), 1 / (len(block) * len(blocks))) for block in blocks]
    return np.concatenate(weights).astype(np.float32)


def _band_to_projection(band: Floats, n_components: int, seed: int) -> tuple[Floats, Floats]:
    """Projection `(n_values, n_components)` and offset `(n_components,)` of `(n, n_values)`.

    Scaled so that the Gaussian has width 1.
    """
    n_values = band.shape[1]
    mean, deviation = band.mean(axis=0), np.maximum(band.std(axis=0), DEVIATION_FLOOR)
    # Two power iterations: the components only carry distances, four times as fast.
    pca = PCA(n_components, random_state=seed, svd_solver="randomized", iterated_power=2)
    pca.fit((band - mean) / deviation)
    scale = np.sqrt(2 * GAMMA / n_values)
    projection = scale * pca.components_.T / deviation[:, None]
    return projection.astype(np.float32), (-mean @ projection).astype(np.float32)


def _with_machines(head: Head, support_vectors: Floats, targets: NDArray[np.float64]) -> Head:
    """Fit one machine for each genre by least squares, on the kernel of all training clips."""
    with_vectors = Head(**vars(head) | {"support_vectors": support_vectors})
    kernel = with_vectors.kernel(support_vectors.transpose(0, 2, 1)).sum(axis=0)
    intercepts = targets.mean(axis=0)
    ridged = kernel.astype(np.float64) + RIDGE * np.eye(len(kernel))
    dual_coefficients = np.linalg.solve(ridged, targets - intercepts).astype(np.float32)
    return Head(
        **vars(with_vectors)
        | {"dual_coefficients": dual_coefficients, "intercepts": intercepts.astype(np.float32)}
    )


def add_head(graph: Any, statistics: str, head: Head) -> None:
    """Put the head behind the value `statistics` of an ONNX graph; its only output is then scores.

    `statistics` is `(n, n_features)`: by block, then band, then mean and deviation of the channels.
    """
    from onnx import TensorProto, helper, numpy_helper

    weights = [*head.projections, head.offsets[:, None], head.support_vectors]
    weights += [head.band_weights[:, None, None], head.dual_coefficients, head.intercepts]
    constants: dict[str, NDArray[Any]] = dict(zip(HEAD_OUTPUTS, weights, strict=True))
    constants["head_half"] = np.array(0.5, np.float32)
    constants["head_components_axis"] = np.array([2])
    constants["head_bands_axis"] = np.array([0])
    constants["head_centre_squares"] = (head.support_vectors**2).sum(axis=1)[:, None] / 2
    sizes = [len(p) * p.shape[1] for p in head.projections]
    constants["head_sizes"] = np.array(sizes)

    def node(operator: str, inputs: list[str], output: str, **attributes: Any) -> None:
        name = f"head_{output}"
        graph.node.append(helper.make_node(operator, inputs, [output], name=name, **attributes))

    parts = [f"head_block_{number}" for number in range(len(sizes))]
    graph.node.append(
        helper.make_node("Split", [statistics, "head_sizes"], parts, axis=1, name="head_split")
    )
    for part, projection, name in zip(parts, head.projections, HEAD_OUTPUTS, strict=False):
        constants[f"{part}_shape"] = np.array([-1, *projection.shape[:2]])
        node("Reshape", [part, f"{part}_shape"], f"{part}_bands")
        node("Transpose", [f"{part}_bands"], f"{part}_by_band", perm=[1, 0, 2])
        node("MatMul", [f"{part}_by_band", name], f"{part}_components")
    node("Concat", [f"{part}_components" for part in parts], "head_rotated", axis=0)
    node("Add", ["head_rotated", "head_offsets"], "head_components")
    node("MatMul", ["head_components", "head_centres"], "head_products")
    node("Mul", ["head_components", "head_components"], "head_component_squares")
    node("ReduceSum", ["head_component_squares", "head_components_axis"], "head_squares")
    node("Mul", ["head_squares", "head_half"], "head_half_squares")
    node("Sub", ["head_products", "head_half_squares"], "head_less_own")
    node("Sub", ["head_less_own", "head_centre_squares"], "head_exponents")
    node("Exp", ["head_exponents"], "head_gaussians")
    node("Mul", ["head_gaussians", "head_band_weights"], "head_weighted")
    node("ReduceSum", ["head_weighted", "head_bands_axis"], "head_likeness", keepdims=0)
    node("Gemm", ["head_likeness", "head_duals", "head_intercepts"], SCORES_OUTPUT)
    graph.initializer.extend(numpy_helper.from_array(v, k) for k, v in constants.items())
    del graph.output[:]
    shape = [None, len(head.intercepts)]
    graph.output.append(helper.make_tensor_value_info(SCORES_OUTPUT, TensorProto.FLOAT, shape))
