"""`python tests/golden/ask.py`: what VGG19 says of two golden windows here, as JSON."""

import json
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from golden.regenerate import SIGNALS  # noqa: E402  # the path is set above

from tools.signals import to_file  # noqa: E402
from vgg19_service.model import folder_to_model  # noqa: E402

ASKED = ("song", "noise")

if __name__ == "__main__":
    model = folder_to_model(ROOT / "vgg19_service" / "model", 2)
    answers = {}
    for name in ASKED:
        prediction = model.bytes_to_prediction(to_file(SIGNALS[name], subtype="FLOAT"), 60)
        answers[name] = None if prediction.probabilities is None else [*prediction.probabilities]
    sys.stdout.write(json.dumps(answers))
