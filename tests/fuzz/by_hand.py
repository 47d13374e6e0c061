"""Millions of inputs per parser, with atheris, which follows the branches that they take. By hand; not part of any run.

    python -m venv X && X/bin/pip install atheris==3.0.0 && X/bin/pip install -e .
    X/bin/python -m tests.fuzz.by_hand usage [-runs=1000000] [more of libFuzzer's options]
    X/bin/python -m tests.fuzz.by_hand --list

Ends at the first finding, with the bytes that show it in a file `crash-…`. What it shows becomes a test of the parser's own.
"""

from __future__ import annotations

import functools
import importlib
import sys
import tempfile
from pathlib import Path
from typing import Any

RUNS = "-runs=1000000"
LENGTH = "-max_len=96"
"""Bytes: decisions, not text; a document is made of them."""


def main() -> None:
    if len(sys.argv) < 2 or sys.argv[1] == "--list":
        from tests.fuzz.parsers import TARGETS

        print(*TARGETS, "history", sep="\n")
        return
    name = sys.argv.pop(1)
    engine: Any = importlib.import_module("atheris")  # not a dependency of the project
    with engine.instrument_imports(include=["usagebar_qt"]):
        from tests.fuzz import parsers
    options = [sys.argv[0], *([] if any(word.startswith("-runs") for word in sys.argv) else [RUNS]), LENGTH, *sys.argv[1:]]
    with tempfile.TemporaryDirectory(prefix="fuzz-", dir="/dev/shm" if Path("/dev/shm").is_dir() else None) as folder:
        target = functools.partial(parsers.history, folder=Path(folder)) if name == "history" else parsers.TARGETS[name]
        engine.Setup(options, target)
        engine.Fuzz()


if __name__ == "__main__":
    main()
