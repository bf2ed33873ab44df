"""Every text of the page.

`{…}` are filled in by `frontend.page.prediction` or by the templates. Texts of errors stand in
`music_genre.webapi.messages`, because every service says them.
"""

from dataclasses import dataclass
from typing import Final

from music_genre.translations.texts import InEveryLanguage

TITLE: Final = "Music Genre Classification"  # as the report has it
MODEL_TITLES: Final = {"svm": "SVM", "vgg19": "VGG19"}
# What the models can say, in their order; a test holds it to `music_genre.audio.constants`.
GENRES: Final = (
    *("blues", "classical", "country", "disco", "hiphop"),
    *("jazz", "metal", "pop", "reggae", "rock"),
)
GENRE_LABELS: Final = InEveryLanguage(
    "genre", {genre: genre for genre in GENRES} | {"hiphop": "hip-hop"}
)


@dataclass(frozen=True)
class Strings:
    """The texts; `short_title` stands under an icon, `language_name` is what speakers call it."""

    title: str
    short_title: str
    language_name: str
    decimal_sign: str
    percent: str
    megabytes: str

    lead: str
    skip_link: str
    skip_to_answer: str
    compare_title: str
    compare_hint: str
    model_hints: dict[str, str]

    choose: str
    or_drop: str
    drop_here: str
    formats: str
    compare_button: str
    folder_button: str
    more: str
    who_answers: str
    both_models: str
    alone_title: str
    model_button: str
    cancel: str
    record_button: str
    stop_button: str
    recording: str
    level: str
    examples_title: str
    examples: dict[str, str]

    ensemble_title: str
    channels: dict[int, str]
    n_channels: str
    timing: str
    all_genres: str
    genre: str
    probability: str
    restored: str
    copy_link: str
    print_button: str
    save_json: str

    history_title: str
    history_hint: str
    history_clear: str

    too_large_title: str
    too_large_detail: str
    unreachable_title: str
    unreachable_detail: str
    refused_microphone_title: str
    refused_microphone_detail: str
    no_microphone_title: str
    no_microphone_detail: str

    privacy: str
    api: str
    languages: str
    themes_title: str
    themes: dict[str, str]


ENGLISH: Final = Strings(
    title=TITLE,
    short_title="Music Genre",
    language_name="English",
    decimal_sign=".",
    percent="{number}%",
    megabytes="{number} MB",
    lead="Give it a song. Two models, trained on the same genres, say what they hear"
    " and how sure they are.",
    skip_link="Skip to the upload",
    skip_to_answer="Skip to the result",
    compare_title="What genre is it?",
    compare_hint="It knows ten genres: {genres}.",
    model_hints={
        "svm": "A support vector machine. It weighs statistics of the sound: timbre, brightness,"
        " rhythm.",
        "vgg19": "A deep convolutional network. It reads the sound’s spectrogram like a picture.",
    },
    choose="Choose a song",
    or_drop="or drop it anywhere here, or paste it",
    drop_here="Let go: it is listened to at once",
    formats="WAV, FLAC, MP3, M4A, AAC, OGG, Opus, WebM, WMA, AIFF and others, up to {limit}",
    compare_button="Find the genre",
    folder_button="A whole folder",
    more="More",
    who_answers="Who answers",
    both_models="Both models",
    alone_title="Ask one model alone",
    model_button="Ask {model}",
    cancel="Cancel",
    record_button="Record",
    stop_button="Stop and listen",
    recording="Recording, up to {limit} s",
    level="Level of the microphone",
    examples_title="Or try music made for this page:",
    examples={
        "classical": "Classical",
        "jazz": "Jazz",
        "disco": "Disco",
        "metal": "Metal",
        "ambient": "Ambient, none of the ten",
    },
    ensemble_title="Together",
    channels={1: "mono", 2: "stereo"},
    n_channels="{number} channels",
    timing="answered in {number} s",
    all_genres="Probability of each genre",
    genre="Genre",
    probability="Probability",
    restored="Restored without its audio",
    copy_link="Copy a link",
    print_button="Print",
    save_json="Save as JSON",
    history_title="Earlier results",
    history_hint="The last fifty, kept in this browser only, without the audio.",
    history_clear="Forget all",
    too_large_title="File too large",
    too_large_detail="The limit is {limit}. Choose a smaller file, or send an excerpt.",
    unreachable_title="The site does not answer",
    unreachable_detail="Check your connection, then try again.",
    refused_microphone_title="The microphone is not allowed",
    refused_microphone_detail="Allow it for this site in the browser’s settings, then try again.",
    no_microphone_title="No microphone to be had",
    no_microphone_detail="Plug one in, or open this page by https or on localhost: elsewhere"
    " browsers give none.",
    privacy="Songs are analysed in memory and never kept.",
    api="For programs",
    languages="Language",
    themes_title="Appearance",
    themes={"system": "As the system", "light": "Light", "dark": "Dark"},
)

STRINGS: Final = InEveryLanguage("page", ENGLISH)
