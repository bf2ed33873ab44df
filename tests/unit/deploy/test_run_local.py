"""Which models and which addresses `make run` gives to each service."""

from pathlib import Path

import pytest

from deploy.ports import Places
from deploy.run_local import ModelsError, chosen_models, service_to_urls
from deploy.services import BEAT, FRONTEND, SERVICES, SVM

PLACES = Places("0.0.0.0", {name: 7000 + place for place, name in enumerate(SERVICES)})


@pytest.fixture(autouse=True)
def nothing_chosen(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take away what the shell may have chosen."""
    for variable in ("MODELS_DIR", "MODEL_DIR", "GENRE_URL", "SVM_URL"):
        monkeypatch.delenv(variable, raising=False)


@pytest.fixture
def models(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Choose a folder as training lays it out."""
    for name in ("svm", "vgg19"):
        (tmp_path / name).mkdir()
    (tmp_path / "ensemble.json").touch()
    monkeypatch.setenv("MODELS_DIR", str(tmp_path))
    return tmp_path


def test_the_front_end_finds_all(monkeypatch: pytest.MonkeyPatch) -> None:
    """It gets the services that were started with it, whatever the shell says of others."""
    monkeypatch.setenv("SVM_URL", "http://elsewhere")

    assert {
        "SVM_URL": "http://127.0.0.1:7000",
        "VGG19_URL": "http://127.0.0.1:7001",
        "BEAT_URL": "http://127.0.0.1:7002",
    } == service_to_urls(FRONTEND, PLACES)


@pytest.mark.parametrize(
    ("chosen", "url"),
    [(None, "http://127.0.0.1:7000"), ("", ""), ("http://elsewhere", "http://elsewhere")],
)
def test_genres_for_beats(chosen: str | None, url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The beat service asks the SVM, or whom the shell names, or nobody."""
    if chosen is not None:
        monkeypatch.setenv("GENRE_URL", chosen)

    assert {"GENRE_URL": url} == service_to_urls(BEAT, PLACES)


def test_a_genre_service_asks_nobody() -> None:
    """Who asks nobody gets no address."""
    assert {} == service_to_urls(SVM, PLACES)


def test_own_models_are_not_chosen() -> None:
    """Without a folder of models every service has its own."""
    assert {} == chosen_models()


def test_chosen_models(models: Path) -> None:
    """Both genre services and the front end take theirs from the folder."""
    assert {
        "svm_service": {"MODEL_DIR": str(models / "svm")},
        "vgg19_service": {"MODEL_DIR": str(models / "vgg19")},
        "frontend": {"ENSEMBLE_FILE": str(models / "ensemble.json")},
    } == chosen_models()


def test_folder_is_meant_from_here(models: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A relative folder becomes a whole path, as services may run elsewhere."""
    monkeypatch.chdir(models.parent)
    monkeypatch.setenv("MODELS_DIR", models.name)

    assert str(models.resolve() / "svm") == chosen_models()["svm_service"]["MODEL_DIR"]


@pytest.mark.parametrize("missing", ["svm", "vgg19", "ensemble.json"])
def test_half_a_folder(models: Path, missing: str) -> None:
    """Whatever one of the three lacks is named, with what to do."""
    path = models / missing
    path.rmdir() if path.is_dir() else path.unlink()

    with pytest.raises(ModelsError, match=f"has no {missing}; train both models into it"):
        chosen_models()


def test_model_of_one_service(monkeypatch: pytest.MonkeyPatch) -> None:
    """`MODEL_DIR` would give both services the same model, and is refused."""
    monkeypatch.setenv("MODEL_DIR", "/some/model")

    with pytest.raises(ModelsError, match="set MODELS_DIR to the folder of both"):
        chosen_models()
