#!/bin/sh
# Removes what the program keeps (database, uploads), never its environment; asks first unless YES=1.
set -eu
cd "$(dirname "$0")/.."
state=${NAMRO_STATE:-.namro}
if [ ! -d "$state" ]; then echo "Chưa có dữ liệu nào để xóa."; exit 0; fi
if [ -f "$state/running" ] && [ -s "$state/running" ] && command -v flock >/dev/null 2>&1 &&
  ! flock -n "$state/running" true; then
  echo "Chương trình đang chạy ở $(cat "$state/running"). Hãy dừng nó trước." >&2
  exit 1
fi
if [ "${YES:-}" != 1 ]; then
  files=$(find "$state/files" -type f 2>/dev/null | wc -l)
  printf 'Sẽ xóa cơ sở dữ liệu và %s tệp đã tải lên trong %s. Không lấy lại được. Gõ "xóa" để đồng ý: ' "$files" "$state"
  read -r answer || answer=
  case $answer in
  xóa | xoa) ;;
  *) echo "Không xóa gì."; exit 1 ;;
  esac
fi
for name in demo namro.sqlite3 namro.sqlite3-wal namro.sqlite3-shm files static static.stamp secret_key running; do
  rm -rf "${state:?}/$name"
done
echo "Đã xóa. Chạy make run để bắt đầu lại."
