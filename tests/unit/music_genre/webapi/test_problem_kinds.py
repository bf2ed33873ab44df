"""The two classes of which every problem is made."""

from music_genre.webapi.problem_kinds import Message, ProblemKind


def test_a_kind() -> None:
    """A kind holds its status and what it says in both languages."""
    kind = ProblemKind(400, Message("Faute", "Corrigez."), Message("Fault", "Mend it."))

    assert (400, "Faute", "Mend it.") == (kind.status, kind.fr.title, kind.en.detail)
