"""What follows from the table of services."""

import pytest

from deploy.services import BEAT, FRONTEND, SERVICES, SVM


def test_how_a_service_is_started() -> None:
    """A service is started as a module, by its package."""
    assert ("-m", "svm_service") == SVM.arguments


def test_what_a_service_shares_by_default() -> None:
    """Its port, its files and whom it asks; whom it asks only where told is nobody by default."""
    assert ("PORT",) == SVM.shared_defaults
    assert ("PORT", "DATABASE_URL") == BEAT.shared_defaults
    assert ("PORT", "SVM_URL", "VGG19_URL", "BEAT_URL") == FRONTEND.shared_defaults


@pytest.mark.parametrize("member", ["package", "port", "port_variable"])
def test_nothing_is_given_twice(member: str) -> None:
    """No two services have one package, port or variable."""
    values = {getattr(service, member) for service in SERVICES.values()}

    assert len(SERVICES) == len(values)
