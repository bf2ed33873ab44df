"""What was measured → the rows of the table."""

from collections.abc import Iterator, Sequence

from benchmarks.budgets import (
    BEAT_WARM_MS,
    FIRST_TO_WARM,
    IN_A_WORKER_MS,
    MEMORY_MB,
    START_TO_READY_S,
    SVM_FIRST_ANSWER_SPEED_UP,
    Budget,
    KernelBudgets,
    Row,
)
from benchmarks.load import BASE64, MULTIPART, Load
from benchmarks.memory import Memory
from benchmarks.rounds import median, percentile_95
from benchmarks.servers import BEAT, FRONTEND, REPORT_ROUTES, REPORT_SVM, REPORT_VGG19, SVM, VGG19
from benchmarks.stages import IN_A_WORKER, Stage
from benchmarks.starts import Starts
from music_genre.webapi.serving import GRACEFUL_STOP_S

TITLES = {SVM: "SVM", VGG19: "VGG19", BEAT: "beats", FRONTEND: "front end"}


def measured_to_rows(starts: Starts, load: Load, budgets: KernelBudgets) -> list[Row]:
    """Make all rows, in the order of the budgets; those against the report if it was measured."""
    return [
        *_start_rows(starts),
        *_latency_rows(load, budgets),
        *_memory_rows(load),
        *(_report_rows(starts, load, budgets) if REPORT_SVM in starts.answer_s else ()),
    ]


def stages_to_rows(stages: Sequence[Stage]) -> list[Row]:
    """Make the one row that a stage has a budget for."""
    return [
        Row(
            "decoding in a process of its own",
            stage.ours_ms - stage.plain_ms,
            "ms",
            IN_A_WORKER_MS,
            f"{stage.ours_ms:.1f} ms − {stage.plain_ms:.1f} ms of {stage.plain}",
        )
        for stage in stages
        if stage.name == IN_A_WORKER and stage.plain_ms is not None
    ]


def _start_rows(starts: Starts) -> Iterator[Row]:
    for name, seconds in starts.ready_s.items():
        note = f"median of {len(seconds)} starts"
        yield Row(
            f"{TITLES[name]}: start to ready", median(seconds), "s", START_TO_READY_S[name], note
        )
    for name, seconds in starts.stopped_s.items():
        note = f"median of {len(seconds)}, with nothing in flight; else up to {GRACEFUL_STOP_S} s"
        yield Row(f"{TITLES[name]}: stop", median(seconds), "s", None, note)
    for name, ratios in starts.first_to_warm.items():
        note = "first request after ready / warm median of the same process"
        yield Row(f"{TITLES[name]}: first / warm", median(ratios), "×", FIRST_TO_WARM, note)


def _latency_rows(load: Load, budgets: KernelBudgets) -> Iterator[Row]:
    for name in (SVM, VGG19):
        for body, route in ((MULTIPART, "/v1/predict"), (BASE64, REPORT_ROUTES[name])):
            what = f"{TITLES[name]}: {route}, {body}"
            yield _latency_row(load, f"{name} {body}", what, budgets.warm_ms[name])
    for route, budget in BEAT_WARM_MS.items():
        if f"{BEAT} {route} http" in load.timings:
            yield _latency_row(load, f"{BEAT} {route}", f"{TITLES[BEAT]}: {route}", budget)
    what = f"{TITLES[FRONTEND]}: /api/predict of both models"
    yield _latency_row(load, f"{FRONTEND} {MULTIPART}", what, None)


def _latency_row(load: Load, asked: str, what: str, budget: Budget | None) -> Row:
    """One row; `asked` is a service with the kind of body or the route."""
    times_ms = load.timings[f"{asked} http"]
    note = f"median of {len(times_ms)}; 95 % within {percentile_95(times_ms):.1f} ms"
    return Row(what, median(times_ms), "ms", budget, note)


def _memory_rows(load: Load) -> Iterator[Row]:
    for name, title in TITLES.items():
        memory = load.memory[name]
        yield Row(f"{title}: memory", memory.alone_mb, "MB", MEMORY_MB[name], _memory_note(memory))


def _memory_note(memory: Memory) -> str:
    pss = "" if memory.pss_mb is None else f"; PSS {memory.pss_mb:.0f} MB"
    own = f"RSS of its process {memory.service_rss_mb:.0f} MB"
    return f"{own}, decoders {memory.decoders_mb:.0f} MB more{pss}"


def _report_rows(starts: Starts, load: Load, budgets: KernelBudgets) -> Iterator[Row]:
    warm_ms = {name: median(values) for name, values in load.timings.items()}
    answer_s = {name: median(values) for name, values in starts.answer_s.items()}
    ours_ms = answer_s[SVM] * 1000
    yield _speed_up_row(
        "SVM: first answer of a new container",
        starts.report_new_container_s * 1000,
        ours_ms,
        SVM_FIRST_ANSWER_SPEED_UP,
    )
    yield _speed_up_row(
        "SVM: first answer, numba's cache warm", answer_s[REPORT_SVM] * 1000, ours_ms, None
    )
    yield _speed_up_row(
        "SVM: report's HTTP / our HTTP",
        warm_ms[f"{REPORT_SVM} {BASE64} http"],
        warm_ms[f"{SVM} {BASE64} http"],
        None,  # ours listens with a network of learnt features too
    )
    ours_http_ms = warm_ms[f"{VGG19} {BASE64} http"]
    keras_ms = warm_ms[f"{REPORT_VGG19} {BASE64} predict"]
    yield _speed_up_row(
        "VGG19: Keras predict / our predict",
        keras_ms,
        warm_ms[f"{VGG19} {BASE64} predict"],
        budgets.vgg19_speed_up,
    )
    yield _speed_up_row(
        "VGG19: Keras predict / our HTTP", keras_ms, ours_http_ms, budgets.vgg19_speed_up
    )
    yield _speed_up_row(
        "VGG19: report's HTTP / our HTTP",
        warm_ms[f"{REPORT_VGG19} {BASE64} http"],
        ours_http_ms,
        budgets.vgg19_speed_up,
    )


def _speed_up_row(what: str, report_ms: float, ours_ms: float, budget: Budget | None) -> Row:
    note = f"the report's {report_ms:.1f} ms / our {ours_ms:.1f} ms, base64"
    return Row(what, report_ms / ours_ms, "×", budget, note)
