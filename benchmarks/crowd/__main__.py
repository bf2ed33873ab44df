"""`python -m benchmarks.crowd`: many clients at once, and clients that hold half a request."""

import signal
import sys

from benchmarks.crowd.run import main

# A terminated run ends its services too, by the same way as one that failed.
signal.signal(signal.SIGTERM, lambda number, _frame: sys.exit(128 + number))
sys.exit(main())
