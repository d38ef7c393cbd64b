#!/usr/bin/env bash
# Makes the Python environment of the peers (about 2 GB) in $BIOPILOT_CACHE/peers, by default ~/.cache/biopilot/peers.
# Run it again to repair it.
set -euo pipefail
here="$(cd -P "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
target="${BIOPILOT_CACHE:-$HOME/.cache/biopilot}/peers"
mkdir -p "$(dirname "$target")"
python="${PYTHON:-python3}"
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
  || { echo "peers: Python 3.11 or later is needed; set PYTHON" >&2; exit 1; }
[ -x "$target/bin/python" ] || "$python" -m venv "$target"
"$target/bin/python" -m pip install --quiet --disable-pip-version-check -r "$here/requirements.txt"
echo "peers: ready in $target"
