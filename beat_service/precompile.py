"""`python -m beat_service.precompile`: compile before any start what librosa compiles with numba.

numba keeps the result beside librosa's files, or in `NUMBA_CACHE_DIR`. The first start on a machine
would take half a minute without this, so installing does it.
"""

from beat_service.analysis.analysis_model import folder_to_analysis_model
from beat_service.analysis.traits import bytes_to_analysis
from beat_service.settings import ANALYSIS_DIR
from music_genre.audio.constants import WINDOW_S
from music_genre.audio.warm_up import noise_files

if __name__ == "__main__":
    model = folder_to_analysis_model(ANALYSIS_DIR)
    for encoded in noise_files():
        bytes_to_analysis(encoded, WINDOW_S, model)
