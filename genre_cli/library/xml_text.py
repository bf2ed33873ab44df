"""Any text → text that XML can hold."""

import re
from typing import Final

from genre_cli.telling.names import is_text

NOT_IN_XML: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")


def is_xml_text(text: str) -> bool:
    """Tell whether XML can hold a text as it is."""
    return is_text(text) and text == to_xml_text(text)


def to_xml_text(text: str) -> str:
    """Leave out the characters that no XML can have, escaped or not."""
    return NOT_IN_XML.sub("", text)
