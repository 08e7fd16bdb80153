#!/bin/sh
# Puts the font of official documents, Tinos, into .namro/fonts; from npm, else from what the system has.
# The program runs without it; then only documents as PDF are refused, with a sentence.
set -eu
cd "$(dirname "$0")/.."
fonts=.namro/fonts
[ "$(ls "$fonts"/*.ttf 2>/dev/null | wc -l)" -ge 4 ] && exit 0
mkdir -p "$fonts"
if command -v npm >/dev/null 2>&1; then
  work=.namro/npm
  mkdir -p "$work"
  cp tools/fonts/package.json tools/fonts/package-lock.json tools/fonts/.npmrc "$work/"
  if (cd "$work" && npm ci --ignore-scripts --no-audit --no-fund --silent) >.namro/fonts.log 2>&1; then
    cp "$work"/node_modules/@expo-google-fonts/tinos/*/*.ttf "$fonts/"
    rm -rf "$work"
    exit 0
  fi
fi
for folder in /usr/share/fonts/truetype/croscore /usr/share/fonts/google-tinos-fonts; do
  if ls "$folder"/Tinos*.ttf >/dev/null 2>&1; then
    cp "$folder"/Tinos*.ttf "$fonts/"
    exit 0
  fi
done
echo "Chưa có phông chữ Tinos nên chưa lập được văn bản PDF. Cài Node.js (npm) hoặc gói fonts-croscore rồi chạy lại." >&2
