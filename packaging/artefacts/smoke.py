"""What every package must show once it is installed: the command answers, the tray program paints and reports."""

from __future__ import annotations

import json
import statistics
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from setup_steps.problem import SetupError

from artefacts.tools import call, fresh

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

NOTHING_SET_UP = 78  # what `usagebar status` ends with in an empty home
REFUSED = 2  # argparse's own
COLUMNS = ("tray_ms", "first_figures_ms", "popup_ms", "rss_kib", "pss_kib")


@dataclass(frozen=True, slots=True)
class Report:
    """Medians of some runs of `--smoke-test`: milliseconds, and KiB where the system tells them."""

    values: dict[str, float | None]
    python: str
    qt: str

    def __getitem__(self, name: str) -> float | None:
        return self.values[name]


def read_report(output: str) -> dict[str, Any]:
    """The one line of JSON; what Qt or Wine print beside it is passed over.

    Raises:
        SetupError: where there is no such line, or it says that something failed.
    """
    for line in output.splitlines():
        if line.startswith("{"):
            try:
                report = json.loads(line)
            except ValueError:
                continue
            if isinstance(report, dict) and "ok" in report:
                if report["ok"] is not True:
                    raise SetupError(f"The smoke test failed: {report.get('failed', line)}")
                return report
    raise SetupError(f"The smoke test printed no report, but: {output.strip()[-2000:] or 'nothing'}")


def median_of(reports: Sequence[dict[str, Any]]) -> Report:
    """Each column by itself."""
    values: dict[str, float | None] = {}
    for name in COLUMNS:
        found = [float(report[name]) for report in reports if report[name] is not None]
        values[name] = statistics.median(found) if found else None
    return Report(values, str(reports[0]["python"]), str(reports[0]["qt"]))


def check_version(output: str, program: str, version: str) -> None:
    """`--version` says the name and the one version.

    Raises:
        SetupError: where it says another.
    """
    if output.strip() != f"{program} {version}":
        raise SetupError(f"{program} --version says {output.strip()!r} instead of {f'{program} {version}'!r}.")


def check_status(output: str) -> None:
    """`status --json` prints the document, and nothing is set up in an empty home.

    Raises:
        SetupError: where it prints something else.
    """
    try:
        document = json.loads(output)
        states = {provider["id"]: provider["state"] for provider in document["providers"]}
    except (ValueError, KeyError, TypeError) as error:
        raise SetupError(f"usagebar status --json printed no document, but: {output.strip()[-2000:]}") from error
    if document["schema_version"] != 1 or set(states.values()) != {"not_configured"}:
        raise SetupError(f"usagebar status --json in an empty home says {states}.")


class OnLinux:
    """Runs an installed program in an empty home, far from the checkout, with none of its modules in reach."""

    def __init__(self, tray: Path, command: Path, home: Path) -> None:
        self._tray, self._command, self._home = tray, command, home

    def _run(self, *words: str | Path, codes: Sequence[int] = (0,), more: Mapping[str, str] | None = None) -> str:
        fresh(self._home)
        (self._home / "run").mkdir(mode=0o700)
        extra = {
            "HOME": str(self._home),
            "XDG_RUNTIME_DIR": str(self._home / "run"),
            "PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring",
            **dict.fromkeys(("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME"), ""),
            **(more or {}),
        }
        return call(words, cwd=self._home, extra=extra, codes=codes, limit=90)

    def check(self, version: str) -> None:
        """Both programs answer as they should."""
        check_version(self._run(self._command, "--version"), "usagebar", version)
        check_version(self._run(self._tray, "--version"), "usagebar-qt", version)
        check_status(self._run(self._command, "status", "--json", codes=(NOTHING_SET_UP,)))
        self.smoke_test()

    def check_refuses_debug_log(self) -> None:
        """A release offers no debug log: asking for it is wrong usage."""
        self._run(self._tray, "--debug-log", codes=(REFUSED,))

    def smoke_test(self, more: Mapping[str, str] | None = None) -> dict[str, Any]:
        """One run, with `more` environment; the report."""
        return read_report(self._run(self._tray, "--smoke-test", more=more))


def side_by_side(programs: dict[str, Callable[[], dict[str, Any]]], rounds: int) -> dict[str, Report]:
    """Smoke tests of several packages in turn, so that a busy moment of the machine hits all of them; medians. The first of each
    program warms the disk's cache and is not counted."""
    reports: dict[str, list[dict[str, Any]]] = {name: [] for name in programs}
    for turn in range(rounds + 1):
        for name, smoke_test in programs.items():
            report = smoke_test()
            if turn:
                reports[name].append(report)
    return {name: median_of(found) for name, found in reports.items()}
