"""What Flask does with any request and FastAPI does not: HEAD, OPTIONS, a slash at the end."""

from typing import Final

from fastapi import FastAPI
from starlette.routing import Match
from starlette.types import ASGIApp, Message, Receive, Scope, Send

METHODS: Final = ("GET", "POST", "PUT", "PATCH", "DELETE")


class PlainHttp:
    """Answer HEAD wherever GET is, OPTIONS with what is allowed, and paths with a slash behind."""

    def __init__(self, app: ASGIApp, routes: FastAPI) -> None:
        self.app, self.routes = app, routes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on as one that FastAPI knows."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        path: str = scope["path"]
        if len(path) > 1 and path.endswith("/"):
            path = path[:-1]
        method = scope["method"]
        scope = {**scope, "path": path, "method": "GET" if method == "HEAD" else method}
        allowed = self._allowed(scope)
        if method == "OPTIONS" and allowed:
            await _answer_options(allowed, send)
            return

        async def send_plainly(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = [pair for pair in message["headers"] if pair[0].lower() != b"allow"]
                if len(headers) < len(message["headers"]):
                    headers.append((b"allow", allowed.encode()))
                message = {**message, "headers": headers}
            elif method == "HEAD":
                message = {**message, "body": b""}
            await send(message)

        await self.app(scope, receive, send_plainly)

    def _allowed(self, scope: Scope) -> str:
        """List the methods of a path as in the header `Allow`; empty where there is no route."""
        allowed = [
            method
            for method in METHODS
            if any(
                route.matches({**scope, "method": method})[0] is Match.FULL
                for route in self.routes.routes
            )
        ]
        if not allowed:
            return ""
        return ", ".join([*allowed, *(["HEAD"] if "GET" in allowed else []), "OPTIONS"])


async def _answer_options(allowed: str, send: Send) -> None:
    headers = [(b"allow", allowed.encode()), (b"content-length", b"0")]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": b""})
