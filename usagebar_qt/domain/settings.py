"""Every preference, frozen; usable before any file is read. `parse` keeps what is good of a file and names what is not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any, TypeVar

from usagebar_qt.domain.alert_rules import AlertKind, Rules
from usagebar_qt.domain.hotkey import parse_hotkey
from usagebar_qt.domain.models import AccountId, WindowKind, slug_of
from usagebar_qt.domain.models import Renewal as Renewal
from usagebar_qt.domain.notification_settings import NotificationSettings
from usagebar_qt.domain.proxy import checked_proxy
from usagebar_qt.domain.work_week import EVERY_DAY, WORK_WEEKS

SCHEMA_VERSION = 1
DEFAULT_INTERVAL_SECONDS = 300
"""Satisfies every published measurement of the endpoint's budget (contracts A3)."""
SHORTEST_INTERVAL_SECONDS = 180
LONGEST_INTERVAL_SECONDS = 3_600
LONGEST_ADAPTIVE_SECONDS = 1_800
DEFAULT_WARNING_PERCENT = 70
DEFAULT_DANGER_PERCENT = 90
"""The app this grew from colours at these."""
LONGEST_NAME = 64
LOWEST_PORT, HIGHEST_PORT = 1_024, 65_535
"""Those below belong to the system."""


class Theme(StrEnum):
    """Which colours the windows take."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"
    HIGH_CONTRAST = "high_contrast"


class Language(StrEnum):
    """What the windows speak; the command speaks English, which scripts read."""

    SYSTEM = "system"
    ENGLISH = "en"
    GERMAN = "de"


class Accent(StrEnum):
    """The colour of what is fine, and of the focus."""

    SYSTEM = "system"
    """Of these the one that is nearest to the system's own."""
    BLUE = "blue"
    TEAL = "teal"
    VIOLET = "violet"
    MAGENTA = "magenta"


class Density(StrEnum):
    """How much room the cards take."""

    COMFORTABLE = "comfortable"
    COMPACT = "compact"


class IconStyle(StrEnum):
    """What the tray icon draws."""

    BARS = "bars"
    """Session over week."""
    RING = "ring"
    """The one that is nearer to its limit."""
    NUMBER = "number"
    """The same, in percent."""


def usual_renewal(platform: str) -> Renewal:
    """What `Renewal.PLATFORM` means on a platform (`sys.platform`)."""
    return Renewal.THROUGH_CLI if platform == "darwin" else Renewal.AUTOMATIC


class LogLevel(StrEnum):
    """How much is written to the log."""

    WARNING = "warning"
    INFO = "info"
    DEBUG = "debug"


class Rhythm(StrEnum):
    """What decides when figures are looked for."""

    FIXED = "fixed"
    """Every `refresh_seconds`."""
    ADAPTIVE = "adaptive"
    """`adaptive_refresh` does."""
    MANUAL = "manual"
    """A person alone."""


class Figures(StrEnum):
    """Which of the two percentages is shown."""

    USED = "used"
    REMAINING = "remaining"


class Resets(StrEnum):
    """How a reset is told."""

    COUNTDOWN = "countdown"
    """Within a day as a countdown, beyond it as a time."""
    CLOCK = "clock"


class Hours(StrEnum):
    """How a time of day is written."""

    LOCALE = "locale"
    TWELVE = "12"
    TWENTY_FOUR = "24"


