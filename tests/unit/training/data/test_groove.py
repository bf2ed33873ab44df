"""Groove's performances with our styles."""

from pathlib import Path

from unit.training.made_performances import backbeat

from beat_service.drums.pattern import folder_to_styles
from training.data.groove import GROOVE_TO_STYLE, folder_to_performances
from training.playing.sound_fonts import performance_to_midi

STYLES = folder_to_styles()

BACKBEAT = backbeat(16)

INFO = """drummer,session,id,style,bpm,beat_type,time_signature,midi_filename,duration,split
d,s,a/1,jazz/funk,96,beat,4-4,1.mid,10.0,train
d,s,a/2,rock,96,fill,4-4,1.mid,10.0,train
d,s,a/3,rock,96,beat,4-4,1.mid,2.0,train
d,s,a/4,rock,96,beat,4-4,1.mid,10.0,test
d,s,a/5,middleeastern,96,beat,4-4,1.mid,10.0,train
"""


def test_groove_gives_the_beats_of_its_part(tmp_path: Path) -> None:
    """Fills, short ones, other parts and styles without a counterpart are left out."""
    (tmp_path / "info.csv").write_text(INFO)
    performance_to_midi(BACKBEAT).save(tmp_path / "1.mid")
    (found,) = folder_to_performances(tmp_path, "train")

    assert ("a/1", "Jazz Swing", 16, 96.0) == (found.name, found.style, found.n_beats, found.bpm)
    assert [hit.voice for hit in BACKBEAT.hits] == [hit.voice for hit in found.hits]


def test_every_style_of_groove_is_one_of_ours() -> None:
    """Groove's styles are mapped to styles that have patterns."""
    assert set(GROOVE_TO_STYLE.values()) <= {style.name for style in STYLES}
