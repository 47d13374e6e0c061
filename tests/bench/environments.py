"""Environments for the benchmarks, in a cache folder: one with just what the program needs, one for each peer that installs.

A developer's own environment would not do: with `rich` and `click` in it, httpx loads its command line too (8 MB, measured).
"""

from __future__ import annotations

import os
import subprocess
import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True)
class Peer:
    """Another program for the same purpose, from the package index."""

    name: str
    package: str
    command: tuple[str, ...]
    """The first word is looked for in its environment."""
    is_window: bool = True


PEERS = (
    Peer("quotabubble", "quotabubble==0.2.6", ("quotabubble",)),
    Peer("claude-usage-widget", "claude-usage-widget==0.13.5", ("claude-usage",)),
    Peer("tokentray", "tokentray==0.1.1", ("tokentray-gui",)),
    Peer("claudometer", "claudometer==1.2.1", ("claudometer",)),
    Peer("tokentray status", "tokentray==0.1.1", ("tokentray", "status"), is_window=False),
    Peer("claude-monitor", "claude-monitor==4.0.0", ("claude-monitor", "--statusline"), is_window=False),
    Peer("cc-cockpit", "cc-cockpit==0.5.2", ("cc-cockpit", "json"), is_window=False),
)


def cache() -> Path:
    """Of this user, outside of any checkout."""
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "usagebar-bench"


def python_of_program() -> Path:
    """A Python with the program's own requirements and nothing else; made at the first call."""
    requirements = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["dependencies"]
    return _made("program", ["-c", str(ROOT / "packaging" / "constraints.txt"), *requirements])


def command_of(peer: Peer) -> list[str] | None:
    """How it is started; None where it cannot be installed here."""
    try:
        python = _made(peer.package, [peer.package])
    except subprocess.CalledProcessError:
        print(f"{peer.package} cannot be installed here", file=sys.stderr)
        return None
    return [str(python.with_name(peer.command[0])), *peer.command[1:]]


def _made(name: str, wanted: list[str]) -> Path:
    folder = cache() / name
    python, complete = folder / "bin" / "python", folder / "complete"
    if not complete.exists():
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        subprocess.run([sys.executable, "-m", "venv", "--clear", str(folder)], check=True)
        subprocess.run([str(python), "-m", "pip", "install", "-q", "--compile", *wanted], check=True, **quiet)  # type: ignore[call-overload]
        complete.touch()
    return python


if __name__ == "__main__":
    print(python_of_program())
    for one in PEERS:
        print(one.name, command_of(one))
