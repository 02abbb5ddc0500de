#!/bin/sh
# Make .venv with everything in requirements.lock, or leave it as it is when it is up to date.
#
#   sh scripts/env.sh            set up
#   sh scripts/env.sh --which    print the Python that the environment would be made with
#   sh scripts/env.sh --uv       print what the lock says of uv
#
# Works with uv, without uv (it then installs uv inside .venv, and goes on with plain pip if that fails), under pyenv
# shims that exist and fail, and with an older default Python beside a newer one. PYTHON=/path is tried first.
set -eu
unset PYTHONHOME PYTHONPATH VIRTUAL_ENV CONDA_PREFIX UV_SYSTEM_PYTHON PIP_USER PIP_TARGET PIP_PREFIX
case $0 in
*/*) cd -- "${0%/*}/.." ;;
*) cd .. ;;
esac

say() { printf '%s\n' "nichecast: $*" >&2; }

# 3.12 or newer, able to make an environment, and with the lock that numba's threads rely on (not a "3.13t").
python_ok() {
    "$1" -c 'import ensurepip, sys, sysconfig, venv
sys.exit(sys.version_info < (3, 12) or bool(sysconfig.get_config_var("Py_GIL_DISABLED")))' >/dev/null 2>&1 </dev/null
}

uv_ok() { uv --version >/dev/null 2>&1; } # a shim may exist and still fail

# Print the real path of the first Python that will do: the shim in front of it may depend on the folder.
find_python() {
    for candidate in "${PYTHON:-}" python3.13 python3.12 python3.14 python3 python \
        "${PYENV_ROOT:-${HOME:-}/.pyenv}"/versions/3.1[3-9]*/bin/python \
        "${PYENV_ROOT:-${HOME:-}/.pyenv}"/versions/3.12*/bin/python; do
        if [ -n "$candidate" ] && python_ok "$candidate"; then
            "$candidate" -c 'import sys; print(sys.executable)'
            return
        fi
    done
    if uv_ok && uv python install -q 3.13 >/dev/null 2>&1 && uv python find --no-project 3.13 2>/dev/null; then
        return
    fi
    say "no Python 3.12 or newer found: install one, or uv, or name one with PYTHON=/path/to/python"
    return 1
}

# The environment is right for this folder (scripts in it hold its path), this lock and these entry points.
fingerprint() {
    pwd
    cksum pyproject.toml requirements.lock scripts/env.sh
}

ready() {
    [ -x .venv/bin/python ] && [ -x .venv/bin/nichecast ] && [ -f "$stamp" ] &&
        [ "$(cat "$stamp")" = "$(fingerprint)" ] && .venv/bin/python -c '' 2>/dev/null
}

# $1: the uv to use. Bytecode is left to the first import: compiling all of it here costs 13 s, what is used of it 6 s.
install_with_uv() {
    "$1" pip sync -q --python .venv/bin/python --require-hashes requirements.lock &&
        "$1" pip install -q --python .venv/bin/python --no-deps --no-build-isolation -e .
}

install_with_pip() {
    .venv/bin/python -m pip install -qq --disable-pip-version-check --no-compile --require-hashes -r requirements.lock &&
        .venv/bin/python -m pip install -qq --disable-pip-version-check --no-deps --no-build-isolation -e .
}

# The lock's own lines for uv, hashes included.
uv_from_lock() { awk '/^[^ #]/ { wanted = /^uv==/ } wanted' requirements.lock; }

make_with_own_uv() {
    "$python" -m venv --clear .venv || return
    uv_from_lock >.venv/uv.txt
    .venv/bin/python -m pip install -qq --disable-pip-version-check --require-hashes -r .venv/uv.txt &&
        install_with_uv .venv/bin/uv
}

set_up() {
    if uv_ok && uv venv -q --clear --no-project --python "$python" .venv && install_with_uv uv; then return; fi
    if make_with_own_uv; then return; fi
    say "uv could not install; going on with pip, which takes longer"
    "$python" -m venv --clear .venv && install_with_pip
}

case ${1:-} in
"") ;;
--which)
    find_python
    exit
    ;;
--uv)
    uv_from_lock
    exit
    ;;
*)
    say "usage: sh scripts/env.sh [--which | --uv]"
    exit 2
    ;;
esac

trap 'say "interrupted: it starts afresh the next time"; exit 130' INT TERM
# Two makes at once: the second waits, then finds the work done.
if command -v flock >/dev/null 2>&1; then
    exec 9<scripts/env.sh
    flock 9
fi
stamp=.venv/.ready
if ready; then exit 0; fi
python=$(find_python)
say "setting up .venv with $python (once)"
rm -f "$stamp"
if ! set_up; then
    say "the set-up failed: see above; it starts afresh the next time"
    exit 1
fi
fingerprint >"$stamp"
