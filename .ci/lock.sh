#!/bin/sh
# Write requirements.txt, requirements-test.txt and requirements-bench.txt from pyproject.toml: exact versions with the hashes
# of all their files, for Python 3.11 and newer on Linux, macOS and Windows, and without any address.
# No file younger than a week gets in, since bad releases are mostly found and withdrawn within days. Where a repair of
# a weakness cannot wait: COOLDOWN=0 for all, or EXEMPT=name for one package; the commit says why.
# Usage: sh .ci/lock.sh [--upgrade]
set -eu

cooldown=${COOLDOWN:-7 days}

if ! .venv/bin/python -m uv --version >/dev/null 2>&1; then
    echo "uv is not there; it comes with \`make tools\`, from the locked list." >&2
    exit 1
fi

compile() {
    list=$1
    shift
    touch "$list" # the versions already in it are kept unless --upgrade is given
    cp "$list" "$list.new"
    if [ "$cooldown" != 0 ]; then
        kept=${EXEMPT:-}
        # Young versions that are in a list already were let in on purpose: without --upgrade they stay.
        case " $* " in *" --upgrade "*) ;; *) kept="$kept $(sed -n 's/^\([a-z0-9-]*\).*==.*/\1/p' requirements*.txt | sort -u)" ;; esac
        for name in $kept; do set -- --exclude-newer-package "$name=2999-01-01" "$@"; done
        set -- --exclude-newer "$cooldown" "$@"
    fi
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
compile requirements-bench.txt --extra bench --constraints requirements-test.txt "$@"
