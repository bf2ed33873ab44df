"""The document of the front end: valid, whole, and with every model that can be asked."""

from typing import Any

import pytest
from flask.testing import FlaskClient
from openapi_spec_validator import validate

from frontend.routes.openapi import frontend_openapi

PROBLEM = {"schema": {"$ref": "#/components/schemas/Problem"}}


@pytest.fixture
def document(client: FlaskClient) -> dict[str, Any]:
    """Get the document as a reader gets it."""
    content: dict[str, Any] = client.get("/openapi.json").get_json()
    return content


def test_document_is_valid(document: dict[str, Any]) -> None:
    """It is valid by the specification's own schema."""
    validate(document)


def test_answer_of_predict(document: dict[str, Any]) -> None:
    """`/api/predict` has the models' common answer, and the one error body for what goes wrong."""
    responses = document["paths"]["/api/predict"]["post"]["responses"]

    schema = {"$ref": "#/components/schemas/ApiBody"}
    assert schema == responses["200"]["content"]["application/json"]["schema"]
    for status in ("400", "413", "415", "422", "500", "502", "503", "504"):
        assert {"application/problem+json": PROBLEM} == responses[status]["content"]


def test_every_schema_that_is_named_is_there(document: dict[str, Any]) -> None:
    """No reference leads nowhere."""

    def references(part: object) -> set[str]:
        if isinstance(part, dict):
            own = {part["$ref"]} if isinstance(part.get("$ref"), str) else set()
            return own.union(*(references(value) for value in part.values()))
        return set().union(*map(references, part)) if isinstance(part, list) else set()

    names = {name.rpartition("/")[2] for name in references(document)}
    assert {"ApiBody", "KeptResult", "ExplanationBody", "SpectrogramBody", "Problem"} <= names
    assert names <= document["components"]["schemas"].keys()


def test_models_that_can_be_asked() -> None:
    """The names of the models stand where one chooses among them, in query and form."""
    predict = frontend_openapi(["svm", "drums"])["paths"]["/api/predict"]["post"]

    form = predict["requestBody"]["content"]["multipart/form-data"]["schema"]["properties"]
    for chosen in (predict["parameters"][0]["schema"], form["models"]):
        assert "svm,drums" == chosen["example"]
        assert "svm, drums; default all" in chosen["description"]


def test_three_forms_of_upload(document: dict[str, Any]) -> None:
    """A song is taken as a form, a raw body or JSON, by every route that takes one."""
    forms = {"multipart/form-data", "audio/*", "application/json"}

    for path in ("/api/predict", "/api/spectrogram", "/api/explain"):
        assert forms == document["paths"][path]["post"]["requestBody"]["content"].keys()
