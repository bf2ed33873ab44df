"""Routes whose refusals are our coded errors, whose forms have a limit, and which ask for a token.

Token and size are looked at before a form is parsed; what a refused client still sends is read and
dropped, so that it sees the refusal and no broken connection.
"""

import secrets
from collections.abc import Callable, Coroutine
from typing import Any, Final

from fastapi import Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from pydantic import SecretStr
from sqlalchemy.exc import OperationalError
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException

from music_genre.webapi.fastapi.upload import FORM, drain, request_to_form, request_to_media_type
from music_genre.webapi.problems import STATUS_TO_CODE, ApiError

Handler = Callable[[Request], Coroutine[Any, Any, Response]]
BODY: Final = "body"
CHANGES: Final = frozenset({"POST", "DELETE"})


def route_class(max_upload_bytes: int, admin_token: SecretStr | None) -> type[APIRoute]:
    """The class of routes that take files of up to `max_upload_bytes`.

    With an `admin_token`, only who sends it may change something.
    """

    class CodedRoute(APIRoute):
        """FastAPI's route, with its errors and the database's turned into ours."""

        def get_route_handler(self) -> Handler:
            """The handler that answers requests."""
            handler = super().get_route_handler()

            async def coded(request: Request) -> Response:
                if request.method in CHANGES and not is_allowed(request, admin_token):
                    await drain(request)
                    raise ApiError("unauthorized")
                if request.method == "POST":
                    request = await request_to_read_request(request, max_upload_bytes)
                try:
                    return await handler(request)
                except RequestValidationError as error:
                    raise ApiError(faults_to_code(error)) from error
                except OperationalError as error:
                    raise ApiError("not_ready") from error
                except HTTPException as error:
                    code = STATUS_TO_CODE.get(error.status_code, "internal_error")
                    raise ApiError(code) from error

            return coded

    return CodedRoute


class ReadRequest(Request):
    """A request whose form is in memory; FastAPI would write files over 1 MB to a disk."""

    def __init__(self, request: Request, form: FormData) -> None:
        super().__init__(request.scope, request.receive)
        self._form = form


async def request_to_read_request(request: Request, max_upload_bytes: int) -> ReadRequest:
    """The request with its form; another body has no fields. Raises `ApiError`."""
    if request_to_media_type(request) == FORM:
        return ReadRequest(request, await request_to_form(request, max_upload_bytes))
    await drain(request)
    return ReadRequest(request, FormData())


def is_allowed(request: Request, admin_token: SecretStr | None) -> bool:
    """Whether there is no token, or the request has it (RFC 6750: `Authorization: Bearer …`)."""
    if admin_token is None:
        return True
    scheme, _, given = request.headers.get("authorization", "").partition(" ")
    expected = admin_token.get_secret_value().encode()
    # Compared in equal time; headers come as Latin-1, whatever they hold.
    same = secrets.compare_digest(given.strip().encode("latin-1"), expected)
    return scheme.lower() == "bearer" and same


def faults_to_code(error: RequestValidationError) -> str:
    """Which of our codes says what is wrong with a request."""
    places = {tuple(fault["loc"])[:2] for fault in error.errors()}
    if (BODY, "file") in places:
        return "no_audio"
    in_body = any(place[0] == BODY for place in places)
    return "malformed_beat" if in_body else "malformed_beat_query"
