"""A front end of the real services, in whose answers something is changed."""

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import pytest
from werkzeug.serving import make_server

from frontend.answers.api_body import bodies_to_api_body
from frontend.app import create_app
from frontend.settings import Settings
from tools.processes import Services

Bodies = Mapping[str, Mapping[str, Any]]


@contextmanager
def frontend_hearing(services: Services, change: Callable[[Bodies], Bodies]) -> Iterator[str]:
    """Serve the page at the address given until the block ends; `change` gets the answers."""
    settings = Settings(svm_url=services.svm, vgg19_url=services.vgg19, beat_url=services.beat)

    def changed(bodies: Bodies, *arguments: Any) -> dict[str, Any]:
        return bodies_to_api_body(change(bodies), *arguments)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("frontend.routes.predict.bodies_to_api_body", changed)
        server = make_server("127.0.0.1", 0, create_app(settings), threaded=True)
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()
