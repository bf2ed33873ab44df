"""The databases of this program, opened so that their faults are told in a line."""

from typing import Final

from sqlalchemy import Engine, ExceptionContext, event

from beat_service.catalogue.condition import error_to_code
from beat_service.catalogue.database import DatabaseError, Kind, fault_to_words, url_to_engine
from genre_cli.answering.answers import NobodyAnswersError

FAULTS: Final = frozenset({"disk_full", "catalogue_damaged", "not_ready"})


def url_to_telling_engine(url: str, kind: Kind) -> Engine:
    """Open a database, its tables up to date.

    Raises `NobodyAnswersError`, and so does its use from then on where a fault of it shows.
    """
    try:
        engine = url_to_engine(url, kind)
    except DatabaseError as error:
        raise NobodyAnswersError(str(error)) from error

    @event.listens_for(engine, "handle_error")
    def fault_to_error(context: ExceptionContext) -> NobodyAnswersError | None:
        error = context.sqlalchemy_exception
        if error is None or error_to_code(error) not in FAULTS:
            return None
        return NobodyAnswersError(fault_to_words(error, engine.url, kind))

    return engine
