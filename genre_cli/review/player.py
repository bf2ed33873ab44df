"""A file to the program with which this system plays it."""

import subprocess
import sys
import threading
from typing import Final

STARTS_S: Final = 2.0  # a player that is still there by then is one
LAUNCH: Final = "import sys, typer; sys.exit(typer.launch(sys.argv[1], wait=True))"


def file_to_player(path: str, starts_s: float = STARTS_S) -> bool:
    """Open a file as a double click does; False where nothing here opens it.

    What the player writes goes nowhere: the terminal belongs to the question.
    """
    nowhere = subprocess.DEVNULL
    command = [sys.executable, "-c", LAUNCH, path]
    player = subprocess.Popen(command, stdin=nowhere, stdout=nowhere, stderr=nowhere)  # noqa: S603  # our own arguments
    try:
        return player.wait(starts_s) == 0
    except subprocess.TimeoutExpired:
        threading.Thread(target=player.wait, daemon=True).start()  # else it stays a zombie
        return True
