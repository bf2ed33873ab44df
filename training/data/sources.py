"""Modules → the files of their code, for the keys of caches.

By module, not by name: after a rename the import fails, where a name would quietly lead nowhere.
"""

from pathlib import Path
from types import ModuleType


def modules_to_sources(*modules: ModuleType) -> tuple[Path, ...]:
    """Find the file of each module. Raises `ValueError` for one that has none."""
    files = [getattr(module, "__file__", None) for module in modules]
    if None in files:
        raise ValueError("a module without a file has no code to depend on")
    return tuple(Path(file) for file in files if file)
