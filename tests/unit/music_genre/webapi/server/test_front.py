"""What stands before a service: who is let in, what is refused here, and what probes get."""

import asyncio
import json
from collections.abc import Callable
from typing import Any

import pytest
from front_clients import App, Client

from music_genre.webapi.addresses import text_to_networks
from music_genre.webapi.problems import ApiError
from music_genre.webapi.server import front as module
from music_genre.webapi.server.asgi import Message
from music_genre.webapi.server.door import Door
from music_genre.webapi.server.front import LIVE, N_SMALL, Front, Limits
from music_genre.webapi.server.prefix import Prefixes
from music_genre.webapi.sight.metrics import ServiceMetrics

LIMIT_BYTES = 1000


def play(
    scenario: Callable[[Front, App], Any], n_at_once: int = 1, n_large: int | None = None
) -> ServiceMetrics:
    """Play a scenario with a service that works on so many requests at once."""
    metrics = ServiceMetrics()

    async def with_an_app() -> None:
        app = App()
        prefixes = Prefixes(text_to_networks("127.0.0.1"))
        limits = Limits(n_at_once, LIMIT_BYTES, n_large)
        front = Front(app, limits, metrics, Door(prefixes), drawn=("/page",))
        await scenario(front, app)

    asyncio.run(with_an_app())
    return metrics


async def until(is_true: Callable[[], bool]) -> None:
    """Let others go on until something has happened."""
    while not is_true():
        await asyncio.sleep(0)


def test_body_is_whole_before_the_app_sees_it() -> None:
    """The app gets all in one piece, and its answer goes out."""

    async def scenario(front: Front, app: App) -> None:
        app.may_answer.set()
        client = await Client(body=b"song").ask(front)
        assert (200, b"song") == (client.status, client.content)
        assert 0 == front.shelf.n_bytes

    play(scenario)


@pytest.mark.parametrize("size", [LIMIT_BYTES, LIMIT_BYTES + 1])
def test_limit_at_the_edge(size: int) -> None:
    """A body that says it is too large is refused by its header; the connection ends with it."""

    async def scenario(front: Front, app: App) -> None:
        app.may_answer.set()
        client = await Client(body=bytes(size)).ask(front)
        if size == LIMIT_BYTES:
            assert 200 == client.status
        else:
            assert (413, "too_large", "close") == (
                client.status,
                client.code,
                client.answered["connection"],
            )
            assert [] == app.asked

    play(scenario)


def test_two_lengths() -> None:
    """A request with two ideas of its length is refused: a proxy might believe the other."""

    async def scenario(front: Front, _app: App) -> None:
        client = await Client(body=b"x", headers={"transfer-encoding": "chunked"}).ask(front)
        assert (400, "malformed_request") == (client.status, client.code)

    play(scenario)


def test_page_of_another_site() -> None:
    """What another site's page had a browser send is refused before its body is read."""

    async def scenario(front: Front, app: App) -> None:
        headers = {"origin": "https://evil.example", "host": "127.0.0.1"}
        client = await Client(body=b"beat", headers=headers).ask(front)
        assert (403, "cross_site", []) == (client.status, client.code, app.asked)

    play(scenario)


@pytest.mark.parametrize("given", [{}, {"x-request-id": "one-of-a-proxy"}])
def test_one_id(given: dict[str, str]) -> None:
    """Answers and refusals have an id, the one that the request brought where it brought one."""

    async def scenario(front: Front, app: App) -> None:
        app.may_answer.set()
        for body, status in ((b"song", 200), (bytes(LIMIT_BYTES + 1), 413)):
            client = await Client(body=body, headers=given).ask(front)
            assert status == client.status
            found = client.answered["x-request-id"]
            assert found == given.get("x-request-id", found)
            if status != 200:
                assert found == json.loads(client.content)["request_id"]

    play(scenario)


@pytest.mark.parametrize(
    ("path", "method", "status"),
    [
        ("*", "OPTIONS", 200),
        ("*", "GET", 404),
        ("song", "POST", 404),
        ("//song", "POST", 404),
        ("x:1", "CONNECT", 404),
    ],
)
def test_targets_that_are_no_path(path: str, method: str, status: int) -> None:
    """No app is asked what one of them means; OPTIONS of all is answered with what is allowed."""

    async def scenario(front: Front, app: App) -> None:
        client = await Client(path, method=method).ask(front)
        assert (status, []) == (client.status, app.asked)
        assert (status == 200) == ("allow" in client.answered)

    play(scenario)


def test_one_form_of_what_is_written_in_several() -> None:
    """The app sees methods, targets and headers as all apps see them."""

    async def scenario(front: Front, app: App) -> None:
        app.may_answer.set()
        await Client("http://x/song", b"x", "post", {"upgrade": "websocket"}).ask(front)
        (scope,) = app.asked
        assert ("/song", "UNKNOWN") == (scope["path"], scope["method"])
        assert b"upgrade" not in dict(scope["headers"])

    play(scenario)


