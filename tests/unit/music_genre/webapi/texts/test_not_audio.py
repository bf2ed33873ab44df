"""Every name of what is no sound has its texts."""

from music_genre.audio.decoding.containers import OTHERS
from music_genre.webapi.texts.not_audio import NOT_AUDIO

NAMED_LATER = {"silent_video", "text"}  # by what is in a container, and by all of the beginning


def test_every_name_has_its_texts() -> None:
    """What the decoder can name is told in every language, and nothing else is kept."""
    assert {*OTHERS, *NAMED_LATER} == NOT_AUDIO.english.keys()
    for what in NOT_AUDIO.english:
        assert len(NOT_AUDIO) == len({texts[what] for texts in NOT_AUDIO.values()})


def test_midi_is_sent_on() -> None:
    """Who sends MIDI is told where it belongs."""
    assert all("/beats" in texts["midi"] for texts in NOT_AUDIO.values())
