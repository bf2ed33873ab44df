"""How the styles with and without a genre are counted."""

from training.styles.genre_prior import PredictedStyles, predicted_styles_to_report

OPEN = {"Rock": 0.5, "Reggae": 0.4, "Metal": 0.1}
REGGAE = {"reggae": 0.9, "metal": 0.1}


def test_what_a_genre_gains_and_loses() -> None:
    """One answer becomes right, one wrong, and a sure one stays what it was."""
    report = predicted_styles_to_report(
        [
            PredictedStyles("reggae", OPEN, is_sure=False, genres=REGGAE),
            PredictedStyles("rock", OPEN, is_sure=False, genres=REGGAE),
            PredictedStyles("reggae", OPEN, is_sure=True, genres=REGGAE),
        ]
    )

    assert (1, 1) == (report["gained"], report["lost"])
    assert 1 / 3 == report["without"]["accuracy"] == report["with"]["accuracy"]
    assert ({"Rock": 3}, {"Reggae": 2, "Rock": 1}) == (
        report["styles_without"],
        report["styles_with"],
    )
    assert (1, 2) == (report["sure_by_rhythm"], report["svm_right"])
    assert {"n_clips": 2, "without": 0, "with": 1} == report["by_genre"]["reggae"]
