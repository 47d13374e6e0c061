"""Running the tools that build packages."""

from __future__ import annotations

import shlex
import shutil
import subprocess
from typing import TYPE_CHECKING

from setup_steps.environment import child_environment
from setup_steps.problem import SetupError
from setup_steps.testing import test_environment

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

LAST_LINES = 25


def environment(extra: Mapping[str, str] | None = None) -> dict[str, str]:
    """Ours without what belongs to the person at the desk, off screen; `extra` wins."""
    return {**test_environment(child_environment()), "PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_NO_INPUT": "1", **(extra or {})}


def call(
    command: Sequence[str | Path],
    *,
    cwd: Path | None = None,
    extra: Mapping[str, str] | None = None,
    codes: Sequence[int] = (0,),
    limit: float = 300,
) -> str:
    """Run a tool to its end, at most `limit` seconds; all that it printed.

    Raises:
        SetupError: where it is not there, hangs, or ends with another exit code than one of `codes`; with its last lines.
    """
    words = [str(word) for word in command]
    try:
        done = subprocess.run(
            words,
            cwd=cwd,
            env=environment(extra),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            errors="replace",
            timeout=limit,
            check=False,
        )
    except OSError as error:
        raise SetupError(f"{words[0]} could not be started: {error.strerror}.") from error
    except subprocess.TimeoutExpired as error:
        raise SetupError(f"Not done within {limit:g} s: {shlex.join(words)}") from error
    if done.returncode not in codes:
        last = "\n".join(done.stdout.strip().splitlines()[-LAST_LINES:])
        raise SetupError(f"{last}\n\nThis ended with exit code {done.returncode}: {shlex.join(words)}")
    return done.stdout


def fresh(folder: Path) -> Path:
    """The folder, empty."""
    if folder.exists():
        shutil.rmtree(folder)
    folder.mkdir(parents=True)
    return folder


def megabytes(path: Path) -> float:
    """Size of a file, or of all files in a folder, in 10^6 bytes; a link counts nothing."""
    files = [path] if path.is_file() else [file for file in path.rglob("*") if file.is_file() and not file.is_symlink()]
    return sum(file.stat().st_size for file in files) / 1e6
