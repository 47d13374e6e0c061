"""Brings the catalogues in resources/translations up to date with the sources and compiles them; commit what it writes.

    .venv/bin/python packaging/translations.py [--check]

--check   writes nothing; exit code 1 where a catalogue is not what the sources and the translators give

What is not translated yet is marked type="unfinished" in the .ts file: fill it in there, and run this again.
"""

from __future__ import annotations

import sys
from pathlib import Path

if __name__ == "__main__":
    sys.path[0] = str(Path(__file__).resolve().parent)

from artefacts.catalogue import FORMS, compile_catalogue, read, texts_of, troubles, written
from artefacts.project import Project

WRONG_USAGE = 64
WHAT_TO_DO = (
    "run .venv/bin/python packaging/translations.py, fill in what is marked unfinished in {file} (docs/adding-a-language.md), "
    "run it again, and commit the .ts and the .qm file."
)


def catalogue_of(language: str) -> Path:
    """The source of truth of a language."""
    return Project().resources / "translations" / f"usagebar_{language}.ts"


def outstanding(language: str) -> list[str]:
    """What keeps a catalogue from being complete and in step with the sources, a line each; and what to do about it."""
    file, texts = catalogue_of(language), texts_of(Project().root / "usagebar_qt")
    translations = read(file)
    known = {text.source for text in texts}
    found = troubles(texts, translations) + [
        f"no longer in the sources: {source!r}" for source in translations if source not in known
    ]
    if not found and file.read_text(encoding="utf-8") != written(language, texts, translations):
        found.append("its texts stand in another order or in other files than in the sources")
    return [*found, WHAT_TO_DO.format(file=file.relative_to(Project().root).as_posix())] if found else []


def update(language: str) -> list[str]:
    """Writes both files; tells what is still to be translated."""
    file, texts = catalogue_of(language), texts_of(Project().root / "usagebar_qt")
    file.parent.mkdir(exist_ok=True)
    translations = read(file)
    file.write_text(written(language, texts, translations), encoding="utf-8", newline="\n")
    compile_catalogue(file, file.with_suffix(".qm"))
    return troubles(texts, translations)


def main(arguments: list[str]) -> int:
    """The exit code."""
    if arguments not in ([], ["--check"]):
        print(__doc__, file=sys.stderr)
        return WRONG_USAGE
    found = [f"{language}: {line}" for language in FORMS for line in (outstanding if arguments else update)(language)]
    print("\n".join(found) or "all texts are translated")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
