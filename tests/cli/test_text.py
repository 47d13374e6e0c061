"""The figures on a terminal and in a pipe: what fits, what is coloured, what is never lost."""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tests.fakes import START
from tests.statuses import CLAUDE, EXTRA, SESSION, WEEK, ZAI, failing, ok, window
from usagebar_qt.cli.terminal import Terminal, Tone, has_colour, terminal_of
from usagebar_qt.cli.text import drawn_bar, render
from usagebar_qt.domain.errors import ErrorCode
from usagebar_qt.domain.models import AccountState, AccountStatus, Source, WindowKind
from usagebar_qt.domain.settings import Settings
from usagebar_qt.providers.registry import INFOS

if TYPE_CHECKING:
    from tests.cli.conftest import Machine

SCOPED = window(WindowKind.WEEKLY_SCOPED, 5.0, 126_000.0, "Fable")
FULL_HOUSE = (ok(SESSION, WEEK, SCOPED, money=(EXTRA,)), replace(failing(ErrorCode.OFFLINE, figures=True), account=ZAI))
ESCAPE = re.compile(r"\x1b\[[0-9;]*m")


class Screen(io.StringIO):
    """A stream that says it is a terminal."""

    encoding = "utf-8"

    def isatty(self) -> bool:
        return True


def text(terminal: Terminal, *statuses: AccountStatus) -> str:
    return render(statuses or FULL_HOUSE, INFOS, START, terminal)


@pytest.mark.parametrize("columns", [40, 60, 80, 100, 110])
def test_every_line_fits_the_terminal_and_no_figure_is_lost(columns: int) -> None:
    shown = text(Terminal(columns=columns, has_blocks=True))
    assert max(map(len, shown.splitlines())) <= columns
    for words in ("34 % used", "91 % used", "€ 7.63 of € 20.00", "Max 20x", "41 min ago", "No connection"):
        assert words in " ".join(shown.split())


def test_a_wide_terminal_has_one_line_a_window() -> None:
    assert len(text(Terminal(columns=110), FULL_HOUSE[0]).splitlines()) == 5
    assert len(text(Terminal(columns=60), FULL_HOUSE[0]).splitlines()) == 8


def test_colours_add_nothing_but_colours() -> None:
    coloured, plain = (text(Terminal(flag, 100, has_blocks=True)) for flag in (True, False))
    assert ESCAPE.sub("", coloured) == plain
    assert coloured.count("\x1b[31m") >= 2


def test_a_pipe_gets_plain_columns_without_bars() -> None:
    shown = text(Terminal())
    assert "█" not in shown
    assert "#" not in shown
    assert "  Week         91 % used" in shown


@pytest.mark.parametrize(
    ("percent", "blocks", "ascii_"),
    [
        (0.0, "░░░░░░░░", "--------"),
        (0.1, "▏░░░░░░░", "#-------"),
        (50.0, "████░░░░", "####----"),
        (99.9, "███████▉", "#######-"),
        (100.0, "████████", "########"),
        (142.0, "████████", "########"),
        (None, "        ", "        "),
    ],
)
def test_a_bar_is_begun_before_it_is_empty_and_full_only_when_full(percent: float | None, blocks: str, ascii_: str) -> None:
    assert drawn_bar(percent, 8, has_blocks=True) == blocks
    assert drawn_bar(percent, 8, has_blocks=False) == ascii_


@pytest.mark.parametrize(
    ("source", "words"),
    [
        (Source.STATUSLINE, "told by Claude Code"),
        (Source.CLAUDE_CODE_CACHE, "noted by Claude Code"),
        (Source.CLAUDE_DESKTOP, "noted by Claude Desktop"),
        (Source.API, "2 min ago\n"),
    ],
)
def test_figures_say_where_they_come_from_unless_it_is_the_service(source: Source, words: str) -> None:
    status = ok(SESSION)
    assert status.snapshot is not None
    assert words in text(Terminal(), replace(status, snapshot=replace(status.snapshot, source=source)))


def test_what_is_no_figure_is_said_in_words() -> None:
    off = AccountStatus(CLAUDE, AccountState.DISABLED)
    nothing = AccountStatus(ZAI, AccountState.NOT_CONFIGURED)
    assert text(Terminal(), off, nothing).startswith("Claude  switched off\n\nZ.ai\n  No key yet.")
    assert "no plan limits" in text(Terminal(), replace(ok(), state=AccountState.NO_PLAN))
    assert "not permitted yet" in text(Terminal(), replace(ok(SESSION), state=AccountState.STALE))


@pytest.mark.parametrize(
    ("environ", "expected"),
    [({}, True), ({"NO_COLOR": "1"}, False), ({"NO_COLOR": ""}, True), ({"TERM": "dumb"}, False), ({"TERM": "xterm"}, True)],
)
def test_no_color_and_dumb_terminals_are_honoured(environ: dict[str, str], expected: bool) -> None:
    assert has_colour(Screen(), environ) is expected
    assert not has_colour(io.StringIO(), environ)


def test_the_terminal_is_measured_once_it_is_one() -> None:
    assert terminal_of(io.StringIO(), {}).columns is None
    screen = Screen()
    found = terminal_of(screen, {})
    assert found.columns is not None
    assert 40 <= found.columns <= 110
    assert found.has_blocks
    screen.encoding = "ascii"
    assert not terminal_of(screen, {}).has_blocks
    assert Terminal(is_coloured=True).toned("", Tone.DANGER) == ""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pty")
def test_on_a_real_terminal_the_command_draws_bars_and_into_a_pipe_it_does_not(machine: Machine) -> None:
    import pty

    machine.sign_in()
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "usagebar_qt.cli"]
    subprocess.run(command, env=machine.env | {"TERM": "xterm", "LC_ALL": "C.UTF-8"}, stdout=theirs, timeout=40, check=True)
    os.close(theirs)
    shown = os.read(ours, 65536).decode()
    os.close(ours)
    assert "█" in shown
    assert "\x1b[1mClaude\x1b[0m" in shown
    piped = machine.run().stdout
    assert "█" not in piped
    assert "\x1b" not in piped


@pytest.mark.parametrize("hostile", ["\x1b]52;c;ZXZpbA==\x07", "\x9b31m", "\u202egnp.exe", "a\r\nb\x08"])
def test_a_name_in_the_settings_cannot_steer_the_terminal(hostile: str) -> None:
    settings, _ = Settings.parse({"accounts": [{"id": "claude", "name": f"Work{hostile}"}]})
    (entry,) = settings.accounts
    assert entry.name.isprintable()
    assert entry.name.startswith("Work")
