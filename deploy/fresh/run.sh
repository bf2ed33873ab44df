#!/usr/bin/env bash
# README's commands as a newcomer calls them: in a bare container, as an ordinary user.
# FRESH_BASE=image names another base with python3, its venv module and apt-get.
set -euo pipefail
cd "$(dirname "$0")/../.."
base=${FRESH_BASE:-python:3.13-slim-trixie}
image=genre-fresh:$$
context=$(mktemp -d)
clean_up() {
  rm -rf "$context"
  docker image rm --force "$image" >/dev/null 2>&1 || true # there is none when the build failed
}
trap clean_up EXIT

git clone --quiet --bare --no-local . "$context/source.git"
if [ -n "$(git status --porcelain)" ]; then
  echo "fresh: what is not committed is not in the clone of a newcomer:"
  git status --short
fi
mkdir "$context/deploy"
cp -r deploy/fresh "$context/deploy/fresh"
docker build --quiet --build-arg "BASE=$base" --tag "$image" --file deploy/fresh/Dockerfile "$context" >/dev/null
# No variable of this shell and no folder of this machine goes in; --init, because Ctrl-C there
# must leave nothing, and somebody has to bury what is left.
docker run --rm --init "$image"
