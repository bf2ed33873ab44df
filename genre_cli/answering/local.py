"""Answers without a server: the stages of the services, in this process."""

from dataclasses import replace
from functools import cached_property

from beat_service.analysis.body import analysis_to_body, model_to_model_body
from beat_service.analysis.traits import TrackAnalysis, waveform_to_traits
from beat_service.catalogue.analysis import model_to_analyse
from beat_service.catalogue.catalogue import BeatCatalogue
from beat_service.catalogue.database import BEATS, DatabaseError, url_to_engine
from beat_service.drums.repertoire import folders_to_repertoire
from beat_service.recommendation.body import styles_to_model_body, track_to_body
from beat_service.recommendation.recommender import Recommender
from frontend.answers.api_body import bodies_to_api_body
from frontend.answers.verdict import bodies_to_verdict
from genre_cli.answering.answers import Body, NobodyAnswersError
from genre_cli.answering.bundles import Bundles, decode_apart
from genre_cli.home import beats_url
from music_genre.audio.constants import SAMPLE_RATE_HZ
from music_genre.audio.decode import DecodedAudio, bytes_to_waveform
from music_genre.audio.genre_model import GenreModel
from music_genre.audio.stage_clock import StageClock
from music_genre.audio.track import WindowToEvidence, decoded_to_prediction
from music_genre.translations.catalogues import Language
from music_genre.webapi.genre_verdict import VerdictBody
from music_genre.webapi.prediction_body import manifest_to_model_body, probabilities_to_body
from music_genre.webapi.problems import ApiError
from vgg19_service.explanation import bytes_to_explanation
from vgg19_service.explanation_body import explanation_to_body
from vgg19_service.importance_picture import explanation_to_png
from vgg19_service.peaks import waveform_to_peaks
from vgg19_service.spectrogram import waveform_to_spectrogram
from vgg19_service.spectrogram_body import spectrogram_to_body


class LocalAnswers:
    """Answers of this process; what it has decoded is heard by both genre models."""

    def __init__(self, language: Language, bundles: Bundles | None = None) -> None:
        self._language = language
        self.bundles = bundles or Bundles()
        decode_apart()

    def predict(self, encoded: bytes) -> Body:
        """Say the genre: the body of `POST /api/predict`, without a beat."""
        bodies = self._bodies(self._decode(encoded))
        return bodies_to_api_body(bodies, self.bundles.ensemble)

    def explain(self, encoded: bytes, genre: str | None, segment: int | None) -> Body:
        """Say what speaks for a genre: the body of `/v1/explain`."""
        model = self.bundles.vgg19
        genres = model.manifest.genres
        if genre is not None and genre not in genres:
            raise ApiError("unknown_genre")
        place = None if genre is None else genres.index(genre)
        explanation = bytes_to_explanation(encoded, self.bundles.max_audio_s, model, place, segment)
        png = explanation_to_png(explanation, genres[explanation.genre])
        facts = manifest_to_model_body(model.manifest)
        return explanation_to_body(explanation, genres, png, facts).model_dump()

    def beats(self, encoded: bytes) -> Body:
        """Say tempo, key, energy, rhythm, and beats that fit: the body of `/recommend`."""
        told = bodies_to_verdict(self._bodies(self._decode(encoded)), self.bundles.ensemble)
        verdict = (
            VerdictBody.model_validate({name: told.get(name) for name in VerdictBody.model_fields})
            if told
            else None
        )
        track = self._recommender.bytes_to_recommended_track(
            encoded, self.bundles.max_audio_s, verdict
        )
        facts = model_to_model_body(self.bundles.analysis)
        style_facts = styles_to_model_body(self.bundles.styles)
        return track_to_body(track, facts, style_facts, self._language).model_dump(by_alias=True)

    def analyze(self, encoded: bytes) -> Body:
        """Say tempo, key, energy and rhythm: the body of `/analyze`."""
        return self._analysis(self._decode(encoded))

    def hear(self, encoded: bytes) -> tuple[Body, Body]:
        """Say genre and traits: the bodies of `predict` and `analyze`, decoded once."""
        decoded = self._decode(encoded)
        prediction = bodies_to_api_body(self._bodies(decoded), self.bundles.ensemble)
        return prediction, self._analysis(decoded)

    def spectrogram(self, encoded: bytes) -> Body:
        """Return what is drawn of a song: the body of `/v1/spectrogram`."""
        decoded = self._decode(encoded)
        waveform = decoded.waveform
        peaks, spectrogram = waveform_to_peaks(waveform), waveform_to_spectrogram(waveform)
        duration_s = len(waveform) / SAMPLE_RATE_HZ
        return spectrogram_to_body(peaks, spectrogram, duration_s, decoded.info).model_dump()

    def _decode(self, encoded: bytes) -> DecodedAudio:
        return bytes_to_waveform(encoded, self.bundles.max_audio_s)

    def _bodies(self, decoded: DecodedAudio) -> dict[str, Body]:
        """Ask both genre models."""
        models: dict[str, GenreModel] = {"svm": self.bundles.svm, "vgg19": self.bundles.vgg19}
        return {
            name: decoded_to_body(decoded, model, model.window_to_evidence)
            for name, model in models.items()
        }

    def _analysis(self, decoded: DecodedAudio) -> Body:
        """Hear tempo, key, energy and rhythm."""
        analysis, clock = self.bundles.analysis, StageClock()
        traits = waveform_to_traits(decoded.waveform, decoded.channels_power, analysis)
        clock.lap("analyze")
        track = TrackAnalysis(traits, decoded.info, clock.timing_ms)
        return analysis_to_body(track, model_to_model_body(analysis)).model_dump()

    @cached_property
    def _recommender(self) -> Recommender:
        analysis, styles = self.bundles.analysis, self.bundles.styles
        try:
            engine = url_to_engine(beats_url(), replace(BEATS, keeps_connections=False))
        except DatabaseError as error:
            raise NobodyAnswersError(str(error)) from error
        catalogue = BeatCatalogue(engine, model_to_analyse(analysis, styles))
        catalogue.fill(folders_to_repertoire())
        return Recommender(analysis, styles, catalogue)


def decoded_to_body(
    decoded: DecodedAudio, model: GenreModel, window_to_evidence: WindowToEvidence
) -> Body:
    """Answer with one genre model: the body of `/v1/predict`."""
    prediction = decoded_to_prediction(decoded, window_to_evidence, model.doubt, StageClock())
    facts = manifest_to_model_body(model.manifest)
    return probabilities_to_body(prediction, model.manifest.genres, facts).model_dump()
