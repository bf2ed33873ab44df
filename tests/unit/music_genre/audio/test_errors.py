"""What can be wrong with audio: one root, a code of its own for each."""

from music_genre.audio import errors
from music_genre.audio.errors import AudioProcessingError, RefusalError, TooLongAudioError

KINDS = [
    kind
    for kind in vars(errors).values()
    if isinstance(kind, type) and issubclass(kind, AudioProcessingError)
]


def test_every_refusal_has_a_code_of_its_own() -> None:
    """No two say the same, so that a client can tell them apart."""
    codes = [kind.code for kind in KINDS]

    assert len(KINDS) > 5
    assert len(set(codes)) == len(codes)
    assert all(issubclass(kind, RefusalError) for kind in KINDS)


def test_facts_are_kept_for_the_message() -> None:
    """The numbers that a person is shown are in the error, and in what a log says."""
    error = TooLongAudioError(duration_s=901.5, maximum_s=900.0)

    assert {"duration_s": 901.5, "maximum_s": 900.0} == error.facts
    assert "audio_too_long" in str(error)
    assert "901.5" in str(error)
