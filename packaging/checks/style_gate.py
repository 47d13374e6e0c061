"""Rules of this project that no linter knows: exit 1 with a line for each breach.

    python packaging/checks/style_gate.py ROOT

They are read from the syntax tree, so that a sentence which merely names a forbidden call is none.
"""

from __future__ import annotations

import ast
import os
import re
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

LONGEST = 400  # lines of a Python file: what one can keep in mind
SKIPPED = {".git", ".venv", "__pycache__", "build", "dist", "node_modules"}
TEXT = {
    ".py",
    ".md",
    ".toml",
    ".txt",
    ".json",
    ".sh",
    ".cfg",
    ".ini",
    ".yml",
    ".yaml",
    ".nsi",
    ".desktop",
    ".xml",
    ".spec",
    ".qrc",
    ".svg",
} | {""}
LOCK_FILES = {"uv.lock", "poetry.lock", "pdm.lock", "Pipfile.lock", "package-lock.json", "bun.lock", "yarn.lock", "pylock.toml"}
# Written with classes of one letter, so that this file does not hold what it looks for.
REGISTRY = re.compile(r"\b(py[p]i\.org|files\.python[h]osted\.org|registry\.npm[j]s\.org|crate[s]\.io|deb\.debia[n]\.org)\b")
MACHINE = re.compile(r"(?<![\w.~])/(?:[w]ork/(?:main|shared)|op[t]/(?:pypi|wheels)|tm[p]/(?:venv|brief)|roo[t]/\.)")
CLOCK_CALLS = {("time", "time"), ("time", "time_ns")}
CLOCK_CALLS |= {("datetime", "now"), ("datetime", "utcnow"), ("datetime", "today"), ("date", "today")}
CLOCK_FILE = "usagebar_qt/domain/clock.py"
NEVER_SAID = {
    ("verify", False): "switches the check of certificates off",
    ("check_hostname", False): "lets any certificate stand for any host",
    ("follow_redirects", True): "a redirect would carry the secret's header to another host",
    ("allow_redirects", True): "a redirect would carry the secret's header to another host",
    ("shell", True): "a shell reads what a file or a service wrote",
}
"""Arguments and attributes of our own code, with what they would do."""
NEVER_NAMED = {
    "CERT_NONE",
    "CERT_OPTIONAL",
    "_create_unverified_context",
    "_create_default_https_context",
    "OP_LEGACY_SERVER_CONNECT",
}
CHILDREN = {("subprocess", word) for word in ("Popen", "run", "call", "check_call", "check_output")}
ON_MACOS_ALONE = "usagebar_qt/credentials/keychain.py"
# They wait for other programs.
MAY_SLEEP = ("tests/e2e/", "tests/wine/", "tests/faults/", "tests/faults_long/", "tests/bench/", "tests/soak/", "tests/crowd/")


@dataclass(frozen=True, slots=True, order=True)
class Breach:
    path: str
    line: int
    rule: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.rule}"


def breaches(root: Path) -> list[Breach]:
    """Every breach in the tree below `root`."""
    found: list[Breach] = []
    for path in _files(root):
        name = path.relative_to(root).as_posix()
        if path.name in LOCK_FILES:
            found.append(Breach(name, 1, "a lock file holds registry addresses: pin in packaging/constraints.txt instead"))
        elif path.suffix in TEXT:
            text = path.read_text(encoding="utf-8", errors="replace")
            found += in_text(name, text)
            if path.suffix == ".py":
                found += in_python(name, text)
    return sorted(found)


def in_text(name: str, text: str) -> Iterator[Breach]:
    """Breaches in any text file: addresses of package registries, folders of the machine it was written on."""
    for number, line in enumerate(text.splitlines(), 1):
        if REGISTRY.search(line):
            yield Breach(name, number, "names the host of a package registry")
        if MACHINE.search(line):
            yield Breach(name, number, "names a folder of the machine it was written on")


