"""What a file is that is no sound of ours, and what to do: details of `not_audio`, fr and en.

The keys are those by which `music_genre.audio.decoding.containers` names what it finds.
"""

from typing import Final

FORMATS: Final = (
    "WAV, FLAC, MP3, M4A, AAC, OGG, Opus, WebM, WMA, AC-3, AIFF, AU, CAF, WavPack, MKA, AMR"
)

NOT_AUDIO: Final[dict[str, tuple[str, str]]] = {
    "midi": (
        "C’est un fichier MIDI, des notes sans son : envoyez-le à /beats, ou exportez-le en audio.",
        "This is a MIDI file, notes without sound: send it to /beats, or export it as audio.",
    ),
    "zip": (
        "C’est une archive ZIP : décompressez-la et envoyez un des fichiers audio.",
        "This is a ZIP archive: unpack it and send one of the audio files.",
    ),
    "archive": (
        "C’est une archive compressée : décompressez-la et envoyez un des fichiers audio.",
        "This is a compressed archive: unpack it and send one of the audio files.",
    ),
    "pdf": (
        "C’est un document PDF : envoyez un fichier audio.",
        "This is a PDF document: send an audio file.",
    ),
    "image": (
        "C’est une image : envoyez un fichier audio.",
        "This is an image: send an audio file.",
    ),
    "video": (
        "C’est une vidéo d’un format que nous ne lisons pas : exportez-en le son.",
        "This is a video in a format that is not read here: export its sound.",
    ),
    "silent_video": (
        "C’est une vidéo sans piste sonore : envoyez un fichier qui a du son.",
        "This is a video without sound: send a file that has some.",
    ),
    "playlist": (
        "C’est une liste de lecture, sans le son : envoyez un des fichiers qu’elle nomme.",
        "This is a playlist, without the sound: send one of the files that it names.",
    ),
    "web_page": (
        "C’est une page web ou du XML, peut-être la page d’un téléchargement : envoyez le fichier.",
        "This is a web page or XML, perhaps that of a download: send the file itself.",
    ),
    "text": (
        "C’est du texte : envoyez un fichier audio.",
        "This is text: send an audio file.",
    ),
    "program": (
        "C’est un programme : envoyez un fichier audio.",
        "This is a program: send an audio file.",
    ),
    "other_audio": (
        f"C’est un format audio que nous ne lisons pas : convertissez-le ({FORMATS}).",
        f"This is an audio format that is not read here: convert it ({FORMATS}).",
    ),
}
