"""A song → HTML for a notebook: words in the page's own colours, and one picture.

Without scripts, style sheets or anything from elsewhere, so that it also shows where notebooks are
only looked at; whatever a file is called is text.
"""

import base64
from collections.abc import Mapping
from html import escape
from typing import TYPE_CHECKING, Final

from genre_cli.notebook.picture import song_to_svg

if TYPE_CHECKING:
    from genre_cli.notebook.song import HeardSong

MOST_SHOWN: Final = 5
LEAST_SHOWN: Final = 0.02
BAR: Final = 160  # [px] of probability 1
OUTCOMES: Final = {
    "confident": "sure",
    "ambiguous": "not sure",
    "none_of_these": "none of these genres",
    "not_music": "not music",
    "silence": "silence",
}


def song_to_html(song: "HeardSong") -> str:
    """Draw a song."""
    picture = base64.b64encode(song_to_svg(song.spectrogram, song.segments).encode()).decode()
    head = song.genre or OUTCOMES[song.outcome]
    doubt = f" ({OUTCOMES[song.outcome]})" if song.genre else ""
    said = f"{printable(song.name)}: {head}{doubt}"
    return (
        f'<div style="max-width: 960px"><p style="margin: 0 0 4px"><b>{escape(said)}</b><br>'
        f"{escape(' · '.join(traits(song)))}</p>{bars(song.probabilities)}"
        f'<img style="width: 100%; height: auto" src="data:image/svg+xml;base64,{picture}"'
        f' alt="Waveform, spectrogram and genres over time of {escape(said)}"></div>'
    )


def traits(song: "HeardSong") -> list[str]:
    """Say tempo, key and energy, what there is of them."""
    said = []
    if song.tempo:
        said.append(f"{song.tempo:g} BPM")
    if song.key:
        said.append(f"{song.key} ({song.camelot})")
    if song.energy is not None:
        said.append(f"energy {song.energy:.2f}")
    return said


def bars(probabilities: Mapping[str, float]) -> str:
    """Draw the likeliest genres as a table with bars."""
    ordered = sorted(probabilities.items(), key=lambda one: -one[1])[:MOST_SHOWN]
    rows = [
        f'<tr><td style="text-align: left">{escape(genre)}</td><td style="text-align: right">'
        f'{share:.0%}</td><td style="text-align: left"><div style="background: #0b6e63; '
        f'height: 10px; width: {share * BAR:.0f}px"></div></td></tr>'
        for genre, share in ordered
        if share >= LEAST_SHOWN
    ]
    return f'<table style="margin: 0 0 4px">{"".join(rows)}</table>' if rows else ""


def printable(name: str) -> str:
    """Write a name with a sign for each character that is none, such as one that turns the text."""
    return "".join(one if one.isprintable() else "\ufffd" for one in name)
