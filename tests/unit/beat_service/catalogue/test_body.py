"""Rows of the catalogue → the JSON of beats."""

from beat_service.catalogue.body import BeatBody, BeatsBody
from beat_service.catalogue.catalogue import style_to_beats
from beat_service.catalogue.tables import Beat
from beat_service.drums.repertoire import folders_to_repertoire

OURS = [beat for style in folders_to_repertoire() for beat in style_to_beats(style)]
LOOP = Beat(
    id="house-mine",
    title="Mine",
    style="House",
    kind="audio",
    bpm=120.0,
    slowest_bpm=110.4,
    fastest_bpm=129.6,
    key="A minor",
    bars=4,
    meter="4/4",
    beats=16.0,
    licence="CC-BY-4.0",
    author="Me",
    traits={"energy": 0.5},
)


def test_a_row_is_its_body() -> None:
    """Every column that people see stands there as it is, a recording without a pattern."""
    body = BeatBody.of(LOOP)

    assert ("house-mine", "Mine", "House", "audio") == (body.id, body.title, body.style, body.kind)
    assert (120.0, 110.4, 129.6) == (body.bpm, body.slowest_bpm, body.fastest_bpm)
    assert ("A minor", 4, "CC-BY-4.0", "Me") == (body.key, body.bars, body.licence, body.author)
    assert ("4/4", 16.0) == (body.meter, body.beats)
    assert {"energy": 0.5} == body.traits
    assert body.pattern is None


def test_addresses_are_from_the_root() -> None:
    """A beat's own address, and its sound below it."""
    body = BeatBody.of(LOOP)

    assert ("/beats/house-mine", "/beats/house-mine/audio") == (body.url, body.audio_url)


def test_beats_of_ours_have_their_steps() -> None:
    """A pattern is answered as its file has it, and the body can be read again."""
    for beat in OURS:
        body = BeatBody.model_validate_json(BeatBody.of(beat).model_dump_json())
        assert body.pattern is not None
        assert "pattern" == body.kind
        assert beat.id == body.pattern["id"]
        assert {"energy", "steps"} <= body.traits.keys()


def test_a_list_has_its_styles() -> None:
    """Beats in the order given, and the styles beside them; an empty list is one too."""
    body = BeatsBody.of(iter([OURS[1], LOOP]), ["House", "Rock"])

    assert [OURS[1].id, "house-mine"] == [beat.id for beat in body.beats]
    assert ["House", "Rock"] == body.styles
    assert ([], []) == (BeatsBody.of([], []).beats, BeatsBody.of([], []).styles)
