#!/usr/bin/env bash
# Makes CACHE/bin/biopilot-foreign-peer: an OPC UA server that is not ours (asyncua, in a venv of its own),
# for the tests that must not know only our simulator.
# Usage: .ci/foreign-peer.sh [CACHE]      (default .cache in this checkout)
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

cache="$(mkdir -p "${1:-.cache}" && cd "${1:-.cache}" && pwd)"
venv="$cache/foreign-peer"
asyncua=1.1.5
cryptography=50.0.2

mkdir -p "$cache/bin"
if ! "$venv/bin/python" -c "import asyncua" 2>/dev/null; then
  rm -rf "$venv"
  python3 -m venv "$venv"
  "$venv/bin/pip" install --quiet --disable-pip-version-check \
    "asyncua==$asyncua" "cryptography==$cryptography"
fi
cp connectors/src/test/resources/foreign/peer.py "$venv/peer.py"
cat > "$cache/bin/biopilot-foreign-peer" <<LAUNCHER
#!/bin/sh
exec "$venv/bin/python" "$venv/peer.py" "\$@"
LAUNCHER
chmod +x "$cache/bin/biopilot-foreign-peer"
