#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""What a process takes that translates one sentence: start.py PROGRAM SENTENCES MODEL [-m MODEL]"""
import os
import subprocess
import sys
import tempfile
import time

RUNS = 30


def run(command):
    """Return the milliseconds and the MiB at the peak of one run."""
    begin = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = status
    if status != 0:
        sys.exit("start: the program failed")
    return (time.monotonic() - begin) * 1e3, usage.ru_maxrss / 1024


def main():
    program, sentences, *models = sys.argv[1:]
    with open(sentences, encoding="utf-8") as file, tempfile.NamedTemporaryFile("w", encoding="utf-8") as one:
        one.write(file.readline())
        one.flush()
        for model in models:
            if model != "-m":
                runs = sorted(run([program, "translate", "-m", model, "--lines", one.name]) for _ in range(RUNS))
                print(f"a process with one sentence, {model}: median {runs[RUNS // 2][0]:.0f} ms, "
                      f"best {runs[0][0]:.0f} ms, {max(peak for _, peak in runs):.0f} MiB")


main()
