#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""Write the files of this folder whose bytes an editor would spoil. Run in this folder; README says what each is for."""

TEXT = "Käse fällt vom Himmel\n\n„Das ist gut“, sagte der Bürgermeister – für 5 € das Stück.\n"


def write(name, data):
    with open(name, "wb") as file:
        file.write(data)


write("good-utf8-mark.txt", b"\xef\xbb\xbf" + TEXT.encode())
write("good-utf16le.txt", b"\xff\xfe" + TEXT.encode("utf-16-le"))
write("good-utf16be.txt", b"\xfe\xff" + TEXT.encode("utf-16-be"))
write("good-utf16le-no-mark.txt", TEXT.encode("utf-16-le"))
write("good-utf32le.txt", b"\xff\xfe\0\0" + TEXT.encode("utf-32-le"))
write("good-windows-1252.txt", TEXT.encode("cp1252"))
write("good-crlf.txt", TEXT.replace("\n", "\r\n").encode())
write("good-cr.txt", TEXT.replace("\n", "\r").encode())
write("good-utf8-cut.txt", TEXT.encode()[:TEXT.encode().index(b"\xe2\x80\x9c") + 2])
write("good-utf8-broken-byte.txt", (TEXT * 3).encode() + b"f\xfcr\n")
write("good-utf16le-odd.txt", b"\xff\xfe" + TEXT.encode("utf-16-le")[:-1])
write("good-utf16le-half-pair.txt", b"\xff\xfe" + TEXT.encode("utf-16-le") + b"\x3d\xd8" + "!".encode("utf-16-le"))
write("good-undefined-1252.txt", TEXT.encode("cp1252") + b"\x81\n")
write("good-long-line.txt", ("Das ist ein Satz mit ä. " * 4000).encode())
write("good-no-end.txt", TEXT.rstrip("\n").encode())
write("good-bidi.txt", "Der \u202egedrehte\u202c Text\u200b und\u00ad Co.\n\u0007".encode())
write("good-latin1.html", '<meta charset="iso-8859-1"><h1>Käse fällt</h1><p>„Gut“.'.encode("cp1252"))
write("good-wrong-charset.html", '<meta charset="iso-8859-1"><h1>Käse fällt</h1><p>„Gut“.'.encode())
write("good-cut.html", '<h1>Käse fällt</h1><p>„Gut“, sagte er.<p class="lea'.encode())
write("good-surrogate.ndjson", b'{"text":"Ein \\ud83d Satz und \\ud83d\\ude00."}\n')
write("bad-empty.txt", b"")
write("bad-blank.txt", b" \r\n\t\n" + "\u00a0\u2003".encode())
write("bad-nul.txt", b"Ein Satz.\0Noch einer, der lang genug ist.\n")
write("bad-binary.txt", bytes((i * 7 + 1) % 31 + 1 for i in range(200)))
write("bad-windows-1252.txt", b"\x81\x8d\x8f\x90\x9d a\n")
write("bad-utf16-nul.txt", b"a\0\0b\0c\0d\0\0e\0f\n")
write("bad-pdf.txt", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n")
write("bad-zip.txt", b"PK\x03\x04\x14\0\0\0\x08\0")
write("bad-gzip.txt", b"\x1f\x8b\x08\0\0\0\0\0")
write("bad-deep.html", b"<p>x" + b"<div>" * 2000)
write("bad-attributes.html", b"<p>x<a" + b" a" * 2000 + b">")
write("bad-deep.ndjson", b'{"a":' + b"[" * 2000)
