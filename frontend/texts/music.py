"""Every text of the music of a result, in English and French, for its template and its scripts."""

from dataclasses import dataclass
from typing import Final

from music_genre.webapi.messages import Language


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

FRENCH: Final = MusicStrings(
    music_title="Écouter, voir",
    play="Lire",
    pause="Pause",
    zoom="Zoom",
    zoom_in="Zoom avant",
    zoom_out="Zoom arrière",
    position="Position dans le morceau",
    position_text="{now} sur {length}",
    spoken_seconds="{seconds} secondes",
    spoken_minutes="{minutes} minutes {seconds} secondes",
    spectrogram="Spectrogramme mel du morceau\N{NO-BREAK SPACE}: le temps de gauche à droite, le"
    " grave en bas, l’aigu en haut, plus clair est plus fort",
    hertz="{number} Hz",
    kilohertz="{number} kHz",
    drawing="Dessin du morceau…",
    draw_again="Redessiner",
    no_pictures="Le morceau n’a pas pu être dessiné. {reason} L’écoute reste possible.",
    unplayable="Ce navigateur ne sait pas lire le format {format}. Les images restent"
    " visibles\N{NO-BREAK SPACE}; pour écouter, convertissez le morceau en WAV, FLAC ou MP3.",
    music_unreachable="Le site ne répond pas. Vérifiez votre connexion, puis réessayez.",
    legend="Couleurs des genres",
    other_genres="autres",
    genres_chart="Genres au fil du temps selon {model}\N{NO-BREAK SPACE}; sur tout le morceau,"
    " {genre} l’emporte",
    genres_table="Genres au fil du temps, en tableau",
    from_to="Temps",
    silent_cell="silence",
    show_map="Montrer ce qui a décidé",
    map_opacity="Intensité",
    speaks_for="parle pour",
    speaks_against="parle contre",
    hear_evidence="Écouter les preuves",
    stop_evidence="Arrêter",
    evidence_waits="Recherche des secondes décisives…",
    evidence_title="Les secondes qui ont le plus parlé pour {genre}, selon VGG19"
    "\N{NO-BREAK SPACE}:",
    evidence_title_part="De {start} à {end}, là où {genre} est le plus probable selon VGG19, ces"
    " secondes ont le plus parlé pour lui\N{NO-BREAK SPACE}:",
    no_evidence="Aucun passage ne parle pour {genre} plus que ceux d’un morceau moyen.",
    no_reasons="Ce qui a décidé ne peut pas être montré. {reason}",
    stretch="{start} à {end}",
    stretch_share="{share} de ce qui parle pour",
    play_beat="Lire {title}",
    stop_beat="Arrêter {title}",
    beat_unplayable="Le beat ne peut pas être lu pour l’instant. Réessayez dans un moment.",
    beat_preparing="Préparation du morceau et du beat…",
    beat_song_too_long="Le morceau dure plus de 20 minutes\N{NO-BREAK SPACE}: c’est trop long pour"
    " jouer un beat par-dessus.",
    beat_song_unreadable="Ce navigateur ne sait pas décoder le morceau pour jouer un beat"
    " par-dessus.",
)

MUSIC_STRINGS: Final[dict[Language, MusicStrings]] = {"en": ENGLISH, "fr": FRENCH}
