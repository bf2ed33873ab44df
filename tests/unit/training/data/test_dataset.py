"""Both layouts of GTZAN give the same clips, and bad files never stop a run."""

import csv
from pathlib import Path

import numpy as np
import pytest

from music_genre.audio.constants import GENRES
from music_genre.audio.constants import SAMPLE_RATE_HZ as RATE
from music_genre.audio.levels import log_mel_to_levels
from tools.signals import sine, song, to_file
from training.data.dataset import (
    Clip,
    DatasetError,
    SilentClipError,
    clips_to_genres,
    file_to_spectrograms,
    folder_to_clips,
)

CLIP_S = 3


@pytest.fixture
def published(tmp_path: Path) -> Path:
    """Write a folder as published: two blues clips, one in AU, a metal one and a broken one."""
    files = {
        "blues/blues.00000.wav": to_file(song(CLIP_S)),
        "blues/blues.00001.au": to_file(sine(200, CLIP_S), kind="AU"),
        "metal/metal.00000.wav": to_file(song(CLIP_S, bpm=180)),
        "metal/metal.00001.wav": to_file(song(CLIP_S))[:30],
        "metal/cover.jpg": b"no audio at all",
        "notes/readme.txt": b"not a genre: no audio in it",
    }
    for name, content in files.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content)
    return tmp_path


def with_table(folder: Path, clips: list[Clip]) -> Path:
    """Write the same clips with `clips.csv` and `mels.npz`, the last one by its audio only."""
    stored, last = clips[:-1], clips[-1]
    levels = np.stack([log_mel_to_levels(clip.log_mel) for clip in stored])
    np.savez(folder / "mels.npz", clip=[clip.name for clip in stored], mel=levels)
    with (folder / "clips.csv").open("w", newline="") as table:
        writer = csv.writer(table)
        writer.writerow(["clip", "genre", "split", "fold", "audio"])
        for clip in stored:
            writer.writerow([clip.name, clip.genre, "train", "1", ""])
        writer.writerow([last.name, last.genre, "test", "2", f"{last.genre}/{last.name}.wav"])
        writer.writerow(["blues.00099", "blues", "test", "", ""])
    return folder


def test_published_layout(published: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Genres come from folders; the broken file is named and left out; other files are ignored."""
    clips = folder_to_clips(published)

    assert ["blues.00000", "blues.00001", "metal.00000"] == [clip.name for clip in clips]
    assert ("blues", "metal") == clips_to_genres(clips)
    assert {"all"} == {clip.split for clip in clips}
    assert "left out: metal/metal.00001.wav (undecodable audio)" in capsys.readouterr().err


def test_table_layout_gives_the_same_features(
    published: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Stored levels and audio lead to the same images; a clip with neither is left out."""
    from_audio = folder_to_clips(published)

    from_table = folder_to_clips(with_table(published, from_audio))

    for ours, theirs in zip(from_audio, from_table, strict=True):
        assert ours.name == theirs.name
        np.testing.assert_array_equal(
            log_mel_to_levels(ours.log_mel), log_mel_to_levels(theirs.log_mel)
        )
    assert "left out: blues.00099 (neither stored mel nor audio)" in capsys.readouterr().err
    assert ["metal.00000"] == [c.name for c in folder_to_clips(published, "test")]


def test_stored_clips_with_audio_have_musicnns_spectrogram(published: Path) -> None:
    """A clip with a stored log-mel and audio has both; one without audio has the log-mel alone."""
    from_audio = folder_to_clips(published)
    table = with_table(published, from_audio).joinpath("clips.csv")
    table.write_text(table.read_text().replace("train,1,", "train,1,blues/blues.00000.wav", 1))

    with_both, stored_alone, heard_alone = folder_to_clips(published)

    expected = from_audio[0].musicnn_mel
    assert expected is not None
    assert with_both.musicnn_mel is not None
    np.testing.assert_array_equal(expected, with_both.musicnn_mel)
    assert stored_alone.musicnn_mel is None
    assert heard_alone.musicnn_mel is not None


def test_middle_of_a_long_song(tmp_path: Path) -> None:
    """Of a song longer than a window, the sounding window nearest to the middle is taken."""
    intro, middle, end = np.zeros(30 * RATE), sine(440, 30), sine(2000, 30)
    path = tmp_path / "long.wav"

    path.write_bytes(to_file(np.concatenate([intro, middle, end])))
    heard = file_to_spectrograms(path)
    loudest = heard.log_mel.mean(axis=1).argmax()
    path.write_bytes(to_file(np.concatenate([middle, intro, intro, intro, intro])))
    of_first = file_to_spectrograms(path).log_mel.mean(axis=1).argmax()
    path.write_bytes(to_file(middle))

    alone = file_to_spectrograms(path)
    assert loudest == of_first == alone.log_mel.mean(axis=1).argmax()
    assert alone.musicnn_mel.mean(axis=0).argmax() == heard.musicnn_mel.mean(axis=0).argmax()


def test_silent_song_is_refused(tmp_path: Path) -> None:
    """A clip without sound has no genre to learn from."""
    path = tmp_path / "silence.wav"
    path.write_bytes(to_file(np.zeros(CLIP_S * RATE)))

    with pytest.raises(SilentClipError):
        file_to_spectrograms(path)


def test_nothing_to_use(tmp_path: Path, published: Path) -> None:
    """A missing folder, an empty one and an unknown split are refused in words."""
    with pytest.raises(DatasetError, match="not a folder; set GTZAN_DIR or --data"):
        folder_to_clips(tmp_path / "nowhere")
    (tmp_path / "empty").mkdir()
    with pytest.raises(DatasetError, match="no clips at all"):
        folder_to_clips(tmp_path / "empty")
    with pytest.raises(DatasetError, match=r"no clip of split 'test'.*there is: all"):
        folder_to_clips(published, "test")


@pytest.mark.data
def test_real_gtzan(gtzan_dir: Path) -> None:
    """The fault-filtered parts: 442 clips to train and 197 to validate, all ten genres."""
    clips = folder_to_clips(gtzan_dir)

    assert 442 == sum(clip.split == "train" for clip in clips)
    assert 197 == sum(clip.split == "valid" for clip in clips)
    assert GENRES == clips_to_genres(clips)
    assert {(128, 387)} == {clip.log_mel.shape for clip in clips}
