"""What the preferences say: about accounts, where keys are, and who renews a sign-in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from usagebar_qt.domain.models import AccountState
from usagebar_qt.domain.settings import Accent, Density, Figures, Hours, IconStyle, Language, Renewal, Resets, Rhythm, Theme
from usagebar_qt.wording.messages import describe, no_plan, not_configured
from usagebar_qt.wording.sentence import QT_TRANSLATE_NOOP, Sentence

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from usagebar_qt.domain.models import AccountStatus

# -- keys ---------------------------------------------------------------------------------------------------------------
KEY_OF = QT_TRANSLATE_NOOP("wording", "Key of {name}")
KEY_STORED = QT_TRANSLATE_NOOP("wording", "A key is stored in the system's keyring.")
KEY_LOCKED = QT_TRANSLATE_NOOP("wording", "The keyring is locked.")
KEY_FROM_ENVIRONMENT = QT_TRANSLATE_NOOP("wording", "A key comes from the environment. A stored one would win.")
KEY_FOR_SESSION = QT_TRANSLATE_NOOP("wording", "A key is held in memory. It is gone when you quit Usage Bar.")
KEY_NONE = QT_TRANSLATE_NOOP("wording", "No key is stored.")
KEY_NO_STORE = QT_TRANSLATE_NOOP(
    "wording", "This computer offers no keyring, so that a key cannot be stored here. It is never written to a file instead."
)
USE_UNTIL_QUIT = QT_TRANSLATE_NOOP("wording", "Use it until I quit")
KEY_HELD = QT_TRANSLATE_NOOP("wording", "The key is in use until you quit Usage Bar. It is written nowhere.")

# -- accounts -----------------------------------------------------------------------------------------------------------
ADD_TITLE = QT_TRANSLATE_NOOP("wording", "Add an account")
NO_NAME = QT_TRANSLATE_NOOP("wording", "Give the account a name first.")
NO_FOLDER = QT_TRANSLATE_NOOP("wording", "Choose the folder first: the one that CLAUDE_CONFIG_DIR names for that account.")
NO_KEY = QT_TRANSLATE_NOOP("wording", "Paste the key first.")
LOOKING = QT_TRANSLATE_NOOP("wording", "Looking into the folder…")
FOLDER_EMPTY = QT_TRANSLATE_NOOP(
    "wording", "Nobody is signed in there. Add it anyway, and its figures appear as soon as somebody has signed in."
)
FOLDER_UNREADABLE = QT_TRANSLATE_NOOP("wording", "What is in this folder cannot be read. Check the folder and the rights to it.")
FOLDER_STOPPED = QT_TRANSLATE_NOOP(
    "wording", "That WSL distribution is not running. Start it, then add the account: Usage Bar never starts one."
)
LOOK_IN_WSL = QT_TRANSLATE_NOOP("wording", "Look in &WSL")
LOOK_IN_WSL_HINT = QT_TRANSLATE_NOOP(
    "wording", "Looks for Claude Code's folder in the WSL distributions that are running. None is started."
)
LOOKING_IN_WSL = QT_TRANSLATE_NOOP("wording", "Looking into the running WSL distributions…")
FOUND_IN_WSL = QT_TRANSLATE_NOOP(
    "wording", "Choose one. An expired sign-in in WSL is not renewed from here: opening Claude Code there does it."
)
NOTHING_IN_WSL = QT_TRANSLATE_NOOP(
    "wording", "No running WSL distribution holds Claude Code's folder. Start yours, then look again."
)
FOLDER_SAME = QT_TRANSLATE_NOOP("wording", "This folder is signed in to the account that “{name}” shows already.")
REMOVE_TITLE = QT_TRANSLATE_NOOP("wording", "Remove “{name}”?")
REMOVE_KEY = QT_TRANSLATE_NOOP(
    "wording", "Its key is deleted from this computer's keyring. The key itself stays valid at the service."
)
REMOVE_FOLDER = QT_TRANSLATE_NOOP("wording", "Its card and its figures go. The folder and the sign-in in it stay as they are.")
READS_FOLDER = QT_TRANSLATE_NOOP("wording", "Reads the sign-in in {folder}")

# -- start at login -----------------------------------------------------------------------------------------------------
START_AT_LOGIN = QT_TRANSLATE_NOOP("wording", "&Start when I sign in to this computer")
START_IMPOSSIBLE = QT_TRANSLATE_NOOP(
    "wording", "This copy of Usage Bar is not installed. Install it first: a copy that goes cannot start."
)
START_FAILED = QT_TRANSLATE_NOOP(
    "wording", "The system did not take the change. Check the rights to its list of what starts at login."
)

# -- how often, and how it is written ------------------------------------------------------------------------------------
ADAPTIVE = QT_TRANSLATE_NOOP("wording", "Adaptive: every 3 to 30 min")
EVERY = QT_TRANSLATE_NOOP("wording", "Every {span}")
MANUAL = QT_TRANSLATE_NOOP("wording", "Only when I press Refresh")
RHYTHMS: Mapping[Rhythm, str] = {
    Rhythm.FIXED: "",
    Rhythm.ADAPTIVE: QT_TRANSLATE_NOOP(
        "wording",
        "More often while you look, while figures move and near a limit or a reset; less often when nothing moves and on battery."
        " The popup's last line says why.",
    ),
    Rhythm.MANUAL: QT_TRANSLATE_NOOP("wording", "Nothing is asked by itself: figures, and warnings, come when you ask."),
}
FIGURES: Mapping[Figures, str] = {
    Figures.USED: QT_TRANSLATE_NOOP("wording", "What is used"),
    Figures.REMAINING: QT_TRANSLATE_NOOP("wording", "What is left"),
}
RESETS: Mapping[Resets, str] = {
    Resets.COUNTDOWN: QT_TRANSLATE_NOOP("wording", "As a countdown within a day"),
    Resets.CLOCK: QT_TRANSLATE_NOOP("wording", "As a time"),
}
HOURS: Mapping[Hours, str] = {
    Hours.LOCALE: QT_TRANSLATE_NOOP("wording", "As the system writes them"),
    Hours.TWELVE: QT_TRANSLATE_NOOP("wording", "12 hours, am and pm"),
    Hours.TWENTY_FOUR: QT_TRANSLATE_NOOP("wording", "24 hours"),
}
WORK_WEEKS: Mapping[int, str] = {
    7: QT_TRANSLATE_NOOP("wording", "Every day"),
    5: QT_TRANSLATE_NOOP("wording", "Monday to Friday"),
    4: QT_TRANSLATE_NOOP("wording", "Monday to Thursday"),
}

# -- language -----------------------------------------------------------------------------------------------------------
LANGUAGES: Mapping[Language, str] = {
    Language.SYSTEM: QT_TRANSLATE_NOOP("wording", "As the system"),
    Language.ENGLISH: "English",
    Language.GERMAN: "Deutsch",
}
"""Each by its own name, which its people find in whatever language the window is."""

HOTKEY = QT_TRANSLATE_NOOP("wording", "Global s&hortcut")
HOTKEY_HINT = QT_TRANSLATE_NOOP(
    "wording", "Shows the popup from anywhere. Ctrl, Alt or the Windows key, with a letter, a digit or F1 to F24."
)
HOTKEY_REFUSED = QT_TRANSLATE_NOOP("wording", "Another program has this shortcut. Choose another one.")
HOTKEY_WRONG = QT_TRANSLATE_NOOP(
    "wording", "Not a shortcut for this: hold Ctrl, Alt or the Windows key, and press a letter, a digit or F1 to F24."
)
HOTKEY_ELSEWHERE = QT_TRANSLATE_NOOP(
    "wording", "Not available on this system. Bind the command usagebar-qt to a key in the desktop's settings: it shows the popup."
)

# -- appearance ---------------------------------------------------------------------------------------------------------
THEMES: Mapping[Theme, str] = {
    Theme.SYSTEM: QT_TRANSLATE_NOOP("wording", "As the system"),
    Theme.LIGHT: QT_TRANSLATE_NOOP("wording", "Light"),
    Theme.DARK: QT_TRANSLATE_NOOP("wording", "Dark"),
    Theme.HIGH_CONTRAST: QT_TRANSLATE_NOOP("wording", "High contrast"),
}

ACCENTS: Mapping[Accent, str] = {
    Accent.SYSTEM: QT_TRANSLATE_NOOP("wording", "Near to the system's"),
    Accent.BLUE: QT_TRANSLATE_NOOP("wording", "Blue"),
    Accent.TEAL: QT_TRANSLATE_NOOP("wording", "Teal"),
    Accent.VIOLET: QT_TRANSLATE_NOOP("wording", "Violet"),
    Accent.MAGENTA: QT_TRANSLATE_NOOP("wording", "Magenta"),
}
DENSITIES: Mapping[Density, str] = {
    Density.COMFORTABLE: QT_TRANSLATE_NOOP("wording", "Comfortable"),
    Density.COMPACT: QT_TRANSLATE_NOOP("wording", "Compact"),
}
ICON_STYLES: Mapping[IconStyle, str] = {
    IconStyle.BARS: QT_TRANSLATE_NOOP("wording", "Two bars: session and week"),
    IconStyle.RING: QT_TRANSLATE_NOOP("wording", "A ring: what is nearer to its limit"),
    IconStyle.NUMBER: QT_TRANSLATE_NOOP("wording", "A number: the same in percent"),
}
REDUCED_MOTION = QT_TRANSLATE_NOOP("wording", "Move &nothing")

# -- the tray icon ------------------------------------------------------------------------------------------------------
NEAREST_ACCOUNT = QT_TRANSLATE_NOOP("wording", "The account nearest to a limit")

# -- renewal ------------------------------------------------------------------------------------------------------------
RENEWAL_NAMES: Mapping[Renewal, str] = {
    Renewal.AUTOMATIC: QT_TRANSLATE_NOOP("wording", "Automatic"),
    Renewal.THROUGH_CLI: QT_TRANSLATE_NOOP("wording", "Through Claude Code"),
    Renewal.NEVER: QT_TRANSLATE_NOOP("wording", "Never"),
}
RENEWAL_DEFAULT = QT_TRANSLATE_NOOP("wording", "{mode} (usual here)")
RENEWAL_TEXTS: Mapping[Renewal, str] = {
    Renewal.AUTOMATIC: QT_TRANSLATE_NOOP(
        "wording",
        "When the sign-in has expired and Claude Code has not renewed it, Usage Bar does, under Claude Code's own locks, and writes"
        " the new one into Claude Code's file. A sign-in that lies in the system's keyring is renewed through Claude Code instead.",
    ),
    Renewal.THROUGH_CLI: QT_TRANSLATE_NOOP(
        "wording",
        "When the sign-in has expired, Usage Bar starts Claude Code in the background, at most once in ten minutes, so that it"
        " renews its own sign-in. Usage Bar itself writes nothing.",
    ),
    Renewal.NEVER: QT_TRANSLATE_NOOP(
        "wording",
        "Usage Bar only reads. Some hours after you last used Claude Code the figures stop, until you open it again.",
    ),
}
RENEWAL_SCOPE = QT_TRANSLATE_NOOP("wording", "Holds for all accounts of {name}.")

# -- what providers ask for ---------------------------------------------------------------------------------------------
OPTION_WORDS: Mapping[str, str] = {
    "region": QT_TRANSLATE_NOOP("wording", "Region"),
    "global": QT_TRANSLATE_NOOP("wording", "Global"),
    "china": QT_TRANSLATE_NOOP("wording", "China"),
}
"""Options and what can be chosen of them, by the providers' own words; a test looks whether one is missing."""
PERCENT = QT_TRANSLATE_NOOP("wording", " %")

