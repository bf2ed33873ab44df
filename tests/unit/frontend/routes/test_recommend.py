"""`POST /api/recommend`: the beat service's answer at a told tempo, through the front end."""

import pytest
from fake_services import FakeService, problem
from recommendation import recommendation
from unit.frontend.frontend_client import Upload

from frontend.answers.recommendation import body_with_our_urls


@pytest.mark.parametrize("query", ["", "?bpm=56.01", "?bpm=240"])
def test_answer_at_a_told_tempo(upload: Upload, beat: FakeService, query: str) -> None:
    """The service gets file and tempo; its beats come with addresses that we serve."""
    response = upload(f"/api/recommend{query}")

    assert 200 == response.status_code
    assert body_with_our_urls(recommendation()) == response.get_json()
    assert f"/recommend{query}" == beat.asked[0][0]


@pytest.mark.parametrize("bpm", ["", "39.9", "241", "-60", "nan", "1e2", "60%26x=1"])
def test_no_tempo(upload: Upload, beat: FakeService, bpm: str) -> None:
    """What is no tempo is refused before the service is asked."""
    response = upload(f"/api/recommend?bpm={bpm}")

    assert (400, "malformed_beat_query") == (response.status_code, response.get_json()["code"])
    assert [] == beat.asked


def test_problem_passes_through(upload: Upload, beat: FakeService) -> None:
    """What the service says against a file is said as it is."""
    refusal = problem("not_audio", 415, "No audio")
    beat.answer_with(refusal, 415)
    response = upload("/api/recommend?bpm=60")

    assert (415, refusal) == (response.status_code, response.get_json())
