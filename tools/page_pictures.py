"""Put the pictures that the browser tests leave into docs, for `make page-pictures`.

`tests/e2e/test_pictures.py` writes what the window shows into `build/pictures/`; here they are made
small: 256 colours, as PNG.
"""

from pathlib import Path
from typing import Final

from PIL import Image

ROOT: Final = Path(__file__).parents[1]
SOURCE: Final = ROOT / "build" / "pictures"
TARGET: Final = ROOT / "docs" / "images" / "page"
COLOURS: Final = 256


def main() -> None:
    """Renew every picture of docs/page.md."""
    for target in folder_to_small(SOURCE, TARGET):
        print(f"{target.relative_to(ROOT)}: {target.stat().st_size / 1000:.0f} kB")


def folder_to_small(source: Path, target: Path) -> list[Path]:
    """Write every PNG of a folder into another one with 256 colours; tell which there are now."""
    target.mkdir(parents=True, exist_ok=True)
    written = [target / path.name for path in sorted(source.glob("*.png"))]
    for path in written:
        with Image.open(source / path.name) as picture:
            small = picture.convert("RGB").quantize(COLOURS, Image.Quantize.FASTOCTREE)
            small.save(path, optimize=True)
    return written


if __name__ == "__main__":
    main()
