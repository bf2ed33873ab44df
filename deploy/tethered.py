"""`python -m deploy.tethered MODULE`: run a module that ends with whoever started it.

Its standard input is a pipe whose other end its parent alone has, and keeps open without writing.
When the parent is gone, killed even, the kernel closes that end on every system; then the module
is told to stop, as by its parent, and ended where it does not.
"""

import os
import runpy
import signal
import sys
import threading
import time
from typing import Final

PATIENCE_S: Final = 12  # [s]; the services have ten to finish what they have begun


def main() -> None:
    """Run the module that the first argument names, with the others as its own."""
    threading.Thread(target=_end_with_parent, daemon=True).start()
    del sys.argv[0]
    runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)


def _end_with_parent() -> None:
    """Wait until nobody holds the other end of standard input, and end this process then."""
    while os.read(0, 1):
        pass
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(PATIENCE_S)
    os._exit(1)


if __name__ == "__main__":
    main()
