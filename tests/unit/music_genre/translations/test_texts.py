"""Structures of texts by their keys, and what they are in every language."""

from dataclasses import dataclass
from typing import Any, NamedTuple

import pytest

from music_genre.translations.catalogues import LANGUAGES
from music_genre.translations.texts import InEveryLanguage, texts_to_changed


class Pair(NamedTuple):
    """A text and what is none."""

    text: str
    digits: int


@dataclass(frozen=True)
class Strings:
    """Texts in every way that they may be held."""

    plain: str
    empty: str
    by_name: dict[str, str]
    by_number: dict[int, Pair]
    in_order: tuple[str, ...]


STRINGS = Strings("one", "", {"a b": "two"}, {10: Pair("three", 3)}, ("four", "five"))


def test_every_text_has_its_key() -> None:
    """Keys are the way to a text; numbers and empty texts are not asked about and stay."""
    asked: dict[str, str] = {}

    def keep(key: str, text: str) -> str:
        asked[key] = text
        return text.upper()

    changed = texts_to_changed(STRINGS, "x", keep)

    assert asked == {
        "x.plain": "one",
        "x.by_name.a b": "two",
        "x.by_number.10.text": "three",
        "x.in_order.0": "four",
        "x.in_order.1": "five",
    }
    assert changed == Strings("ONE", "", {"a b": "TWO"}, {10: Pair("THREE", 3)}, ("FOUR", "FIVE"))
    assert isinstance(changed.by_number[10], Pair)


@pytest.mark.parametrize("nothing", [3, 0.5, None, frozenset({"no order"}), Strings])
def test_what_is_no_text_stays(nothing: Any) -> None:
    """Numbers, sets and classes are no texts."""
    assert nothing is texts_to_changed(nothing, "x", lambda key, text: key + text)


def test_the_same_structure_in_every_language() -> None:
    """Each language has every member; what no catalogue knows is English."""
    texts = InEveryLanguage("nowhere", STRINGS)

    assert list(LANGUAGES) == list(texts)
    assert len(LANGUAGES) == len(texts)
    assert all(STRINGS == texts[language] for language in LANGUAGES)


def test_a_key_finds_its_translation() -> None:
    """A text is found by its key and its English, and by neither alone."""
    told = InEveryLanguage("page", {"cancel": "Cancel"})
    elsewhere = InEveryLanguage("nowhere", {"cancel": "Cancel"})
    reworded = InEveryLanguage("page", {"cancel": "Cancel it"})

    assert {"cancel": "Annuler"} == told["fr"]
    assert {"cancel": "Cancel"} == told["en"] == told.english == elsewhere["fr"]
    assert {"cancel": "Cancel it"} == reworded["fr"]
