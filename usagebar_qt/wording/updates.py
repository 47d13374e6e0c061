"""Newer versions, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from usagebar_qt.domain.errors import ErrorCode, Failure
from usagebar_qt.wording.formatting import clock_time
from usagebar_qt.wording.messages import describe
from usagebar_qt.wording.sentence import QT_TRANSLATE_NOOP, Sentence

if TYPE_CHECKING:
    from datetime import datetime, tzinfo

    from usagebar_qt.domain.updates import Release, UpdateMemory

FEED = QT_TRANSLATE_NOOP("wording", "Look for &updates at")
FEED_EMPTY = QT_TRANSLATE_NOOP("wording", "Nowhere")
FEED_HINT = QT_TRANSLATE_NOOP(
    "wording", "The https address of a release feed. It is asked once a day; nothing is ever downloaded or installed by itself."
)
FEED_REFUSED = QT_TRANSLATE_NOOP("wording", "This address cannot be used. Write it like https://updates.example/usagebar.json.")
OPEN_PAGE = QT_TRANSLATE_NOOP("wording", "Open its page")
MENU = QT_TRANSLATE_NOOP("wording", "Version {version} is out…")
OUT = QT_TRANSLATE_NOOP("wording", "Version {version} is out; this is {own}.")
NEWEST = QT_TRANSLATE_NOOP("wording", "This is the newest version, as of {time}.")
SOON = QT_TRANSLATE_NOOP("wording", "Newer versions are looked for in a moment.")
TROUBLE = QT_TRANSLATE_NOOP("wording", "Newer versions could not be looked for. It is tried again tomorrow.")


def menu_text(release: Release) -> Sentence:
    """In the icon's menu."""
    return Sentence(MENU, {"version": release.version})


def update_lines(
    memory: UpdateMemory, release: Release | None, own: str, name: str, now: datetime, tz: tzinfo | None = None
) -> tuple[Sentence, ...]:
    """What About says, a sentence after the other. `release` is the newer one that is known of, `name` the feed's host."""
    if release is not None:
        return (Sentence(OUT, {"version": release.version, "own": own}),)
    if memory.looked_at is None:
        return (Sentence(SOON),)
    if memory.trouble:
        message = describe(Failure(ErrorCode(memory.trouble)), provider_name=name, now=now)
        return (Sentence(TROUBLE), message.title)
    return (Sentence(NEWEST, {"time": clock_time(memory.looked_at, now, tz)}),)
