"""`python -m training.tables`: the reports → the tables in README, between their marks.

`make evaluate`, `make evaluate-beats` and `make bench ARGS=--keep` end with it; a test fails when
README and reports differ.
"""

import json
from collections.abc import Callable, Mapping
from typing import Any, Final

from training.bundle import replace_file
from training.fast.tables import fast_table, whole_pieces_table
from training.genre.ensemble import NAME as ENSEMBLE
from training.markdown import measures_to_cell, rows_to_markdown, text_with_table
from training.settings import REPORTS, ROOT
from training.strangers.tables import strangers_summary
from training.styles.tables import beat_styles_table, songs_table, styles_with_genres_table

README: Final = ROOT / "README.md"
TITLES: Final = {"svm": "SVM", "vgg19": "VGG19", "ensemble": "both together"}
SERVICES: Final = {"svm": "SVM", "vgg19": "VGG19", "beat": "beats", "frontend": "front end"}

Reports = Mapping[str, Any]  # report by the name of its file, without .json


def reports_to_accuracy(reports: Reports) -> str:
    """Write accuracy, macro-F1 and calibration of each model, and the majority baseline."""
    header = (
        *("model", "accuracy", "macro-F1", "calibration error"),
        "coverage and precision when confident",
    )
    rows = []
    for name, title in TITLES.items():
        measures = reports["folds"][name]
        confident = measures["confident"]
        rows.append(
            (
                title,
                measures_to_cell(measures),
                f"{measures['macro_f1']:.3f}",
                f"{measures['ece']:.3f}",
                f"{confident['share']:.0%}, {confident['precision']:.0%}",
            )
        )
    counts = [sum(row) for row in reports["folds"]["svm"]["confusion"]]
    rows.append(("majority baseline", f"{max(counts) / sum(counts):.1%}", "", "", ""))
    return rows_to_markdown(header, rows)


def reports_to_splits(reports: Reports) -> str:
    """Write the accuracy of repeated cross-validation, and of leaky folds."""
    report = reports["splits"]
    header = (f"three folds, {len(report['seeds'])} repetitions", *TITLES.values())
    rows = []
    for how, title in (
        ("artist_disjoint", "no artist in two folds"),
        ("random", "at random, artists on both sides: for comparison with older papers only"),
    ):
        spans = [f"{min(report[how][m]):.1%} – {max(report[how][m]):.1%}" for m in TITLES]
        rows.append((title, *spans))
    return rows_to_markdown(header, rows)


def reports_to_robustness(reports: Reports) -> str:
    """Write the accuracy after codecs, noise and cuts."""
    report = reports["robustness"]
    rows = []
    for variant, together in report[ENSEMBLE].items():
        cells = [f"{report[name][variant]['accuracy']:.1%}" for name in ("svm", "vgg19", ENSEMBLE)]
        sure = together["confident"]
        rows.append((variant, *cells, f"{sure['share']:.0%}, {sure['precision']:.0%}"))
    confident = "both: coverage and precision when confident"
    return rows_to_markdown(("", "SVM", "VGG19", "both together", confident), rows)


def reports_to_tempo(reports: Reports) -> str:
    """Write the accuracy of our tempo and librosa's, on audio and on all spectrograms."""
    report = reports["beats"]
    rows = []
    audio, spectrograms = report["tempo"], report["spectrograms"]["tempo"]
    for title, measures in (
        ("audio of 15 s or more", audio["ours"]),
        ("the same, without classical music", audio["ours_others"]),
        ("the same, classical music alone", audio["ours_classical"]),
        ("the same, librosa's `beat_track`", audio["librosa"]),
        ("spectrograms of all ten genres", spectrograms["ours"]),
        (
            "the same, with the genre known from the SVM (no help, so not used)",
            reports["genre_tempo"]["svm"],
        ),
    ):
        cells = [measures_to_cell(measures[name]) for name in ("accuracy_1", "accuracy_2")]
        rows.append((title, str(measures["accuracy_1"]["n_clips"]), *cells))
    return rows_to_markdown(("tempo", "clips", "accuracy 1", "accuracy 2"), rows)


def reports_to_key(reports: Reports) -> str:
    """Write the accuracy of our key and Krumhansl's."""
    rows = []
    for name, title in (("ours", "ours"), ("krumhansl", "Krumhansl's profiles")):
        measures = reports["beats"]["key"][name]
        exact = measures["exact"]
        rows.append(
            (title, str(exact["n_clips"]), measures_to_cell(exact), f"{measures['mirex']:.3f}")
        )
    return rows_to_markdown(("key", "clips", "exact", "MIREX weighted"), rows)


