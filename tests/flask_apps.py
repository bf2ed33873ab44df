"""The Flask services' apps, made when a test needs one: the models behind them take a second."""

from importlib import import_module

from flask import Flask


def service_to_app(service: str) -> Flask:
    """Import the app that `python -m service` serves."""
    app = import_module(f"{service}.app").app
    assert isinstance(app, Flask)
    return app
