"""A screen that nobody sees, for programs that must show a real window."""

from __future__ import annotations

import os
import subprocess
from contextlib import contextmanager
from typing import TYPE_CHECKING

from setup_steps.problem import SetupError

if TYPE_CHECKING:
    from collections.abc import Iterator

GRACE_SECONDS = 10


@contextmanager
def virtual_display() -> Iterator[str]:
    """The value for DISPLAY; the server chooses its number and ends with the block.

    Raises:
        SetupError: where Xvfb does not start.
    """
    reading, writing = os.pipe()
    try:
        server = subprocess.Popen(
            ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1280x800x24", "-nolisten", "tcp"],
            pass_fds=[writing],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
    except OSError as error:
        os.close(reading)
        raise SetupError(f"Xvfb could not be started: {error.strerror}.") from error
    finally:
        os.close(writing)
    try:
        with os.fdopen(reading) as pipe:
            number = pipe.readline().strip()
        if not number:
            raise SetupError("Xvfb ended before it was ready.")
        yield f":{number}"
    finally:
        server.terminate()
        server.wait(GRACE_SECONDS)
