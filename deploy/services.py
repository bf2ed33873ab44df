"""The services there are: how each is started, on which port, and whom it asks.

`make run`, the processes of tests and benchmarks, and tests of the ways of delivery read this one
table. A service knows only itself; `tests/contract/test_services.py` holds its settings to this.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

MAKE_RUN: Final = "make run"


@dataclass(frozen=True)
class Service:
    """One service.

    `package` is also its name in compose. `asks` and `may_ask` are settings that hold the address
    of another service, with that service's package: `asks` by default at its default port,
    `may_ask` only where it is told to. `keeps` are settings of what it stores. Where it is not
    needed, the others are of use without it.
    """

    package: str
    port: int  # where it listens by default
    port_variable: str  # by which `make run` is told another port
    asks: Mapping[str, str] = field(default_factory=dict)
    may_ask: Mapping[str, str] = field(default_factory=dict)
    keeps: tuple[str, ...] = ()
    is_needed: bool = True

    @property
    def arguments(self) -> tuple[str, ...]:
        """Return what Python is started with."""
        return "-m", self.package

    @property
    def shared_defaults(self) -> tuple[str, ...]:
        """Return the settings whose default is a port or a file that all of a machine share."""
        return "PORT", *self.asks, *self.keeps


SVM: Final = Service("svm_service", 5001, "PORT_SVM")
VGG19: Final = Service("vgg19_service", 5002, "PORT_VGG19")
BEAT: Final = Service(
    "beat_service",
    8000,
    "PORT_BEAT",
    may_ask={"GENRE_URL": SVM.package},
    keeps=("DATABASE_URL",),
    is_needed=False,
)
FRONTEND: Final = Service(
    "frontend",
    5000,
    "PORT_FRONTEND",
    asks={"SVM_URL": SVM.package, "VGG19_URL": VGG19.package, "BEAT_URL": BEAT.package},
)
# Whoever is asked stands before who asks; the page is ready last.
SERVICES: Final = {service.package: service for service in (SVM, VGG19, BEAT, FRONTEND)}
