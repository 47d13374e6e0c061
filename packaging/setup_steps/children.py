"""Running short programs during the set-up: without standard input, their output kept back."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


@dataclass(frozen=True, slots=True)
class Ended:
    """A child that has ended: its exit code and all that it printed, standard error included."""

    code: int
    output: str

    def tail(self, lines: int = 15) -> str:
        return "\n".join(self.output.strip().splitlines()[-lines:])


def run(command: Sequence[str], environment: Mapping[str, str] | None = None) -> Ended:
    """Run to the end, however long it takes; `environment` None means ours.

    Raises:
        OSError: where there is no such program.
    """
    done = subprocess.run(
        command,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        check=False,
    )
    return Ended(done.returncode, done.stdout)
