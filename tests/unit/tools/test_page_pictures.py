"""Pictures of the page are small, and as large as they were."""

from pathlib import Path

import numpy as np
from PIL import Image

from tools.page_pictures import folder_to_small


def test_pictures_are_made_small(tmp_path: Path) -> None:
    """Of 256 colours, of the same size, under their own names; nothing else is taken."""
    source, target = tmp_path / "build", tmp_path / "docs" / "page"
    source.mkdir()
    (source / "notes.txt").write_text("no picture")
    noise = np.random.default_rng(0).integers(0, 256, (60, 80, 3), dtype=np.uint8)
    Image.fromarray(noise).save(source / "result-360.png")

    assert [target / "result-360.png"] == folder_to_small(source, target)
    with Image.open(target / "result-360.png") as small:
        assert ((80, 60), "P") == (small.size, small.mode)
    assert [target / "result-360.png"] == list(target.iterdir())
