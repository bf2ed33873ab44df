"""Records of Python's `logging` → lines: JSON for programs, text for a person.

Whatever is logged while a request is worked on has its `request_id`, by whichever library.
"""

import logging
import sys
import threading
from types import TracebackType
from typing import Final, Literal, TextIO

from pythonjsonlogger.core import RESERVED_ATTRS
from pythonjsonlogger.json import JsonFormatter

from music_genre.webapi.logs.asked import current_id

Format = Literal["json", "text"]

# What is told from INFO on; of everything else, warnings.
OURS: Final = (
    *("music_genre", "svm_service", "vgg19_service", "beat_service", "frontend"),
    "uvicorn",
)
NAMES: Final = {"levelname": "level", "name": "logger", "exc_info": "exception"}
COLOURED: Final = "color_message"  # uvicorn's, the same as `message`
LOG: Final = logging.getLogger(__name__)


class TextFormatter(logging.Formatter):
    """`message [request_id]`, with the level in front where it is no news; exceptions below it."""

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802  # logging's own name
        """Make the line."""
        level = "" if record.levelno == logging.INFO else f"{record.levelname}: "
        request_id = getattr(record, "request_id", None)
        return f"{level}{record.message}{f' [{request_id}]' if request_id else ''}"


def add_request_id(record: logging.LogRecord) -> bool:
    """Note in a record which request is worked on; let every record pass."""
    if request_id := current_id():
        record.request_id = request_id
    return True


def json_formatter(service: str) -> logging.Formatter:
    """Make what writes a record as one line of JSON, exceptions too."""
    return JsonFormatter(
        ["levelname", "name", "message"],
        rename_fields=NAMES,
        static_fields={"service": service},
        reserved_attrs=[*RESERVED_ATTRS, COLOURED],
        timestamp="time",
    )


def write_lines(service: str, wanted: Format | None = None, stream: TextIO | None = None) -> None:
    """Write everything that is logged from now on to a stream, else to standard output.

    Nobody's wish is text on a terminal and JSON elsewhere. Exceptions that nobody catches and
    warnings are logged too. `service` is the package's name, in each line of JSON.
    """
    stream = stream or sys.stdout
    is_text = wanted == "text" if wanted else stream.isatty()
    handler = logging.StreamHandler(stream)
    handler.addFilter(add_request_id)
    handler.setFormatter(TextFormatter() if is_text else json_formatter(service))
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(logging.WARNING)
    for name in OURS:
        logging.getLogger(name).setLevel(logging.INFO)
    logging.captureWarnings(capture=True)
    if not is_text:  # a person reads Python's own
        sys.excepthook = _log_uncaught
        threading.excepthook = _log_uncaught_in_thread


def _log_uncaught(
    kind: type[BaseException], error: BaseException, at: TracebackType | None
) -> None:
    if issubclass(kind, Exception):
        LOG.critical("uncaught exception", exc_info=(kind, error, at))
    else:
        sys.__excepthook__(kind, error, at)


def _log_uncaught_in_thread(uncaught: threading.ExceptHookArgs) -> None:
    if uncaught.exc_value is not None:
        _log_uncaught(uncaught.exc_type, uncaught.exc_value, uncaught.exc_traceback)
