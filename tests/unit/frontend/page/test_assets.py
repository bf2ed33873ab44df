"""Names of what the page loads."""

import json
from pathlib import Path

from frontend.page.assets import BUILT, KEPT_FOR_EVER, built_assets


def test_every_file_is_there() -> None:
    """What the page names is a file whose name changes with it."""
    built = built_assets()

    of_the_page = {"page.js", "page.css", "dark.css", "api_page.js"}
    assert of_the_page | {"review.css", "review_page.js", "status.css"} == built.keys()
    for path in built.values():
        assert (BUILT.parent / path).is_file()
        assert KEPT_FOR_EVER.search(f"/static/{path}")


def test_names_come_from_the_last_build(tmp_path: Path) -> None:
    """Another build has other names."""
    (tmp_path / "manifest.json").write_text(json.dumps({"page.js": "page-ABCDEFGH.js"}))

    assert {"page.js": "built/page-ABCDEFGH.js"} == built_assets(tmp_path)
