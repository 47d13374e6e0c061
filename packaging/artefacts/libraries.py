"""What a shared library of Linux asks for: read with objdump, which PyInstaller needs as well."""

from __future__ import annotations

import re
import subprocess
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

NEEDED = re.compile(r"^\s+NEEDED\s+(\S+)$", re.MULTILINE)
GLIBC = re.compile(r"\bGLIBC_(\d+)\.(\d+)(?:\.\d+)?\b")
ELF = b"\x7fELF"


@lru_cache(maxsize=1024)
def _header(file: str) -> str:
    done = subprocess.run(["objdump", "-p", file], capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL)
    return done.stdout


def needed_libraries(file: str) -> list[str]:
    """The names that the file itself asks the loader for, without those that they ask for in turn."""
    return NEEDED.findall(_header(file))


def glibc_of(header: str) -> tuple[int, int]:
    """The newest version of the C library among those that a header names; (0, 0) where it names none."""
    return max(((int(major), int(minor)) for major, minor in GLIBC.findall(header)), default=(0, 0))


def newest_glibc(folder: Path) -> tuple[int, int]:
    """What the C library must be at least, for all programs and libraries in a folder."""
    return max((glibc_of(_header(str(file))) for file in elf_files(folder)), default=(0, 0))


def foreign_libraries(folder: Path) -> set[str]:
    """Names of the libraries that the folder's files ask for and the folder does not hold: the system must."""
    files = elf_files(folder)
    own = {file.name for file in files} | {link.name for link in folder.rglob("*") if link.is_symlink()}
    return {name for file in files for name in needed_libraries(str(file))} - own


def elf_files(folder: Path) -> list[Path]:
    """Every program and library in a folder, links not counted."""
    return sorted(file for file in folder.rglob("*") if file.is_file() and not file.is_symlink() and _is_elf(file))


def _is_elf(file: Path) -> bool:
    with file.open("rb") as stream:
        return stream.read(len(ELF)) == ELF


def dangling_links(folder: Path) -> Iterable[Path]:
    """Links to files that were left out."""
    return [link for link in folder.rglob("*") if link.is_symlink() and not link.exists()]
