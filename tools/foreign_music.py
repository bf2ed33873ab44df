"""`make foreign-music`: what the served models say of whole pieces that nobody trained on.

The music of free games in Debian's packages, each piece whole, by the services' own code and the
page's own verdict; written as a table into `docs/foreign-music.md`. How foreign music is was learnt
from excerpts of these very pieces, so the column is no held-out measure; `reports/sounds.json` has
that. The genres were learnt from none of them.
"""

import sys
from collections import Counter
from collections.abc import Mapping
from typing import Any, Final

from tqdm import tqdm

from frontend.answers.verdict import bodies_to_verdict
from frontend.ensemble import file_to_ensemble_settings
from music_genre.audio.errors import AudioProcessingError
from music_genre.audio.genre_model import GenreModel
from music_genre.webapi.prediction_body import ModelBody, probabilities_to_body
from training.bundle import replace_file
from training.evaluate import MODELS, ONNX_THREADS
from training.markdown import rows_to_markdown
from training.musicnn.packages import PackageFile, package_files, pieces
from training.settings import MODEL_DIRS, ROOT

PAGE: Final = ROOT / "docs" / "foreign-music.md"
LONGEST_S: Final = 900.0
N_TAGS: Final = 3
HEAD: Final = """# Music of strangers

What the service says of whole pieces from free games, as Debian packages them. Nobody chose them by
genre, and no genre was learnt from them. `make foreign-music` writes this page.

"""


def piece_to_verdict(file: PackageFile, models: Mapping[str, GenreModel]) -> dict[str, Any] | None:
    """Ask the models and join their answers as the page does. Raises `AudioProcessingError`."""
    encoded = file.path.read_bytes()
    bodies = {
        name: probabilities_to_body(
            model.bytes_to_prediction(encoded, LONGEST_S),
            model.manifest.genres,
            ModelBody(name=name, version=model.manifest.version, sha256=model.manifest.sha256),
        ).model_dump()
        for name, model in models.items()
    }
    return bodies_to_verdict(bodies, file_to_ensemble_settings())


def verdict_to_row(file: PackageFile, verdict: Mapping[str, Any]) -> tuple[str, ...]:
    """Write a row: package, piece, outcome, genre or nearest, words."""
    tags = sorted((verdict["tags"] or {}).items(), key=lambda tag: -tag[1])[:N_TAGS]
    said = verdict["genre"] or f"({verdict['nearest']})"
    words = ", ".join(f"{name} {value:.0%}" for name, value in tags)
    return file.package, file.path.stem, verdict["outcome"], said, words


def main() -> int:
    """Ask, print and write; 1 where no piece is installed."""
    models = {name: MODELS[name](folder, ONNX_THREADS) for name, folder in MODEL_DIRS.items()}
    rows = []
    for file in tqdm(pieces(package_files()), desc="pieces", unit="piece"):
        try:
            verdict = piece_to_verdict(file, models)
        except AudioProcessingError as error:
            print(f"left out: {file.path.name} ({error.code})", file=sys.stderr)
            continue
        if verdict is not None:
            rows.append(verdict_to_row(file, verdict))
    if not rows:
        print("no music of the packages in training.musicnn.sounds.PACKAGES is installed")
        return 1
    counts = ", ".join(f"{name} {n}" for name, n in Counter(row[2] for row in rows).most_common())
    table = rows_to_markdown(("package", "piece", "outcome", "genre (nearest)", "words"), rows)
    replace_file(PAGE, f"{HEAD}{len(rows)} pieces: {counts}.\n\n{table}\n".encode())
    print(f"{len(rows)} pieces: {counts}; written: {PAGE.name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
