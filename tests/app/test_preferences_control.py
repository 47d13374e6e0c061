"""Preferences behind a real program: accounts are added and removed through the window, with a real store, model and engine."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from tests.signed_in import sign_in
from tests.upstream import Upstream, claude_body, zai_body
from usagebar_qt.app.composition import Program, build
from usagebar_qt.credentials.key_store import MemoryKeyStore
from usagebar_qt.domain.clock import SystemClock
from usagebar_qt.domain.errors import CredentialError, CredentialLocked, CredentialUnreadable
from usagebar_qt.domain.models import AccountId, AccountState
from usagebar_qt.domain.secret import Secret
from usagebar_qt.engine.first_run import FirstRunMark
from usagebar_qt.engine.paths import Paths
from usagebar_qt.engine.runtime import build_runtime
from usagebar_qt.services.ports import MemoryAutostart
from usagebar_qt.widgets.key_form import KeyForm
from usagebar_qt.widgets.preferences.add_account import NewAccount

FIRST_KEY, SECOND_KEY = "canary-key-of-the-first", "canary-key-of-the-second"
SECOND = AccountId("zai", "second")
ENTRY = "usage-bar-zai-credentials"


class Locked(MemoryKeyStore):
    """A keyring that refuses: its prompt is dismissed, or Windows denies the access."""

    def __init__(self, error: CredentialError) -> None:
        super().__init__()
        self.error = error

    def write(self, service: str, username: str, text: str) -> None:
        raise self.error


class Bed:
    """The program in a folder of its own, without its loop's end: a script says when it is over."""

    def __init__(self, folder: Path, upstream: Upstream, store: MemoryKeyStore) -> None:
        self.folder = folder
        self.store = store
        self.sign_in(".claude", "sk-ant-oat01-first")
        self.sign_in(".claude-work", "sk-ant-oat01-work")
        upstream.claude.bodies["Bearer sk-ant-oat01-work"] = claude_body(session=77.0)
        upstream.zai.bodies[SECOND_KEY] = zai_body(session=88)
        self.runtime = build_runtime(
            paths=Paths.under(folder), environ=upstream.environment(), clock=SystemClock(), key_store=store, home=folder
        )
        FirstRunMark(self.runtime.paths.first_run_mark).set()
        self.program: Program = build(self.runtime, None, MemoryAutostart)
        self.control = self.program.windows._preferences
        self.news = asyncio.Event()
        for signal in (
            self.program.model.dataChanged,
            self.program.model.modelReset,
            self.program.credentials.presence_known,
            self.program.credentials.saved,
        ):
            signal.connect(self._on_news)

    def sign_in(self, folder: str, token: str) -> None:
        sign_in(self.folder / folder, token)

    def figures(self) -> dict[str, float]:
        found = {}
        for status in self.program.model:
            if status.snapshot is not None and status.state is AccountState.OK:
                found[status.account.name] = status.snapshot.windows[0].used_percent
        return found

    async def until(self, what: Callable[[], bool]) -> None:
        """Looks again at every news."""
        while not what():
            self.news.clear()
            await self.news.wait()

    def _on_news(self) -> None:
        self.news.set()

    def play(self, script: Callable[[], Awaitable[None]]) -> None:
        async def whole() -> None:
            self.program.refresh.start()
            try:
                await asyncio.wait_for(script(), 30)
            except TimeoutError:
                raise AssertionError(f"it did not happen: {list(self.program.model)}") from None
            finally:
                self.program.windows.close_all()
                await self.program.refresh.aclose()
                await self.program.store.aclose()
                await self.program.tasks.aclose()
                await self.runtime.aclose()

        asyncio.run(whole())

    def saved(self) -> list[str]:
        return [row["id"] for row in json.loads(self.runtime.paths.settings_file.read_text())["accounts"]]


@pytest.fixture
def upstream() -> Upstream:
    return Upstream()


