"""`usagebar history export`: what the history holds, for a spreadsheet or a script. Asks nobody and writes nothing."""

from __future__ import annotations

import argparse
import csv
import io
import json
import sys
from datetime import UTC, datetime
from itertools import chain
from typing import TYPE_CHECKING, TextIO

from usagebar_qt.cli.arguments import examples, rows
from usagebar_qt.cli.commands import EXIT_NOTHING_SET_UP, EXIT_OK, EXIT_UNCHECKED, Parser

if TYPE_CHECKING:
    from collections.abc import Iterator

    from usagebar_qt.engine.history_store import Sample

SCHEMA_VERSION = 1
COLUMNS = ("account", "window", "at", "until", "used_percent", "resets_at")


def moment(text: str) -> datetime:
    """A date or a time of ISO 8601; without a zone it is UTC."""
    try:
        found = datetime.fromisoformat(text)
        return (found if found.tzinfo is not None else found.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        raise argparse.ArgumentTypeError("give a date or a time, for example 2026-11-01 or 2026-11-01T08:00:00Z") from None


def configure(parser: argparse.ArgumentParser) -> None:
    """Options and examples."""
    parser.description = "The figures of the past, as far as they were seen."
    actions = parser.add_subparsers(dest="action", metavar="ACTION", title="actions", required=True, parser_class=Parser)
    export = actions.add_parser("export", help="print them")
    export.description = "Prints every stretch in which a window's figure stayed the same, oldest first, window by window."
    export.add_argument("--format", choices=("csv", "json"), required=True, help="for a spreadsheet, or for scripts")
    export.add_argument("--since", type=moment, default=None, metavar="ISO", help="only what held at this moment or later (UTC)")
    export.epilog = "\n\n".join(
        (
            examples(
                ("usagebar history export --format csv > usage.csv", "everything, for a spreadsheet"),
                ("usagebar history export --format json --since 2026-11-01", "since the first of November"),
            ),
            rows(
                "columns",
                (
                    ("account, window", "as in status --json"),
                    ("at, until", "when the figure was first and last seen, UTC"),
                    ("used_percent", "0 to 100, may exceed 100"),
                    ("resets_at", "when that window was to reset, UTC; empty where it was not said"),
                ),
            ),
            rows(
                "exit codes", (("0", "done"), ("64", "wrong usage"), ("69", "it cannot be read"), ("78", "there is no history yet"))
            ),
        )
    )


def run(options: argparse.Namespace) -> int:
    """Prints the samples and gives the exit code."""
    from usagebar_qt.engine.history_store import HistoryStore, HistoryUnreadableError
    from usagebar_qt.engine.paths import Paths

    store = HistoryStore(Paths.of_user().history_file)
    try:
        if next(store.samples(), None) is None:
            print("usagebar: there is no history yet. It begins with the first figures: usagebar status.", file=sys.stderr)
            return EXIT_NOTHING_SET_UP
        samples = store.samples(options.since)
        first = next(samples, None)
        found = samples if first is None else chain((first,), samples)
        if isinstance(sys.stdout, io.TextIOWrapper):
            sys.stdout.reconfigure(encoding="utf-8", errors="replace")
        (_write_csv if options.format == "csv" else _write_json)(found, sys.stdout)
        sys.stdout.flush()
    except HistoryUnreadableError as error:
        text = f"usagebar: the history cannot be read ({error}). A broken file is put aside with the next figures: usagebar status."
        print(text, file=sys.stderr)
        return EXIT_UNCHECKED
    return EXIT_OK


def _row(sample: Sample) -> tuple[str, str, str, str, float, str | None]:
    run_ = sample.run
    return (
        sample.account,
        sample.window,
        _instant(run_.at),
        _instant(run_.until),
        int(run_.used_percent) if run_.used_percent == int(run_.used_percent) else run_.used_percent,
        None if run_.resets_at is None else _instant(run_.resets_at),
    )


def _instant(seconds: int) -> str:
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _write_csv(samples: Iterator[Sample], target: TextIO) -> None:
    writer = csv.writer(target, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(map(_row, samples))


def _write_json(samples: Iterator[Sample], target: TextIO) -> None:
    """Row by row: a year need not fit into memory twice."""
    target.write(f'{{"schema_version": {SCHEMA_VERSION}, "samples": [')
    for number, sample in enumerate(samples):
        row = json.dumps(dict(zip(COLUMNS, _row(sample), strict=True)), ensure_ascii=False, allow_nan=False)
        target.write(f"{',' if number else ''}\n {row}")
    target.write("\n]}\n")
