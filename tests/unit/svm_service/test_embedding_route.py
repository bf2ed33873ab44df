"""`POST /v1/embedding`: a vector of the whole track."""

from svm_service.embedding_route import embedding_description


def test_route_is_described() -> None:
    """The description names path, method and the body's schema."""
    described = embedding_description()

    assert ("/v1/embedding", "post") == (described.path, described.method)
