"""Models of anybody's own genres: from the command that trains them to the page that shows them."""

import json
from pathlib import Path
from typing import Any

import pytest
import requests
from needs import Alone
from own_music import CLIPS_PER_GENRE, OWN_GENRES, own_clip, write_own_music

from tools.processes import ended_python, running_services
from tools.signals import to_file
from training.evaluate import main as evaluate
from training.train import main as train

UNHEARD = 20  # the number of a clip that no model was trained on
pytestmark = pytest.mark.filterwarnings("ignore:In the future `np.object`:FutureWarning")


@pytest.fixture(scope="module")
def music(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write three genres of made music."""
    return write_own_music(tmp_path_factory.mktemp("own") / "music")


@pytest.fixture(scope="module")
def svm_alone(music: Path) -> Path:
    """Train the SVM on it by the real command."""
    out = music.parent / "svm alone"
    train_svm(music, out)
    return out


def train_svm(music: Path, out: Path) -> str:
    """Train as a person does; return what the command says."""
    options = ["--models", "svm", "--data", str(music), "--out", str(out)]
    done = ended_python(["-m", "training.train", *options], music.parent)
    assert 0 == done.returncode, done.stderr
    assert "Warning" not in done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def both(music: Path, vgg19_weights: Path, alone: Alone) -> Path:  # noqa: ARG001  # training reads the variable
    """Train both models."""
    out = music.parent / "both"
    with alone():
        assert 0 == train(["--data", str(music), "--out", str(out)])
    return out


def ask(url: str, genre: str, **headers: str) -> requests.Response:
    """Send a clip that was not trained on."""
    file = to_file(own_clip(genre, UNHEARD))
    return requests.post(url, files={"file": file}, headers=headers, timeout=30)


def test_svm_is_served(svm_alone: Path, tmp_path: Path) -> None:
    """The service takes the bundle by `MODEL_DIR` and names unheard clips of every genre."""
    with running_services(tmp_path, svm_service={"MODEL_DIR": str(svm_alone / "svm")}) as urls:
        url = urls["svm"]
        ready = requests.get(f"{url}/readyz", timeout=30).json()
        bodies = {genre: ask(f"{url}/v1/predict", genre).json() for genre in OWN_GENRES}
        metrics = requests.get(f"{url}/metrics", timeout=30).text

    assert list(OWN_GENRES) == ready["genres"]
    assert {genre: genre for genre in OWN_GENRES} == {g: b["genre"] for g, b in bodies.items()}
    assert 'genre="techno house"' in metrics


def test_files_of_one_run(svm_alone: Path) -> None:
    """Report, card, manifest and pictures say what the data was and how it was measured."""
    report = json.loads((svm_alone / "report.json").read_text())
    manifest = json.loads((svm_alone / "svm" / "manifest.json").read_text())
    card = (svm_alone / "svm" / "MODEL_CARD.md").read_text()

    assert dict.fromkeys(OWN_GENRES, CLIPS_PER_GENRE) == report["data"]["n_clips"]
    assert len(OWN_GENRES) * CLIPS_PER_GENRE == report["models"]["svm"]["n_clips"]
    assert report["models"]["svm"]["accuracy"] > 0.9
    assert list(OWN_GENRES) == manifest["genres"]
    assert "music, 24 clips" == manifest["trained_on"]
    assert "GTZAN" not in card
    assert "may flatter" in card
    assert (svm_alone / "pictures" / "svm.png").stat().st_size > 1000
    assert {"weights": {"svm": 1.0}}.items() <= json.loads(
        (svm_alone / "ensemble.json").read_text()
    ).items()


def test_the_same_run_gives_the_same_model(svm_alone: Path, music: Path) -> None:
    """Training again into the same folder is allowed, and changes nothing."""
    before = (svm_alone / "svm" / "model.onnx").read_bytes()

    said = train_svm(music, svm_alone)

    assert before == (svm_alone / "svm" / "model.onnx").read_bytes()
    assert "svm: 100.0% on held-out folds" in said


def test_other_genres_than_the_service_next_door(svm_alone: Path, tmp_path: Path) -> None:
    """Services whose genres differ are shown side by side, without a mean of what has none."""
    with running_services(
        tmp_path,
        svm_service={"MODEL_DIR": str(svm_alone / "svm")},
        vgg19_service={},
        frontend={},
    ) as urls:
        answer = ask(f"{urls['frontend']}/api/predict", "kizomba")
        page = ask(urls["frontend"], "kizomba")

    assert (200, 200) == (answer.status_code, page.status_code)
    assert answer.json()["ensemble"] is None
    assert "kizomba" == answer.json()["svm"]["genre"]
    assert 10 == len(answer.json()["vgg19"]["probabilities"])
    assert "Kizomba" in page.text


def test_wrong_model_is_refused(svm_alone: Path, tmp_path: Path) -> None:
    """A service that is given the other service's model says so and does not start."""
    other = running_services(tmp_path, vgg19_service={"MODEL_DIR": str(svm_alone / "svm")})

    with pytest.raises(RuntimeError, match="holds the model svm, not vgg19"), other:
        pass


def test_evaluate_own_models(
    svm_alone: Path, music: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Own models are measured on own folders; of other genres nothing can be said."""
    arguments = ["--data", str(music), "--model-dir", str(svm_alone)]

    assert 0 == evaluate([*arguments, "--json", str(tmp_path / "out.json")])
    figures: dict[str, Any] = json.loads((tmp_path / "out.json").read_text())
    assert list(OWN_GENRES) == figures["genres"]
    assert 1.0 == figures["accuracy"]

    assert 1 == evaluate(["--data", str(music), "--model", "svm"])
    said = capsys.readouterr().err
    assert "the model knows blues, " in said
    assert "the clips are of forró, kizomba, techno house" in said

    assert 1 == evaluate([*arguments, "--model", "vgg19"])
    assert "cannot evaluate: model file missing" in capsys.readouterr().err


@pytest.mark.data
def test_both_models_on_the_page(both: Path, tmp_path: Path) -> None:
    """Both services and the front end take what training made, and answer with the own genres."""
    with running_services(
        tmp_path,
        svm_service={"MODEL_DIR": str(both / "svm")},
        vgg19_service={"MODEL_DIR": str(both / "vgg19")},
        frontend={"ENSEMBLE_FILE": str(both / "ensemble.json")},
    ) as urls:
        url = urls["frontend"]
        bodies = {genre: ask(f"{url}/api/predict", genre).json() for genre in OWN_GENRES}
        page = ask(url, "forró", **{"Accept-Language": "fr"}).text

    for genre, body in bodies.items():
        assert [genre] * 3 == [body[name]["genre"] for name in ("svm", "vgg19", "ensemble")]
        assert list(OWN_GENRES) == list(body["ensemble"]["probabilities"])
        assert body["agreement"]
    assert "Forró" in page
    assert "techno house" in page
