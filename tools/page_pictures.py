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
    TARGET.mkdir(exist_ok=True)
    for source in sorted(SOURCE.glob("*.png")):
        target = TARGET / source.name
        with Image.open(source) as picture:
            small = picture.convert("RGB").quantize(COLOURS, Image.Quantize.FASTOCTREE)
            small.save(target, optimize=True)
        print(f"{target.relative_to(ROOT)}: {target.stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    main()
