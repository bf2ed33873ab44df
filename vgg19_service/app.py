"""VGG19 genre service on port 5002.

`POST /predict_vgg` and `/v1/predict`, `/v1/explain` and `/v1/spectrogram`.
"""

from flask import Flask

from music_genre.audio.decoding.workers import use_workers
from music_genre.webapi.flask.development import run_development_server
from music_genre.webapi.flask.genre_app import new_genre_app
from music_genre.webapi.settings import environment_to_settings
from music_genre.webapi.sight.answers import ExplanationMetrics
from music_genre.webapi.sight.metrics import DecodingMetrics
from vgg19_service.explain_route import explain_description, explain_routes
from vgg19_service.model import folder_to_model
from vgg19_service.settings import Settings
from vgg19_service.spectrogram_route import spectrogram_description, spectrogram_routes

REPORT_PATHS = ("/predict_vgg", "/predict_vgg19")


def create_app(settings: Settings | None = None) -> Flask:
    """Make the service, its model loaded and warm. Raises `ModelBundleError`, `SettingsError`."""
    settings = settings or environment_to_settings(Settings)
    workers = use_workers()
    model = folder_to_model(settings.model_dir, settings.onnx_threads)
    check = model.warm_up()
    described = [explain_description(model.manifest.genres), spectrogram_description()]
    app = new_genre_app(
        __name__,
        settings,
        model.manifest,
        model.bytes_to_prediction,
        REPORT_PATHS,
        check=check,
        more=described,
    )
    DecodingMetrics(app.extensions["metrics"].registry, workers.counts, lambda: workers.n_starts)
    metrics = ExplanationMetrics(app.extensions["metrics"].registry)
    app.register_blueprint(explain_routes(model, settings, metrics))
    app.register_blueprint(spectrogram_routes(settings))
    return app


app = create_app()

if __name__ == "__main__":
    run_development_server(app, environment_to_settings(Settings))
