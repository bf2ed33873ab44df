"""Answers in words."""

from genre_cli.library.tables import Decision, Song
from genre_cli.telling.song import (
    beats_to_line,
    beats_to_row,
    explanation_to_line,
    key_to_words,
    song_to_line,
    song_to_traits,
    tempo_to_words,
    verdict_to_row,
    verdict_to_text,
)
from genre_cli.telling.texts import TEXTS

EN = TEXTS["en"]
VERDICT = {
    "genre": "jazz",
    "nearest": "jazz",
    "outcome": "confident",
    "probabilities": {"rock": 0.01, "blues": 0.19, "jazz": 0.8},
}
TEMPO = {"free": False, "bpm": 128.0, "range_bpm": None}
KEY = {"clear": True, "tonic": "A", "mode": "minor", "camelot": "8A"}
SILENCE = {"outcome": "silence", "tempo": None, "key": None, "energy": None}
BEATS = {
    "outcome": "analyzed",
    "tempo": TEMPO,
    "key": KEY,
    "energy": {"energy": 0.71234},
    "recommended_beat": "House",
    "confidence": 0.875,
}


def test_a_verdict_is_drawn() -> None:
    """Genre, how sure, and the likeliest; what is hardly likely is left out."""
    lines = verdict_to_text("a.mp3", VERDICT, EN).plain.splitlines()

    assert ["a.mp3", "  jazz  (sure)"] == lines[:2]
    assert ["jazz", "blues"] == [line.split()[0] for line in lines[2:]]
    assert "80%" in lines[2]
    assert lines[2].count("█") == 16


def test_a_verdict_without_genre_says_so() -> None:
    """The outcome stands where the genre would."""
    foreign = VERDICT | {"genre": None, "outcome": "none_of_these"}

    assert "  none of these" == verdict_to_text("a", foreign, EN).plain.splitlines()[1]
    assert "a\t\tnone_of_these\t0.8000" == verdict_to_row("a", foreign)


def test_models_of_different_genres_have_no_verdict() -> None:
    """Nothing but the name is told."""
    assert "a\n" == verdict_to_text("a", None, EN).plain
    assert "a\t\t\t" == verdict_to_row("a", None)


def test_beats_in_a_line() -> None:
    """Tempo, key, energy and beat; silence has none."""
    assert "128 BPM · A minor (8A) · energy 0.71 · beat: House (88%)" == beats_to_line(BEATS, EN)
    assert beats_to_line(BEATS | {"recommended_beat": None}, EN).endswith("no beat fits")
    assert "silence" == beats_to_line(SILENCE, EN)


def test_beats_in_a_row() -> None:
    """What is unknown is empty."""
    assert "a\t128\tA minor\t8A\t0.7123\tHouse" == beats_to_row("a", BEATS)
    assert "a\t\t\t\t\t" == beats_to_row("a", SILENCE)


def test_doubt_is_said() -> None:
    """A free tempo is a range, an unclear key none."""
    assert "free time (80–95 BPM)" == tempo_to_words({"free": True, "range_bpm": (80, 95)}, EN)
    assert "no clear key" == key_to_words({"clear": False}, EN)


def test_what_vgg19_goes_by() -> None:
    """Its genre, and the stretches that speak for it, to a tenth of a second."""
    evidence = [{"start_s": 216.673, "end_s": 219.77, "share": 0.2}]
    body = {"genre": "jazz", "probability": 0.94, "evidence": evidence}

    said = explanation_to_line(body, EN)

    assert "VGG19: jazz (94%), most by 216.7–219.8 s (20%)" == said
    assert "VGG19: jazz (94%)" == explanation_to_line(body | {"evidence": []}, EN)


def test_a_song_in_a_line() -> None:
    """Its genre if it has one, how sure that is or that it was decided, and its traits."""
    song = Song(place=b"/m/a.mp3", nearest="jazz", outcome="confident", bpm=92.5, duration_s=65)
    assert "/m/a.mp3: jazz (sure) · 92.5 BPM · 1:05" == song_to_line(song, "en")

    song.outcome, song.bpm = "none_of_these", None
    assert "/m/a.mp3: none of these · 1:05" == song_to_line(song, "en")

    song.decision = Decision(sound_sha256="a", genre="Ska")
    assert "/m/a.mp3: Ska (decided) · 1:05" == song_to_line(song, "en")


def test_traits_of_a_song() -> None:
    """Tempo, key and length, each if it is known."""
    known = Song(bpm=92.5, tonic="C#", mode="minor", camelot="12A", duration_s=184.6)

    assert "92.5 BPM · C# minor (12A) · 3:05" == song_to_traits(known)
    assert "0:09" == song_to_traits(Song(duration_s=9.2))
    assert "" == song_to_traits(Song())
