"""macOS: an entry of another program, through the tool that program itself uses.

The Keychain's prompt belongs to the program that asks. Claude Code keeps its entry with `/usr/bin/security`, so that asking
through the same tool shows none, while keyring would.
"""

from __future__ import annotations

import os
import re
import subprocess
from typing import TYPE_CHECKING

from usagebar_qt.domain.errors import CredentialLocked, CredentialUnreadable

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

TOOL = "/usr/bin/security"
MISSING = 44
"""The tool's exit code where there is no such entry."""
PATIENCE_SECONDS = 10.0
KEPT = ("HOME", "USER", "LOGNAME", "PATH", "TMPDIR", "LANG", "__CF_USER_TEXT_ENCODING")
"""Variables that the tool may have: it needs no key of anybody's."""
LAST_ACCOUNT = "claude-code-user"
"""What Claude Code calls the account where it knows no user."""
_HEX = re.compile(r"(?:[0-9a-fA-F]{2})+")


def run(arguments: Sequence[str]) -> tuple[int, str]:
    """Exit code and standard output. Raises `OSError` and `subprocess.TimeoutExpired`."""
    ended = subprocess.run(  # noqa: S603 - a fixed tool; no shell
        arguments,
        env={name: os.environ[name] for name in KEPT if name in os.environ},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=PATIENCE_SECONDS,
        check=False,
    )
    return ended.returncode, ended.stdout.decode("utf-8", "surrogateescape")


def read_entry(service: str, environ: Mapping[str, str], run: Callable[[Sequence[str]], tuple[int, str]] = run) -> str | None:
    """The entry's text; None where there is none. Raises `CredentialLocked` and `CredentialUnreadable`."""
    accounts = dict.fromkeys(filter(None, (environ.get("USER"), environ.get("LOGNAME"), LAST_ACCOUNT)))
    for account in accounts:
        try:
            code, text = run((TOOL, "find-generic-password", "-s", service, "-a", account, "-w"))
        except OSError:
            return None
        except subprocess.TimeoutExpired:
            code, text = -1, ""
        if code == -1:
            raise CredentialLocked("silent")
        if code not in (0, MISSING):
            raise CredentialLocked("locked")
        if code == 0:
            return _decoded(text.rstrip("\n"))
    return None


def _decoded(text: str) -> str:
    """The tool prints hexadecimal digits where the entry is not plain ASCII."""
    if not _HEX.fullmatch(text):
        return text
    try:
        return bytes.fromhex(text).decode("utf-8")
    except UnicodeError:
        pass  # raised below, so that the bytes do not hang on it
    raise CredentialUnreadable("undecodable")
