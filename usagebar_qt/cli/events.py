"""`usagebar events`: which command the tray program runs when a level is reached, a limit comes back, a sign-in ends."""

from __future__ import annotations

import argparse
import os
import shlex
from typing import TYPE_CHECKING

from usagebar_qt.cli.arguments import examples, rows
from usagebar_qt.cli.commands import EXIT_NOTHING_SET_UP, EXIT_OK, EXIT_UNCHECKED, EXIT_USAGE
from usagebar_qt.wording import commands as words

if TYPE_CHECKING:
    from usagebar_qt.cli.commands import Parser
    from usagebar_qt.engine.event_command import EventCommand


def configure(parser: Parser) -> None:
    """Options and examples."""
    parser.description = (
        "The tray program can run a command of yours for each event: started without a shell, with one JSON object on its standard "
        "input, for ten seconds at the most and twelve times in a minute. It gets no variable that looks like a secret."
    )
    parser.epilog = "\n\n".join(
        (
            examples(
                ("usagebar events set ~/bin/on-usage", "runs that program for each event"),
                ("usagebar events set logger -t usage", "with arguments: writes each event to the system's log"),
                ("usagebar events test", "runs it once with an example"),
                ("usagebar events show", "which one is set"),
                ("usagebar events clear", "none any more"),
            ),
            rows(
                "events",
                (
                    ("level", "a level of the preferences is reached"),
                    ("exhausted", "a window is used up"),
                    ("available", "a window that was used up is back (`expected`: by the clock alone)"),
                    ("runs_out", "at this pace it is used up before its reset"),
                    ("sign_in", "the sign-in or key needs you"),
                    ("incident", "the service reports trouble on its status page, where you wanted to know of that"),
                ),
            ),
            rows(
                "exit codes",
                (("0", "done"), ("64", "wrong usage"), ("69", "it did not work, or could not be written"), ("78", "none is set")),
            ),
        )
    )
    parser.add_argument("action", choices=("set", "show", "test", "clear"), help="what to do")
    parser.add_argument("program", nargs=argparse.REMAINDER, metavar="PROGRAM", help="set: the program and its arguments")


def run(options: argparse.Namespace) -> int:
    """Does it and gives the exit code."""
    from usagebar_qt.engine.event_command import EventCommand
    from usagebar_qt.engine.paths import Paths

    return act(EventCommand(Paths.of_user().events_file, os.environ), options.action, tuple(options.program))


def act(room: EventCommand, action: str, program: tuple[str, ...]) -> int:
    """One of the four."""
    from usagebar_qt.cli.session import say

    is_option = bool(program) and program[0].startswith("-") and program[0] != "--"  # `set --help`: no program is called so
    program = program[1:] if program[:1] == ("--",) else program
    if is_option or bool(program) != (action == "set"):
        say(words.EVENT_USAGE)
        return EXIT_USAGE
    try:
        if action == "set":
            return _set(room, program)
        if action == "clear":
            was_set = room.clear()
            print(words.EVENT_CLEARED if was_set else words.EVENT_NONE)
            return EXIT_OK
    except OSError as error:
        say(words.EVENT_DISK.format(detail=error.strerror))
        return EXIT_UNCHECKED
    command = room.command()
    if not command:
        say(words.EVENT_NONE.removesuffix("."))
        return EXIT_NOTHING_SET_UP
    if action == "show":
        print(shlex.join(command))
        return EXIT_OK
    return _test(room, command)


def _set(room: EventCommand, program: tuple[str, ...]) -> int:
    from shutil import which

    from usagebar_qt.cli.session import say

    found = which(os.path.expanduser(program[0]))  # noqa: PTH111 - which takes names as well as paths
    if found is None:
        say(words.EVENT_MISSING.format(program=program[0]))
        return EXIT_UNCHECKED
    # By its full path: the tray program starts with another PATH and in another folder than this shell.
    room.save((os.path.abspath(found), *program[1:]))  # noqa: PTH100 - a link stays a link
    print(words.EVENT_SET)
    return EXIT_OK


def _test(room: EventCommand, command: tuple[str, ...]) -> int:
    from datetime import timedelta

    from usagebar_qt.cli.session import say
    from usagebar_qt.domain.alert_rules import AlertKind
    from usagebar_qt.domain.clock import SystemClock
    from usagebar_qt.domain.models import SESSION_SECONDS, AccountId, QuotaWindow, WindowKind
    from usagebar_qt.domain.thresholds import Alert
    from usagebar_qt.engine.event_command import EventOutcome, event_document

    now = SystemClock().now()
    window = QuotaWindow("session", WindowKind.SESSION, 91.0, now + timedelta(hours=2), SESSION_SECONDS)
    alert = Alert(AlertKind.LEVEL, AccountId("example"), window, level=90)
    outcome = room.run(command, event_document(alert, "Example", now))
    text = words.EVENT_OUTCOMES[outcome.value].format(program=command[0])
    if outcome is EventOutcome.DONE:
        print(f"{text}.")
        return EXIT_OK
    say(text)
    return EXIT_UNCHECKED
