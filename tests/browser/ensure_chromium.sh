#!/bin/sh
# Print the path of a Chromium or Chrome; install Debian's as root if there is none; else explain and exit 1.
# CHROMIUM=/path/to/chromium chooses one.
set -eu

say() { printf '%s\n' "$*" >&2; }

find_chromium() {
    for name in chromium chromium-browser google-chrome google-chrome-stable; do
        if command -v "$name" 2>/dev/null; then return; fi
    done
    for file in "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome" "/Applications/Chromium.app/Contents/MacOS/Chromium"; do
        if [ -x "$file" ]; then printf '%s\n' "$file"; return; fi
    done
    return 1
}

if [ -n "${CHROMIUM:-}" ]; then
    if command -v "$CHROMIUM" 2>/dev/null; then exit 0; fi
    say "CHROMIUM=$CHROMIUM cannot be run."
    exit 1
fi

find_chromium && exit 0

if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    say "Installing Chromium with apt-get."
    # Noto has the Armenian and Azerbaijani letters that the pages show.
    { apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends chromium fonts-noto-core; } >&2 || true
    hash -r
    find_chromium && exit 0
fi

say "No Chromium found, so the browser tests cannot run."
say "  Debian: sudo apt-get install chromium fonts-noto-core    Fedora: sudo dnf install chromium    macOS: install Google Chrome"
say "Or name one: CHROMIUM=/path/to/chromium make test"
exit 1
