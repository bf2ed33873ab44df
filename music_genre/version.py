"""The version of all that is released: the package, the images, the interfaces.

It stands here and nowhere else. `python -m deploy.release` raises it, with the changelog.
"""

VERSION = "0.1.0"
