"""What doctor finds: codes and facts. Wording makes sentences of them; no fact is a secret."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum, StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from usagebar_qt.domain.errors import Failure

Fact = str | int | float | bool | None | tuple[str, ...]


class Weight(IntEnum):
    """How much a finding matters."""

    FINE = 0
    NOTE = 1
    """Worth knowing; nothing need be done."""
    MEND = 2
    """Something does not work until somebody does what the fix says."""


class FindingCode(StrEnum):
    """Stable: they are in the JSON."""

    VERSIONS = "versions"
    NOTHING_SET_UP = "nothing_set_up"
    SWITCHED_OFF = "switched_off"
    NOT_CONFIGURED = "not_configured"
    CREDENTIAL = "credential"
    CREDENTIAL_TROUBLE = "credential_trouble"
    CREDENTIAL_OPEN = "credential_open"
    LOCK_LEFT = "lock_left"
    LOCK_IS_FILE = "lock_is_file"
    LAST_TRY = "last_try"
    ENDPOINT = "endpoint"
    ENDPOINT_TROUBLE = "endpoint_trouble"
    CLOCK = "clock"
    CLOCK_WRONG = "clock_wrong"
    OVERRIDE_REFUSED = "override_refused"
    PROXY = "proxy"
    PROXY_UNUSABLE = "proxy_unusable"
    CERTIFICATES = "certificates"
    CERTIFICATES_UNUSABLE = "certificates_unusable"
    KEYRING = "keyring"
    KEYRING_NONE = "keyring_none"
    KEYRING_REFUSED = "keyring_refused"
    TRAY_HOST = "tray_host"
    TRAY_HOST_NONE = "tray_host_none"
    NO_DESKTOP = "no_desktop"
    NOTIFICATIONS = "notifications"
    NOTIFICATIONS_NONE = "notifications_none"
    SETTINGS_UNREADABLE = "settings_unreadable"
    SETTINGS_PROBLEM = "settings_problem"
    FOLDER_UNWRITABLE = "folder_unwritable"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at."""

    code: FindingCode
    weight: Weight = Weight.FINE
    facts: Mapping[str, Fact] = field(default_factory=dict)
    name: str = ""
    """The account's name; empty where the finding is about the computer."""
    failure: Failure | None = None
    """Where an error that has words of its own is what was found."""
