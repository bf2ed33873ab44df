"""The networks that are served."""

import pytest

from beat_service.scorer import AnalysisModel, folder_to_analysis_model
from beat_service.settings import ANALYSIS_DIR


@pytest.fixture(scope="session")
def model() -> AnalysisModel:
    """Both networks."""
    return folder_to_analysis_model(ANALYSIS_DIR)
