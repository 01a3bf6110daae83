#!/bin/sh
# Make .venv if needed and install one locked list into it, only when the list changed.
# Usage: sh .ci/venv.sh requirements.txt        (from the repository's folder)
# PYTHON=/path/to/python3.12 chooses the interpreter; else the first one of 3.11 or newer is taken.
set -eu

list=$1
stamp=".venv/.installed-$list"
venv_python=.venv/bin/python

say() { printf '%s\n' "$*" >&2; }

is_new_enough() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; }

# Debian splits venv and pip from Python; without them `python3 -m venv` fails halfway.
can_make_venv() { "$1" -c 'import ensurepip, venv' >/dev/null 2>&1; }

can_apt() { [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; }

apt_install() {
    say "Installing $* with apt-get."
    { apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "$@"; } >&2
}

find_python() {
    if [ -n "${PYTHON:-}" ]; then
        if is_new_enough "$PYTHON"; then printf '%s\n' "$PYTHON"; return; fi
        say "PYTHON=$PYTHON is not a Python of version 3.11 or newer."
        return 1
    fi
    for name in python3 python3.14 python3.13 python3.12 python3.11; do
        if command -v "$name" >/dev/null 2>&1 && is_new_enough "$name"; then printf '%s\n' "$name"; return; fi
    done
    return 1
}

explain() {
    found=$(python3 --version 2>&1) || found="no python3"
    if is_new_enough python3 && ! can_make_venv python3; then found="$found without venv or pip"; fi
    say "Python 3.11 or newer with venv and pip is needed; found: $found."
    say "  Debian, Ubuntu:  sudo apt-get install python3 python3-venv"
    say "  Fedora:          sudo dnf install python3"
    say "  macOS:           brew install python3"
    say "Or name one:       make PYTHON=/path/to/python3.12 ..."
    exit 1
}

make_venv() {
    python=$(find_python) || python=
    if [ -z "$python" ] || ! can_make_venv "$python"; then
        if [ -n "${PYTHON:-}" ] || ! can_apt; then explain; fi
        apt_install python3 python3-venv
        hash -r
        python=$(find_python) && can_make_venv "$python" || explain
    fi
    say "Making .venv with $("$python" --version)."
    # Half a folder left by an interrupted run, or by a Python since removed, is replaced.
    "$python" -m venv --clear .venv
}

is_new_enough "$venv_python" && "$venv_python" -m pip --version >/dev/null 2>&1 || make_venv

if ! cmp -s "$list" "$stamp"; then
    say "Installing $list."
    rm -f "$stamp"
    "$venv_python" -m pip install --quiet --require-hashes --requirement "$list" >&2
    cp "$list" "$stamp"
fi
