"""What is said of a beat, and of a song that is to be remembered with it."""

from typing import Final

from music_genre.webapi.texts.message import ProblemKind

BEAT_PROBLEMS: Final[dict[str, ProblemKind]] = {
    "malformed_beat_query": ProblemKind(
        400, "Malformed parameter", "“bpm” is 40 to 240, “style” has 80 characters at most."
    ),
    "malformed_beat": ProblemKind(
        400,
        "Incomplete description of the beat",
        "Give title, style, author (80 characters at most) and licence (120); "
        "bpm 40 to 240, meter such as 7/8.",
    ),
    "malformed_beat_changes": ProblemKind(
        400,
        "Changes of the beat cannot be read",
        "Send a JSON object with one or more of title, style, author (80 characters at most), "
        "licence (120), bpm 40 to 240, meter such as 7/8, and nothing else.",
    ),
    "malformed_song": ProblemKind(
        400,
        "Wish that cannot be read",
        "“remember” is true or false, “title” has 80 characters at most, on one line.",
    ),
    "disk_full": ProblemKind(
        507,
        "The disk is full",
        "Nothing was added: delete beats, or make room on the disk.",
    ),
    "catalogue_gone": ProblemKind(
        503,
        "The catalogue is gone",
        "The database’s file was deleted or replaced: restart the service.",
    ),
    "catalogue_damaged": ProblemKind(
        503,
        "The catalogue is damaged",
        "Restore a backup with make restore.",
    ),
    "built_in_beat": ProblemKind(
        403,
        "This beat comes with the service",
        "It cannot be changed: download its MIDI and add that under another title.",
    ),
    "unknown_beat": ProblemKind(404, "Unknown beat", "Choose among those of /beats."),
    "unknown_song": ProblemKind(
        404, "Unknown song", "Choose among those of this beat, under /songs."
    ),
    "beat_without_midi": ProblemKind(
        404, "No MIDI of this beat", "It is a recording: ask for its audio."
    ),
    "beat_exists": ProblemKind(
        409, "This beat exists", "Same file, or same style and title: change the title."
    ),
    "beat_tempo_out_of_range": ProblemKind(
        422,
        "Tempo out of range",
        "This recording can be played from {slowest_bpm:.1f} to {fastest_bpm:.1f} BPM.",
    ),
    "undecodable_midi": ProblemKind(
        422, "Undecodable MIDI", "The file looks damaged: export it again."
    ),
    "midi_without_drums": ProblemKind(
        422, "MIDI without drums", "Put the drums on channel 10 (General MIDI), then export again."
    ),
    "midi_tempo_out_of_range": ProblemKind(
        422,
        "Tempo of the MIDI out of range",
        "{bpm:.0f} BPM; it must be {slowest_bpm:.0f} to {fastest_bpm:.0f}: "
        "count it at double or half speed, or send bpm.",
    ),
    "midi_meter_unknown": ProblemKind(
        422,
        "Unknown meter",
        "{count:.0f}/{unit:.0f}: a bar must be 1 to 32 notes, sixteenths or longer; send meter.",
    ),
    "midi_too_many_strokes": ProblemKind(
        422, "Too many strokes in the MIDI", "{strokes:.0f} strokes; at most {maximum:.0f}."
    ),
    "midi_too_long": ProblemKind(422, "MIDI too long", "{bars:.0f} bars; at most {maximum:.0f}."),
}
