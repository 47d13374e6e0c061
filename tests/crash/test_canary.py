"""No secret leaks, and the search could find one. The short form of `canary`, which has more scenes by hand."""

from __future__ import annotations

import base64
import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.crash.canary import Flight, Secrets, fly
from tests.crash.leaks import Search, Watcher
from tests.upstream import Upstream

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="it looks into /proc")

BODY = "abCDefGHijKLmnOPqrSTuvWXyz01"
LEAKS = {
    "plain": f"token={BODY}!".encode(),
    "a part": BODY[9:24].encode(),
    "upper case": BODY.upper().encode(),
    "JSON": json.dumps({"a": "ö" + BODY}).encode(),
    "JSON, every character escaped": "".join(f"\\u{ord(letter):04X}" for letter in BODY).encode(),
    "base64": base64.b64encode(f"Bearer {BODY}".encode()),
    "base64, moved by one": base64.b64encode(f"Bearer  {BODY}".encode()),
    "base64, moved by two": base64.b64encode(f"Bearer   {BODY}".encode()),
    "address": "".join(f"%{ord(letter):02x}" for letter in BODY).encode(),
    "UTF-16": f"ä{BODY}".encode("utf-16-le"),
    "UTF-16, the other way": f"ä{BODY}".encode("utf-16-be"),
    "hexadecimal": BODY.encode().hex().encode(),
}


@pytest.mark.parametrize("leak", LEAKS.values(), ids=LEAKS.keys())
def test_a_leak_is_found_in_any_disguise(leak: bytes) -> None:
    assert Search({"token": BODY}).hits(b"\0\xff " + leak + b" and more") != []


def test_what_is_no_leak_is_not_taken_for_one() -> None:
    assert Search({"token": BODY}).hits((BODY[:9] + " [redacted] " + BODY[:-10:-1]).encode()) == []


def test_a_leak_is_found_in_a_file_its_name_and_in_the_environment_of_a_grandchild(tmp_path: Path) -> None:
    search, allowed = Search({"token": BODY}), tmp_path / "allowed"
    (tmp_path / "deep").mkdir()
    for path in (allowed, tmp_path / "deep" / "log", tmp_path / "deep" / BODY):
        path.write_text(BODY)
    assert len(list(search.in_files(tmp_path, allowed))) == 3
    inner = f"import subprocess, sys; subprocess.run([sys.executable, '-c', 'input()'], env={{'TOKEN': '{BODY}'}})"
    outer = f"import os, subprocess, sys; subprocess.run([sys.executable, '-c', {inner!r}])"
    process = subprocess.Popen([sys.executable, "-c", outer], stdin=subprocess.PIPE)
    watcher = Watcher(process.pid)
    try:
        for _ in range(600):
            if any(search.hits(environment) for environment in watcher.seen.values()):
                break
            with pytest.raises(subprocess.TimeoutExpired):
                process.wait(0.05)
    finally:
        process.communicate(b"\n")
        watcher.stop()
    assert any(search.hits(environment) for environment in watcher.seen.values())
    assert any(search.hits(command) for _, command in watcher.seen)


def test_a_flight_that_prints_its_secret_is_caught(tmp_path: Path) -> None:
    flight = Flight(tmp_path, Secrets())
    with Upstream() as upstream:
        bed = flight.bed(upstream)
        words = "print(open('claude/.credentials.json').read()); open('kept', 'w').write(open('claude/.credentials.json').read())"
        flight.run("planted", bed, begin=("-c", words))
        flight.search_files("planted", bed)
    assert {find.split(" in ")[1] for find in flight.finds} == {"standard output", "kept"}


def test_nothing_holds_a_secret_but_the_credentials_file(tmp_path: Path) -> None:
    flight = fly(tmp_path, has_prefix=True, is_brief=True)
    assert flight.finds == []
    assert flight.processes >= flight.scenes > 20
    assert flight.files > 50
