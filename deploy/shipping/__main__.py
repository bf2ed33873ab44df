"""`python -m deploy.shipping licences | sbom FOLDER`: what ships, for people and for auditors."""

import argparse
import sys
from pathlib import Path

from deploy.shipping.components import Component
from deploy.shipping.products import PRODUCTS, ROOT
from deploy.shipping.sbom import components_to_sbom
from deploy.shipping.shipped import read_shipped, shipped_to_refused
from deploy.shipping.table import shipped_to_page
from deploy.shipping.terms import Terms, read_terms
from music_genre.version import VERSION

PAGE = ROOT / "docs" / "licences.md"


def main() -> int:
    """Write what was asked for; end with 1 where something may not ship, and write nothing."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=("licences", "sbom"))
    parser.add_argument("folder", nargs="?", type=Path, default=ROOT / "build" / "sbom")
    asked = parser.parse_args()
    terms = read_terms()
    try:
        shipped = read_shipped(terms)
    except LookupError as error:
        print(error, file=sys.stderr)
        return 1
    if refused := shipped_to_refused(shipped, terms):
        print("Not within allowed.toml:", *refused, sep="\n", file=sys.stderr)
        return 1
    if asked.what == "licences":
        PAGE.write_text(shipped_to_page(shipped, terms), encoding="utf-8")
    else:
        write_sboms(shipped, terms, asked.folder)
    return 0


def write_sboms(shipped: dict[str, list[Component]], terms: Terms, folder: Path) -> None:
    """Write a document for each product, NAME.cdx.json."""
    folder.mkdir(parents=True, exist_ok=True)
    for product in PRODUCTS:
        data = ((file, one) for one in terms.data for file in one.files)
        own = {file: one for file, one in data if Path(file).parts[0] in product.folders}
        text = components_to_sbom(product.name, VERSION, shipped[product.name], own, ROOT)
        file = folder / f"{product.name}.cdx.json"
        file.write_text(text + "\n", encoding="utf-8")
        print(f"{file.name}: {len(shipped[product.name])} packages")


if __name__ == "__main__":
    sys.exit(main())
