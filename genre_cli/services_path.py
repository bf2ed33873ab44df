"""Where the services' packages are, and how this program finds them.

In a checkout they lie on the top level, beside `genre_cli`. In an installed wheel they lie in
`genre_cli/services`, because names such as `frontend` and `deploy` are everybody's; the program
`genre` alone puts that folder on its own path. Who imports `music_genre` sees nothing of it.
"""

import os
import sys
from pathlib import Path
from typing import Final

PACKAGE: Final = Path(__file__).parent
INSTALLED: Final = PACKAGE / "services"


def services_folder() -> Path:
    """Find the folder that holds `svm_service`, `frontend` and the others."""
    return INSTALLED if INSTALLED.is_dir() else PACKAGE.parent


def use_services(*, for_children: bool = True) -> None:
    """Put the services first on the path of this process and of those that it starts.

    Inside another program, those that it starts are left as they are.
    """
    folders = [str(services_folder()), str(PACKAGE.parent)]
    if sys.path[: len(folders)] != folders:
        sys.path[:0] = folders
    if not for_children:
        return
    inherited = os.environ.get("PYTHONPATH", "").split(os.pathsep)
    kept = [folder for folder in inherited if folder and folder not in folders]
    os.environ["PYTHONPATH"] = os.pathsep.join([*folders, *kept])
