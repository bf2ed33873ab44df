"""Any text → text that XML can hold."""

import re
from typing import Final

NOT_IN_XML: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")


def to_xml_text(text: str) -> str:
    """Leave out the characters that no XML can have, escaped or not."""
    return NOT_IN_XML.sub("", text)
