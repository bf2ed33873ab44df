"""Settings of the front end."""

from pathlib import Path
from typing import Literal

from pydantic import Field

from frontend.ensemble import ENSEMBLE_FILE
from music_genre.webapi.settings import URL_PATTERN, AskingServiceSettings


class Settings(AskingServiceSettings):
    """`AskingServiceSettings` with where the other services are and how long they may take."""

    port: int = Field(5000, ge=1, le=65_535, description="Port to listen on.")
    threads: int = Field(
        16, ge=1, le=64, description="Requests answered at the same time; they mostly wait."
    )
    svm_url: str = Field(
        "http://127.0.0.1:5001", pattern=URL_PATTERN, description="Address of the SVM service."
    )
    vgg19_url: str = Field(
        "http://127.0.0.1:5002", pattern=URL_PATTERN, description="Address of the VGG19 service."
    )
    beat_url: str = Field(
        "http://127.0.0.1:8000", pattern=URL_PATTERN, description="Address of the beat service."
    )
    ensemble_file: Path = Field(
        ENSEMBLE_FILE, description="Weights of the models and threshold of their mean."
    )
    service_timeout_s: float = Field(
        60, gt=0, description="Longest wait for the services' predictions [s]."
    )
    connect_timeout_s: float = Field(
        2, gt=0, description="Longest wait for a connection to a service [s]."
    )
    status_page: Literal["", "on", "off"] = Field(
        "", description="Whether there is a page /status; empty is where only this machine sees it."
    )
    ready_timeout_s: float = Field(
        1, gt=0, description="Longest wait for the services' readiness [s]."
    )
