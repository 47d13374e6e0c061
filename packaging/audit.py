"""Whether a known weakness is in anything that we pass on or build with: pip-audit over every pin. Needs the network.

    .venv/bin/python packaging/audit.py

Exit code 1 where something is known, or where the advisory service gave no answer.
"""

from __future__ import annotations

import sys
import urllib.error
import urllib.request
from pathlib import Path
from typing import TYPE_CHECKING

if __name__ == "__main__":
    sys.path[0] = str(Path(__file__).resolve().parent)

from artefacts.project import Project
from artefacts.tools import call, fresh
from setup_steps.problem import SetupError

if TYPE_CHECKING:
    from collections.abc import Callable

TOOL = "pip-audit==2.10.1"
SERVICE = "https://api.osv.dev/v1/query"
"""It holds the Python Packaging Advisory Database. What the tool asks by itself, a registry, says of a pin that it does not know
the same as where nobody answers."""
LIMIT, PATIENCE = 300.0, 10.0  # seconds: for the look at every pin, and for the question whether the service is there


def command(python: Path, pins: Path, service: str = SERVICE) -> list[str | Path]:
    """Strict: without it a package that could not be looked up counts as a good one."""
    words = ["-m", "pip_audit", "--strict", "--progress-spinner=off", "--no-deps", "--disable-pip"]
    return [python, *words, "--vulnerability-service=osv", f"--osv-url={service}", "--requirement", pins]


def reach(service: str = SERVICE) -> None:
    """Ask the service for nothing, to know whether it can be asked.

    Raises:
        SetupError: where nobody answers; with what to do.
    """
    try:
        urllib.request.urlopen(service, timeout=PATIENCE).close()  # noqa: S310 - https, or what a test says
    except urllib.error.HTTPError as answer:
        answer.close()  # somebody is there, who has no answer to a question without words
    except OSError as problem:
        raise SetupError(
            f"The advisory service {service} cannot be reached: {problem}.\n"
            "Nothing is known about the pins. Where there is a network: .venv/bin/python packaging/audit.py"
        ) from problem


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


def main() -> int:
    """Exit code."""
    try:
        reach()
        audit(Project())
    except SetupError as problem:
        print(problem, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
