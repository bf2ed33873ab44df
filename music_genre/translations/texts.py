"""A structure of English texts → the same structure in every language.

A text is found in the catalogues by its key, which is the dotted way to it (`msgctxt`), together
with the English text itself (`msgid`): `page.model_hints.svm` is the text "svm" of the field
`model_hints` of the texts called "page". What a catalogue has not, or has for another English text,
stays English.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any, Generic, TypeVar, cast

from music_genre.translations.catalogues import CATALOGUES, Language

Texts = TypeVar("Texts")


def texts_to_changed(texts: Texts, key: str, change: Callable[[str, str], str]) -> Texts:
    """Put `change(key, text)` in the place of every text, and keep what is none, as numbers are.

    Goes into dataclasses (by field), mappings (by key), named tuples (by field) and tuples (by
    place, from 0). An empty text has nothing to translate and is not asked about.
    """
    return cast("Texts", _changed(texts, key, change))


def _changed(texts: Any, key: str, change: Callable[[str, str], str]) -> Any:
    if isinstance(texts, str):
        return change(key, texts) if texts else texts
    if is_dataclass(texts) and not isinstance(texts, type):
        members = {field.name: getattr(texts, field.name) for field in fields(texts)}
        return replace(texts, **_changed(members, key, change))
    if isinstance(texts, Mapping):
        return {name: _changed(one, f"{key}.{name}", change) for name, one in texts.items()}
    if isinstance(texts, tuple):
        names = getattr(texts, "_fields", range(len(texts)))
        changed = [
            _changed(one, f"{key}.{name}", change) for name, one in zip(names, texts, strict=True)
        ]
        return texts._make(changed) if hasattr(texts, "_make") else tuple(changed)
    return texts


class InEveryLanguage(Mapping[Language, Texts], Generic[Texts]):
    """Texts by language: `STRINGS["de"]` is what `STRINGS.english` is, in German.

    `name` is what the keys of the texts begin with.
    """

    def __init__(self, name: str, english: Texts) -> None:
        self.name = name
        self.english = english
        self._by_language = {
            language: texts_to_changed(english, name, catalogue.pgettext)
            for language, catalogue in CATALOGUES.items()
        }

    def __getitem__(self, language: Language) -> Texts:
        return self._by_language[language]

    def __iter__(self) -> Iterator[Language]:
        return iter(self._by_language)

    def __len__(self) -> int:
        return len(self._by_language)
