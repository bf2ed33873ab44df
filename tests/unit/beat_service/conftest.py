"""A catalogue in both databases, an analysis that answers at once, and the served networks."""

from collections.abc import Callable, Iterator

import numpy as np
import pytest
from numpy.typing import NDArray
from sqlalchemy import Engine

from beat_service.analysis.analysis_model import AnalysisModel, folder_to_analysis_model
from beat_service.catalogue.catalogue import BeatCatalogue
from beat_service.catalogue.database import url_to_engine
from beat_service.catalogue.upload import BeatTraits, Known
from beat_service.drums.repertoire import folders_to_repertoire
from beat_service.settings import ANALYSIS_DIR


def fixed_traits(waveform: NDArray[np.float32], _known: Known) -> BeatTraits:
    """Measure 120 BPM in A minor in everything."""
    return BeatTraits(120.0, "A minor", {"n_samples": len(waveform)})


Start = Callable[[], Engine]


@pytest.fixture
def start(database_url: str) -> Iterator[Start]:
    """Start a service's database as often as a test likes; all are stopped afterwards."""
    engines = []

    def start_once() -> Engine:
        engines.append(url_to_engine(database_url))
        return engines[-1]

    yield start_once
    for engine in engines:
        engine.dispose()


@pytest.fixture
def catalogue(start: Start) -> BeatCatalogue:
    """Fill a catalogue with our beats."""
    filled = BeatCatalogue(start(), fixed_traits)
    filled.fill(folders_to_repertoire())
    return filled


@pytest.fixture(scope="session")
def model() -> AnalysisModel:
    """Load both networks."""
    return folder_to_analysis_model(ANALYSIS_DIR)
