"""`make capacity`: what one machine holds, with 1, 10, 100 and 1,000 clients at once."""

import signal
import sys

from benchmarks.capacity.run import main

# A terminated run ends its services too, by the same way as one that failed.
signal.signal(signal.SIGTERM, lambda number, _frame: sys.exit(128 + number))
sys.exit(main())
