"""A server for one person on this machine."""

import threading

import requests
from flask import Flask

from genre_cli.review.server import Address, LoopbackServer


def test_it_answers_on_the_loopback_until_it_is_told() -> None:
    """The app knows its address before anybody asks; two servers have two."""
    told: list[Address] = []

    def make_app(address: Address) -> Flask:
        told.append(address)
        app = Flask("page")
        app.add_url_rule(f"/{address.token}/", view_func=lambda: "here")
        return app

    first, second = LoopbackServer(make_app), LoopbackServer(make_app)
    threads = [threading.Thread(target=server.serve) for server in (first, second)]
    for thread in threads:
        thread.start()
    try:
        answers = [requests.get(server.address.url, timeout=10) for server in (first, second)]
    finally:
        for server in (first, second):
            server.close()
        for thread in threads:
            thread.join(10)

    assert ["here", "here"] == [answer.text for answer in answers]
    assert [first.address, second.address] == told
    assert first.address.token != second.address.token
    assert first.address.url.startswith("http://127.0.0.1:")