@dataclass(frozen=True, slots=True)
class AccountSettings:
    """One account, in the order of the cards."""

    id: AccountId
    name: str = ""
    """Empty: the provider's own name."""
    enabled: bool = True
    options: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Settings:
    """All of them, with their defaults."""

    schema_version: int = SCHEMA_VERSION
    refresh_seconds: int = DEFAULT_INTERVAL_SECONDS
    """180 to 3,600."""
    rhythm: Rhythm = Rhythm.FIXED
    figures: Figures = Figures.USED
    resets: Resets = Resets.COUNTDOWN
    hours: Hours = Hours.LOCALE
    warning_percent: int = DEFAULT_WARNING_PERCENT
    """1 to 99, below `danger_percent`."""
    danger_percent: int = DEFAULT_DANGER_PERCENT
    """2 to 100."""
    language: Language = Language.SYSTEM
    theme: Theme = Theme.SYSTEM
    accent: Accent = Accent.SYSTEM
    density: Density = Density.COMFORTABLE
    icon_style: IconStyle = IconStyle.BARS
    hotkey: str = ""
    """A key that shows the popup from anywhere, as `Hotkey` writes it; empty: none. Windows alone."""
    reduced_motion: bool = False
    """Nothing glides or turns."""
    icon_account: AccountId | None = None
    """Whose bars the tray icon shows; None: the account that is nearest to a limit."""
    renewal: Renewal = Renewal.PLATFORM
    work_days: int = EVERY_DAY
    """4, 5 or 7: the days from Monday on over which a week's quota is meant to last."""
    notifications: NotificationSettings = field(default_factory=NotificationSettings)
    proxy: str = ""
    """An address without user and password; empty: as the environment says."""
    log_level: LogLevel = LogLevel.INFO
    local_api: bool = False
    """Whether scripts on this computer may ask the tray program for the figures."""
    local_api_port: int = 0
    """0: any that is free; else 1,024 to 65,535."""
    update_feed: str = ""
    """Where to look for a newer version once a day; empty: nowhere."""
    accounts: tuple[AccountSettings, ...] = ()
    """Providers without an entry here have their first account, enabled, with default options."""
    unknown: Mapping[str, Any] = field(default_factory=dict)
    """Keys of a newer version: carried through, never dropped."""

    @property
    def longest_interval(self) -> int:
        """Seconds that may lie between two looks when all is well: older figures count as old."""
        return self.refresh_seconds if self.rhythm is Rhythm.FIXED else LONGEST_ADAPTIVE_SECONDS

    def rules_of(self, provider: str) -> Rules:
        """What this provider's accounts are watched for."""
        return self.notifications.rules(provider, (self.warning_percent, self.danger_percent))

    def levels_of(self, provider: str, kind: WindowKind) -> tuple[int, ...]:
        """The percentages that count for this kind of window: its own while they are told, else those of the colours."""
        rules = self.rules_of(provider)
        return rules.levels_of(kind) if AlertKind.LEVEL in rules.kinds else rules.levels

    def account(self, account_id: AccountId) -> AccountSettings:
        """What is set for this account, or its defaults."""
        return next((entry for entry in self.accounts if entry.id == account_id), AccountSettings(account_id))

    def with_account(self, entry: AccountSettings) -> Settings:
        """A copy in which this entry replaces the one of the same id, or comes last."""
        if any(old.id == entry.id for old in self.accounts):
            return replace(self, accounts=tuple(entry if old.id == entry.id else old for old in self.accounts))
        return replace(self, accounts=(*self.accounts, entry))

    @classmethod
    def parse(cls, data: Mapping[str, Any]) -> tuple[Settings, tuple[str, ...]]:
        """Settings from a decoded file, and the keys whose values were not usable (these take their defaults)."""
        reader = _Reader(data)
        warning = reader.whole("warning_percent", DEFAULT_WARNING_PERCENT, 1, 99)
        danger = reader.whole("danger_percent", DEFAULT_DANGER_PERCENT, 2, 100)
        if warning >= danger:
            reader.problems.append("warning_percent")
            warning, danger = DEFAULT_WARNING_PERCENT, DEFAULT_DANGER_PERCENT
        work_days = data.get("work_days", EVERY_DAY)
        if isinstance(work_days, bool) or work_days not in WORK_WEEKS:
            reader.problems.append("work_days")
            work_days = EVERY_DAY
        notifications, troubles = NotificationSettings.parse(data.get("notifications", {}))
        reader.problems += troubles
        icon = data.get("icon_account")
        known = {name for name in cls.__dataclass_fields__ if name != "unknown"}
        settings = cls(
            refresh_seconds=reader.whole(
                "refresh_seconds", DEFAULT_INTERVAL_SECONDS, SHORTEST_INTERVAL_SECONDS, LONGEST_INTERVAL_SECONDS
            ),
            rhythm=reader.choice("rhythm", Rhythm.FIXED),
            figures=reader.choice("figures", Figures.USED),
            resets=reader.choice("resets", Resets.COUNTDOWN),
            hours=reader.choice("hours", Hours.LOCALE),
            warning_percent=warning,
            danger_percent=danger,
            language=reader.choice("language", Language.SYSTEM),
            theme=reader.choice("theme", Theme.SYSTEM),
            accent=reader.choice("accent", Accent.SYSTEM),
            density=reader.choice("density", Density.COMFORTABLE),
            icon_style=reader.choice("icon_style", IconStyle.BARS),
            hotkey=reader.hotkey(),
            reduced_motion=reader.flag("reduced_motion", default=False),
            icon_account=AccountId.parse(icon) if isinstance(icon, str) and icon else None,
            renewal=reader.choice("renewal", Renewal.PLATFORM),
            work_days=int(work_days),
            notifications=notifications,
            proxy=reader.proxy(),
            log_level=reader.choice("log_level", LogLevel.INFO),
            local_api=reader.flag("local_api", default=False),
            local_api_port=reader.port("local_api_port"),
            update_feed=reader.feed(),
            accounts=reader.accounts(),
            unknown={key: value for key, value in data.items() if key not in known},
        )
        return settings, tuple(reader.problems)

    def to_mapping(self) -> dict[str, Any]:
        """What is written to the file; `parse` is its inverse."""
        return {
            **self.unknown,
            "schema_version": SCHEMA_VERSION,
            "refresh_seconds": self.refresh_seconds,
            "rhythm": self.rhythm.value,
            "figures": self.figures.value,
            "resets": self.resets.value,
            "hours": self.hours.value,
            "warning_percent": self.warning_percent,
            "danger_percent": self.danger_percent,
            "language": self.language.value,
            "theme": self.theme.value,
            "accent": self.accent.value,
            "density": self.density.value,
            "icon_style": self.icon_style.value,
            "hotkey": self.hotkey,
            "reduced_motion": self.reduced_motion,
            "icon_account": str(self.icon_account) if self.icon_account else None,
            "renewal": self.renewal.value,
            "work_days": self.work_days,
            "notifications": self.notifications.to_mapping(),
            "proxy": self.proxy,
            "log_level": self.log_level.value,
            "local_api": self.local_api,
            "local_api_port": self.local_api_port,
            "update_feed": self.update_feed,
            "accounts": [
                {"id": str(entry.id), "name": entry.name, "enabled": entry.enabled, "options": dict(entry.options)}
                for entry in self.accounts
            ],
        }


