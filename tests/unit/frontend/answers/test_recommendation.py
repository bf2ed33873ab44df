"""Addresses of beats, as a browser can open them at the front end."""

from copy import deepcopy

import pytest
from recommendation import recommendation, silent_recommendation

from frontend.answers.recommendation import body_with_our_urls


def test_every_address_is_ours() -> None:
    """The chosen beat and every alternative are found at the front end; nothing else changes."""
    body = recommendation()

    ours = body_with_our_urls(body)

    expected = deepcopy(body)
    for beat in (expected["beat"], *(one["beat"] for one in expected["alternatives"])):
        for name in ("url", "midi_url"):
            beat[name] = beat[name] and "/api" + beat[name]
    assert expected == ours
    assert {True, False} == {one["beat"]["midi_url"] is None for one in ours["alternatives"]}


def test_an_answer_of_before_midi() -> None:
    """One that a browser kept then has no address of a MIDI file, and gets none."""
    body = recommendation()
    del body["beat"]["midi_url"]

    assert "midi_url" not in body_with_our_urls(body)["beat"]


def test_what_is_ours_stays_so() -> None:
    """A body that a browser kept is not given a second prefix."""
    once = body_with_our_urls(recommendation())

    assert once == body_with_our_urls(once)


def test_the_services_body_is_left_alone() -> None:
    """Who gave the body still has it as it was."""
    body = recommendation()

    body_with_our_urls(body)

    assert recommendation() == body


@pytest.mark.parametrize("member", ["mood", "later"])
def test_keys_of_later_versions(member: str) -> None:
    """What the beat service says more than we know is passed on."""
    assert "calm" == body_with_our_urls(recommendation() | {member: "calm"})[member]


def test_silence() -> None:
    """Silence has no beat whose address could be changed."""
    assert silent_recommendation() == body_with_our_urls(silent_recommendation())
