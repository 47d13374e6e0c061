"""`bootstrap.py test`: every check of the project in order, the same here and in CI."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from setup_steps import system_parts
from setup_steps.environment import Checkout, Extent, child_environment, prepare
from setup_steps.steps import Outcome, Steps
from setup_steps.system_parts import DESKTOP, FAULTS, PACKAGES, QT, READERS, WAYLAND, WINE, X11, Part

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

# A developer's own session, credentials and endpoints: no test may reach them by accident.
FOREIGN = {"DISPLAY", "WAYLAND_DISPLAY", "DBUS_SESSION_BUS_ADDRESS", "AT_SPI_BUS_ADDRESS", "XDG_CURRENT_DESKTOP"}
FOREIGN |= {"PYTHON_KEYRING_BACKEND"}
FOREIGN |= {"CLAUDE_CONFIG_DIR", "CLAUDE_SECURESTORAGE_CONFIG_DIR", "CLAUDE_CODE_OAUTH_TOKEN", "Z_AI_API_KEY", "ZAI_API_KEY"}
ELSEWHERE = ("e2e", "wine", "faults", "faults_long", "soak", "crowd")  # folders with a step of their own, or run by hand
UNIT = ("tests", *(word for folder in ELSEWHERE for word in ("--ignore", f"tests/{folder}")))
QUICK, UNIT_LIMIT, DESKTOP_LIMIT, SLOW = 300.0, 900.0, 900.0, 2400.0  # seconds: a step that hangs must not eat CI's whole time
DATA, REPORT = "build/coverage.data", "build/coverage.json"
RATCHET = "packaging/checks/coverage_ratchet.py"


@dataclass(frozen=True, slots=True)
class Wish:
    """What was asked for: everything, the slow parts too, only the floors, or only pytest with some arguments."""

    slow: bool = False
    raise_floors: bool = False
    pytest: tuple[str, ...] | None = None


def parse(arguments: Sequence[str]) -> Wish | None:
    """The wish in the arguments after `test`; None where they are wrong."""
    cut = arguments.index("--") if "--" in arguments else len(arguments)
    options, pytest = set(arguments[:cut]), tuple(arguments[cut + 1 :]) if cut < len(arguments) else None
    if not options <= {"--all", "--raise-floors"} or ("--raise-floors" in options and pytest):
        return None
    return Wish("--all" in options, "--raise-floors" in options, pytest)


def test_environment(environ: Mapping[str, str]) -> dict[str, str]:
    """The environment of every check: off screen, and without what belongs to the person at the desk."""
    kept = {name: value for name, value in environ.items() if name not in FOREIGN and not name.startswith("USAGEBAR_")}
    return kept | {"QT_QPA_PLATFORM": "offscreen", "PYTHONUTF8": "1"}


def test(checkout: Checkout, wish: Wish) -> int:
    """Run what was wished for; 0 where nothing failed, else 1."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="replace")  # type: ignore[union-attr]  # a console of Windows may lack what pytest prints
    steps = Steps(checkout.root)
    parts = (*QT, *READERS) if wish.slow else QT
    if steps.work("set-up", lambda: _set_up(checkout, parts)).outcome is not Outcome.OK:
        return steps.close()
    (checkout.root / "build").mkdir(exist_ok=True)
    session = _Session(checkout, steps, test_environment(child_environment()), _is_ci(os.environ))
    if wish.pytest is not None:
        session.only_pytest(wish.pytest)
    elif wish.raise_floors:
        session.unit_tests("raise")
    else:
        session.checks()
        session.unit_tests("check")
        session.desktop_tests()
        if wish.slow:
            session.known_weaknesses()
            session.fault_tests()
            session.soak_tests()
            session.wine_tests()
            session.packages()
    return steps.close()


def _is_ci(environ: Mapping[str, str]) -> bool:
    return environ.get("CI", "").lower() not in {"", "0", "false"}


def _set_up(checkout: Checkout, parts: Sequence[Part]) -> None:
    prepare(checkout, Extent.DEVELOP, print)
    system_parts.provide(parts, "the tests", print)


def audit_pins(checkout: Checkout, steps: Steps, environment: Mapping[str, str], reach: Callable[[], object]) -> None:
    """The one step that may be left out in CI too: nothing that could be installed answers for an advisory service."""
    if steps.work("advisory service", reach, Outcome.LEFT_OUT).outcome is Outcome.OK:
        steps.command("known weaknesses", [str(checkout.python), "packaging/audit.py"], environment, DESKTOP_LIMIT)


