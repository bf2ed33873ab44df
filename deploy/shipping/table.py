"""All that ships, with its licences, as the tables of `docs/licences.md`."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from deploy.shipping.components import Component
from deploy.shipping.terms import Terms

HEAD = """# Licences

What others made and this project gives on, with the licence of each.
`make licences` writes this page from the locked requirements and from what the packages declare.
[allowed.toml](../deploy/shipping/allowed.toml) says what may ship; a test fails for anything else.
`make sbom` writes the same for auditors, in CycloneDX, a document for each product.

Our own code, patterns and models are under the [MIT licence](../LICENSE).
An image stands on Debian's of Python besides: `docker run --rm IMAGE dpkg-query -W` lists what that
has, and `/usr/share/doc/*/copyright` in it says under which licence.
"""


def shipped_to_page(components: Mapping[str, Iterable[Component]], terms: Terms) -> str:
    """Write the page. `components`: what each product installs, by the product's name."""
    sections = (HEAD, *_reasons(terms), *_packages(components), *_data(terms))
    return "\n".join(sections)


def _reasons(terms: Terms) -> Iterator[str]:
    yield "## Here for a reason\n"
    yield "The GPL asks that whoever passes these on gives their sources, and more; so:\n"
    yield from (f"- **{name}**: {reason}." for name, reason in terms.for_a_reason.items())
    yield ""


def _packages(components: Mapping[str, Iterable[Component]]) -> Iterator[str]:
    products: defaultdict[Component, list[str]] = defaultdict(list)
    for product, own in components.items():
        for component in own:
            products[component].append(product)
    yield "## Packages\n"
    yield "| package | version | licence | in |\n|---|---|---|---|"
    for component in sorted(products, key=lambda one: (one.name, one.version)):
        where = ", ".join(products[component])
        if len(products[component]) == len(components):
            where = "all"
        yield f"| {component.name} | {component.version} | {component.licence} | {where} |"
    yield "\n## Libraries within their wheels for Linux\n"
    yield "| package | library | licence |\n|---|---|---|"
    parts = {(one.name, part.name, part.licence) for one in products for part in one.parts}
    yield from (f"| {package} | {name} | {licence} |" for package, name, licence in sorted(parts))
    yield ""


def _data(terms: Terms) -> Iterator[str]:
    yield "## Models and music\n"
    yield "| what | files | licence | by |\n|---|---|---|---|"
    for one in terms.data:
        files = ", ".join(f"`{file}`" for file in one.files)
        yield f"| {one.name} | {files} | {one.licence} | {one.by} |"
    yield ""
