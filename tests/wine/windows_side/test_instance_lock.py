"""Who is the first program, where Windows gives the number of a process that crashed to another Python."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from usagebar_qt.app.single_instance import SingleInstance

Record = Callable[[str, object], None]
SHOWN = "as it should be"
HOLD = """
import sys
from pathlib import Path
from usagebar_qt.app.single_instance import SingleInstance
instance = SingleInstance("nobody", Path(sys.argv[1]))
print(instance.claim(), flush=True)
sys.stdin.read()
"""


@pytest.fixture
def other() -> Iterator[subprocess.Popen[bytes]]:
    """Another Python, which knows nothing of us."""
    child = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    yield child
    child.communicate(b"\n", timeout=30)


def test_a_lock_that_a_crash_left_is_taken_though_its_number_is_another_pythons_now(
    awkward: Path, other: subprocess.Popen[bytes], record_property: Record
) -> None:
    record_property("cell", f"place of a program that crashed|{SHOWN}")
    (awkward / "instance.lock").write_text(f"{other.pid}\npython\n{socket.gethostname()}\n", encoding="utf-8")
    instance = SingleInstance("usagebar-test", awkward)
    assert instance.claim()
    assert (awkward / "instance.lock").read_text(encoding="utf-8").split("\n")[0] == str(os.getpid())
    instance.close()


def test_a_lock_that_is_held_is_not_taken(awkward: Path, record_property: Record) -> None:
    record_property("cell", f"place of a program that runs|{SHOWN}")
    child = subprocess.Popen([sys.executable, "-c", HOLD, str(awkward)], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert child.stdout is not None
    assert child.stdout.readline().strip() == b"True"
    second = SingleInstance("usagebar-test", awkward)
    assert not second.claim()
    child.communicate(timeout=30)
    assert second.claim()
    second.close()
