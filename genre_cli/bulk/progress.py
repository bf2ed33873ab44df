"""How far a run is: a bar in a terminal, a line now and then in a pipe or a log, or JSON."""

import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any, Final

from rich.progress import BarColumn, MofNCompleteColumn, TextColumn

from genre_cli.bulk.schema import Row
from genre_cli.telling.names import cells_to_row
from genre_cli.telling.output import Output

TOLD_EVERY_S: Final = 30.0
KINDS_SHOWN: Final = 4


class Tally:
    """Counts of a run: all rows, those that were there before, and what this call has heard."""

    def __init__(
        self, n_rows: int, n_before: int, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.n_rows, self.n_before, self.n_heard = n_rows, n_before, 0
        self.n_workers = 0
        self.is_stopping = False
        self.errors: Counter[str] = Counter()
        self._clock, self._began = clock, clock()

    def count(self, row: Row) -> None:
        """Count a row."""
        self.n_heard += 1
        if row["code"] is not None:
            self.errors[row["code"]] += 1

    @property
    def n_done(self) -> int:
        """Return how many rows there are by now."""
        return self.n_before + self.n_heard

    @property
    def rate_hz(self) -> float:
        """Compute how many songs a second this call hears."""
        return self.n_heard / max(self._clock() - self._began, 1e-9)

    @property
    def left_s(self) -> float | None:
        """Estimate how long the rest takes; None before the first row."""
        return (self.n_rows - self.n_done) / self.rate_hz if self.n_heard else None

    def to_body(self) -> dict[str, Any]:
        """Write the counts as JSON tells them."""
        left_s = self.left_s
        return {
            "rows": self.n_rows,
            "done": self.n_done,
            "heard_now": self.n_heard,
            "workers": self.n_workers,
            "songs_a_second": round(self.rate_hz, 3),
            "left_s": None if left_s is None else round(left_s),
            "errors": dict(self.errors.most_common()),
        }

    def to_line(self, output: Output) -> str:
        """Write the counts for people."""
        texts = output.texts
        said = [f"{self.n_done}/{self.n_rows}", f"{self.n_workers} {texts.workers}"]
        said.append(f"{self.rate_hz:.2f} {texts.songs_a_second}")
        if self.left_s is not None and self.n_done < self.n_rows:
            said.append(f"{timedelta(seconds=round(self.left_s))} {texts.left}")
        kinds = [f"{n} {code}" for code, n in self.errors.most_common(KINDS_SHOWN)]
        said += [f"{self.errors.total()} {texts.failed}", *kinds]
        return " · ".join([*said, texts.stopping] if self.is_stopping else said)

    def stop(self) -> None:
        """Say from now on that nothing new is begun."""
        self.is_stopping = True

    def to_row(self) -> str:
        """Write rows, done, heard now and errors, as a row."""
        counts = (self.n_rows, self.n_done, self.n_heard, self.errors.total())
        return cells_to_row(*map(str, counts))


@contextmanager
def told(tally: Tally, output: Output) -> Iterator[Callable[[], None]]:
    """Tell how far a run is, whenever what is given is called."""
    if output.has_bar and not output.as_json:
        columns = BarColumn(), MofNCompleteColumn(), TextColumn("{task.description}", markup=False)
        with output.bar(*columns) as bar:
            task = bar.add_task("", total=tally.n_rows, completed=tally.n_before)
            yield lambda: bar.update(
                task, completed=tally.n_done, description=tally.to_line(output)
            )
        return
    yield now_and_then(tally, output)


def now_and_then(
    tally: Tally, output: Output, clock: Callable[[], float] = time.monotonic
) -> Callable[[], None]:
    """Make what tells a line, unless it has done so a moment ago."""
    last_s = clock()

    def tell() -> None:
        nonlocal last_s
        if clock() - last_s < TOLD_EVERY_S:
            return
        last_s = clock()
        if output.as_json:
            output.answer(None, {"bulk": tally.to_body()}, "", "")
        else:
            output.errors.print(tally.to_line(output), markup=False)

    return tell
