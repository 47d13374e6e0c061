"""The man page says what `--help` says."""

from __future__ import annotations

from pathlib import Path

from manual import page

STORED = Path(__file__).parents[2] / "packaging" / "man" / "usagebar.1"


def test_the_stored_page_is_the_one_that_the_commands_make() -> None:
    assert STORED.read_text(encoding="utf-8") == page(), "run: .venv/bin/python packaging/manual.py > packaging/man/usagebar.1"


def test_every_command_and_option_has_its_place() -> None:
    text = page()
    for words in (
        "usagebar history export",
        r"\fB\-\-min\-remaining\fR \fIP\fR",
        r"\fB\-\-no\-check\fR",
        "exit codes:",
        ".SH FILES",
    ):
        assert words in text
    assert not any(line.startswith((".", "'")) and line[1:2] not in "TSBIRPnf\\s" for line in text.splitlines())
    assert text.isascii()
