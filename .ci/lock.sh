#!/bin/sh
# Write requirements.txt and requirements-test.txt from pyproject.toml: exact versions with the hashes
# of all their files, for Python 3.11 and newer on Linux, macOS and Windows, and without any address.
# Usage: sh .ci/lock.sh [--upgrade]
set -eu

.venv/bin/python -m uv --version >/dev/null 2>&1 || .venv/bin/python -m pip install --quiet 'uv>=0.9'

compile() {
    list=$1
    shift
    touch "$list" # the versions already in it are kept unless --upgrade is given
    cp "$list" "$list.new"
    .venv/bin/python -m uv pip compile pyproject.toml --quiet --universal --python-version 3.11 --generate-hashes \
        --no-header --no-emit-index-url --no-emit-find-links --output-file "$list.new" "$@" >/dev/null
    if grep -nE '://|^-' "$list.new"; then
        echo "$list: an address got into the list; it was not written" >&2
        rm -f "$list.new"
        exit 1
    fi
    { echo "# Written by \`make lock\` from pyproject.toml; do not edit by hand."; cat "$list.new"; } >"$list"
    rm -f "$list.new"
}

compile requirements.txt "$@"
compile requirements-test.txt --extra test --constraints requirements.txt "$@"
