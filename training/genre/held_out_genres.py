"""What the SVM says of the genre of clips whose artists it has not heard."""

from collections.abc import Mapping

from training.data.dataset import clips_to_genres, folder_to_clips
from training.genre import svm
from training.genre.crossvalidate import clips_to_recipes, recipe_to_held_out
from training.settings import TrainingSettings

Genres = Mapping[str, float]  # calibrated probability of each, sum 1


def settings_to_held_out_genres(settings: TrainingSettings) -> dict[str, Genres]:
    """Genres by clip, of every clip with a fold: the SVM and its temperature are of the others."""
    clips = folder_to_clips(settings.gtzan_dir)
    genres = clips_to_genres(clips)
    (recipe,) = clips_to_recipes(clips, settings, [svm.NAME])
    held_out = recipe_to_held_out(recipe, clips, genres)
    names = [clip.name for clip in clips if clip.fold]
    return {
        name: dict(zip(genres, row.tolist(), strict=True))
        for name, row in zip(names, held_out.probabilities, strict=True)
    }
