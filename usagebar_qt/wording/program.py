"""What the program itself says: at a start that cannot be, about keys, and how to sign in."""

from __future__ import annotations

from usagebar_qt.wording.sentence import QT_TRANSLATE_NOOP

NO_DISPLAY = (
    "usagebar-qt: there is no display to show anything on. Start it inside a desktop session, or set DISPLAY (X11) or "
    "WAYLAND_DISPLAY. To see that it works without one: usagebar-qt --smoke-test (with QT_QPA_PLATFORM=offscreen), or run it on a "
    "virtual screen: xvfb-run usagebar-qt --demo. The figures alone: usagebar status."
)
DISPLAY_REFUSED = "usagebar-qt: the display {name} cannot be reached. Check DISPLAY, or start it inside a desktop session."
LIBRARY_MISSING = (
    "usagebar-qt: a system library that Qt needs is missing: {detail}. On Debian or Ubuntu: "
    "sudo apt install libegl1 libgl1 libxkbcommon-x11-0 libxcb-cursor0 libxcb-icccm4 libxcb-keysyms1 libxcb-shape0 libdbus-1-3 "
    "libfontconfig1"
)
FIRST_IS_SILENT = (
    "usagebar-qt: it is already running, but does not answer. End that process (or sign out and in again), then start it anew."
)
FIRST_STAYS = "usagebar-qt: the running program was asked to end, but has not. Quit it from its menu, or end its process."

KEY_WORKS = QT_TRANSLATE_NOOP("wording", "The service takes this key.")
KEY_SAVED = QT_TRANSLATE_NOOP("wording", "The key is saved.")
KEY_DELETED = QT_TRANSLATE_NOOP("wording", "The key is deleted.")

HOW_TO_TITLE = QT_TRANSLATE_NOOP("wording", "Sign in")
HOW_TO_CLI = QT_TRANSLATE_NOOP(
    "wording",
    "Open a terminal, type the command {command}, and sign in with /login if it asks. The figures come back by themselves.",
)
HOW_TO_SETUP = QT_TRANSLATE_NOOP("wording", "How to set it up: {url}")
COPY_COMMAND = QT_TRANSLATE_NOOP("wording", "Copy command")
CLI_COMMAND = "claude"
"""What `Action.OPEN_CLI` is about."""
UNSAVED = QT_TRANSLATE_NOOP("wording", "The preferences could not be written to the disk. They hold until Usage Bar ends.")
SET_ASIDE = QT_TRANSLATE_NOOP("wording", "The file of preferences could not be read. It is kept as {name}; defaults are in use.")
