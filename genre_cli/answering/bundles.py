"""The models of a command: loaded when first needed, and held to their known answers.

They are those of `MODELS_DIR`, or the ones that come with the package, as with `make run`.
"""

import hashlib
import sys
from functools import cached_property
from pathlib import Path
from typing import Final

from beat_service.analysis.analysis_model import AnalysisModel, folder_to_analysis_model
from beat_service.analysis.known_answers import model_to_checked
from beat_service.settings import Settings as BeatSettings
from beat_service.styles.style_model import StyleModel
from deploy.run_local import ModelsError, chosen_models
from frontend.ensemble import (
    ENSEMBLE_FILE,
    EnsembleFileError,
    EnsembleSettings,
    file_to_ensemble_settings,
)
from genre_cli.answering.answers import NobodyAnswersError
from music_genre.audio.decoding.workers import use_workers
from music_genre.audio.errors import ModelBundleError
from music_genre.audio.model_bundle import MANIFEST_FILE
from music_genre.webapi.settings import (
    GenreServiceSettings,
    SettingsError,
    SettingsT,
    environment_to_settings,
)
from svm_service.model import SvmModel
from svm_service.model import folder_to_model as folder_to_svm
from svm_service.settings import Settings as SvmSettings
from vgg19_service.model import Vgg19Model
from vgg19_service.model import folder_to_model as folder_to_vgg19
from vgg19_service.settings import Settings as Vgg19Settings

LOADING: Final = (ModelBundleError, ModelsError, SettingsError, EnsembleFileError)


def decode_apart() -> None:
    """Decode in processes that can be ended from now on, as the services do.

    Windows cannot fork: there files are decoded in this process.
    """
    if sys.platform != "win32":
        use_workers()


class Bundles:
    """Models, each loaded when it is first asked for. Every property raises `NobodyAnswersError`.

    `onnx_threads` is how many one inference may take; None is what a service takes.
    """

    def __init__(self, onnx_threads: int | None = None) -> None:
        self._onnx_threads = onnx_threads

    @cached_property
    def version(self) -> str:
        """Compute a checksum of which models these are, without loading them."""
        try:
            beats = environment_to_settings(BeatSettings)
            folders = [
                self._settings(SvmSettings, "svm_service").model_dir,
                self._settings(Vgg19Settings, "vgg19_service").model_dir,
                *(beats.analysis_dir, beats.pulse_dir),
            ]
            manifests = [(folder / MANIFEST_FILE).read_bytes() for folder in folders]
        except (*LOADING, OSError) as error:
            raise NobodyAnswersError(str(error)) from error
        told = b"".join([*manifests, self.ensemble.model_dump_json().encode()])
        return hashlib.sha256(told).hexdigest()

    @cached_property
    def svm(self) -> SvmModel:
        """Load the SVM."""
        try:
            settings = self._settings(SvmSettings, "svm_service")
            model = folder_to_svm(settings.model_dir, settings.onnx_threads)
            model.check_arithmetic()
        except LOADING as error:
            raise NobodyAnswersError(str(error)) from error
        return model

    @cached_property
    def vgg19(self) -> Vgg19Model:
        """Load VGG19."""
        try:
            settings = self._settings(Vgg19Settings, "vgg19_service")
            model = folder_to_vgg19(settings.model_dir, settings.onnx_threads)
            model.check_arithmetic()
        except LOADING as error:
            raise NobodyAnswersError(str(error)) from error
        return model

    @cached_property
    def ensemble(self) -> EnsembleSettings:
        """Read how the two come to one verdict."""
        try:
            file = chosen_models().get("frontend", {}).get("ENSEMBLE_FILE", ENSEMBLE_FILE)
            return file_to_ensemble_settings(Path(file))
        except LOADING as error:
            raise NobodyAnswersError(str(error)) from error

    @cached_property
    def analysis(self) -> AnalysisModel:
        """Load what hears tempo, key and beats."""
        try:
            settings = environment_to_settings(BeatSettings)
            model = folder_to_analysis_model(settings.analysis_dir, settings.pulse_dir)
            model_to_checked(model)
            model.pulse.check_arithmetic()
        except LOADING as error:
            raise NobodyAnswersError(str(error)) from error
        return model

    @cached_property
    def styles(self) -> StyleModel:
        """Load what hears styles."""
        try:
            model = StyleModel(environment_to_settings(BeatSettings).style_dir)
            model.check_arithmetic()
        except LOADING as error:
            raise NobodyAnswersError(str(error)) from error
        return model

    @cached_property
    def max_audio_s(self) -> float:
        """Read the longest audio that is taken [s], which is a service's."""
        try:
            return environment_to_settings(SvmSettings).max_audio_s
        except LOADING as error:
            raise NobodyAnswersError(str(error)) from error

    def _settings(self, kind: type[SettingsT], service: str) -> SettingsT:
        """Read a genre service's settings, with the models that were chosen."""
        settings = environment_to_settings(kind)
        update: dict[str, object] = {}
        if folder := chosen_models().get(service, {}).get("MODEL_DIR"):
            update["model_dir"] = Path(folder)
        if self._onnx_threads and isinstance(settings, GenreServiceSettings):
            update["onnx_threads"] = self._onnx_threads
        return settings.model_copy(update=update)
