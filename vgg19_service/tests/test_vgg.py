"""The report's own four tests of the VGG19 service, with their fixture beside them.

Run as a script it writes `TEST-*.xml` into `/reports`, or where `REPORT_DIR` says.
"""

import base64
import json
import os
import unittest
from pathlib import Path

import xmlrunner

from music_genre.audio.constants import GENRES
from vgg19_service.app import app

TEST_AUDIO = Path(__file__).parent / "test_audio.wav"


class TestVGGService(unittest.TestCase):
    """`POST /predict_vgg`."""

    def setUp(self) -> None:
        """Make a client of the app."""
        self.client = app.test_client()

    def predict(self, body: object) -> tuple[int, dict[str, object]]:
        """Ask the app for a prediction; return the status and the JSON body."""
        response = self.client.post(
            "/predict_vgg", data=json.dumps(body), content_type="application/json"
        )
        return response.status_code, json.loads(response.data)

    def test_predict_vgg_valid_audio(self) -> None:
        """A song gets one of the ten genres."""
        encoded = base64.b64encode(TEST_AUDIO.read_bytes()).decode()

        status, body = self.predict({"wav_music": encoded})

        self.assertEqual(status, 200)
        self.assertIn(body["genre"], GENRES)

    def test_predict_vgg_no_audio(self) -> None:
        """A body without audio is a 400 in the report's words."""
        status, body = self.predict({})

        self.assertEqual(status, 400)
        self.assertEqual(body["error"], "Aucun fichier audio fourni")

    def test_predict_vgg_invalid_audio(self) -> None:
        """What is not base64 is a 500 in the report's words."""
        status, body = self.predict({"wav_music": "invalid_base64"})

        self.assertEqual(status, 500)
        self.assertEqual(body["error"], "Erreur de traitement du fichier audio")

    def test_vgg_service_error_handling(self) -> None:
        """Bytes that are no audio are a 500 that says nothing of the inside."""
        status, body = self.predict({"wav_music": base64.b64encode(b"invalid data").decode()})

        self.assertEqual(status, 500)
        self.assertEqual(body["error"], "Erreur de traitement du fichier audio")
        self.assertNotIn("Traceback", json.dumps(body))


if __name__ == "__main__":
    unittest.main(
        testRunner=xmlrunner.XMLTestRunner(output=os.environ.get("REPORT_DIR", "/reports"))
    )
