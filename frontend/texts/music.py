"""Every text of the music of a result, for its template and its scripts."""

from dataclasses import dataclass
from typing import Final

from music_genre.translations.texts import InEveryLanguage


@dataclass(frozen=True)
class MusicStrings:
    """The texts of one language; `{…}` are filled in by the scripts."""

    music_title: str
    play: str
    pause: str
    zoom: str
    zoom_in: str
    zoom_out: str
    position: str
    position_text: str
    spoken_seconds: str
    spoken_minutes: str
    spectrogram: str
    hertz: str
    kilohertz: str
    drawing: str
    draw_again: str
    no_pictures: str
    unplayable: str
    music_unreachable: str
    legend: str
    other_genres: str
    genres_chart: str
    genres_table: str
    from_to: str
    silent_cell: str
    show_map: str
    map_opacity: str
    speaks_for: str
    speaks_against: str
    hear_evidence: str
    stop_evidence: str
    evidence_waits: str
    evidence_title: str
    evidence_title_part: str
    no_evidence: str
    no_reasons: str
    stretch: str
    stretch_share: str
    play_beat: str
    stop_beat: str
    beat_unplayable: str
    beat_preparing: str
    beat_song_too_long: str
    beat_song_unreadable: str


ENGLISH: Final = MusicStrings(
    music_title="Hear it, see it",
    play="Play",
    pause="Pause",
    zoom="Zoom",
    zoom_in="Zoom in",
    zoom_out="Zoom out",
    position="Position in the song",
    position_text="{now} of {length}",
    spoken_seconds="{seconds} seconds",
    spoken_minutes="{minutes} minutes {seconds} seconds",
    spectrogram="Mel-spectrogram of the song: time from left to right, pitch from low to high,"
    " brighter is louder",
    hertz="{number} Hz",
    kilohertz="{number} kHz",
    drawing="Drawing the song…",
    draw_again="Draw again",
    no_pictures="The song could not be drawn. {reason} It still plays.",
    unplayable="This browser cannot play {format}. The pictures still show; to listen, convert the"
    " song to WAV, FLAC or MP3.",
    music_unreachable="The site does not answer. Check your connection, then try again.",
    legend="Colours of the genres",
    other_genres="others",
    genres_chart="Genres over time by {model}; over the whole song {genre} leads",
    genres_table="Genres over time, as a table",
    from_to="Time",
    silent_cell="silence",
    show_map="Show what decided",
    map_opacity="Strength",
    speaks_for="speaks for it",
    speaks_against="speaks against it",
    hear_evidence="Hear the evidence",
    stop_evidence="Stop",
    evidence_waits="Looking for the seconds that decided…",
    evidence_title="The seconds that spoke most for {genre}, to VGG19:",
    evidence_title_part="From {start} to {end}, where {genre} is likeliest to VGG19, these seconds"
    " spoke most for it:",
    no_evidence="No stretch of the song speaks for {genre} more than an average one does.",
    no_reasons="What decided cannot be shown. {reason}",
    stretch="{start} to {end}",
    stretch_share="{share} of what speaks for it",
    play_beat="Play {title}",
    stop_beat="Stop {title}",
    beat_unplayable="The beat cannot be played now. Try again in a moment.",
    beat_preparing="Getting song and beat ready…",
    beat_song_too_long="The song is longer than 20 minutes: too long to play a beat over it.",
    beat_song_unreadable="This browser cannot decode the song to play a beat over it.",
)

MUSIC_STRINGS: Final = InEveryLanguage("music", ENGLISH)
