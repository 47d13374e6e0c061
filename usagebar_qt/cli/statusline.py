"""`usagebar statusline`: the bridge into Claude Code's status line, which hands over its own figures at each answer."""

from __future__ import annotations

import json
import logging
import os
import sys
from typing import TYPE_CHECKING

from usagebar_qt.cli.arguments import examples, rows
from usagebar_qt.cli.commands import EXIT_OK, EXIT_UNCHECKED
from usagebar_qt.engine.status_line import OURS, Outcome, StatusLineBridge
from usagebar_qt.wording import commands as words

if TYPE_CHECKING:
    import argparse
    import subprocess
    from collections.abc import Mapping
    from pathlib import Path

    from usagebar_qt.cli.commands import Parser
    from usagebar_qt.cli.session import Session
    from usagebar_qt.domain.models import Account

log = logging.getLogger(__name__)

LARGEST_INPUT = 1024 * 1024
"""Bytes of what is handed over; a few kilobytes come."""


def configure(parser: Parser) -> None:
    """Options and examples."""
    parser.description = (
        "Claude Code hands its own figures to its status line at each answer. `install` puts Usage Bar in between: it notes them, "
        "so that the service need not be asked while Claude Code runs, and the status line that was there goes on as before."
    )
    parser.epilog = "\n\n".join(
        (
            examples(
                ("usagebar statusline install", "puts it in, and keeps the status line that is there"),
                ("usagebar statusline uninstall", "takes it out again; the old one is back as it was"),
            ),
            rows(
                "exit codes", (("0", "done, or nothing to do"), ("64", "wrong usage"), ("69", "the settings could not be changed"))
            ),
        )
    )
    parser.add_argument("action", choices=("install", "uninstall", "tee"), help="what to do; tee is what Claude Code then calls")


def run(options: argparse.Namespace) -> int:
    """Does it and gives the exit code."""
    from usagebar_qt.cli.session import open_session

    session = open_session()
    pair = _bridged(session)
    if pair is None:
        return EXIT_UNCHECKED
    account, settings = pair
    bridge = StatusLineBridge(settings, session.runtime.paths.config / "statusline.json")
    if options.action == "tee":
        return _tee(session, account, bridge)
    outcome = bridge.install(own_command()) if options.action == "install" else bridge.uninstall()
    return report(options.action, outcome, settings)


def report(action: str, outcome: Outcome, settings: Path) -> int:
    """Says what became of it."""
    from usagebar_qt.cli.session import say

    text = words.STATUS_LINE[action, outcome.value].format(path=settings)
    if outcome in (Outcome.DONE, Outcome.ALREADY, Outcome.FOREIGN):
        print(text)
        return EXIT_OK
    say(text.removesuffix("."))
    return EXIT_UNCHECKED


def _bridged(session: Session) -> tuple[Account, Path] | None:
    """The account whose program has a status line: the one that this environment points to."""
    from usagebar_qt.domain.models import Account, AccountId

    for info in session.runtime.infos:
        account = Account(AccountId(info.id), info.name)
        companion = session.runtime.providers[info.id].companion
        if companion is not None and (path := companion.status_line_file(account)) is not None:
            return account, path
    return None


def own_command() -> str:
    """What the setting shall say: this program by its full path. Slashes, because Claude Code runs it with bash on Windows too."""
    from shlex import quote

    from usagebar_qt.cli.detached import command

    program = sys.argv[0]
    if os.name == "nt" and os.path.isfile(f"{program}.exe"):  # noqa: PTH113 - a launcher leaves that off
        program += ".exe"
    is_script = os.path.isfile(program) and os.path.basename(program).lower().startswith("usagebar")  # noqa: PTH113, PTH119
    parts = [os.path.abspath(program)] if is_script else command()  # noqa: PTH100 - a link into the real folder may move
    return " ".join(quote(part.replace("\\", "/") if os.name == "nt" else part) for part in parts) + OURS


def _tee(session: Session, account: Account, bridge: StatusLineBridge) -> int:
    raw = b"" if sys.stdin is None or sys.stdin.isatty() else sys.stdin.buffer.read(LARGEST_INPUT + 1)
    before = bridge.previous_command()
    child = start_shell(before) if before is not None else None
    try:
        note(session, account, raw)
    except Exception as error:  # noqa: BLE001 - whatever is wrong with the figures, the user's own status line goes on
        log.info("the status line's figures were not noted: %s", type(error).__name__)
    if child is not None:
        child.communicate(raw)
        return child.returncode
    from usagebar_qt.cli.status import print_status_line

    print_status_line(session, session.accounts(), None)
    return EXIT_OK


def start_shell(command: str) -> subprocess.Popen[bytes]:
    """The user's own command, run as Claude Code would: by a shell, with the same input and environment."""
    import subprocess

    shell: list[str] | str = ["/bin/sh", "-c", command]
    flags = 0
    if sys.platform == "win32":
        from shutil import which

        bash = os.environ.get("CLAUDE_CODE_GIT_BASH_PATH") or which("bash")
        # cmd takes the rest of its line as it stands: quoted as an argument, it would be another command.
        shell = [bash, "-c", command] if bash else f'cmd /d /s /c "{command}"'
        flags = subprocess.CREATE_NO_WINDOW
    return subprocess.Popen(shell, stdin=subprocess.PIPE, creationflags=flags)  # noqa: S603 - what Claude Code would have run in our place


def note(session: Session, account: Account, raw: bytes) -> bool:
    """Keeps the figures, under the account that is signed in here. True where they were new."""
    from hashlib import blake2b

    from usagebar_qt.engine.identity import hashed

    if len(raw) > LARGEST_INPUT:
        return False
    try:
        payload = json.loads(raw.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        return False
    if not isinstance(payload, dict):
        return False
    runtime = session.runtime
    now = runtime.clock.now()
    provider = runtime.providers[account.id.provider]
    windows = provider.companion.handed_over(payload, now) if provider.companion is not None else ()
    found = provider.identify(account) if windows else None
    if found is None:
        return False
    told = json.dumps([payload.get("rate_limits"), _answers(payload)], sort_keys=True).encode()
    session_id = blake2b(str(payload.get("session_id")).encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()
    mark = blake2b(told, digest_size=8).hexdigest()
    return runtime.local.hand_over(hashed(found, runtime.states.salt()), windows, now, session_id, mark)


def _answers(payload: Mapping[str, object]) -> object:
    """Grows with each answer of the service, and stays while an idle session is only drawn again."""
    cost = payload.get("cost")
    return cost.get("total_api_duration_ms") if isinstance(cost, dict) else None
