"""Figures of the style model → its model card."""

from typing import Any, Final

from training.styles.network import N_NETWORKS
from training.styles.tables import beat_styles_table, songs_table

CARD: Final = """---
license: mit
tags: [music, rhythm, onnx]
---
# Styles of beats

Maps what a rhythm and its drums are like (`beat_service/styles/rhythm_vector.py`) to 28 styles,
and to a point in a style space where patterns that sound alike are near each other.
{n_networks} small networks, averaged, in one ONNX graph, which also holds our patterns' points and
tells drums alone from music around them.

## Use
To find beats that fit a recording. The rhythm is heard without tempo or first beat, so their
mistakes do not matter here.
Out of scope: music without drums (“ambiguous”), and styles outside the list (they get one of these,
often as “ambiguous”).

## Training data
- Our own {n_patterns} patterns, CC0, with human timing, fills, pieces left out and other
  instruments.
- Groove MIDI Dataset 1.0.0, train part, CC BY 4.0 (Gillick et al., ICML 2019), by its first style.
- Played by three of our kits, 45 kits of random parameters and the drum kits of these sound fonts:
  {fonts}.
  Voices are mixed between kits, tuned, equalised, put in rooms and squeezed at random.
- {n_mixed} of the {examples} examples are among bass, guitars, keys, strings, brass and a voice of
  the General MIDI fonts, 12 dB softer to 9 dB louder than the drums; {n_without_drums} are such
  music without drums, of which the networks learn that no style is likelier than another.

## Figures (`make train-styles`)
Whole performances as strangers render them are harder than what follows: README has that table
(`make evaluate-beats`).

None of the kits, tempi or performances below were in training.

{table}

What it says of whole songs, and of music without drums, of which none was in training. An answer
is right when the genre allows the style; that table is ours
(`beat_service/styles/genre_styles.py`):

{songs}

In the style space, the pattern that was played is the nearest of all {n_patterns} in
{pattern_first:.0%} of the beats of the first row, and among the five nearest in
{pattern_in_five:.0%}.

Groove's rows count the styles of which it has 20 beats or more: Rock, Latin, Jazz Swing, Funk and
Boom Bap (its “hiphop”). The validation part is small: see the intervals; even if confidence
were perfect, 36 beats would show a calibration error of 0.13 to 0.27.
Calibrated on {held_out} beats of Groove's train part, alone and among instruments, each heard by a
network that had neither the performance nor any kit or instrument of that part of the banks: there
{top1_held_out:.1%} of all its styles are right and the calibration error is {ece_held_out:.3f}.
“Sure” is never said: there is no confidence from which nine answers in ten were right there and
that one drum track in four reaches, with the {held_out_without_drums} pieces without drums counted
as wrong.
"""


def report_to_card(report: dict[str, Any]) -> str:
    """Write the card, in Markdown."""
    training = report["training"]
    return CARD.format(
        table=beat_styles_table(report),
        songs=songs_table(report),
        n_networks=N_NETWORKS,
        pattern_first=report["patterns"]["pattern_first"],
        pattern_in_five=report["patterns"]["pattern_in_five"],
        **training | {"fonts": ", ".join(training["fonts"]) or "none was installed"},
    )
