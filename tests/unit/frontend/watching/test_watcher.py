"""All services read once, whatever they say."""

import pytest
from fake_services import fake_service
from unit.frontend.frontend_client import MakeClient

from frontend.settings import Settings
from frontend.watching.reading import REQUESTS
from frontend.watching.watcher import OWN, Watcher, is_shown


@pytest.mark.parametrize(
    ("host", "status_page", "shown"),
    [
        ("127.0.0.1", "", True),
        ("0.0.0.0", "", False),
        ("0.0.0.0", "on", True),
        ("127.0.0.1", "off", False),
    ],
)
def test_who_sees_it(host: str, status_page: str, shown: bool) -> None:
    """Where others may come it has to be wanted; it can be turned off anywhere."""
    settings = Settings(host=host, status_page=status_page)

    assert shown is is_shown(settings)


def test_look(make_client: MakeClient) -> None:
    """Own requests are counted; who says something else than metrics is read as saying nothing."""
    with fake_service() as nobody:
        gone = nobody.url
    client = make_client(svm_url=gone)
    watcher: Watcher = client.application.extensions["watcher"]
    watcher.look(0)
    client.get("/api")
    client.get("/livez")
    watcher.look(1)

    own, svm, heard = (watcher.histories[name].hour(1)[-1] for name in (OWN, "svm", "beat"))
    assert (1, False) == (own.counts[REQUESTS], own.ready)
    assert (0, False) == (svm.counts[REQUESTS], svm.ready)
    assert heard.ready is True
    assert 0 == heard.counts[REQUESTS]
