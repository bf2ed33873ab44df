"""Speech: programs that read aloud in many languages, and people who read words in packages."""

import io
import random
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import numpy as np
import soundfile
import soxr

from music_genre.audio.constants import SAMPLE_RATE_HZ
from training.musicnn.sounds import LONGEST_S, Floats, LabelledSound, file_to_samples

SPEECH: Final = "speech"
SEED: Final = 1
VARIANTS: Final = ("", "+f2", "+m3", "+f4", "+m7", "+croak", "+whisper")
WORDS_PER_MIN: Final = (110, 210)
PITCH: Final = (20, 80)
PAUSE_S: Final = (0.05, 0.4)
RECORDED: Final = {  # folder of a package → how many recordings are made of each speaker
    Path("/usr/share/asterisk/sounds"): 40,
    Path("/usr/share/klettres"): 8,
}
RECORDED_S: Final = (2.0, 10.0)
NO_SPEECH: Final = ("tone", "beep", "silence")  # names of such files among the recordings
FEWEST_FILES: Final = 8  # [files] of a speaker
SENTENCES: Final = (
    "The committee met on Tuesday to discuss the harvest, the weather, and the price of bread.",
    "Il faut que tu viennes avec nous demain matin, parce que le train part à huit heures.",
    "Die Kinder gingen langsam durch den dunklen Wald und hörten in der Ferne eine Glocke.",
    "El barco salió del puerto antes de que amaneciera, y nadie supo adónde iba.",
    "Nel mezzo del cammino di nostra vita mi ritrovai per una selva oscura.",
    "Good evening, this is the news. The new bridge will open in the spring.",
    "Wczoraj wieczorem spotkaliśmy się w małej kawiarni niedaleko dworca.",
    "Please hold the line, your call is important to us.",
    "A receita leva farinha, ovos, açúcar e um pouco de paciência.",
    "One two three four five six seven eight nine ten eleven twelve thirteen.",
)


def spoken_by_programs() -> Iterator[LabelledSound]:
    """Let each voice of espeak-ng read two sentences; nothing where it is not installed."""
    program = shutil.which("espeak-ng")
    if program is None:
        return
    chance = random.Random(SEED)  # noqa: S311  # chance here is not for secrets
    listed = subprocess.run([program, "--voices"], capture_output=True, text=True, check=True)  # noqa: S603  # our own arguments
    for voice in (line.split()[1] for line in listed.stdout.splitlines()[1:]):
        text = " ".join(chance.sample(SENTENCES, 2))
        variant = chance.choice(VARIANTS)
        settings = ["-s", str(chance.randint(*WORDS_PER_MIN)), "-p", str(chance.randint(*PITCH))]
        command = [program, "-v", voice + variant, *settings, "--stdout", text]
        spoken = subprocess.run(command, capture_output=True, check=False)  # noqa: S603  # our own arguments
        if spoken.returncode or not spoken.stdout:
            continue  # a voice whose program is missing
        samples, rate_hz = soundfile.read(io.BytesIO(spoken.stdout), dtype="float32")
        resampled = np.asarray(soxr.resample(samples, rate_hz, SAMPLE_RATE_HZ), np.float32)
        language = voice.partition("-")[0]
        cut = resampled[: int(LONGEST_S * SAMPLE_RATE_HZ)]
        yield LabelledSound(f"espeak {voice}{variant}", SPEECH, f"espeak {language}", cut)


def spoken_by_people() -> Iterator[LabelledSound]:
    """Join recorded words of each speaker (a folder of the packages) with short pauses."""
    chance = random.Random(SEED)  # noqa: S311  # chance here is not for secrets
    for place, n_recordings in RECORDED.items():
        folders = sorted(
            path for path in place.glob("*") if path.is_dir() and not path.is_symlink()
        )
        for folder in folders:
            files = sorted(path for path in folder.rglob("*") if path.suffix in {".wav", ".ogg"})
            files = [path for path in files if not any(word in path.stem for word in NO_SPEECH)]
            if len(files) < FEWEST_FILES:
                continue
            chance.shuffle(files)
            for number in range(n_recordings):
                samples = _joined(files, chance.uniform(*RECORDED_S), chance)
                name = f"{place.name} {folder.name}"
                yield LabelledSound(f"{name} {number}", SPEECH, name, samples)


def _joined(files: list[Path], duration_s: float, chance: random.Random) -> Floats:
    """Take files away until they are long enough."""
    parts = [np.zeros(0, np.float32)]
    while files and sum(map(len, parts)) < duration_s * SAMPLE_RATE_HZ:
        parts.append(file_to_samples(files.pop()))
        parts.append(np.zeros(int(chance.uniform(*PAUSE_S) * SAMPLE_RATE_HZ), np.float32))
    return np.concatenate(parts)
