"""Claude Code itself, asked to renew its own sign-in: found, run once, never killed while it may be renewing."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from usagebar_qt.credentials.own_folder import make_own_folder

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

ARGUMENTS = ("-p", "/usage", "--output-format", "json")
"""Costs nothing and no turn, and renews as any start of it does (contracts A9)."""
WAIT_SECONDS = 60.0
"""It is not killed before that, and not after it either: a child killed amid a renewal leaves its locks. We stop waiting."""
LOOK_SECONDS = 0.25
LEFT_OUT = ("CLAUDECODE", "CLAUDE_CODE_ENTRYPOINT", "CLAUDE_CODE_SSE_PORT", "CLAUDE_CODE_OAUTH_TOKEN")
"""Variables of a Claude Code that we may have been started from."""
OTHER_SIGN_INS = (
    "ANTHROPIC_API_KEY",
    "ANTHROPIC_AUTH_TOKEN",
    "ANTHROPIC_BASE_URL",
    "CLAUDE_CODE_USE_BEDROCK",
    "CLAUDE_CODE_USE_VERTEX",
)
"""With one of these Claude Code leaves the sign-in alone that it is asked to renew; and the second may be a Z.ai key."""
SECRETS_FOLDER = "CLAUDE_SECURESTORAGE_CONFIG_DIR"
"""Passes over the folder of a chosen account."""
OUR_KEYS = ("Z_AI_API_KEY", "ZAI_API_KEY")
USUAL_PLACES = (".local/bin/claude", ".claude/local/claude", ".npm-global/bin/claude", ".bun/bin/claude", ".volta/bin/claude")
PLACES_OF_ALL = ("/usr/local/bin/claude", "/opt/homebrew/bin/claude")


class Child(Protocol):
    """A process that runs."""

    def poll(self) -> int | None:
        """Its exit code; None while it runs."""


def start_detached(command: Sequence[str], folder: Path, environment: Mapping[str, str]) -> Child:
    """In a session of its own: Ctrl-C and the end of ours do not reach it. Raises `OSError`."""
    quiet = subprocess.DEVNULL
    if sys.platform == "win32":
        flags = subprocess.CREATE_NO_WINDOW | subprocess.CREATE_NEW_PROCESS_GROUP
        return subprocess.Popen(command, stdin=quiet, stdout=quiet, stderr=quiet, cwd=folder, env=environment, creationflags=flags)  # noqa: S603
    return subprocess.Popen(  # noqa: S603 - the user's own Claude Code, with fixed arguments
        command, stdin=quiet, stdout=quiet, stderr=quiet, cwd=folder, env=environment, start_new_session=True
    )


@dataclass(frozen=True, slots=True)
class ClaudeCli:
    """The command `claude`."""

    environ: Mapping[str, str]
    home: Path
    start: Callable[[Sequence[str], Path, Mapping[str, str]], Child] = start_detached
    sleep: Callable[[float], None] = time.sleep
    monotonic: Callable[[], float] = time.monotonic

    def find(self) -> str | None:
        """On the PATH, or where its installers put it: a program started from the desktop sees a shorter PATH than a shell.

        Never in the current folder, which Windows searches first and which may be a stranger's project.
        """
        folders = (entry.strip('"') for entry in self.environ.get("PATH", os.defpath).split(os.pathsep))
        on_path = (os.path.join(folder, "claude") for folder in folders if os.path.isabs(folder))  # noqa: PTH117, PTH118
        usual = (*(str(self.home / place) for place in USUAL_PLACES), *PLACES_OF_ALL)
        for place in (*on_path, *usual):
            for suffix in (".exe", ".cmd") if sys.platform == "win32" else ("",):
                # `Path.is_file` raises for a folder that must not be looked into.
                if os.path.isfile(place + suffix) and os.access(place + suffix, os.X_OK):  # noqa: PTH113
                    return place + suffix
        return None

    def run(
        self, command: str, neutral: Path, config_dir: str | None, *, has_changed: Callable[[], bool], goes_on: Callable[[], bool]
    ) -> bool:
        """Whether the credentials changed within 60 s. `neutral` is an empty folder: no project's settings are read there.
        `config_dir` is absolute, as a chosen account has it; None leaves Claude Code its own.

        `goes_on`: False where we leave meanwhile; the child then ends by itself. Raises `OSError` where it cannot be started.
        """
        make_own_folder(neutral)
        without = {*LEFT_OUT, *OUR_KEYS, *OTHER_SIGN_INS}
        environment = {name: value for name, value in self.environ.items() if name not in without}
        if config_dir:
            environment.pop(SECRETS_FOLDER, None)
            environment["CLAUDE_CONFIG_DIR"] = config_dir
        child = self.start([command, *ARGUMENTS], neutral, environment)
        ends = self.monotonic() + WAIT_SECONDS
        while self.monotonic() < ends and goes_on():
            has_ended = child.poll() is not None
            if has_changed():
                return True
            if has_ended:
                return False
            self.sleep(LOOK_SECONDS)
        return has_changed()
