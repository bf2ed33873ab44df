"""What the queue's scripts say; `{…}` are filled in by them."""

from dataclasses import dataclass
from typing import Final

from music_genre.translations.texts import InEveryLanguage


@dataclass(frozen=True)
class QueueStrings:
    """The texts of one language."""

    column_key: str
    busy: str
    n_done: str
    n_failed: str
    n_cancelled: str
    retry_file: str
    retry_failed: str
    remove_file: str
    file_removed: str
    n_removed: str
    undo: str

    filter_show: str
    filter_all: str
    filter_working: str
    filter_failed: str
    filter_unsure: str
    filter_without: str
    nothing_shown: str

    open_file: str
    previous_file: str
    next_file: str
    position_of: str
    back_to_list: str

    save_playlist: str
    playlist: str
    save_picture: str
    save_tagged: str
    tagged: str
    no_tags: str
    not_taggable: str
    sure: str
    not_sure: str

    this_is_wrong: str
    right_genre: str
    keep_genre: str
    you_say: str
    take_back: str
    not_kept: str
    corrections_hint: str
    save_corrections: str
    forget_corrections: str
    training_hint: str

    goes_with: str
    goes_with_none: str
    alike: str
    key_same: str
    key_up: str
    key_down: str
    key_relative: str
    key_far: str
    key_unknown: str
    tempo_change: str
    set_list: str
    set_order: str
    order_smooth: str
    order_tempo: str
    order_energy: str
    order_list: str
    save_set: str
    move_up: str
    move_down: str
    rough: str

    compare: str
    compare_with: str
    compare_songs: str
    compared_song: str
    row_style: str
    row_length: str
    heard_song: str
    hear_song: str
    position_both: str
    spectrogram_of: str


ENGLISH: Final = QueueStrings(
    column_key="Key",
    busy="The site is busy, next try in {seconds} s",
    n_done="{number} done",
    n_failed="{number} failed",
    n_cancelled="{number} cancelled",
    retry_file="Try {name} again",
    retry_failed="Try the failed again ({number})",
    remove_file="Remove {name}",
    file_removed="{name} was removed.",
    n_removed="{number} files were removed.",
    undo="Undo",
    filter_show="Show",
    filter_all="all",
    filter_working="not done yet",
    filter_failed="failed",
    filter_unsure="not sure",
    filter_without="without a genre",
    nothing_shown="No file of this kind.",
    open_file="The file that is open",
    previous_file="Previous",
    next_file="Next",
    position_of="{number} of {total}",
    back_to_list="Back to the list",
    save_playlist="Save as a playlist",
    playlist="playlist",
    save_picture="Save a picture",
    save_tagged="Save a copy with tags",
    tagged="The copy says: {tags}. Its sound is the same.",
    no_tags="Nothing is sure enough to be written into a tag.",
    not_taggable="Only MP3 files get tags here, and none whose own tag is older than ID3v2.3 or"
    " broken. This file stays as it is.",
    sure="sure",
    not_sure="not sure",
    this_is_wrong="This is wrong",
    right_genre="The right genre",
    keep_genre="Keep it",
    you_say="you say: {genre}",
    take_back="Undo",
    not_kept="This browser keeps nothing for this page.",
    corrections_hint="It stays in this browser, as a list from which a model can be trained.",
    save_corrections="Save for training ({number})",
    forget_corrections="Forget all of them",
    training_hint="Put clips.csv beside your music, where the paths in it begin; then: make train"
    ' ARGS="--data FOLDER --out MODELS"',
    goes_with="Goes with",
    goes_with_none="None of your other files is near in both key and tempo.",
    alike="genres {percent} alike",
    key_same="the same key",
    key_up="one step up",
    key_down="one step down",
    key_relative="relative key",
    key_far="distant keys",
    key_unknown="no clear key",
    tempo_change="{first} → {second}{octave} BPM ({percent})",
    set_list="Set list",
    set_order="Order by",
    order_smooth="smooth transitions",
    order_tempo="tempo",
    order_energy="energy",
    order_list="the list above",
    save_set="Save the set as a playlist",
    move_up="Move {name} up",
    move_down="Move {name} down",
    rough="a break",
    compare="Compare",
    compare_with="Compare with {name}",
    compare_songs="Compare two songs",
    compared_song="Song {letter}",
    row_style="Style of the beat",
    row_length="Length",
    heard_song="Which song is heard",
    hear_song="{letter}: hear {name}",
    position_both="Position in both songs",
    spectrogram_of="Spectrogram of {name}",
)

QUEUE_STRINGS: Final = InEveryLanguage("queue", ENGLISH)
