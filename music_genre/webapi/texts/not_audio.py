"""What a file is that is no sound of ours, and what to do: details of `not_audio`.

The keys are those by which `music_genre.audio.decoding.containers` names what it finds.
"""

from typing import Final

from music_genre.translations.texts import InEveryLanguage

FORMATS: Final = (
    "WAV, FLAC, MP3, M4A, AAC, OGG, Opus, WebM, WMA, AC-3, AIFF, AU, CAF, WavPack, MKA, AMR"
)

NOT_AUDIO: Final = InEveryLanguage(
    "not_audio",
    {
        "midi": "This is a MIDI file, notes without sound: send it to /beats, or export it as"
        " audio.",
        "zip": "This is a ZIP archive: unpack it and send one of the audio files.",
        "archive": "This is a compressed archive: unpack it and send one of the audio files.",
        "pdf": "This is a PDF document: send an audio file.",
        "image": "This is an image: send an audio file.",
        "video": "This is a video in a format that is not read here: export its sound.",
        "silent_video": "This is a video without sound: send a file that has some.",
        "playlist": "This is a playlist, without the sound: send one of the files that it names.",
        "web_page": "This is a web page or XML, perhaps that of a download: send the file itself.",
        "text": "This is text: send an audio file.",
        "program": "This is a program: send an audio file.",
        "other_audio": "This is an audio format that is not read here: convert it ({formats}).",
    },
)
