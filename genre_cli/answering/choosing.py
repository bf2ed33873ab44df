"""Who answers: a server that runs, or this process."""

from genre_cli.answering.answers import Answers
from music_genre.one_thread import prefer_one_thread
from music_genre.translations.catalogues import Language


def new_answers(server: str | None, language: Language) -> Answers:
    """Choose who answers. Raises `NobodyAnswersError` for what is no server's address."""
    if server:
        from genre_cli.answering.remote import ServerAnswers

        return ServerAnswers(server, language)
    prefer_one_thread()  # more gain nothing, as in the service
    from genre_cli.answering.local import LocalAnswers

    return LocalAnswers(language)
