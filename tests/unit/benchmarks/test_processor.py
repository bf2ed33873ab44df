"""What a processor is said to have."""

from pathlib import Path

import pytest

from benchmarks import processor

CPUINFO = "processor\t: 0\nmodel name\t: Some Xeon\nflags\t\t: fpu {}\n\nprocessor\t: 1\n"


@pytest.mark.parametrize(
    ("flags", "kernels", "fast"),
    [
        ("sse4_1 avx2 avx512bw avx512_vnni", "AVX-512 VNNI", True),
        ("sse4_1 avx2 avx_vnni", "AVX-VNNI", True),
        ("sse4_1 avx2 avx512bw", "AVX-512 without VNNI", False),
        ("sse4_1 avx2", "AVX2 without VNNI", False),
        ("sse4_1", "SSE 4.1", False),
        ("", "not told by this system", False),
    ],
)
def test_kernels(
    flags: str, kernels: str, fast: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The best kernels that the first core's flags allow are named."""
    (tmp_path / "cpuinfo").write_text(CPUINFO.format(flags))
    monkeypatch.setattr(processor, "CPUINFO", tmp_path / "cpuinfo")
    monkeypatch.delenv("LD_PRELOAD", raising=False)

    assert "Some Xeon" == processor.this_processor()
    assert (kernels, fast) == (processor.kernels_of_this_processor(), processor.has_fast_8_bits())


def test_system_that_tells_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without Linux's table there is a name all the same, and no claim."""
    monkeypatch.setattr(processor, "CPUINFO", tmp_path / "none")
    monkeypatch.delenv("LD_PRELOAD", raising=False)

    assert processor.this_processor()
    assert not processor.has_fast_8_bits()


def test_machine_stands_over_a_table() -> None:
    """Processor, cores, Python, when, and how busy the machine was before."""
    machine = {"processor": "Some Xeon", "cores": 2, "python": "3.13.1", "load": 0.4}

    line = processor.machine_to_line(machine | {"date": "2026-11-28 02:00 UTC"})

    assert "Some Xeon, 2 cores, Python 3.13.1, 2026-11-28 02:00 UTC; load before 0.4" == line
