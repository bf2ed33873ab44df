"""Answers without a server: the stages of the services, in this process."""

from dataclasses import replace
from functools import cached_property

from beat_service.analysis.body import model_to_model_body
from beat_service.catalogue.analysis import model_to_analyse
from beat_service.catalogue.catalogue import BeatCatalogue
from beat_service.catalogue.database import BEATS
from beat_service.drums.repertoire import folders_to_repertoire
from beat_service.recommendation.body import styles_to_model_body, track_to_body
from beat_service.recommendation.recommender import Recommender
from frontend.answers.api_body import bodies_to_api_body
from frontend.answers.verdict import bodies_to_verdict
from genre_cli.answering.answers import Body
from genre_cli.answering.bundles import Bundles, decode_apart
from genre_cli.answering.databases import url_to_telling_engine
from genre_cli.answering.sounding import (
    Sounding,
    bytes_to_whole,
    sounding_to_analysis_body,
    windows_to_body,
)
from genre_cli.home import beats_url
from music_genre.audio.genre_model import GenreModel
from music_genre.translations.catalogues import Language
from music_genre.webapi.genre_verdict import VerdictBody
from music_genre.webapi.prediction_body import manifest_to_model_body
from music_genre.webapi.problems import ApiError
from vgg19_service.explanation import bytes_to_explanation
from vgg19_service.explanation_body import explanation_to_body
from vgg19_service.importance_picture import explanation_to_png
from vgg19_service.spectrogram_body import bytes_to_spectrogram_body


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
        return sounding_to_analysis_body(self._decode(encoded), self.bundles.analysis)

    def hear(self, encoded: bytes) -> tuple[Body, Body]:
        """Say genre and traits: the bodies of `predict` and `analyze`, decoded once."""
        sounding = self._decode(encoded)
        prediction = bodies_to_api_body(self._bodies(sounding), self.bundles.ensemble)
        return prediction, sounding_to_analysis_body(sounding, self.bundles.analysis)

    def spectrogram(self, encoded: bytes) -> Body:
        """Return what is drawn of a song: the body of `/v1/spectrogram`."""
        return bytes_to_spectrogram_body(encoded, self.bundles.max_audio_s).model_dump()

    def _decode(self, encoded: bytes) -> Sounding:
        return bytes_to_whole(encoded, self.bundles.max_audio_s)

    def _bodies(self, sounding: Sounding) -> dict[str, Body]:
        """Ask both genre models."""
        models: dict[str, GenreModel] = {"svm": self.bundles.svm, "vgg19": self.bundles.vgg19}
        return {
            name: windows_to_body(sounding, model, model.window_to_evidence)
            for name, model in models.items()
        }

    @cached_property
    def _recommender(self) -> Recommender:
        analysis, styles = self.bundles.analysis, self.bundles.styles
        engine = url_to_telling_engine(beats_url(), replace(BEATS, keeps_connections=False))
        catalogue = BeatCatalogue(engine, model_to_analyse(analysis, styles))
        catalogue.fill(folders_to_repertoire())
        return Recommender(analysis, styles, catalogue)
