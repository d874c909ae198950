#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""Figures of the host: start-up, one article, articles per second, peak memory.

Usage: host.py DEPESCHE ARTICLE [FOLDER-OF-BENCHMARK-JSON …]

Every figure is measured in this run, as a whole process, and given as the median of several runs. Articles per second are
taken over the texts of JSON files ({"id", "title", "text"}), written to NDJSON, on one core.
"""

import json
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

RUNS = 15


def measure(command: list[str]) -> tuple[float, float]:
    """Run a command once: seconds on the clock, peak memory of its largest process in MB."""
    begin = time.perf_counter()
    pid = os.fork()
    if pid == 0:
        null = os.open(os.devnull, os.O_RDWR)
        for fd in (0, 1, 2):
            os.dup2(null, fd)
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
        os.execvp(command[0], command)
    _, status, usage = os.wait4(pid, 0)
    if status != 0:
        sys.exit(f"host.py: {' '.join(command)}: exit status {os.waitstatus_to_exitcode(status)}")
    return time.perf_counter() - begin, usage.ru_maxrss / 1024


def report(name: str, command: list[str], runs: int = RUNS) -> float:
    measure(command)
    results = [measure(command) for _ in range(runs)]
    seconds = statistics.median(r[0] for r in results)
    memory = statistics.median(r[1] for r in results)
    print(f"{name:<44} {1000 * seconds:9.1f} ms   {memory:6.1f} MB")
    return seconds


def articles(folders: list[str], limit: int) -> list[dict]:
    files = [f for folder in folders for f in sorted(Path(folder).glob("*.json"))]
    return [json.loads(f.read_text(encoding="utf-8")) for f in files[:limit]]


def main() -> None:
    program, article, *folders = sys.argv[1:]
    report("depesche list", [program, "list"])
    report("one article, default pipeline", [program, "run", "-p", "briefing", "-f", "json", article])
    texts = articles(folders, 300)
    if not texts:
        print("no benchmark articles given: articles per second are left out")
        return
    with tempfile.NamedTemporaryFile("w", suffix=".ndjson", encoding="utf-8") as batch:
        for text in texts:
            batch.write(json.dumps({k: text.get(k) for k in ("id", "title", "text")}, ensure_ascii=False) + "\n")
        batch.flush()
        command = [program, "run", "-p", "briefing", "-f", "ndjson", "--jobs", "1", batch.name]
        seconds = report(f"{len(texts)} articles on one core", command, 3)
        print(f"{'':<44} {len(texts) / seconds:9.0f} articles/s")


if __name__ == "__main__":
    main()
