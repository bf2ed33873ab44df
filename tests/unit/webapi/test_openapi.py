"""The OpenAPI documents are valid and name exactly the routes that exist."""

import pytest
from flask import Flask
from openapi_spec_validator import validate

from frontend.app import app as frontend
from svm_service.app import app as svm
from vgg19_service.app import app as vgg19

NOT_DESCRIBED = {"/static/<path:filename>"}


@pytest.mark.parametrize("app", [svm, vgg19, frontend], ids=["svm", "vgg19", "frontend"])
def test_document_matches_the_routes(app: Flask) -> None:
    """Valid by the specification's own schema, and complete."""
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