_SWITCHED_OFF = QT_TRANSLATE_NOOP("wording", "Switched off: nothing is read and nothing is asked.")
_NOT_LOOKED_AT = QT_TRANSLATE_NOOP("wording", "Not looked at yet.")
_WORKS = QT_TRANSLATE_NOOP("wording", "Works.")
_WORKS_FOR_SESSION = QT_TRANSLATE_NOOP("wording", "Works until you quit: its key is held in memory alone.")
_WORKS_WITH_PLAN = QT_TRANSLATE_NOOP("wording", "Works. Plan: {plan}.")


def standing(status: AccountStatus, remedy: str, provider_name: str, now: datetime) -> Sentence:
    """How an account stands, in one sentence. `remedy` is the provider's own word."""
    if status.state is AccountState.DISABLED:
        return Sentence(_SWITCHED_OFF)
    if status.state is AccountState.NOT_CONFIGURED:
        return not_configured(remedy, provider_name).title
    if status.error is not None:
        return describe(status.error, provider_name=provider_name, now=now).title
    if status.state is AccountState.NO_PLAN:
        return no_plan(provider_name).remedy
    if status.snapshot is None:
        return Sentence(_NOT_LOOKED_AT)
    if status.key_for_session:
        return Sentence(_WORKS_FOR_SESSION)
    return Sentence(_WORKS_WITH_PLAN, {"plan": status.snapshot.plan}) if status.snapshot.plan else Sentence(_WORKS)
