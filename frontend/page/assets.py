"""The files that the page loads: their names, which change with what is in them."""

import json
import re
from pathlib import Path
from typing import Final

BUILT: Final = Path(__file__).parents[1] / "static" / "built"
KEPT_FOR_EVER: Final = re.compile(r"/static/built/\w+-[A-Z0-9]{8}\.(?:js|css)$", re.ASCII)
IMMUTABLE: Final = "public, max-age=31536000, immutable"


def built_assets(folder: Path = BUILT) -> dict[str, str]:
    """Read which file in `static` each script and sheet is, by its name such as `page.css`."""
    names: dict[str, str] = json.loads((folder / "manifest.json").read_text())
    return {name: f"built/{file}" for name, file in names.items()}
