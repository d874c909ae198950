#!/usr/bin/env bash
# SPDX-License-Identifier: ISC
# One stage of training on a machine that is lent for minutes at a time.
#
#   stage.sh first|next|last FOLDER SECONDS [train.py options]
#
# FOLDER holds corpus.tsv.xz, vocab.spm and, for the scores of the last stage, test sets as NAME.de and NAME.en. SECONDS
# is the length of the whole training over all stages; give the same number each time. Every stage prepares what is
# missing, trains for the rest of its time, and leaves the weights so far in $OUT (FOLDER/out) as parts under 16 MB. The
# last one lets the rate fall to zero, however long it is, and prints the scores. The work is kept in $WORK
# (FOLDER/work) in between; if that is lost, put the parts into FOLDER/parts and go on. $PRESET is the architecture
# (base), $STAGE_SECONDS the length of a stage (570), $PYTHON the interpreter.
set -eu
[ $# -ge 3 ] || { echo "usage: stage.sh first|next|last FOLDER SECONDS [train.py options]" >&2; exit 2; }
stage=$1 folder=$2 seconds=$3
shift 3
case $stage in
    first | next) reserve=15 last= ;;
    last) reserve=60 last=--last ;;
    *) echo "stage.sh: unknown stage '$stage'; first, next or last" >&2; exit 2 ;;
esac
began=$SECONDS
here=$(cd "$(dirname "$0")" && pwd)
work=${WORK:-$folder/work}
out=${OUT:-$folder/out}
python=${PYTHON:-python3}
length=${STAGE_SECONDS:-570}
[ "$length" -ge 300 ] || reserve=$((length / 4))   # short trial runs: little to export
samplers=$(($(nproc) > 2 ? $(nproc) - 2 : 1))
export PYTHONUNBUFFERED=1

if command -v nvidia-smi >/dev/null; then
    nvidia-smi --query-gpu=name,memory.total --format=csv,noheader || true
fi
if [ ! -f "$work/data.npz" ]; then
    shopt -s nullglob
    tests=("$folder"/*.de "$folder"/*.en)
    "$python" "$here/prepare.py" --corpus "$folder/corpus.tsv.xz" --vocabulary "$folder/vocab.spm" --work "$work" \
        --held-out ${tests+"${tests[@]}"}
fi
if [ "$stage" = first ]; then
    "$python" "$here/start.py" --work "$work" --preset "${PRESET:-base}"
elif [ ! -f "$work/checkpoint.pt" ]; then
    "$python" "$here/restore.py" --parts "$folder/parts" --work "$work"
fi

wall=$((length - reserve - (SECONDS - began)))
[ "$wall" -gt 0 ] || { echo "stage.sh: preparing took the whole stage; run the stage again" >&2; exit 1; }
"$python" "$here/train.py" --work "$work" --seconds "$seconds" --wall "$wall" ${last:+"$last"} \
    --resample "$samplers" "$@"
"$python" "$here/export.py" --work "$work" --out "$out"
if [ "$stage" = last ]; then
    "$python" "$here/evaluate.py" --work "$work" --tests "$folder"
    cp "$work"/*.hypotheses.en "$out"/ 2>/dev/null || true
fi
