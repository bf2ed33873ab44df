"""A client of the catalogue's routes, on both databases."""

from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient
from unit.beat_service.catalogue.beat_client import MAX_UPLOAD_BYTES, routes_to_client

from beat_service.catalogue.catalogue import BeatCatalogue
from beat_service.catalogue.routes import beat_routes


@pytest.fixture
def client(catalogue: BeatCatalogue) -> Iterator[TestClient]:
    """Make a small app with the routes."""
    with routes_to_client(beat_routes(catalogue, MAX_UPLOAD_BYTES)) as opened:
        yield opened
