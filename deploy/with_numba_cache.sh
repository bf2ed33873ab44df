#!/bin/sh
# Puts what numba compiled when the image was built where it may write, then starts the command.
# numba does not use a cache that it cannot write to, and the image's files are read-only.
set -eu
cp -R /app/numba_cache/. "$NUMBA_CACHE_DIR"
exec "$@"
