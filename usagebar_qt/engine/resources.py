"""What the program carries besides code: icons, and in a frozen one the word that says how it was built."""

from __future__ import annotations

from pathlib import Path

DEV = "dev"


def resources() -> Path:
    """Inside the package once it is installed or frozen; in a checkout, beside it."""
    package = Path(__file__).resolve().parents[1]
    carried = package / "_resources"
    return carried if carried.is_dir() else package.parent / "resources"


def build_profile(folder: Path | None = None) -> str:
    """`release` or `release-small`, as packaging/frozen/usagebar.spec noted it; `dev` in a checkout or from a wheel."""
    try:
        return ((folder or resources()) / "build-profile").read_text(encoding="ascii").strip() or DEV
    except OSError:
        return DEV


def offers_debug_log(profile: str) -> bool:
    """A log of every step is for those who have the sources; a release keeps to what a user's report needs."""
    return profile == DEV
