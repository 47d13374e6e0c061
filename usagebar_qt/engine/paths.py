"""The platform's own folders for our files."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

APPLICATION = "usagebar"


@dataclass(frozen=True, slots=True)
class Paths:
    """Settings in config, history in data, figures and waits in state (never cache: people empty it)."""

    config: Path
    data: Path
    state: Path
    log: Path

    @classmethod
    def of_user(cls) -> Paths:
        """Where this user's files are."""
        from platformdirs import PlatformDirs

        folders = PlatformDirs(APPLICATION, appauthor=False)
        return cls(folders.user_config_path, folders.user_data_path, folders.user_state_path, folders.user_log_path)

    @classmethod
    def under(cls, root: Path) -> Paths:
        """All of them below one folder: the demo and the tests."""
        return cls(root / "config", root / "data", root / "state", root / "log")

    @property
    def settings_file(self) -> Path:
        """The one file of preferences."""
        return self.config / "settings.json"

    @property
    def window_places(self) -> Path:
        """Where windows were."""
        return self.state / "windows.json"

    @property
    def first_run_mark(self) -> Path:
        """That somebody has seen the first page."""
        return self.state / "first-run.json"

    @property
    def notification_marks(self) -> Path:
        """What has been told."""
        return self.state / "notifications.json"

    @property
    def events_file(self) -> Path:
        """Which command is run for each event."""
        return self.config / "events.json"

    @property
    def told_incidents(self) -> Path:
        """Which incidents of the services were told."""
        return self.state / "incidents.json"

    @property
    def update_memory(self) -> Path:
        """When the release feed was asked, and what it named."""
        return self.state / "updates.json"

    @property
    def local_api_file(self) -> Path:
        """Where scripts find address and token of the local interface."""
        return self.state / "local-api.json"

    @property
    def local(self) -> Path:
        """What other programs on this machine handed over."""
        return self.state / "local"

    @property
    def accounts(self) -> Path:
        """One state file per account."""
        return self.state / "accounts"

    @property
    def history_file(self) -> Path:
        """The past of every window (SQLite)."""
        return self.data / "history.db"
