"""The schema of the answer of all models, and of a problem inside it."""

import pytest
from fake_services import prediction, problem
from pydantic import ValidationError

from music_genre.webapi.bodies.api_body import ApiBody, ProblemBody


@pytest.mark.parametrize("status", [200, 399, 600])
def test_status_of_a_problem(status: int) -> None:
    """A problem has the status of an error."""
    with pytest.raises(ValidationError, match="status"):
        ProblemBody.model_validate(problem("internal_error", 500) | {"status": status})


def test_a_service_has_an_answer_or_a_problem() -> None:
    """Each stands under its service's name, told apart by what it has."""
    said = {"ensemble": None, "agreement": None}

    body = ApiBody.model_validate(
        {"svm": prediction(name="svm", jazz=1.0), "vgg19": problem("not_ready", 503), **said}
    )

    assert body.svm is not None
    assert not isinstance(body.svm, ProblemBody)
    assert isinstance(body.vgg19, ProblemBody)
    assert ("not_ready", None) == (body.vgg19.code, body.beat)
