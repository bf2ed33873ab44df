"""The two forms of the bench of faults: short among all tests, long by `make faults`."""

import os
from typing import Final

# Set by the Makefile: then there are more clients, and times are held to as well.
IS_LONG: Final = os.environ.get("FAULTS") == "long"
