#!/bin/sh
# SPDX-License-Identifier: ISC
# The training recipe: its unit tests in Python. Needs numpy; parts that need torch or sentencepiece skip without them.
here=$(cd "$(dirname "$0")" && pwd)
export PYTHONDONTWRITEBYTECODE=1 OPENBLAS_NUM_THREADS=1 OMP_NUM_THREADS=1
for python in "${PYTHON:-python3}" /usr/bin/python3; do
    if "$python" -c 'import sys, numpy; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
        exec "$python" "$here/tap.py"
    fi
done
echo "1..0 # SKIP no Python 3.11 with numpy"
