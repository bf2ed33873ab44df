"""Where workers run."""

import pytest

from genre_cli.answering.answers import NobodyAnswersError
from genre_cli.bulk.schedulers import Places, connected, host_to_parts, places_to_cluster
from genre_cli.telling.problems import FileProblemError
from tools.processes import nobody


@pytest.mark.parametrize(
    ("host", "parts"),
    [
        ("one", {"host": "one"}),
        ("me@one.lan:2222", {"host": "one.lan", "username": "me", "port": 2222}),
        ("[::1]:22", {"host": "::1", "port": 22}),
    ],
)
def test_hosts(host: str, parts: dict[str, object]) -> None:
    """User and port stand where they do for ssh."""
    assert parts == host_to_parts(host)


@pytest.mark.parametrize("scheduler", ["", "kubernetes", "tcp:", "ssh:", "ssh:a,:22", "local:2"])
def test_no_such_scheduler(scheduler: str) -> None:
    """It is told what there is."""
    with pytest.raises(FileProblemError, match="scheduler_unknown"):
        places_to_cluster(Places(scheduler))


def test_an_address_is_taken_as_it_is() -> None:
    """A scheduler that runs is not started."""
    assert "tcp://there:1" == places_to_cluster(Places("tcp://there:1"))


def test_nobody_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    """A scheduler that does not answer is told with its address."""
    monkeypatch.setenv("DASK_DISTRIBUTED__COMM__TIMEOUTS__CONNECT", "1s")
    import dask

    address = nobody().replace("http", "tcp")
    with (
        dask.config.set({"distributed.comm.timeouts.connect": "1s"}),
        pytest.raises(NobodyAnswersError, match=address),
        connected(Places(address)),
    ):
        pass
