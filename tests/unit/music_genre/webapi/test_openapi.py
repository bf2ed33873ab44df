"""The OpenAPI documents are valid and name exactly the routes that exist."""

import pytest
from flask_apps import service_to_app
from openapi_spec_validator import validate

from music_genre.webapi.openapi import document_at

NOT_DESCRIBED = {"/static/<path:filename>"}


@pytest.mark.parametrize("service", ["svm_service", "vgg19_service", "frontend"])
def test_document_matches_the_routes(service: str) -> None:
    """Valid by the specification's own schema, and complete."""
    app = service_to_app(service)
    document = app.test_client().get("/openapi.json").get_json()

    validate(document)
    described = {
        (path, method.upper()) for path, item in document["paths"].items() for method in item
    }
    served = {
        (rule.rule.replace("<", "{").replace(">", "}"), method)
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
        if rule.rule not in NOT_DESCRIBED
    }
    assert served == described


def test_document_behind_a_proxy() -> None:
    """Under a path the document says so; at the top there is nothing to say."""
    assert {"a": 1, "servers": [{"url": "/genre"}]} == document_at({"a": 1}, "/genre")
    assert {"a": 1} == document_at({"a": 1}, "")
