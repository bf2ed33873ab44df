"""Genre, tempo and key of songs, in Python: `from music_genre import predict`.

The services import this package for their own parts, so `predict` is loaded when somebody asks for
it, and not before (docs/decisions/0031).
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from genre_cli.notebook.song import predict

__all__ = ["predict"]


def __getattr__(name: str) -> Any:
    """Load what is not here yet. Raises `AttributeError` for what there is not."""
    if name != "predict":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from genre_cli.services_path import use_services

    use_services(for_children=False)
    from genre_cli.notebook.song import predict

    return predict
