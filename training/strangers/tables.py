"""Figures of renderings by sound fonts → the tables of README, model card and terminal."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from training.markdown import rows_to_markdown

HEADER: Final = (
    *("rendered", "renderings", "first answer right (95 % by performance)", "by drummer"),
    *("among first three", "certain, right then"),
)
WAY_TITLES: Final = {
    "straight": "straight from file and font",
    "varied": "played, balanced and recorded otherwise",
}
FONT_TITLES: Final = {
    "heard": "fonts whose strokes training has",
    "unheard": "FluidR3, never heard",
}
FEWEST_SHOWN: Final = 4
MOST_SAID: Final = 4
FEWEST: Final = 5  # performances of which an interval says anything


def strangers_table(report: Mapping[str, Any]) -> str:
    """Write a row for all that is alone, for music, each way, font and style."""
    rows = [_row("drums alone", report["alone"])] if "alone" in report else []
    if "music" in report:
        rows.append(_row("under music", report["music"]))
    rows += [_row(f"… {WAY_TITLES[way]}", found) for way, found in report["ways"].items()]
    rows += [_row(f"… {font}", found) for font, found in report["fonts"].items()]
    rows += [
        _row(f"… {style}", found)
        for style, found in sorted(
            report["styles"].items(), key=lambda named: -named[1]["n_performances"]
        )
    ]
    return rows_to_markdown(HEADER, rows)


def strangers_summary(report: Mapping[str, Any]) -> str:
    """Write the table of README: the fonts that training heard and the one that it did not."""
    rows = []
    for name, title in FONT_TITLES.items():
        if name in report:
            found = report[name]
            groups = {"drums alone": found.get("alone"), "under music": found.get("music")}
            rows += [
                _row(f"{title}, {way}", measured) for way, measured in groups.items() if measured
            ]
            rows += [
                _row(f"… {style}", measured)
                for style, measured in found["styles"].items()
                if measured["n_performances"] >= FEWEST_SHOWN
            ]
    return rows_to_markdown(HEADER, rows)


def confusion_table(report: Mapping[str, Any]) -> str:
    """Write what is said of each style, of drums alone."""
    rows = []
    for style, said in report["confusion"].items():
        most = [f"{answer} {number}" for answer, number in list(said.items())[:MOST_SAID]]
        others = sum(list(said.values())[MOST_SAID:])
        rows.append((style, ", ".join([*most, f"others {others}"] if others else most)))
    return rows_to_markdown(("style", "is said to be"), rows)


def _row(title: str, found: Mapping[str, Any]) -> tuple[str, ...]:
    n_sure, few = found["n_certain"], found["n_performances"] < FEWEST
    right = f"{found['n_certain_right']} of {n_sure}" if n_sure else "–"
    return (
        title,
        f"{found['n_renderings']} of {found['n_performances']}",
        f"{found['top1']:.0%} ({_interval(found['top1_95'], few=few)})",
        _interval(found["top1_95_drummers"], few=few),
        f"{found['top3']:.0%} ({_interval(found['top3_95'], few=few)})",
        f"{found['certain']:.0%}, {right}",
    )


def _interval(interval: Sequence[float], *, few: bool) -> str:
    low, high = interval
    return "–" if few else f"{low:.0%} – {high:.0%}"
