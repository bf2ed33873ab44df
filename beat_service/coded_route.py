"""Routes whose refusals are our coded errors, and whose bodies end at the limit."""

from collections.abc import Callable, Coroutine
from typing import Any, Final

from fastapi import Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from sqlalchemy.exc import OperationalError
from starlette.exceptions import HTTPException
from starlette.types import Message

from webapi.limits import FORM_OVERHEAD_BYTES, too_large
from webapi.problems import STATUS_TO_CODE, ApiError

Handler = Callable[[Request], Coroutine[Any, Any, Response]]
BODY: Final = "body"


def route_class(max_upload_bytes: int) -> type[APIRoute]:
    """The class of routes that take files of up to `max_upload_bytes`."""

    class CodedRoute(APIRoute):
        """FastAPI's route, with its errors and the database's turned into ours."""

        def get_route_handler(self) -> Handler:
            """The handler that answers requests."""
            handler = super().get_route_handler()

            async def coded(request: Request) -> Response:
                limited = LimitedRequest(request, max_upload_bytes)
                try:
                    return await handler(limited)
                except RequestValidationError as error:
                    raise ApiError(faults_to_code(error)) from error
                except OperationalError as error:
                    raise ApiError("not_ready") from error
                except HTTPException as error:
                    limited.check()
                    raise ApiError(
                        STATUS_TO_CODE.get(error.status_code, "internal_error")
                    ) from error

            return coded

    return CodedRoute


class LimitedRequest(Request):
    """A request whose body is refused by its header, or as soon as it is seen to be too large."""

    def __init__(self, request: Request, max_upload_bytes: int) -> None:
        super().__init__(request.scope, self._counted)
        self._source = request.receive
        self._max_upload_bytes = max_upload_bytes
        length = request.headers.get("content-length", "")
        self._n_bytes = int(length) if length.isascii() and length.isdecimal() else 0
        self.check()
        self._n_bytes = 0

    def check(self) -> None:
        """Raise `ApiError` if more came than a form with an allowed file can have."""
        if self._n_bytes > self._max_upload_bytes + FORM_OVERHEAD_BYTES:
            raise too_large(self._max_upload_bytes)

    async def _counted(self) -> Message:
        message = await self._source()
        self._n_bytes += len(message.get(BODY, b""))
        self.check()
        return message


def faults_to_code(error: RequestValidationError) -> str:
    """Which of our codes says what is wrong with a request."""
    places = {tuple(fault["loc"])[:2] for fault in error.errors()}
    if (BODY, "file") in places:
        return "no_audio"
    in_body = any(place[0] == BODY for place in places)
    return "malformed_beat" if in_body else "malformed_beat_query"
