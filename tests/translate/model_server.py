#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""A server for the tests of "depesche model", on a free port of 127.0.0.1, which it prints.

model_server.py DIRECTORY serves the files there:
    /good/FILE   with ranges
    /whole/FILE  without ranges
    /cut/FILE    the first request ends after a third, later ones go on (with ranges)
    /slow/FILE   in small steps
    /wrong/FILE  as many bytes, but others
    /long/FILE   with bytes too many
    /moved/FILE  points to /good/FILE
Everything else is not there. Ends with its parent.
"""
import http.server
import os
import pathlib
import sys
import threading
import time

ROOT = pathlib.Path(sys.argv[1])
ENDED_EARLY = set()


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.0"

    def log_message(self, *arguments):
        with open(ROOT / "log", "a", encoding="utf-8") as log:
            log.write(f"{self.command} {self.path} {self.headers.get('Range', '-')}\n")

    def do_GET(self):
        _, way, name = (self.path.split("/") + ["", ""])[:3]
        path = ROOT / name
        if way == "moved":
            self.send_response(302)
            self.send_header("Location", f"/good/{name}")
            self.end_headers()
            return
        if way not in ("good", "whole", "cut", "slow", "wrong", "long") or not path.is_file():
            self.send_error(404)
            return
        data = path.read_bytes()
        if way == "wrong":
            data = bytes(255 - byte for byte in data)
        if way == "long":
            data += b"more"
        self.send_data(way, data)

    def send_data(self, way, data):
        begin = 0
        asked = self.headers.get("Range", "")
        if asked.startswith("bytes=") and way != "whole":
            begin = int(asked[6:].split("-")[0])
            if begin >= len(data):
                self.send_error(416)
                return
            self.send_response(206)
            self.send_header("Content-Range", f"bytes {begin}-{len(data) - 1}/{len(data)}")
        else:
            self.send_response(200)
        self.send_header("Content-Length", str(len(data) - begin))
        self.end_headers()
        data = data[begin:]
        if way == "cut" and self.path not in ENDED_EARLY:
            ENDED_EARLY.add(self.path)
            data = data[: len(data) // 3]
        step = 2000 if way == "slow" else len(data)
        for at in range(0, len(data), step or 1):
            self.wfile.write(data[at : at + step])
            if way == "slow":
                time.sleep(0.01)


def end_with_parent():
    parent = os.getppid()
    while os.getppid() == parent:
        time.sleep(0.2)
    os._exit(0)


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
threading.Thread(target=end_with_parent, daemon=True).start()
print(server.server_port, flush=True)
server.serve_forever()
