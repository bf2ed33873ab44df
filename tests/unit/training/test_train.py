"""What `make train` refuses, and what it makes."""

import pytest

from training.train import main


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--data", "x"], "--data and --out go together"),
        (["--out", "x"], "--data and --out go together"),
        (["--models", "svm"], "--models goes with them"),
        (["--data", "x", "--out", "y", "--models", "svm,cnn"], "'cnn' is none of svm, vgg19"),
    ],
)
def test_options(options: list[str], message: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Options that make no sense together are refused before anything is read."""
    assert 1 == main(options)
    assert message in capsys.readouterr().err