def reports_to_pulse(reports: Reports) -> str:
    """Write how beats, bars and tempo are found in renderings by each font."""
    rows = []
    for font, kinds in reports["pulse"].items():
        for kind, measures in kinds.items():
            f_measure, bar = measures["f_measure"], measures["downbeat"]
            low, high = f_measure["mean_95"]
            rows.append(
                (
                    *(f"{font}, {kind}", str(f_measure["n_clips"])),
                    f"{f_measure['mean']:.3f} ({low:.3f} – {high:.3f})",
                    measures_to_cell(bar) if bar else "–",
                    measures_to_cell(measures["tempo"]),
                )
            )
    header = ("rendered by", "renderings", "beats, F within 40 ms", "first downbeat", "tempo")
    return rows_to_markdown(header, rows)


def reports_to_durations(reports: Reports) -> str:
    """Write accuracy and mean confidence by duration."""
    report = reports["durations"]
    titles = {"svm": "SVM", "vgg19": "VGG19", ENSEMBLE: "both"}
    header = ["excerpt"]
    for title in titles.values():
        header += [f"{title} right", f"{title}: confidence"]
    rows = []
    for by_model in zip(*(report[name] for name in titles), strict=True):
        cells = [f"{row[key]:.1%}" for row in by_model for key in ("accuracy", "confidence")]
        rows.append((f"{by_model[0]['duration_s']:.0f} s", *cells))
    return rows_to_markdown(header, rows)


def report_to_crowds(report: Mapping[str, Any]) -> str:
    """Write how many of many clients were answered, how soon, and what the others were told."""
    header = (
        *("service", "clients", "answered", "p50", "p95", "p99"),
        *("answered in all", "refused (503)", "lost", "longest `/livez`"),
    )
    rows = [
        (
            *(SERVICES[row["service"]], str(row["clients"]), f"{row['per_s']:.1f}/s"),
            *(_seconds_to_cell(row[f"p{q}_s"]) for q in (50, 95, 99)),
            *(str(row["answered"]), str(row["refused"]), str(row["lost"] + row["others"])),
            _seconds_to_cell(row["livez_worst_s"]),
        )
        for row in report["crowds"]
    ]
    what = f"a WAV of {report['song_s']:g} s, clients and services on the same cores"
    return f"{_machine_to_line(report)}; {what}:\n\n{rows_to_markdown(header, rows)}"


def report_to_slow(report: Mapping[str, Any]) -> str:
    """Write what others wait while clients say nothing, and what becomes of those."""
    header = (
        *("service", "silent clients", "longest `/livez`", "longest song meanwhile"),
        *("closed within", "told so (408)", "longest answer afterwards"),
    )
    rows = [
        (
            *(SERVICES[row["service"]], str(row["silent"])),
            *(_seconds_to_cell(row[key]) for key in ("livez_worst_s", "song_worst_s")),
            *(f"{row['closed_within_s']:.1f} s", str(row["told_408"])),
            _seconds_to_cell(row["after_worst_s"]),
        )
        for row in report["slow"]
    ]
    return rows_to_markdown(header, rows)


def _machine_to_line(report: Mapping[str, Any]) -> str:
    machine = report["machine"]
    return f"{machine['cores']} cores of {machine['processor']}, {machine['date'][:10]}"


def _seconds_to_cell(seconds: float | None) -> str:
    return "–" if seconds is None else f"{seconds:.2f} s"


TABLES: Final[Mapping[str, Callable[[Reports], str]]] = {
    "accuracy": reports_to_accuracy,
    "splits": reports_to_splits,
    "robustness": reports_to_robustness,
    "durations": reports_to_durations,
    "fast": lambda reports: fast_table(reports["fast"]),
    "fast_and_full": lambda reports: whole_pieces_table(reports["fast_and_full"]),
    "tempo": reports_to_tempo,
    "key": reports_to_key,
    "pulse": reports_to_pulse,
    "beat_styles": lambda reports: beat_styles_table(reports["beat_styles"]),
    "strangers": lambda reports: strangers_summary(reports["strangers"]),
    "beat_songs": lambda reports: songs_table(reports["beat_styles"]),
    "crowds": lambda reports: report_to_crowds(reports["load"]),
    "slow_clients": lambda reports: report_to_slow(reports["load"]),
    "styles_with_genres": lambda reports: styles_with_genres_table(reports["styles_with_genres"]),
}


def files_to_reports() -> dict[str, Any]:
    """Read all reports, by name."""
    return {path.stem: json.loads(path.read_text()) for path in sorted(REPORTS.glob("*.json"))}


def text_with_tables(text: str, reports: Reports) -> str:
    """Put every table anew between its marks in the text."""
    for name, to_table in TABLES.items():
        text = text_with_table(text, name, to_table(reports))
    return text


def main() -> None:
    """Write the tables into README."""
    replace_file(README, text_with_tables(README.read_text(), files_to_reports()).encode())


if __name__ == "__main__":
    main()
