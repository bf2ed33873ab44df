"""What containers do under faults is printed as `make faults` does."""

from live.faults.conftest import pytest_terminal_summary

__all__ = ["pytest_terminal_summary"]
