"""`python tests/golden/ask.py`: what VGG19 predicts here for two golden windows, as JSON."""

import json
import sys
from pathlib import Path

# Run as a script, Python looks for our packages in this folder alone.
sys.path.insert(0, str(Path(__file__).parents[1]))
sys.path.insert(0, str(Path(__file__).parents[2]))

from golden.regenerate import SIGNALS

from tools.signals import to_file
from vgg19_service.model import folder_to_model

ROOT = Path(__file__).parents[2]

ASKED = ("song", "noise")

if __name__ == "__main__":
    model = folder_to_model(ROOT / "vgg19_service" / "model", 2)
    answers = {}
    for name in ASKED:
        prediction = model.bytes_to_prediction(to_file(SIGNALS[name], subtype="FLOAT"), 60)
        answers[name] = None if prediction.probabilities is None else [*prediction.probabilities]
    sys.stdout.write(json.dumps(answers))
