"""The figures of the documentation are drawn from the sample by what is served."""

import re
from pathlib import Path

import pytest
from matplotlib.image import imread

from tools import doc_figures
from tools.signals import sine, to_file
from training.settings import ROOT

DOCS = ("analysis.md", "recommendation.md")


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Draw every figure into a scratch folder."""
    folder = tmp_path_factory.mktemp("images")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(doc_figures, "IMAGES", folder)
        doc_figures.main()
    return folder


def test_documented_figures_are_drawn(drawn: Path) -> None:
    """Each figure is shown in one of the two documents, and committed."""
    text = "".join((ROOT / "docs" / name).read_text() for name in DOCS)
    shown = set(re.findall(r"images/([\w-]+\.png)", text))
    figures = {path.name for path in drawn.iterdir()}

    assert 4 == len(figures)
    assert figures <= shown
    assert all((ROOT / "docs" / "images" / name).exists() for name in figures)


def test_figures_are_as_large_as_those_committed(drawn: Path) -> None:
    """Today's code draws figures of the committed sizes, none of them empty."""
    for path in drawn.iterdir():
        figure, committed = imread(path), imread(ROOT / "docs" / "images" / path.name)
        assert committed.shape == figure.shape
        assert figure.std() > 0.05


def test_silent_sample_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a silent song nothing is drawn."""
    (tmp_path / "silent.wav").write_bytes(to_file(0 * sine(440, 2)))
    monkeypatch.setattr(doc_figures, "SAMPLE", tmp_path / "silent.wav")
    monkeypatch.setattr(doc_figures, "IMAGES", tmp_path)

    with pytest.raises(ValueError, match=r"silent\.wav is silent"):
        doc_figures.main()
    assert ["silent.wav"] == [path.name for path in tmp_path.iterdir()]
