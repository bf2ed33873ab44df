"""The page's scripts: built from their sources, small, and with every text that they name."""

import gzip
import re
import shutil
import subprocess
from pathlib import Path

from needs import cannot_run

from frontend.texts.scripts import language_to_texts

ROOT = Path(__file__).parents[2]
FRONTEND = ROOT / "frontend"
BUILT = FRONTEND / "static" / "built"
LARGEST_SCRIPTS_BYTES = 150_000  # all of them together, compressed
TEXT_NAMES = re.compile(r'\btext\(\s*"(\w+)"')


def folder_to_contents(folder: Path) -> dict[str, bytes]:
    """Read every file of a folder, by its name."""
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_built_scripts_are_the_sources(tmp_path: Path) -> None:
    """Building anew gives exactly the committed files."""
    if shutil.which("npm") is None:
        cannot_run("install node and npm; on Debian, apt install nodejs npm")
    subprocess.run(["make", "frontend/node_modules"], cwd=ROOT, check=True)  # noqa: S607  # make is on the PATH
    build = ["node", "build.mjs", str(tmp_path / "built")]
    subprocess.run(build, cwd=FRONTEND, check=True)

    assert folder_to_contents(tmp_path / "built") == folder_to_contents(BUILT)


def test_scripts_are_small() -> None:
    """All scripts together keep to the budget over the wire."""
    sizes = [len(gzip.compress(content)) for content in folder_to_contents(BUILT).values()]

    assert sum(sizes) < LARGEST_SCRIPTS_BYTES


def test_every_text_of_the_scripts_exists() -> None:
    """What the scripts call by name is there, and nothing else is sent."""
    sources = [path.read_text() for path in (FRONTEND / "assets").rglob("*.ts")]
    sources += [path.read_text() for path in (FRONTEND / "templates").glob("*.html")]
    named = {name for source in sources for name in TEXT_NAMES.findall(source)}
    written = {name for source in sources for name in re.findall(r"\bm\.(\w+)", source)}
    english = language_to_texts("en")["texts"]

    assert named <= english.keys()
    assert english.keys() <= named | written


def test_lock_names_no_address() -> None:
    """The lock of the page's tools has hashes and no address of a registry."""
    text = (FRONTEND / "package-lock.json").read_text()

    assert '"integrity"' in text
    assert '"resolved"' not in text
