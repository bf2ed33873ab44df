"""What the manifest of the SVM's bundle holds beside that of every genre model."""

from collections.abc import Mapping

from music_genre.audio.evidence import SoundThresholds
from music_genre.audio.model_bundle import MODEL_FILE, Manifest
from svm_service.learnt import FOREIGN_WORDS, LEARNT_FILE


class SvmManifest(Manifest):
    """Manifest of an SVM with learnt features."""

    learnt_sha256: str
    music_from: float  # probability of music under which a track is something else, 0–1
    foreign_from: float  # probability from which it is of none of the genres; over 1 is never

    @property
    def checksums(self) -> Mapping[str, str]:
        """SHA-256 of both graphs."""
        return {MODEL_FILE: self.sha256, LEARNT_FILE: self.learnt_sha256}

    @property
    def thresholds(self) -> SoundThresholds:
        """What serving needs of it."""
        words = FOREIGN_WORDS if self.foreign_from <= 1 else frozenset[str]()
        return SoundThresholds(self.music_from, self.foreign_from, words)
