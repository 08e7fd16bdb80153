#!/bin/sh
# Makes the program's own Python environment in .namro/venv: `sh tools/environment.sh run|dev`.
# Packages are installed only when their lock (or the Python under it) has changed.
set -eu
cd "$(dirname "$0")/.."
kind=$1
case $kind in
run) lock=requirements.lock ;;
dev) lock=requirements-dev.lock ;;
*) echo "tools/environment.sh: run hoặc dev" >&2; exit 2 ;;
esac
venv=.namro/venv

new_enough() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; }

if [ ! -x "$venv/bin/python" ] || ! new_enough "$venv/bin/python"; then
  python=
  for name in python3 python3.13 python3.12 python3.11; do
    if command -v "$name" >/dev/null 2>&1 && new_enough "$name"; then python=$name; break; fi
  done
  if [ -z "$python" ]; then
    echo "Cần Python 3.11 trở lên nhưng máy này không có. Trên Debian hoặc Ubuntu: apt-get install python3 python3-venv" >&2
    exit 1
  fi
  mkdir -p .namro
  rm -rf "$venv"
  if ! "$python" -m venv "$venv" >.namro/venv.log 2>&1; then
    rm -rf "$venv"
    echo "Python trên máy này thiếu phần tạo môi trường riêng. Trên Debian hoặc Ubuntu: apt-get install python3-venv" >&2
    exit 1
  fi
fi

sh tools/fonts.sh

wanted=$("$venv/bin/python" - "$lock" pyproject.toml <<'PY'
import hashlib, os, sys
seen = hashlib.sha256((sys.version + os.getcwd()).encode())
for name in sys.argv[1:]:
    with open(name, "rb") as file:
        seen.update(file.read())
print(seen.hexdigest())
PY
)
stamp=$venv/$kind.stamp
if [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$wanted" ]; then exit 0; fi

echo "Cài các thư viện đã khóa phiên bản ($lock)…"
PIP_DISABLE_PIP_VERSION_CHECK=1 "$venv/bin/python" -m pip install --quiet --require-hashes -r "$lock"
PIP_DISABLE_PIP_VERSION_CHECK=1 "$venv/bin/python" -m pip install --quiet --no-deps --no-build-isolation -e .
echo "$wanted" >"$stamp"