def test_accounts_are_added_shown_on_cards_of_their_own_and_removed_without_a_trace(
    qapp: QApplication, tmp_path: Path, upstream: Upstream
) -> None:
    store = MemoryKeyStore({(ENTRY, "zai"): FIRST_KEY})

    def texts_on_disk() -> bytes:
        found = b""
        for path in tmp_path.rglob("*"):
            # A worker that still reads the history takes its side files away when it is done.
            if path.is_file() and "claude" not in str(path.parent):
                with contextlib.suppress(FileNotFoundError):
                    found += path.read_bytes()
        return found

    with upstream:
        bed = Bed(tmp_path, upstream, store)

        async def script() -> None:
            bed.program.windows.open_preferences()
            await bed.until(lambda: bed.figures() == {"Claude": 34.0, "Z.ai": 39.0})
            bed.control._on_add(NewAccount("claude", "Work", {"config_dir": "~/.claude-work"}))
            bed.control._on_add(NewAccount("zai", "Second", {}, Secret(SECOND_KEY)))
            await bed.until(lambda: bed.figures() == {"Claude": 34.0, "Z.ai": 39.0, "Work": 77.0, "Second": 88.0})
            assert store.read(f"{ENTRY}:second", "zai:second") == SECOND_KEY
            assert store.read(ENTRY, "zai") == FIRST_KEY
            assert SECOND_KEY.encode() not in texts_on_disk()
            await bed.program.store.aclose()
            assert bed.saved() == ["claude", "zai", "claude:work", "zai:second"]
            bed.control._on_remove(SECOND)
            bed.control._on_remove(AccountId("claude", "work"))
            # Its figures go with its key, a moment before the account itself goes.
            await bed.until(lambda: [str(status.id) for status in bed.program.model] == ["claude", "zai"])
            assert bed.figures() == {"Claude": 34.0, "Z.ai": 39.0}
            await bed.program.store.aclose()
            assert bed.saved() == ["claude", "zai"]

        bed.play(script)
    assert store.read(f"{ENTRY}:second", "zai:second") is None
    assert store.read(ENTRY, "zai") == FIRST_KEY
    assert (tmp_path / ".claude-work" / ".credentials.json").exists()
    assert sorted(path.name for path in (tmp_path / "state" / "accounts").glob("*.json")) == ["claude.json", "zai.json"]


@pytest.mark.parametrize("error", [CredentialLocked("dismissed"), CredentialUnreadable("access_denied")])
def test_a_keyring_that_refuses_offers_the_session_and_quitting_forgets_key_and_figures(
    qapp: QApplication, tmp_path: Path, upstream: Upstream, error: CredentialError
) -> None:
    with upstream:
        bed = Bed(tmp_path, upstream, Locked(error))

        async def script() -> None:
            bed.program.windows.open_preferences()
            bed.control._on_add(NewAccount("zai", "Second", {}, Secret(SECOND_KEY)))
            await bed.until(lambda: (form := form_of(bed)) is not None and form._hold.isVisibleTo(form))
            assert "Second" not in bed.figures()
            form = form_of(bed)
            assert form is not None
            assert form._field.text() == SECOND_KEY
            form._on_hold()
            await bed.until(lambda: bed.figures().get("Second") == 88.0)
            await bed.until(lambda: "held in memory" in form._state.text())
            assert form._field.text() == ""

        bed.play(script)
        for path in tmp_path.rglob("*"):
            with contextlib.suppress(FileNotFoundError):
                assert path.is_dir() or SECOND_KEY.encode() not in path.read_bytes()
        assert (tmp_path / "state" / "accounts" / "zai--second.json").exists()
        bed.program._end_session()
        assert not (tmp_path / "state" / "accounts" / "zai--second.json").exists()
        assert (tmp_path / "state" / "accounts" / "claude.json").exists()


def form_of(bed: Bed) -> KeyForm | None:
    dialog = bed.control._dialog
    return dialog._providers.key_form(SECOND) if dialog is not None else None
