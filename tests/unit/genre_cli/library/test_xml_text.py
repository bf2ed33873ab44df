"""Text for XML."""

from xml.etree import ElementTree as ET

from genre_cli.library.xml_text import to_xml_text


def test_any_text_can_be_read_again() -> None:
    """What XML cannot have is gone, the rest is as it was."""
    text = "".join(map(chr, (*range(0x300), 0xFFFE, 0xFFFF, 0x1F3B5)))

    element = ET.Element("A", said=to_xml_text(text))

    read = ET.fromstring(ET.tostring(element, "unicode"))  # noqa: S314  # our own
    assert to_xml_text(text) == read.get("said")
    assert "é \t\n🎵" == to_xml_text("\x00é \t\n\x07🎵")
