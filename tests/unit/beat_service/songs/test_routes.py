"""`/beats/{beat_id}/songs` over HTTP, on both databases."""

from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient
from pydantic import SecretStr
from unit.beat_service.catalogue.beat_client import ONE_BEAT, assert_problem, routes_to_client
from unit.beat_service.conftest import Start

from beat_service.catalogue.admin_token import token_to_guard
from beat_service.catalogue.catalogue import BeatCatalogue
from beat_service.songs.memory import Song, SongMemory
from beat_service.songs.routes import song_routes

SONGS = f"{ONE_BEAT}/songs"
FIRST, SECOND = Song("0" * 64, "First", 122.4, "A minor"), Song("f" * 64, None, 100.0, None)


@pytest.fixture
def memory(catalogue: BeatCatalogue, start: Start) -> SongMemory:
    """Remember two songs with one beat of a filled catalogue."""
    assert catalogue.styles()
    songs = SongMemory(start())
    for song in (FIRST, SECOND):
        songs.remember("house-jack", song)
    return songs


@pytest.fixture
def client(memory: SongMemory) -> Iterator[TestClient]:
    """Make a client of the routes."""
    with routes_to_client(song_routes(memory)) as opened:
        yield opened


def test_the_list(client: TestClient) -> None:
    """Newest first, each with what is kept of it; a beat without songs has an empty list."""
    body = client.get(SONGS).json()

    assert [None, "First"] == [song["title"] for song in body["songs"]]
    assert {"sha256", "title", "bpm", "key", "chosen_at"} == body["songs"][0].keys()
    assert {"songs": [], "most": body["most"]} == client.get("/beats/rock-straight/songs").json()


def test_forgetting(client: TestClient) -> None:
    """One song by its digest, then all."""
    assert 204 == client.delete(f"{SONGS}/{SECOND.sha256}").status_code
    assert ["First"] == [song["title"] for song in client.get(SONGS).json()["songs"]]
    assert_problem(client.delete(f"{SONGS}/{SECOND.sha256}"), "unknown_song")
    assert 204 == client.delete(SONGS).status_code
    assert [] == client.get(SONGS).json()["songs"]


def test_what_is_not_there(client: TestClient) -> None:
    """An unknown beat, and what is no digest."""
    for ask in (client.get, client.delete):
        assert_problem(ask("/beats/nothing/songs"), "unknown_beat")
    assert_problem(client.delete(f"{SONGS}/abc"), "malformed_beat_query")
    assert_problem(client.delete(f"{SONGS}/{'F' * 64}"), "malformed_beat_query")


def test_all_of_it_needs_the_token(memory: SongMemory) -> None:
    """What somebody plays is told to who has the token alone, and forgotten by nobody else."""
    right = {"Authorization": "Bearer secret"}
    with routes_to_client(song_routes(memory, token_to_guard(SecretStr("secret")))) as client:
        for refused in (
            client.get(SONGS),
            client.delete(SONGS),
            client.delete(f"{SONGS}/{FIRST.sha256}"),
        ):
            assert_problem(refused, "unauthorized")

        assert 2 == len(client.get(SONGS, headers=right).json()["songs"])
        assert 204 == client.delete(SONGS, headers=right).status_code
