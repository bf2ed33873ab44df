"""What the fixtures of the front end give to its tests."""

from collections.abc import Callable
from typing import Final

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

MAX_UPLOAD_BYTES: Final = 4096
AUDIO: Final = b"RIFF some music"

MakeClient = Callable[..., FlaskClient]
Upload = Callable[..., TestResponse]
