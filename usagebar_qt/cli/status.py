"""`usagebar status`: fetch what is permitted, print what is known."""

from __future__ import annotations

import io
import json
import os
import sys
from typing import TYPE_CHECKING

from usagebar_qt.cli.arguments import add_max_age, examples, rows
from usagebar_qt.cli.commands import EXIT_NOTHING_SET_UP, EXIT_OK, EXIT_UNCHECKED, EXIT_USAGE
from usagebar_qt.cli.terminal import has_colour, terminal_of

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from usagebar_qt.cli.commands import Parser
    from usagebar_qt.cli.session import Session
    from usagebar_qt.domain.models import Account, AccountStatus

FORMATS = ("text", "json", "waybar", "statusline")
FOR_BARS = ("waybar", "statusline")
"""Printed by programs that kill what they start: never a lock waited for, never a sign-in renewed, always exit 0 with a line."""


def configure(parser: Parser) -> None:
    """Options and examples."""
    parser.description = "Prints how much of each plan is left. Figures and waiting times are shared with the tray program."
    parser.epilog = "\n\n".join(
        (
            examples(
                ("usagebar", "the figures of every provider"),
                ("usagebar status --json", "the same for scripts"),
                ("usagebar status --provider claude", "one provider, and its exit code"),
                ("usagebar status --max-age 0", "ask now (at most three times in five minutes)"),
                ("usagebar --format waybar", "one line of JSON for Waybar"),
                ("usagebar --format statusline", "one short line, at once, for tmux or a prompt"),
            ),
            rows(
                "exit codes",
                (
                    ("0", "every configured provider has good figures; with waybar and statusline: a line was printed"),
                    ("69", "one could not be checked; its last figures are shown"),
                    ("78", "nothing is set up, or all is switched off"),
                    ("64", "wrong usage"),
                ),
            ),
        )
    )
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--json", dest="format", action="store_const", const="json", help="the document, for scripts")
    form.add_argument("--format", choices=FORMATS, default="text", help="text for people (default), json, waybar or statusline")
    parser.add_argument("--provider", action="append", default=[], metavar="ID", help="only this one; may be given again")
    add_max_age(parser)


def exit_code_of(statuses: Sequence[AccountStatus]) -> int:
    """0 every configured account has good figures, 69 at least one could not be checked, 78 nothing is configured."""
    from usagebar_qt.domain.models import AccountState

    configured = [status for status in statuses if status.state not in (AccountState.NOT_CONFIGURED, AccountState.DISABLED)]
    if not configured:
        return EXIT_NOTHING_SET_UP
    good = all(status.state in (AccountState.OK, AccountState.NO_PLAN) for status in configured)
    return EXIT_OK if good else EXIT_UNCHECKED


def run(options: argparse.Namespace) -> int:
    """Prints the figures and gives the exit code."""
    from usagebar_qt.cli.session import UnknownAccount, open_session, say
    from usagebar_qt.engine.fetching import Wish

    session = open_session()
    try:
        accounts = session.accounts(options.provider)
    except UnknownAccount as error:
        say(str(error))
        return EXIT_USAGE
    if options.format == "statusline":
        print_status_line(session, accounts, options.max_age)
        return EXIT_OK
    statuses = session.fetch(accounts, Wish(max_age=options.max_age, may_wait=options.format not in FOR_BARS))
    print_document(_text(session, statuses, options.format), is_utf8=options.format in ("json", "waybar"))
    return EXIT_OK if options.format in FOR_BARS else exit_code_of(statuses)


def print_status_line(session: Session, accounts: Sequence[Account], max_age: float | None) -> None:
    """What is there, at once; one refresh runs on beside it where that is old."""
    from usagebar_qt.cli.detached import refresh_where_old

    statuses = [session.runtime.fetcher.shown(account) for account in accounts]
    print_document(_text(session, statuses, "statusline"), is_utf8=False)
    refresh_where_old(session, statuses, max_age)


def _text(session: Session, statuses: Sequence[AccountStatus], form: str) -> str:
    now, settings = session.runtime.clock.now(), session.settings
    if form == "json":
        from usagebar_qt.engine.document import document

        names = {info.id: info.name for info in session.runtime.infos}
        return json.dumps(document(statuses, names, now), ensure_ascii=False, indent=1, allow_nan=False)
    from usagebar_qt.cli.text import Levels, render

    levels = Levels(settings.warning_percent, settings.danger_percent)
    if form in FOR_BARS:
        from usagebar_qt.cli import bars

        if form == "waybar":
            line = bars.waybar(statuses, session.runtime.infos, now, levels)
            return json.dumps(line, ensure_ascii=False, allow_nan=False)
        return bars.statusline(statuses, now, levels, has_colour(sys.stdout, os.environ))
    return render(statuses, session.runtime.infos, now, terminal_of(sys.stdout, os.environ), levels)


def print_document(text: str, *, is_utf8: bool) -> None:
    """To standard output: a document for programs in UTF-8, whatever the locale; text for people as their terminal has it."""
    if is_utf8 and isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", errors="replace")
    print(text, flush=True)
