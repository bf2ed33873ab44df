"""The front end as a test client, with real small servers as its services."""

import io
from collections.abc import Iterator
from typing import Any

import pytest
from fake_services import FakeService, fake_service, prediction
from flask.testing import FlaskClient
from recommendation import recommendation
from unit.frontend.frontend_client import AUDIO, MAX_UPLOAD_BYTES, MakeClient, Upload
from werkzeug.test import TestResponse

from frontend.app import create_app
from frontend.settings import Settings


@pytest.fixture
def svm() -> Iterator[FakeService]:
    """Run a service that answers as the SVM does."""
    with fake_service() as service:
        service.answer_with(prediction("confident", "svm", reggae=0.7, hiphop=0.1))
        yield service


@pytest.fixture
def vgg19() -> Iterator[FakeService]:
    """Run a service that answers as VGG19 does."""
    with fake_service() as service:
        service.answer_with(prediction("confident", "vgg19", reggae=0.8, rock=0.1))
        yield service


@pytest.fixture
def beat() -> Iterator[FakeService]:
    """Run a service that answers as the beat service does."""
    with fake_service() as service:
        service.answer_with(recommendation())
        yield service


@pytest.fixture
def make_client(svm: FakeService, vgg19: FakeService, beat: FakeService) -> MakeClient:
    """Make a client of a front end with these settings."""

    def make(**settings: Any) -> FlaskClient:
        defaults: dict[str, Any] = {
            "svm_url": svm.url,
            "vgg19_url": vgg19.url,
            "beat_url": beat.url,
            "host": "127.0.0.1",  # an image listens to all
            "max_upload_bytes": MAX_UPLOAD_BYTES,
            "service_timeout_s": 5,
        }
        return create_app(Settings(**defaults | settings)).test_client()

    return make


@pytest.fixture
def client(make_client: MakeClient) -> FlaskClient:
    """Make a client of a front end whose services all answer."""
    return make_client()


@pytest.fixture
def upload(client: FlaskClient) -> Upload:
    """Post a file as the forms of the page and `curl -F` do; English is asked for."""

    def post(
        path: str = "/api/predict",
        audio: bytes = AUDIO,
        file_name: str = "song.wav",
        client: FlaskClient = client,
        fields: dict[str, str] | None = None,
        headers: dict[str, str] | None = None,
    ) -> TestResponse:
        return client.post(
            path,
            data={"file": (io.BytesIO(audio), file_name), **(fields or {})},
            headers={"Accept-Language": "en", **(headers or {})},
        )

    return post
