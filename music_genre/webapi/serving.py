"""What services under both web frameworks do alike when they start and stop."""

import contextlib
import gc
import sys
from collections.abc import Callable, Iterator
from typing import Final, TypeVar

from music_genre.webapi.logs.lines import write_lines
from music_genre.webapi.settings import ServiceSettings, SettingsError, settings_to_address

GRACEFUL_STOP_S: Final = 10  # [s], for requests in flight when the service is told to stop
PROBES: Final = ("/livez", "/readyz", "/metrics")  # asked every few seconds, so kept out of the log

REFUSAL: Final = "music_genre.refusal"  # in a request that the app shall refuse, and how

MadeT = TypeVar("MadeT")


def made_or_exit(make: Callable[[], MadeT], refusals: tuple[type[Exception], ...]) -> MadeT:
    """Return what `make` makes; end the process with one clear line for each of `refusals`."""
    try:
        with collecting_nothing():
            return make()
    except refusals as error:
        sys.exit(f"cannot start: {error}")


@contextlib.contextmanager
def collecting_nothing() -> Iterator[None]:
    """Look for no garbage while an app is made, nor ever again among what was made.

    To import and to load makes hardly anything but what stays, and to look through all of it again
    and again is a quarter of the beat service's start.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


def settings_or_exit(make_settings: Callable[[], ServiceSettings]) -> tuple[ServiceSettings, str]:
    """Read a service's settings and find the IP address to listen on, or end the process."""

    def settings_and_address() -> tuple[ServiceSettings, str]:
        settings = make_settings()
        return settings, settings_to_address(settings)

    return made_or_exit(settings_and_address, (SettingsError,))


def settings_to_lines(settings: ServiceSettings) -> None:
    """Begin to write the log as the settings say, under the name of the settings' package."""
    write_lines(settings_to_service(settings), settings.log_format or None)


def settings_to_service(settings: ServiceSettings) -> str:
    """Name the service, by the settings' package."""
    return type(settings).__module__.partition(".")[0]
