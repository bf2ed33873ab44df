"""A server's answers are this process's answers."""

import json
from typing import Any

import pytest

from genre_cli.answering.answers import NobodyAnswersError
from genre_cli.answering.local import LocalAnswers
from genre_cli.answering.remote import ServerAnswers
from genre_cli.telling.problems import ProblemError
from music_genre.webapi.problems import ApiError
from tools.processes import ROOT, Services, nobody

DISCO = ROOT / "frontend" / "static" / "examples" / "disco.mp3"
MINE: LocalAnswers = LocalAnswers("en")


def told(body: dict[str, Any]) -> dict[str, Any]:
    """Keep of a body what is the same every time, and the same wherever it is played from."""
    text = json.loads(json.dumps(body))
    return {
        name: told(part) if isinstance(part, dict) else part
        for name, part in text.items()
        if name not in {"timing_ms", "url", "midi_url", "alternatives"}
    }


@pytest.fixture(scope="module")
def server(services: Services) -> ServerAnswers:
    """Ask the real services."""
    return ServerAnswers(services.frontend + "/", "en")


def test_the_genre_is_the_same(server: ServerAnswers) -> None:
    """Probabilities, outcome, segments and model of both."""
    encoded = DISCO.read_bytes()

    assert told(server.predict(encoded)) == told(MINE.predict(encoded))


def test_the_explanation_is_the_same(server: ServerAnswers) -> None:
    """Of the genre that is asked for, in the window that is asked for; the picture too."""
    encoded = DISCO.read_bytes()

    assert told(server.explain(encoded, "pop", 0)) == told(MINE.explain(encoded, "pop", 0))


def test_the_beats_are_the_same(server: ServerAnswers) -> None:
    """Tempo, key, energy, rhythm, the style and the beat, by the verdict of both genre models."""
    encoded = DISCO.read_bytes()

    assert told(server.beats(encoded)) == told(MINE.beats(encoded))


def test_the_traits_are_the_same(server: ServerAnswers) -> None:
    """Tempo, key, energy and rhythm, heard alone and together with the genre."""
    encoded = DISCO.read_bytes()
    prediction, analysis = MINE.hear(encoded)

    assert told(server.analyze(encoded)) == told(MINE.analyze(encoded)) == told(analysis)
    assert told(prediction) == told(MINE.predict(encoded))
    assert {*server.hear(encoded)[1]} == {*analysis}


def test_what_is_drawn_is_the_same(server: ServerAnswers) -> None:
    """Outline and spectrogram."""
    encoded = DISCO.read_bytes()

    assert server.spectrogram(encoded) == json.loads(json.dumps(MINE.spectrogram(encoded)))


def test_what_is_no_address() -> None:
    """Nobody can answer there, which is said in words."""
    with pytest.raises(NobodyAnswersError, match="no address such as http://localhost:5000"):
        ServerAnswers("localhost:5000", "en")


def test_nobody_is_there() -> None:
    """It is the error by which commands end at once."""
    with pytest.raises(ApiError, match="not_ready"):
        ServerAnswers(nobody(), "en").predict(b"sound")


def test_what_the_server_refuses_is_told_in_its_words(server: ServerAnswers) -> None:
    """The problem's body comes through."""
    with pytest.raises(ProblemError, match="not_audio") as caught:
        server.predict(b"words and words and words")

    assert "Unrecognised audio format" == caught.value.body["title"]
    with pytest.raises(ProblemError, match="not_audio"):
        server.beats(b"words and words and words")
