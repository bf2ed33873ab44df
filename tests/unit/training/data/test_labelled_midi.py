"""Folders of MIDI whose style is known: by Groove's table, by any table, by the folders' names."""

from pathlib import Path

import pytest

from training.data.dataset import DatasetError
from training.data.labelled_midi import folder_to_labelled

STYLES = ("Rock", "Latin", "Boom Bap")
GROOVE = "drummer,style,bpm,beat_type,midi_filename,duration,split\n"


def put(path: Path) -> None:
    """Write a file that is there."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"MThd")


def test_folders_are_named_after_styles(tmp_path: Path) -> None:
    """Our names count, and Groove's, in any case; what is no style is counted."""
    for name in ("rock/a.mid", "Boom Bap/b.MID", "hiphop/c.midi", "polka/d.mid", "rock/e.txt"):
        put(tmp_path / name)
    found, unknown = folder_to_labelled(tmp_path, STYLES)

    assert {"rock/a": "Rock", "Boom Bap/b": "Boom Bap", "hiphop/c": "Boom Bap"} == {
        one.name: one.style for one in found
    }
    assert {"polka": 1} == unknown


def test_groove_s_table(tmp_path: Path) -> None:
    """Beats of four bars or more of the split are taken, by the first part of their style."""
    rows = [
        "d1,latin/samba,120,beat,1.mid,60,test",
        "d1,rock,120,fill,2.mid,60,test",
        "d2,rock,120,beat,3.mid,4,test",
        "d2,rock,120,beat,4.mid,60,train",
    ]
    (tmp_path / "info.csv").write_text(GROOVE + "\n".join(rows))
    (found,), unknown = folder_to_labelled(tmp_path, STYLES, split="test")

    assert ("1", "Latin", "d1") == (found.name, found.style, found.player)
    assert {} == unknown


def test_a_table_of_one_s_own(tmp_path: Path) -> None:
    """Two columns are enough."""
    table = tmp_path / "labels.csv"
    table.write_text("file,style\nx/a.mid,ROCK\nb.mid,Gqom\n")
    (found,), unknown = folder_to_labelled(tmp_path / "midi", STYLES, table)

    assert tmp_path / "midi" / "x" / "a.mid" == found.path
    assert {"Gqom": 1} == unknown


@pytest.mark.parametrize("text", ["", "name,genre\na,b\n"])
def test_a_table_without_the_columns_is_refused(tmp_path: Path, text: str) -> None:
    """The refusal names the columns."""
    (tmp_path / "info.csv").write_text(text)

    with pytest.raises(DatasetError, match="midi_filename"):
        folder_to_labelled(tmp_path, STYLES)


def test_a_folder_without_midi_is_refused(tmp_path: Path) -> None:
    """The refusal names the folder."""
    with pytest.raises(DatasetError, match=tmp_path.name):
        folder_to_labelled(tmp_path, STYLES)
