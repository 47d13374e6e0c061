"""Whether a known weakness is in anything that we pass on or build with: pip-audit over every pin. Needs the network."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from artefacts.tools import call, fresh

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from artefacts.project import Project

TOOL = "pip-audit==2.10.1"
LIMIT = 300.0


def command(python: Path, pins: Path) -> list[str | Path]:
    """Strict: without it a package that could not be looked up counts as a good one, and so does a network that answers nothing."""
    return [python, "-m", "pip_audit", "--strict", "--progress-spinner=off", "--no-deps", "--disable-pip", "--requirement", pins]


def audit(project: Project, call: Callable[..., str] = call) -> None:
    """Every pin of ours, in an environment that no package is made from.

    Raises:
        SetupError: with what is known, or with what could not be looked up.
    """
    folder = fresh(project.build / "audit")
    call([sys.executable, "-m", "venv", folder])
    python = folder / ("Scripts" if sys.platform == "win32" else "bin") / "python"
    call([python, "-m", "pip", "install", "--quiet", TOOL])
    for pins in project.constraints:
        print(call(command(python, pins), limit=LIMIT).strip())
