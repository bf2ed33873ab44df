"""Front end: the page and `POST /api/predict` on port 5000."""

from functools import partial
from typing import Final

from flask import Flask

from frontend.answers.services import services_to_readiness, settings_to_services
from frontend.answers.verdict import count_verdict
from frontend.ensemble import file_to_ensemble_settings
from frontend.page.preferences import remember_preferences
from frontend.routes.about import about_routes
from frontend.routes.beats import beat_routes
from frontend.routes.delivery import add_security_headers, deliver
from frontend.routes.manifest import manifest_routes
from frontend.routes.music import music_routes
from frontend.routes.openapi import frontend_openapi
from frontend.routes.predict import PredictionHandler, api_routes, page_routes
from frontend.routes.recommend import recommend_routes
from frontend.routes.results import restoring_routes
from frontend.routes.status import status_routes
from frontend.settings import Settings
from frontend.watching.watcher import Watcher, is_shown
from music_genre.webapi.connection import use_key
from music_genre.webapi.flask.app import new_app
from music_genre.webapi.health import SharedReadiness
from music_genre.webapi.settings import environment_to_settings
from music_genre.webapi.sight.answers import AnswerMetrics

READY_FRESH_S: Final = 0.5  # two hundred probes must not ask every service two hundred times


def create_app(settings: Settings | None = None) -> Flask:
    """Make the front end; it asks no service yet. Raises `SettingsError`, `EnsembleFileError`."""
    settings = settings or environment_to_settings(Settings)
    use_key(settings.service_key)
    services = settings_to_services(settings)
    ensemble = file_to_ensemble_settings(settings.ensemble_file)
    app = new_app(
        __name__,
        settings,
        SharedReadiness(lambda: services_to_readiness(services, settings), READY_FRESH_S),
        frontend_openapi(list(services)),
    )
    registry = app.extensions["metrics"].registry
    metrics = AnswerMetrics(registry)
    handler = PredictionHandler(services, settings, ensemble, partial(count_verdict, metrics))
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.register_blueprint(api_routes(handler))
    app.register_blueprint(music_routes(services["vgg19"], settings))
    app.register_blueprint(recommend_routes(services["beat"], settings))
    app.register_blueprint(page_routes(handler))
    app.register_blueprint(beat_routes(settings))
    app.register_blueprint(restoring_routes(handler.ensemble))
    app.register_blueprint(about_routes())
    app.register_blueprint(manifest_routes())
    app.extensions["watcher"] = watcher = Watcher(services, settings, registry.collect)
    app.register_blueprint(status_routes(watcher, is_shown=is_shown(settings)))
    remember_preferences(app)
    app.after_request(add_security_headers)
    app.after_request(deliver)
    return app


app = create_app()

if __name__ == "__main__":
    from music_genre.webapi.flask.development import run_development_server

    run_development_server(app, environment_to_settings(Settings))
