"""Songs that are remembered, on both databases: what is kept, how many, and what forgets them."""

import hashlib
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import pytest
from recommendation import recommendation, silent_recommendation
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from unit.beat_service.conftest import Start

from beat_service.catalogue.catalogue import BeatCatalogue
from beat_service.catalogue.tables import BeatSong
from beat_service.errors import UnknownBeatError, UnknownSongError
from beat_service.songs import memory
from beat_service.songs.memory import Song, SongMemory, remembered
from beat_service.songs.wish import Wish
from music_genre.webapi.beat_body import RecommendationBody

JACK = "house-jack"
SONG = Song("0" * 64, "Mine.mp3", 122.4, "A minor")
BODY = RecommendationBody.model_validate(recommendation())
BODY = BODY.model_copy(update={"beat": BODY.beat and BODY.beat.model_copy(update={"id": JACK})})


def numbered(number: int) -> Song:
    """Make a song of a number."""
    return Song(f"{number:064x}", f"Song {number}", 100.0 + number, None)


def titles(songs: Sequence[BeatSong]) -> list[str | None]:
    """List what songs are called."""
    return [song.title for song in songs]


@pytest.fixture
def songs(catalogue: BeatCatalogue, start: Start) -> SongMemory:
    """Open the memory of a filled catalogue."""
    assert catalogue.styles()
    return SongMemory(start())


def test_a_song_is_there_after_a_restart(songs: SongMemory, start: Start) -> None:
    """With all that is kept of it, and with no other beat."""
    assert songs.remember(JACK, SONG)
    (song,) = SongMemory(start()).songs(JACK)

    assert SONG == Song(song.sha256, song.title, song.bpm, song.key)
    assert [] == songs.songs("rock-straight")


def test_the_same_song_again_is_one(songs: SongMemory) -> None:
    """It has its new title and time, and is the newest."""
    for song in (SONG, numbered(1), Song(SONG.sha256, "Renamed", 61.2, None)):
        songs.remember(JACK, song)

    assert ["Renamed", "Song 1"] == titles(songs.songs(JACK))
    assert 61.2 == songs.songs(JACK)[0].bpm


def test_the_oldest_make_room(songs: SongMemory, monkeypatch: pytest.MonkeyPatch) -> None:
    """A beat knows so many songs and not one more; those of others do not count."""
    monkeypatch.setattr(memory, "MOST_SONGS", 3)
    songs.remember("rock-straight", SONG)
    for number in range(5):
        songs.remember(JACK, numbered(number))

    assert ["Song 4", "Song 3", "Song 2"] == titles(songs.songs(JACK))
    assert [SONG.title] == titles(songs.songs("rock-straight"))


def test_the_same_song_from_several_at_once(songs: SongMemory) -> None:
    """Nobody is refused, and it is one song."""
    with ThreadPoolExecutor(4) as pool:
        kept = list(pool.map(lambda _: songs.remember(JACK, SONG), range(8)))

    assert ([True] * 8, 1) == (kept, len(songs.songs(JACK)))


def test_forgetting(songs: SongMemory) -> None:
    """One song, or all of a beat; other beats keep theirs."""
    for number in range(3):
        songs.remember(JACK, numbered(number))
    songs.remember("rock-straight", SONG)
    songs.forget(JACK, numbered(1).sha256)
    assert ["Song 2", "Song 0"] == titles(songs.songs(JACK))
    songs.forget(JACK)

    assert ([], [SONG.title]) == (songs.songs(JACK), titles(songs.songs("rock-straight")))
    songs.forget(JACK)  # forgotten is forgotten


def test_what_is_not_there_is_said_so(songs: SongMemory) -> None:
    """A beat that does not exist, and a song that is not remembered."""
    for ask in (songs.songs, songs.forget):
        with pytest.raises(UnknownBeatError):
            ask("nothing-like-it")
    with pytest.raises(UnknownSongError):
        songs.forget(JACK, SONG.sha256)
    assert not songs.remember("nothing-like-it", SONG)


def test_songs_go_with_their_beat(
    catalogue: BeatCatalogue, songs: SongMemory, start: Start
) -> None:
    """A deleted beat leaves none behind."""
    songs.remember(JACK, SONG)
    catalogue.delete(JACK)
    with Session(start()) as session:
        assert 0 == session.scalar(select(func.count()).select_from(BeatSong))


def test_a_wish_is_fulfilled(songs: SongMemory) -> None:
    """The song is kept with the beat that was recommended, and the answer says so."""
    answer = remembered(BODY, b"song", Wish("Mine"), songs)
    (song,) = songs.songs(JACK)

    assert answer.remembered
    assert answer.model_copy(update={"remembered": False}) == BODY
    assert (hashlib.sha256(b"song").hexdigest(), "Mine") == (song.sha256, song.title)
    assert (112.02, "A minor") == (song.bpm, song.key)


def test_an_unclear_key_is_none(songs: SongMemory) -> None:
    """Where no key is clear, none is kept."""
    assert BODY.key
    unclear = BODY.key.model_copy(update={"clear": False, "tonic": None, "mode": None})
    remembered(BODY.model_copy(update={"key": unclear}), b"song", Wish(None), songs)
    (song,) = songs.songs(JACK)

    assert (None, None) == (song.title, song.key)


@pytest.mark.parametrize(
    ("body", "wish"),
    [
        (BODY, None),
        (RecommendationBody.model_validate(silent_recommendation()), Wish("Silence")),
    ],
)
def test_nothing_is_kept_otherwise(
    songs: SongMemory, start: Start, body: RecommendationBody, wish: Wish | None
) -> None:
    """Of a song that nobody wants remembered, and of silence, no row is written."""
    assert body is remembered(body, b"song", wish, songs)
    with Session(start()) as session:
        assert 0 == session.scalar(select(func.count()).select_from(BeatSong))
