"""What can be wrong with audio (one root, one child for each thing to act upon) or a model.

`code` is stable and public; `facts` are the numbers that the message to the person shows.
The HTTP status of each code stands with its texts in `music_genre.webapi.messages`.
"""

from typing import ClassVar


class RefusalError(Exception):
    """Something that was sent is wrong, and not the service."""

    code: ClassVar[str]

    def __init__(self, **facts: float) -> None:
        self.facts = facts
        super().__init__(f"{self.code} {facts}")


class AudioProcessingError(RefusalError):
    """Root of everything that is wrong with the audio and not with the service."""

    code: ClassVar[str] = "audio_processing_failed"


class ModelBundleError(Exception):
    """A model's folder cannot be served; the message says why and what to do.

    It stands here, away from onnxruntime, so that whoever names it need not load that library.
    """


class NotAudioError(AudioProcessingError):
    """The bytes do not begin like any audio format we know (text, an image, a document).

    `what` names what they are instead, by a key of `music_genre.webapi.texts.not_audio`.
    """

    code = "not_audio"

    def __init__(self, what: str | None = None) -> None:
        self.what = what
        super().__init__()


class UndecodableAudioError(AudioProcessingError):
    """The bytes begin like audio, but the decoder gives up on them."""

    code = "undecodable_audio"


class DecodingTimeoutError(AudioProcessingError):
    """Decoding took longer than a file of its size may; facts: `limit_s`."""

    code = "decoding_timeout"


class DecodingMemoryError(AudioProcessingError):
    """Decoding took more memory than a file of its size may."""

    code = "decoding_memory"


class DecoderCrashedError(AudioProcessingError):
    """The process that decoded the file has ended without a word."""

    code = "decoder_crashed"


class NotFiniteAudioError(AudioProcessingError):
    """Floating-point samples hold NaN or infinity."""

    code = "audio_not_finite"


class TooShortAudioError(AudioProcessingError):
    """Less audio than `MIN_AUDIO_S`; facts: `duration_s`, `minimum_s`."""

    code = "audio_too_short"


class TooLongAudioError(AudioProcessingError):
    """More audio than the limit; facts: `duration_s`, `maximum_s`."""

    code = "audio_too_long"


class SilentAudioError(AudioProcessingError):
    """There is nothing to hear where something must be heard."""

    code = "silent_audio"


class UnsupportedSampleRateError(AudioProcessingError):
    """Sample rate out of range; facts: `sample_rate_hz`, `minimum_hz`, `maximum_hz`."""

    code = "unsupported_sample_rate"


class TooManyChannelsError(AudioProcessingError):
    """More channels than `MAX_CHANNELS`; facts: `channels`, `maximum`."""

    code = "too_many_channels"