def printable(text: str) -> str:
    """Without characters that steer a terminal or turn the direction of reading: a name is shown and printed in many places."""
    return text if text.isprintable() else "".join(character for character in text if character.isprintable())


_Choice = TypeVar("_Choice", bound=StrEnum)


class _Reader:
    """Takes values out of an untrusted mapping and notes what was wrong."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        self._data = data
        self.problems: list[str] = []

    def whole(self, key: str, default: int, low: int, high: int) -> int:
        value = self._data.get(key, default)
        if isinstance(value, bool) or not isinstance(value, int | float) or not low <= value <= high:
            self.problems.append(key)
            return default
        return int(value)

    def flag(self, key: str, *, default: bool) -> bool:
        value = self._data.get(key, default)
        if not isinstance(value, bool):
            self.problems.append(key)
            return default
        return value

    def port(self, key: str) -> int:
        value = self.whole(key, 0, 0, HIGHEST_PORT)
        if 0 < value < LOWEST_PORT:
            self.problems.append(key)
            return 0
        return value

    def choice(self, key: str, default: _Choice) -> _Choice:
        value = self._data.get(key, default.value)
        try:
            return type(default)(value)
        except ValueError:
            self.problems.append(key)
            return default

    def hotkey(self) -> str:
        value = self._data.get("hotkey", "")
        known = parse_hotkey(value) if isinstance(value, str) else None
        if known is None and value != "":
            self.problems.append("hotkey")
        return str(known) if known is not None else ""

    def proxy(self) -> str:
        value = self._data.get("proxy", "")
        proxy = checked_proxy(value) if isinstance(value, str) else None
        if proxy is None:
            self.problems.append("proxy")
        return proxy or ""

    def feed(self) -> str:
        value = self._data.get("update_feed", "")
        if value == "":
            return ""  # most people name none: the command starts without what checks one
        from usagebar_qt.domain.updates import checked_feed

        feed = checked_feed(value) if isinstance(value, str) else None
        if feed is None:
            self.problems.append("update_feed")
        return feed or ""

    def accounts(self) -> tuple[AccountSettings, ...]:
        value = self._data.get("accounts", [])
        if not isinstance(value, list):
            self.problems.append("accounts")
            return ()
        found: dict[AccountId, AccountSettings] = {}
        for row in value:
            entry = self._account(row)
            if entry is None or entry.id in found:
                self.problems.append("accounts")
            else:
                found[entry.id] = entry
        return tuple(found.values())

    @staticmethod
    def _account(row: object) -> AccountSettings | None:
        if not isinstance(row, Mapping) or not isinstance(row.get("id"), str):
            return None
        account_id = AccountId.parse(row["id"])
        if not account_id.provider or account_id.slug != slug_of(account_id.slug):
            return None
        name, enabled, options = row.get("name", ""), row.get("enabled", True), row.get("options", {})
        return AccountSettings(
            account_id,
            printable(name)[:LONGEST_NAME] if isinstance(name, str) else "",
            enabled if isinstance(enabled, bool) else True,
            {str(key): text for key, text in options.items() if isinstance(text, str)} if isinstance(options, Mapping) else {},
        )
