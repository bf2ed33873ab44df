#!/usr/bin/env bash
# Makes sure that an image with the oldest supported Python exists, and prints its name; for FRESH_BASE.
# Python's own image where a registry can be reached, else one from the packages of its Debian release,
# with this machine's certificates and mirror.
set -euo pipefail
python=$1
case $python in
  3.11) suite=bookworm ;;
  *) echo "no Debian release is known here for Python $python: add it to $0" >&2; exit 1 ;;
esac
image=python:$python-slim-$suite
if ! docker image inspect "$image" >/dev/null 2>&1 && ! docker pull --quiet "$image" >/dev/null 2>&1; then
  mirror=$(grep -hs '^URIs:' /etc/apt/sources.list.d/*.sources | awk '{print $2; exit}')
  certificates=/etc/ssl/certs/ca-certificates.crt
  mmdebstrap --quiet --variant=minbase --include=python3,python3-pip,python3-venv,ca-certificates,netbase \
    --customize-hook="cp $certificates \"\$1$certificates\"" "$suite" - "$mirror" |
    docker import --change "ENV PIP_CERT=$certificates" --change "ENV SSL_CERT_FILE=$certificates" - "$image" >/dev/null
fi
echo "$image"
