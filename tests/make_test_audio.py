"""Write the services' `tests/test_audio.wav`: 15 s of the synthesised song.

`python tests/make_test_audio.py`; a test holds the committed files to what this makes.
"""

from pathlib import Path

from tools.signals import song, to_file

ROOT = Path(__file__).parent.parent
TARGETS = [
    ROOT / service / "tests" / "test_audio.wav" for service in ("svm_service", "vgg19_service")
]
DURATION_S = 15


def main() -> None:
    """Write both files."""
    for target in TARGETS:
        target.write_bytes(to_file(song(DURATION_S), subtype="PCM_16"))


if __name__ == "__main__":
    main()
