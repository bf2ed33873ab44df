"""SVM genre service on port 5001: `POST /predict_svm`, `/v1/predict` and `/v1/embedding`."""

from flask import Flask

from music_genre.audio.decoding.workers import use_workers
from music_genre.webapi.flask.development import run_development_server
from music_genre.webapi.flask.genre_app import new_genre_app
from music_genre.webapi.settings import environment_to_settings
from music_genre.webapi.sight.metrics import DecodingMetrics
from svm_service.embedding_route import embedding_description, embedding_routes
from svm_service.model import folder_to_model
from svm_service.settings import Settings

REPORT_PATHS = ("/predict_svm",)


def create_app(settings: Settings | None = None) -> Flask:
    """Make the service, its model loaded and warm. Raises `ModelBundleError`, `SettingsError`."""
    settings = settings or environment_to_settings(Settings)
    workers = use_workers()
    model = folder_to_model(settings.model_dir, settings.onnx_threads)
    check = model.warm_up()
    app = new_genre_app(
        __name__,
        settings,
        model.manifest,
        model.bytes_to_prediction,
        REPORT_PATHS,
        check=check,
        more=[embedding_description()],
    )
    DecodingMetrics(app.extensions["metrics"].registry, workers.counts, lambda: workers.n_starts)
    app.register_blueprint(embedding_routes(model, settings))
    return app


app = create_app()

if __name__ == "__main__":
    run_development_server(app, environment_to_settings(Settings))
