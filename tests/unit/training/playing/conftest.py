"""A bank of strokes that several files of tests play on."""

import pytest

from beat_service.drums.kits import KITS
from training.playing.drum_bank import BankKit, file_to_bank, kits_to_bank_file


@pytest.fixture(scope="package")
def bank(tmp_path_factory: pytest.TempPathFactory) -> tuple[BankKit, ...]:
    """Render two of our kits, so that a seed means the same on every machine."""
    path = tmp_path_factory.mktemp("bank") / "bank.npz"
    kits_to_bank_file(path, [KITS["studio"], KITS["club"]])
    return file_to_bank(path)
