"""The beat service as it runs in its image: a real process on a port of its own.

Run as a script it writes `TEST-*.xml` into `/reports`, or where `REPORT_DIR` says.
"""

import contextlib
import io
import os
import random
import socket
import subprocess
import sys
import tempfile
import time
import unittest
import wave
from pathlib import Path
from typing import Any, ClassVar

import requests
import xmlrunner

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "data" / "sample.wav"
READY_WITHIN_S = 120  # without numba's cache the first start compiles for half a minute
TIMEOUT_S = 60
# All of the environment that reaches the service; its image says where numba has compiled.
INHERITED = ("PATH", "HOME", "TMPDIR", "LD_LIBRARY_PATH", "NUMBA_CACHE_DIR", "NUMBA_CPU_NAME")
# Neither those of other tests nor those that systems give to outgoing connections.
PORTS = range(32_001, 32_700)


def free_port() -> int:
    """Choose a port that nothing listens on."""
    while True:
        port = random.choice(PORTS)  # noqa: S311  # no secret
        with contextlib.suppress(OSError), socket.socket() as probe:
            probe.bind(("127.0.0.1", port))
            return port


class TestBeatService(unittest.TestCase):
    """`POST /analyze`, `POST /recommend` and `/beats`."""

    url: ClassVar[str]

    @classmethod
    def setUpClass(cls) -> None:
        """Start the service with a catalogue of its own, and wait until it is warm."""
        folder = cls.enterClassContext(tempfile.TemporaryDirectory())
        port = free_port()
        cls.url = f"http://127.0.0.1:{port}"
        kept = {name: os.environ[name] for name in INHERITED if name in os.environ}
        own = {
            "DATABASE_URL": f"sqlite:///{folder}/beats.db",
            "PYTHONPATH": str(ROOT),
            "HOST": "127.0.0.1",
            "PORT": str(port),
        }
        process = subprocess.Popen(  # our own service
            [sys.executable, "-m", "beat_service"], cwd=ROOT, env=kept | own
        )
        cls.addClassCleanup(process.wait)
        cls.addClassCleanup(process.terminate)
        until = time.monotonic() + READY_WITHIN_S
        while not cls.is_ready():
            if process.poll() is not None or time.monotonic() > until:
                raise AssertionError("the service does not become ready")
            time.sleep(0.1)

    @classmethod
    def is_ready(cls) -> bool:
        """Say whether the networks are loaded and warm."""
        try:
            return requests.get(f"{cls.url}/readyz", timeout=5).ok
        except requests.ConnectionError:
            return False

    def analyze(self, content: bytes, route: str = "/analyze") -> tuple[int, dict[str, Any]]:
        """Send a request and return status and JSON body of the answer."""
        response = requests.post(self.url + route, files={"file": content}, timeout=TIMEOUT_S)
        return response.status_code, response.json()

    def test_sample_is_analysed(self) -> None:
        """The project's own sample has its tempo, a key, an energy and a rhythm."""
        status, body = self.analyze(SAMPLE.read_bytes())

        self.assertEqual(status, 200)
        self.assertAlmostEqual(body["tempo"]["bpm"], 104, delta=4)
        self.assertIsNotNone(body["key"])
        self.assertTrue(0 <= body["energy"]["energy"] <= 1)
        self.assertIsNotNone(body["rhythm"])

    def test_sample_gets_its_beat(self) -> None:
        """The sample is Afro, and the beat's address plays a WAV at the sample's tempo."""
        status, body = self.analyze(SAMPLE.read_bytes(), "/recommend")
        played = requests.get(self.url + body["beat"]["url"], timeout=TIMEOUT_S)

        self.assertEqual((status, body["recommended_beat"]), (200, "Afro"))
        self.assertTrue(0 < body["confidence"] <= 1)
        self.assertEqual(played.headers["Content-Type"], "audio/wav")
        with wave.open(io.BytesIO(played.content)) as sound:
            duration_s = sound.getnframes() / sound.getframerate()
        self.assertAlmostEqual(duration_s, body["beat"]["bars"] * 4 * 60 / 104, delta=0.4)

    def test_no_audio(self) -> None:
        """A form without a file is a 400 in the project's words."""
        status, body = self.analyze(b"")

        self.assertEqual(status, 400)
        self.assertEqual(body["error"], "Aucun fichier audio fourni")

    def test_invalid_audio(self) -> None:
        """Bytes that are no audio are refused, and nothing of the inside is said."""
        status, body = self.analyze(b"no music at all")

        self.assertEqual((status, body["code"]), (415, "not_audio"))
        self.assertNotIn("Traceback", str(body))

    def test_base_is_filled_and_plays(self) -> None:
        """Our beats are there, and one plays at another tempo."""
        beats = requests.get(f"{self.url}/beats", timeout=TIMEOUT_S).json()["beats"]
        played = requests.get(f"{self.url}/beats/{beats[0]['id']}/audio?bpm=100", timeout=TIMEOUT_S)

        self.assertGreater(len(beats), 50)
        self.assertEqual(played.headers["Content-Type"], "audio/wav")


if __name__ == "__main__":
    unittest.main(
        testRunner=xmlrunner.XMLTestRunner(output=os.environ.get("REPORT_DIR", "/reports"))
    )