@dataclass(frozen=True, slots=True)
class _Session:
    checkout: Checkout
    steps: Steps
    environment: Mapping[str, str]
    is_ci: bool

    def checks(self) -> None:
        python, root = str(self.checkout.python), self.checkout.root
        for name, command in {
            "ruff check": [python, "-m", "ruff", "check", "."],
            "ruff format --check": [python, "-m", "ruff", "format", "--check", "."],
            "mypy": [python, "-m", "mypy"],
            "import contracts": [str(self.checkout.program("lint-imports"))],
            "style gate": [python, "packaging/checks/style_gate.py", str(root)],
        }.items():
            self.steps.command(name, command, self.environment, QUICK)

    def known_weaknesses(self) -> None:
        import audit  # it builds on this module

        audit_pins(self.checkout, self.steps, self.environment, audit.reach)

    def unit_tests(self, ratchet: str) -> None:
        python = str(self.checkout.python)
        (self.checkout.root / DATA).unlink(missing_ok=True)
        measured = [python, "-m", "coverage", "run", f"--data-file={DATA}", "-m", "pytest", *UNIT]
        result = self.steps.command("unit tests", measured, self.environment, UNIT_LIMIT)
        if result.outcome is not Outcome.OK:
            self.steps.leave_out("coverage ratchet", "Not judged: the unit tests did not all pass.")
            return
        report = [python, "-m", "coverage", "json", "-q", f"--data-file={DATA}", "-o", REPORT]
        if self.steps.command("coverage report", report, self.environment, QUICK).outcome is Outcome.OK:
            self.steps.command("coverage ratchet", [python, RATCHET, ratchet, REPORT], self.environment, QUICK)

    def desktop_tests(self) -> None:
        name = "desktop tests"
        if not (self.checkout.root / "tests" / "e2e").is_dir():
            self.steps.fail(name, "There is no folder tests/e2e.")
        elif self._has_parts(name, (*QT, *X11, *WAYLAND, *DESKTOP)):
            self.steps.command(name, self._pytest("tests/e2e"), {**self.environment, "E2E": "1"}, DESKTOP_LIMIT)

    def fault_tests(self) -> None:
        name = "fault bed"
        if (self.checkout.root / "tests" / "faults").is_dir() and self._has_parts(name, (*QT, *FAULTS)):
            self.steps.command(name, self._pytest("tests/faults"), self.environment, DESKTOP_LIMIT)

    def soak_tests(self) -> None:
        """Time, many accounts and many commands at once."""
        name, tests = "soak and crowd", self.checkout.root / "tests"
        folders = [f"tests/{folder}" for folder in ("soak", "crowd") if (tests / folder).is_dir()]
        if folders and self._has_parts(name, (*QT, *X11, *DESKTOP)):
            self.steps.command(name, self._pytest(*folders, "-s"), {**self.environment, "E2E": "1"}, DESKTOP_LIMIT)

    def wine_tests(self) -> None:
        if (self.checkout.root / "tests" / "wine").is_dir() and self._has_parts("tests under Wine", (*QT, *X11, *DESKTOP, *WINE)):
            self.steps.command("tests under Wine", self._pytest("tests/wine"), {**self.environment, "E2E": "1"}, SLOW)

    def packages(self) -> None:
        if (self.checkout.root / "packaging" / "build.py").is_file() and self._has_parts(
            "packages", (*QT, *X11, *DESKTOP, *WINE, *PACKAGES)
        ):
            self.steps.command("packages", [str(self.checkout.python), "packaging/build.py"], self.environment, SLOW)

    def only_pytest(self, arguments: tuple[str, ...]) -> None:
        paths = [word for word in arguments if not word.startswith("-") and (self.checkout.root / word.split("::")[0]).exists()]
        on_desktop = any({"e2e", "soak"} & {*Path(word.split("::")[0]).parts} for word in paths)
        if not on_desktop or self._has_parts("desktop tests", (*QT, *X11, *WAYLAND, *DESKTOP)):
            extra = {"E2E": "1"} if on_desktop else {}
            self.steps.command("pytest", self._pytest(*(() if paths else UNIT), *arguments), {**self.environment, **extra}, SLOW)

    def _pytest(self, *arguments: str) -> list[str]:
        return [str(self.checkout.python), "-m", "pytest", *arguments]

    def _has_parts(self, name: str, parts: Sequence[Part]) -> bool:
        """Install what the step needs. Where that cannot be, the step is left out with a word; in CI it fails."""
        if sys.platform != "linux":
            self.steps.leave_out(name, "Left out: these tests need Linux.")
            return False
        if not system_parts.missing(parts):
            return True
        otherwise = Outcome.FAILED if self.is_ci else Outcome.LEFT_OUT
        provided = self.steps.work(f"parts of the {name}", lambda: system_parts.provide(parts, f"the {name}", print), otherwise)
        return provided.outcome is Outcome.OK
