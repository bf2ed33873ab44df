"""Clients that ask the front end for genres, one song after the other, and what they got."""

import contextlib
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field

import requests

LONGEST_S = 300
PAUSE_S = 0.05


@dataclass
class Traffic:
    """What was answered: how many songs by both models, and what went wrong with the others."""

    url: str
    song: bytes
    answered: int = 0
    faults: list[str] = field(default_factory=list)

    def ask(self) -> str:
        """Send one song; return what went wrong, or nothing when both models answered."""
        try:
            response = requests.post(
                f"{self.url}/api/predict", files={"file": self.song}, timeout=60
            )
            body = response.json()
        except requests.RequestException as error:
            return repr(error)
        if response.status_code != requests.codes.ok:
            return f"{response.status_code} {body}"
        problems = {name: body[name]["code"] for name in ("svm", "vgg19") if "code" in body[name]}
        return str(problems) if problems else ""

    def ask_until(self, over: threading.Event) -> None:
        """Send one client's songs."""
        deadline = time.monotonic() + LONGEST_S
        while not over.is_set() and time.monotonic() < deadline:
            fault = self.ask()
            if fault:
                self.faults.append(fault)
            else:
                self.answered += 1
            over.wait(PAUSE_S)


@contextlib.contextmanager
def traffic(url: str, song: bytes, clients: int) -> Iterator[Traffic]:
    """Keep traffic up until the block ends and each client has its last answer."""
    counted = Traffic(url, song)
    over = threading.Event()
    threads = [threading.Thread(target=counted.ask_until, args=(over,)) for _ in range(clients)]
    for thread in threads:
        thread.start()
    try:
        yield counted
    finally:
        over.set()
        for thread in threads:
            thread.join()
