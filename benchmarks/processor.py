"""The machine: its processor and its multiplications of 8-bit numbers, as Linux tells them."""

import os
import platform
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

HIDDEN: Final = "hide_vnni"  # `benchmarks.without_vnni` is at work
CPUINFO: Final = Path("/proc/cpuinfo")
FAST: Final = frozenset({"AVX-512 VNNI", "AVX-VNNI", "dot product"})
# In the order in which onnxruntime prefers them; those before AVX2 add without saturating.
KERNELS: Final = (
    ("avx512_vnni", "AVX-512 VNNI"),
    ("avx_vnni", "AVX-VNNI"),
    ("asimddp", "dot product"),
    ("avx512bw", "AVX-512 without VNNI"),
    ("avx2", "AVX2 without VNNI"),
    ("sse4_1", "SSE 4.1"),
    ("asimd", "NEON"),
)


def this_machine() -> dict[str, Any]:
    """Describe where and when; `load` is how busy the machine was before the benchmark."""
    return {
        "date": f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC",
        "cores": os.cpu_count(),
        "machine": platform.machine(),
        "processor": this_processor(),
        "8-bit kernels": kernels_of_this_processor(),
        "python": platform.python_version(),
        "load": round(os.getloadavg()[0], 1),
    }


def machine_to_line(machine: Mapping[str, Any]) -> str:
    """Write what `this_machine` found as the line that stands over a table."""
    return (
        f"{machine['processor']}, {machine['cores']} cores, Python {machine['python']}, "
        f"{machine['date']}; load before {machine['load']}"
    )


def this_processor() -> str:
    """Name of the processor."""
    return _fields().get("model name", platform.processor() or platform.machine())


def kernels_of_this_processor() -> str:
    """Name of the 8-bit kernels that onnxruntime takes, as far as the system tells."""
    if HIDDEN in os.environ.get("LD_PRELOAD", ""):
        return "AVX2 without VNNI, the rest hidden"
    fields = _fields()
    flags = fields.get("flags", fields.get("Features", "")).split()
    return next((name for flag, name in KERNELS if flag in flags), "not told by this system")


def has_fast_8_bits() -> bool:
    """Tell whether the processor multiplies and adds 8-bit numbers in one step."""
    return kernels_of_this_processor() in FAST


def _fields() -> dict[str, str]:
    """Fields of the first core, by name."""
    if not CPUINFO.exists():
        return {}
    first = CPUINFO.read_text().partition("\n\n")[0]
    lines = [line.partition(":") for line in first.splitlines()]
    return {name.strip(): value.strip() for name, _, value in lines}
