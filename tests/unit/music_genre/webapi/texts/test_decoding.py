"""What is said of decodings that were ended."""

from music_genre.audio.errors import DecoderCrashedError, DecodingMemoryError, DecodingTimeoutError
from music_genre.webapi.texts.decoding import DECODING_PROBLEMS


def test_every_end_has_its_text() -> None:
    """Each way of ending is the sender's file."""
    codes = {kind.code for kind in (DecoderCrashedError, DecodingMemoryError, DecodingTimeoutError)}

    assert codes == DECODING_PROBLEMS.keys()
    assert {422} == {kind.status for kind in DECODING_PROBLEMS.values()}
