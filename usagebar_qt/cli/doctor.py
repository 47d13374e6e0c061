"""`usagebar doctor`: what was found, and what to do about it."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from typing import TYPE_CHECKING, Any

from usagebar_qt.cli.arguments import examples, rows
from usagebar_qt.cli.commands import EXIT_OK, EXIT_REFUSED
from usagebar_qt.cli.terminal import Terminal, Tone, terminal_of
from usagebar_qt.domain.findings import Weight
from usagebar_qt.wording import findings as words

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence
    from datetime import datetime

    from usagebar_qt.cli.commands import Parser
    from usagebar_qt.domain.findings import Finding
    from usagebar_qt.engine.doctor import Doctor
    from usagebar_qt.engine.runtime import Runtime

SCHEMA_VERSION = 1
INDENT = " " * 6
TONES = {Weight.FINE: Tone.FINE, Weight.NOTE: Tone.QUIET, Weight.MEND: Tone.DANGER}


def configure(parser: Parser) -> None:
    """Options and examples."""
    parser.description = (
        "Looks at everything that the figures depend on: sign-ins and keys (never their values), clock, proxy, the services, the "
        "credential store, tray and notifications. It changes nothing and sends no credential."
    )
    parser.epilog = "\n\n".join(
        (
            examples(("usagebar doctor", "what was found, and what to do"), ("usagebar doctor --json", "the same for scripts")),
            rows("exit codes", (("0", "nothing to mend"), ("1", "something to mend"), ("64", "wrong usage"))),
        )
    )
    parser.add_argument("--json", action="store_true", help="codes, facts and sentences, for scripts and bug reports")


def run(options: argparse.Namespace) -> int:
    """Prints the findings and gives the exit code."""
    from usagebar_qt.cli.session import open_session
    from usagebar_qt.cli.status import print_document
    from usagebar_qt.engine.desktop_facts import desktop_findings, versions
    from usagebar_qt.engine.doctor import Doctor

    session = open_session()
    doctor = Doctor(session.runtime, session.loaded, os.environ, desktop=lambda: desktop_findings(os.environ), versions=versions)
    found = asyncio.run(_examine(doctor, session.runtime))
    now = session.runtime.clock.now()
    if options.json:
        text = json.dumps(document(found, now), ensure_ascii=False, indent=1, allow_nan=False)
    else:
        text = render(found, now, terminal_of(sys.stdout, os.environ))
    print_document(text, is_utf8=options.json)
    return exit_code_of(found)


async def _examine(doctor: Doctor, runtime: Runtime) -> tuple[Finding, ...]:
    try:
        return await doctor.examine()
    finally:
        await runtime.aclose()


def exit_code_of(found: Sequence[Finding]) -> int:
    """1 where something is to be mended."""
    return EXIT_REFUSED if any(finding.weight is Weight.MEND for finding in found) else EXIT_OK


def document(found: Sequence[Finding], now: datetime) -> dict[str, Any]:
    """For scripts and bug reports."""
    from usagebar_qt.engine.document import instant

    return {
        "schema_version": SCHEMA_VERSION,
        "generated_at": instant(now),
        "ok": exit_code_of(found) == EXIT_OK,
        "findings": [_finding(finding, now) for finding in found],
    }


def _finding(finding: Finding, now: datetime) -> dict[str, Any]:
    message = words.in_words(finding, now)
    facts: dict[str, Any] = {key: list(value) if isinstance(value, tuple) else value for key, value in finding.facts.items()}
    if finding.failure is not None:
        facts |= {"error": finding.failure.code.value, "reason": finding.failure.reason}
    return {
        "code": finding.code.value,
        "weight": finding.weight.name.lower(),
        "account": finding.name or None,
        "title": message.title.english(),
        "remedy": message.remedy.english() or None,
        "facts": facts,
    }


def render(found: Sequence[Finding], now: datetime, terminal: Terminal) -> str:
    """A paragraph a finding, what is to be mended last, where the eye is."""
    lines: list[str] = []
    for finding in sorted(found, key=lambda entry: entry.weight):
        message = words.in_words(finding, now)
        word = words.weight_word(finding.weight)
        first, *more = terminal.wrapped(f"{word}  {message.title.english()}", INDENT)
        lines += [terminal.toned(word, TONES[finding.weight]) + first.removeprefix(word), *more]
        for detail in words.details(finding):
            lines += [terminal.toned(line, Tone.QUIET) for line in terminal.wrapped(INDENT + detail, INDENT)]
        if finding.weight is not Weight.FINE and (remedy := message.remedy.english()):
            lines += terminal.wrapped(INDENT + remedy, INDENT)
    count = sum(finding.weight is Weight.MEND for finding in found)
    summary = words.TO_MEND.format(count=count) if count else words.NOTHING_TO_MEND
    return "\n".join((*lines, "", terminal.toned(summary, Tone.STRONG)))
