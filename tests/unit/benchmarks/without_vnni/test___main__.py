"""A library whose code has no CPUID left, so that it cannot know the processor."""

import platform
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.without_vnni import __main__ as without_vnni
from benchmarks.without_vnni.__main__ import CPUID, UD2, main, without_cpuid

HEADERS = "  1 .text 0000000c 0000000000401000 0000000000401000 00000004 2**4\n"
DISASSEMBLED = """
  401000:	90                   	nop
  401001:	0f a2                	cpuid
  401005:	0f a2                	cpuid
"""
SOURCE = """#include <cpuid.h>
int f(void) { unsigned a, b, c, d; __cpuid(0, a, b, c, d); return a; }
"""
CONTENTS = b"head\x90" + CPUID + b"\x90\x90" + CPUID + b"data" + CPUID


def write(folder: Path, contents: bytes) -> Path:
    """Write a library of these contents."""
    path = folder / "made.so"
    path.write_bytes(contents)
    return path


@pytest.fixture
def disassembled(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the disassembler find two instructions in code that begins at the fourth byte."""
    said = {"--section-headers": HEADERS, "--disassemble": DISASSEMBLED}
    monkeypatch.setattr(without_vnni, "_objdump", lambda what, _: said[what])


@pytest.mark.usefixtures("disassembled")
def test_instructions_are_replaced_and_data_is_not(tmp_path: Path) -> None:
    """The same two bytes stay where they are no instruction; nothing moves."""
    changed = without_cpuid(write(tmp_path, CONTENTS))

    assert b"head\x90" + UD2 + b"\x90\x90" + UD2 + b"data" + CPUID == changed
    assert CONTENTS == (tmp_path / "made.so").read_bytes()


@pytest.mark.usefixtures("disassembled")
def test_another_layout_is_refused(tmp_path: Path) -> None:
    """Where the bytes are not those of the instruction, nothing is guessed."""
    with pytest.raises(ValueError, match=r"made\.so is laid out in a way"):
        without_cpuid(write(tmp_path, b"other " + CONTENTS))


def test_library_without_code_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that has no section of code is named."""
    monkeypatch.setattr(without_vnni, "_objdump", lambda *_: "")

    with pytest.raises(ValueError, match=r"made\.so has no code"):
        without_cpuid(write(tmp_path, CONTENTS))


@pytest.mark.skipif(
    platform.machine() != "x86_64" or not (shutil.which("gcc") and shutil.which("objdump")),
    reason="on x86-64 Debian, apt install gcc binutils",
)
def test_compiled_library_has_no_cpuid_left(tmp_path: Path) -> None:
    """In a real library the disassembler finds the instructions before, and none afterwards."""
    source = tmp_path / "made.c"
    source.write_text(SOURCE)
    library = tmp_path / "made.so"
    subprocess.run(["gcc", "-shared", "-fPIC", "-o", library, source], check=True)  # noqa: S607  # as in PATH

    library.write_bytes(without_cpuid(library))

    disassembled = subprocess.run(
        ["objdump", "--disassemble", library],  # noqa: S607  # as in PATH
        check=True, capture_output=True, text=True,
    ).stdout  # fmt: skip
    assert "cpuid" not in disassembled
    assert "ud2" in disassembled


def test_without_a_command_it_says_how(monkeypatch: pytest.MonkeyPatch) -> None:
    """Called alone, it explains itself and does nothing."""
    monkeypatch.setattr(sys, "argv", ["without_vnni"])

    with pytest.raises(SystemExit, match="run a command as on a processor without VNNI"):
        main()