def test_overload_is_refused_and_probes_are_not() -> None:
    """Where the queue is full a request is refused at once; probes and pages still answer."""

    async def scenario(front: Front, app: App) -> None:
        working = asyncio.create_task(Client(body=b"slow").ask(front))
        await until(lambda: bool(app.asked))
        front.work.mean_s = front.work.longest_wait_s
        refused = await Client(body=b"more").ask(front)
        assert (503, "overloaded") == (refused.status, refused.code)
        assert int(refused.answered["retry-after"]) >= 1
        assert 1 == len(app.asked)
        alive = await Client("/livez", method="GET").ask(front)
        assert (200, LIVE) == (alive.status, alive.content)
        app.may_answer.set()
        assert 200 == (await Client("/readyz", method="GET").ask(front)).status
        assert 200 == (await Client("/song", method="GET").ask(front)).status
        assert 200 == (await working).status

    text = play(scenario).registry.get_sample_value(
        "genre_rejected_total", {"reason": "overloaded"}
    )
    assert 1.0 == text


def test_client_that_goes_away_leaves_the_queue() -> None:
    """Nobody works for a client that is gone."""

    async def scenario(front: Front, app: App) -> None:
        working = asyncio.create_task(Client(body=b"first").ask(front))
        await until(lambda: bool(app.asked))
        leaving = Client(body=b"second")
        waiting = asyncio.create_task(leaving.ask(front))
        await until(lambda: front.work.n_waiting == 1)
        leaving.gone.set()
        assert 0 == (await waiting).status
        await until(lambda: front.work.n_waiting == 0)
        app.may_answer.set()
        await working
        assert (1, 0) == (len(app.asked), front.work.n_inside)

    play(scenario)


def test_nothing_is_begun_for_who_is_gone() -> None:
    """A client that left when its body was there gets no place, though there are free ones."""

    async def scenario(front: Front, app: App) -> None:
        client, expected_s = Client(body=b"song"), front.work.expected_s()
        client.gone.set()
        assert 0 == (await client.ask(front)).status
        await until(lambda: front.work.n_inside == 0)
        assert ([], expected_s) == (app.asked, front.work.expected_s())

    play(scenario)


def test_who_is_gone_makes_nobody_wait() -> None:
    """A request is not refused for the sake of clients that left in the same moment."""

    async def scenario(front: Front, app: App) -> None:
        front.work.mean_s = front.work.longest_wait_s / 3
        clients = [Client(body=b"song") for _ in range(3)]
        asking = [asyncio.create_task(client.ask(front)) for client in clients]
        await until(lambda: (1, 2) == (len(app.asked), front.work.n_waiting))
        assert front.work.is_overloaded()
        for client in clients[1:]:
            client.gone.set()
        last = asyncio.create_task(Client(body=b"song").ask(front))
        await until(lambda: front.work.n_waiting == 1)
        app.may_answer.set()
        await asyncio.gather(*asking)
        assert 200 == (await last).status

    play(scenario)


def test_pages_draw_their_own_refusals() -> None:
    """Where the app has a page for it, it is told of the refusal and answers itself."""

    async def scenario(front: Front, _app: App) -> None:
        client = await Client("/page", body=bytes(LIMIT_BYTES + 1)).ask(front)
        assert (400, b"too_large") == (client.status, client.content)
        assert "close" == client.answered["connection"]

    play(scenario)


def test_page_where_even_that_is_too_much() -> None:
    """Where there is no place to draw in, the refusal is a problem."""

    async def scenario(front: Front, app: App) -> None:
        front.small.mean_s = front.small.longest_wait_s
        small = [asyncio.create_task(Client("/a", method="GET").ask(front)) for _ in range(N_SMALL)]
        await until(lambda: len(app.asked) == N_SMALL)
        client = await Client("/page", body=bytes(LIMIT_BYTES + 1)).ask(front)
        assert (503, "overloaded") == (client.status, client.code)
        app.may_answer.set()
        await asyncio.gather(*small)

    play(scenario)


def test_prefix() -> None:
    """Behind a proxy the path inside the service counts."""

    async def scenario(front: Front, app: App) -> None:
        headers = {"x-forwarded-prefix": "/genre"}
        alive = await Client("/genre/livez", method="GET", headers=headers).ask(front)
        assert 200 == alive.status
        app.may_answer.set()
        await Client("/song", b"x", headers=headers).ask(front)
        assert ("/genre", "/genre/song") == (app.asked[0]["root_path"], app.asked[0]["path"])

    play(scenario)


def test_other_protocols_are_not_spoken() -> None:
    """A front knows HTTP alone."""

    async def scenario(front: Front, app: App) -> None:
        async def nothing() -> Message:
            raise ApiError("internal_error")

        async def nobody(_message: Message) -> None:
            raise ApiError("internal_error")

        await front({"type": "lifespan"}, nothing, nobody)
        assert [] == app.asked

    play(scenario)


def test_large_bodies_have_fewer_places(monkeypatch: pytest.MonkeyPatch) -> None:
    """While a large one is worked on another is refused unread, and a small one is let in."""
    monkeypatch.setattr(module, "LARGE_BYTES", LIMIT_BYTES // 2)
    large = bytes(LIMIT_BYTES // 2)

    async def scenario(front: Front, app: App) -> None:
        front.large.mean_s = 60
        first = asyncio.create_task(Client(body=large).ask(front))
        await until(lambda: bool(app.asked))
        second = await Client(body=large).ask(front)
        assert (503, "overloaded") == (second.status, second.code)
        assert 1 <= int(second.answered["retry-after"])
        small = asyncio.create_task(Client(body=large[1:]).ask(front))
        await until(lambda: 2 == len(app.asked))  # expected value on the left
        app.may_answer.set()
        assert (200, 200) == ((await first).status, (await small).status)
        assert (0, 0) == (front.large.n_inside, front.work.n_inside)

    play(scenario, n_at_once=2, n_large=1)
