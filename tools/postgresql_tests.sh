#!/bin/sh
# Runs the web tests on a throw-away PostgreSQL server: socket only, no port, removed afterwards.
# Ends with 0 and a loud sentence when no PostgreSQL server program is on this machine.
set -eu
cd "$(dirname "$0")/.."

bin=
if command -v initdb >/dev/null 2>&1; then
  bin=$(dirname "$(command -v initdb)")
else
  for folder in /usr/lib/postgresql/*/bin /usr/local/pgsql/bin /opt/homebrew/opt/postgresql*/bin; do
    if [ -x "$folder/initdb" ]; then bin=$folder; fi
  done
fi
if [ -z "$bin" ]; then
  echo "!!! KHÔNG CÓ POSTGRESQL TRÊN MÁY NÀY: phần kiểm thử trên PostgreSQL BỊ BỎ QUA. !!!" >&2
  echo "!!! Trên Debian hoặc Ubuntu: apt-get install postgresql !!!" >&2
  exit 0
fi

# PostgreSQL refuses to run as root: then it runs as nobody's account `postgres`.
as=
if [ "$(id -u)" = 0 ]; then
  if command -v runuser >/dev/null 2>&1; then as="runuser -u postgres --"; else as="su postgres -s /bin/sh -c"; fi
fi
unprivileged() {
  case $as in
  "") "$@" ;;
  runuser*) runuser -u postgres -- "$@" ;;
  *) su postgres -s /bin/sh -c "$*" ;;
  esac
}

folder=$(mktemp -d /tmp/namro-pg-XXXXXX)
stop() {
  unprivileged "$bin/pg_ctl" -D "$folder/data" -m immediate stop >/dev/null 2>&1 || true
  rm -rf "$folder"
}
trap stop EXIT
trap 'exit 130' INT TERM HUP
if [ -n "$as" ]; then chown postgres "$folder"; fi
chmod 755 "$folder"
here=$(pwd)
cd "$folder"
unprivileged "$bin/initdb" -D "$folder/data" --locale=C.UTF-8 -E UTF8 -A trust -U namro >"$folder/initdb.log" 2>&1 ||
  { cat "$folder/initdb.log" >&2; exit 1; }
unprivileged "$bin/pg_ctl" -D "$folder/data" -w -l "$folder/data/log" \
  -o "-c listen_addresses= -c unix_socket_directories=$folder -c fsync=off -c full_page_writes=off -c max_connections=60" \
  start >/dev/null || { cat "$folder/data/log" >&2; exit 1; }
cd "$here"
NAMRO_TEST_DATABASE="postgresql:namro?host=$folder&user=namro" "$@"