def in_python(name: str, text: str) -> Iterator[Breach]:
    """Breaches in a Python file: its length, its name, and forbidden calls."""
    lines = text.count("\n")
    if lines > LONGEST and not name.endswith("_rc.py"):
        yield Breach(name, lines, f"{lines} lines; the longest allowed is {LONGEST}")
    if name.rsplit("/", 1)[-1] in {"utils.py", "helpers.py", "misc.py"}:
        yield Breach(name, 1, "a name that says nothing; call the file after what it holds")
    try:
        tree = ast.parse(text)
    except SyntaxError as error:
        yield Breach(name, error.lineno or 1, "is no Python")
        return
    may_show = name.startswith("usagebar_qt/") and name != ON_MACOS_ALONE and "CREATE_NO_WINDOW" not in text
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield from (Breach(name, node.lineno, rule) for rule in _in_call(name, node))
            if may_show and _called(node.func) in CHILDREN:
                yield Breach(name, node.lineno, "on Windows a child process flashes a console; give it CREATE_NO_WINDOW")
        elif isinstance(node, ast.ExceptHandler) and _swallows(node):
            yield Breach(name, node.lineno, "swallows every exception; name the ones that are expected, or report it")
        if name.startswith("usagebar_qt/"):
            yield from (Breach(name, line, rule) for line, rule in _weakening(node))


def _weakening(node: ast.AST) -> Iterator[tuple[int, str]]:
    """What would take the lock off: TLS, redirects, a shell."""
    if isinstance(node, ast.keyword) and (rule := _never_said(node.arg, node.value)):
        yield node.value.lineno, rule
    elif isinstance(node, ast.Assign):
        for target in node.targets:
            if isinstance(target, ast.Attribute) and (rule := _never_said(target.attr, node.value)):
                yield node.lineno, rule
    elif isinstance(node, ast.Attribute) and node.attr in NEVER_NAMED:
        yield node.lineno, f"{node.attr} weakens TLS"
    elif isinstance(node, ast.ImportFrom) and any(found.name in NEVER_NAMED for found in node.names):
        yield node.lineno, "imports what weakens TLS"


def _never_said(name: str | None, value: ast.expr) -> str:
    if name is None or not isinstance(value, ast.Constant) or not isinstance(value.value, bool):
        return ""
    rule = NEVER_SAID.get((name, value.value))
    return f"{name}={value.value}: {rule}" if rule else ""


def _in_call(name: str, call: ast.Call) -> Iterator[str]:
    owner, function = _called(call.func)
    first = call.args[0] if call.args else None
    if function == "processEvents" and name.startswith("usagebar_qt/"):
        yield "processEvents() re-enters the event loop"
    if (owner, function) in CLOCK_CALLS and name.startswith("usagebar_qt/") and name != CLOCK_FILE:
        yield f"reads the clock with {owner}.{function}(); take a Clock ({CLOCK_FILE})"
    one_turn = owner == "asyncio" and isinstance(first, ast.Constant) and first.value == 0  # of the loop: no sleep
    if function == "sleep" and owner in {"time", "asyncio"} and not one_turn and _must_not_sleep(name):
        yield "a test that sleeps is slow and flaky; inject a clock"
    if function in {"patch", "setattr"} and isinstance(first, ast.Constant) and str(first.value).startswith("usagebar"):
        yield "patches a module of ours; hand a fake to the constructor"
    if function == "hasattr" and isinstance(first, ast.Name) and first.id == "self":
        yield "hasattr(self, ...): set the attribute in __init__"
    if function == "connect" and name.startswith("usagebar_qt/") and isinstance(first, ast.Lambda):
        yield "a lambda as a slot keeps its owner alive; connect a bound method"
    if function == "style" and not call.args and name.startswith("usagebar_qt/") and owner != "QApplication":
        yield "below a style sheet a widget's style() is destroyed twice (PySide 6.11); ask QApplication.style()"


def _must_not_sleep(name: str) -> bool:
    return name.startswith("tests/") and not name.startswith(MAY_SLEEP)


def _called(function: ast.expr) -> tuple[str, str]:
    """Owner and name of what is called: ("time", "sleep"), ("datetime", "now") for datetime.datetime.now too, ("", "open")."""
    if isinstance(function, ast.Attribute):
        owner = function.value
        return (owner.id if isinstance(owner, ast.Name) else owner.attr if isinstance(owner, ast.Attribute) else ""), function.attr
    return "", function.id if isinstance(function, ast.Name) else ""


def _swallows(handler: ast.ExceptHandler) -> bool:
    broad = handler.type is None or (isinstance(handler.type, ast.Name) and handler.type.id in {"Exception", "BaseException"})
    return broad and all(isinstance(statement, ast.Pass) for statement in handler.body)


def _files(root: Path) -> Iterator[Path]:
    for folder, inner, names in os.walk(root):
        inner[:] = sorted(
            name for name in inner if name not in SKIPPED and not name.endswith(("_cache", ".egg-info", ".hypothesis"))
        )
        yield from (Path(folder) / name for name in sorted(names))


def main(arguments: list[str]) -> int:
    found = breaches(Path(arguments[0]))
    print("\n".join(str(breach) for breach in found) or "nothing found")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
