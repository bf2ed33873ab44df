"""What is said of a beat, and of a song that is to be remembered with it."""

from typing import Final

from music_genre.webapi.texts.message import Message, ProblemKind

BEAT_PROBLEMS: Final[dict[str, ProblemKind]] = {
    "malformed_beat_query": ProblemKind(
        400,
        Message("Paramètre mal formé", "« bpm » va de 40 à 240, « style » a 80 signes au plus."),
        Message("Malformed parameter", "“bpm” is 40 to 240, “style” has 80 characters at most."),
    ),
    "malformed_beat": ProblemKind(
        400,
        Message(
            "Description du beat incomplète",
            "Donnez title, style, author (80 signes au plus) et licence (120) ; "
            "bpm de 40 à 240, meter comme 7/8.",
        ),
        Message(
            "Incomplete description of the beat",
            "Give title, style, author (80 characters at most) and licence (120); "
            "bpm 40 to 240, meter such as 7/8.",
        ),
    ),
    "malformed_beat_changes": ProblemKind(
        400,
        Message(
            "Modification du beat illisible",
            "Envoyez un objet JSON avec un ou plusieurs de title, style, author (80 signes au "
            "plus), licence (120), bpm de 40 à 240, meter comme 7/8, et rien d’autre.",
        ),
        Message(
            "Changes of the beat cannot be read",
            "Send a JSON object with one or more of title, style, author (80 characters at most), "
            "licence (120), bpm 40 to 240, meter such as 7/8, and nothing else.",
        ),
    ),
    "malformed_song": ProblemKind(
        400,
        Message(
            "Souhait illisible",
            "« remember » est true ou false, « title » a 80 signes au plus, sur une ligne.",
        ),
        Message(
            "Wish that cannot be read",
            "“remember” is true or false, “title” has 80 characters at most, on one line.",
        ),
    ),
    "disk_full": ProblemKind(
        507,
        Message(
            "Disque plein", "Rien n’a été ajouté : supprimez des beats, ou faites de la place."
        ),
        Message("The disk is full", "Nothing was added: delete beats, or make room on the disk."),
    ),
    "catalogue_gone": ProblemKind(
        503,
        Message(
            "Catalogue disparu",
            "Le fichier de la base a été supprimé ou remplacé : redémarrez le service.",
        ),
        Message(
            "The catalogue is gone",
            "The database’s file was deleted or replaced: restart the service.",
        ),
    ),
    "catalogue_damaged": ProblemKind(
        503,
        Message("Catalogue abîmé", "Restaurez une sauvegarde avec make restore."),
        Message("The catalogue is damaged", "Restore a backup with make restore."),
    ),
    "built_in_beat": ProblemKind(
        403,
        Message(
            "Beat fourni avec le service",
            "Il ne se modifie pas : téléchargez son MIDI et ajoutez-le sous un autre titre.",
        ),
        Message(
            "This beat comes with the service",
            "It cannot be changed: download its MIDI and add that under another title.",
        ),
    ),
    "unknown_beat": ProblemKind(
        404,
        Message("Beat inconnu", "Choisissez parmi ceux de /beats."),
        Message("Unknown beat", "Choose among those of /beats."),
    ),
    "unknown_song": ProblemKind(
        404,
        Message("Morceau inconnu", "Choisissez parmi ceux de ce beat, sous /songs."),
        Message("Unknown song", "Choose among those of this beat, under /songs."),
    ),
    "beat_without_midi": ProblemKind(
        404,
        Message("Pas de MIDI pour ce beat", "C'est un enregistrement : demandez son audio."),
        Message("No MIDI of this beat", "It is a recording: ask for its audio."),
    ),
    "beat_exists": ProblemKind(
        409,
        Message("Ce beat existe déjà", "Même fichier, ou même style et titre : changez le titre."),
        Message("This beat exists", "Same file, or same style and title: change the title."),
    ),
    "beat_tempo_out_of_range": ProblemKind(
        422,
        Message(
            "Tempo hors de portée",
            "Cet enregistrement se joue de {slowest_bpm:.1f} à {fastest_bpm:.1f} BPM.",
        ),
        Message(
            "Tempo out of range",
            "This recording can be played from {slowest_bpm:.1f} to {fastest_bpm:.1f} BPM.",
        ),
    ),
    "undecodable_midi": ProblemKind(
        422,
        Message("MIDI indéchiffrable", "Le fichier semble abîmé : exportez-le encore."),
        Message("Undecodable MIDI", "The file looks damaged: export it again."),
    ),
    "midi_without_drums": ProblemKind(
        422,
        Message(
            "MIDI sans batterie",
            "Mettez la batterie sur le canal 10 (General MIDI), puis exportez encore.",
        ),
        Message(
            "MIDI without drums", "Put the drums on channel 10 (General MIDI), then export again."
        ),
    ),
    "midi_tempo_out_of_range": ProblemKind(
        422,
        Message(
            "Tempo du MIDI hors de portée",
            "{bpm:.0f} BPM ; il faut de {slowest_bpm:.0f} à {fastest_bpm:.0f} : "
            "comptez-le au double ou à la moitié, ou envoyez bpm.",
        ),
        Message(
            "Tempo of the MIDI out of range",
            "{bpm:.0f} BPM; it must be {slowest_bpm:.0f} to {fastest_bpm:.0f}: "
            "count it at double or half speed, or send bpm.",
        ),
    ),
    "midi_meter_unknown": ProblemKind(
        422,
        Message(
            "Mesure inconnue",
            "{count:.0f}/{unit:.0f} : il faut 1 à 32 notes, doubles croches ou plus longues ; "
            "envoyez meter.",
        ),
        Message(
            "Unknown meter",
            "{count:.0f}/{unit:.0f}: a bar must be 1 to 32 notes, sixteenths or longer; "
            "send meter.",
        ),
    ),
    "midi_too_many_strokes": ProblemKind(
        422,
        Message("MIDI trop chargé", "{strokes:.0f} frappes ; {maximum:.0f} au plus."),
        Message("Too many strokes in the MIDI", "{strokes:.0f} strokes; at most {maximum:.0f}."),
    ),
    "midi_too_long": ProblemKind(
        422,
        Message("MIDI trop long", "{bars:.0f} mesures ; {maximum:.0f} au plus."),
        Message("MIDI too long", "{bars:.0f} bars; at most {maximum:.0f}."),
    ),
}
