"""`python -m benchmarks.without_vnni COMMAND …`: run a command as on a processor without VNNI.

onnxruntime then takes the kernels of AVX2 processors, at full speed: an emulator tells the same
answers, a hundred times slower. Linux on x86-64 with gcc and objdump (Debian: `gcc binutils`).
Only onnxruntime is misled; what the command starts in an environment of its own is not.
"""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Final

import onnxruntime

HERE: Final = Path(__file__).parent
BUILD: Final = HERE.parents[1] / "build" / "without_vnni"
CPUID: Final = b"\x0f\xa2"
UD2: Final = b"\x0f\x0b"  # an instruction as long as CPUID, and always a fault
TEXT: Final = re.compile(
    r"^\s*\d+ \.text\s+\w+\s+(?P<address>\w+)\s+\w+\s+(?P<offset>\w+)", re.MULTILINE
)
INSTRUCTION: Final = re.compile(r"^\s*(?P<address>[0-9a-f]+):.*\tcpuid\b", re.MULTILINE)


def main() -> None:
    """Make the library and its copy, and become the command."""
    if len(sys.argv) == 1:
        sys.exit(__doc__)
    preload, packages = compiled(), patched()
    path = os.pathsep.join([str(packages), os.environ.get("PYTHONPATH", "")])
    os.environ |= {"LD_PRELOAD": str(preload), "PYTHONPATH": path}
    os.execvp(sys.argv[1], sys.argv[1:])  # noqa: S606  # the caller's own command


def compiled() -> Path:
    """Compile the handler; its path."""
    library = BUILD / "hide_vnni.so"
    BUILD.mkdir(parents=True, exist_ok=True)
    subprocess.run(  # noqa: S603  # our own arguments
        ["gcc", "-O2", "-shared", "-fPIC", "-o", library, HERE / "hide_vnni.c"],  # noqa: S607  # as in PATH
        check=True,
    )
    return library


def patched() -> Path:
    """Copy onnxruntime and replace every CPUID in it; the folder that the copy is in."""
    packages = BUILD / str(onnxruntime.__version__)
    copy = packages / "onnxruntime"
    if not copy.exists():
        part = packages.with_suffix(".part")
        shutil.rmtree(part, ignore_errors=True)
        shutil.copytree(Path(onnxruntime.__file__).parent, part / "onnxruntime")
        (library,) = part.glob("onnxruntime/capi/onnxruntime_pybind11_state*.so")
        library.write_bytes(without_cpuid(library))
        part.rename(packages)
    return packages


def without_cpuid(library: Path) -> bytes:
    """Replace CPUID by UD2 in the code of a library; give its contents.

    Found by a disassembler: the same two bytes stand in data and inside other instructions too.
    """
    text = TEXT.search(_objdump("--section-headers", library))
    if text is None:
        raise ValueError(f"{library.name} has no code")
    to_offset = int(text["offset"], 16) - int(text["address"], 16)
    contents = bytearray(library.read_bytes())
    for found in INSTRUCTION.finditer(_objdump("--disassemble", library)):
        at = int(found["address"], 16) + to_offset
        if contents[at : at + 2] != CPUID:
            raise ValueError(f"{library.name} is laid out in a way that is not understood")
        contents[at : at + 2] = UD2
    return bytes(contents)


def _objdump(what: str, library: Path) -> str:
    return subprocess.run(  # noqa: S603  # our own arguments
        ["objdump", what, library],  # noqa: S607  # as in PATH
        check=True,
        capture_output=True,
        text=True,
    ).stdout


if __name__ == "__main__":
    main()
