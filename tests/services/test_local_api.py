"""The local interface as the preferences want it: on, off, elsewhere, and nothing loaded while it is off."""

from __future__ import annotations

import asyncio
import json
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QCheckBox, QPushButton, QSpinBox

from tests.fakes import FakeClock
from tests.statuses import CLAUDE, SESSION, ZAI, failing, ok
from usagebar_qt.app.tasks import Tasks
from usagebar_qt.domain.errors import ErrorCode
from usagebar_qt.domain.models import Account, AccountStatus
from usagebar_qt.domain.settings import Settings
from usagebar_qt.engine.document import document
from usagebar_qt.engine.workers import Workers
from usagebar_qt.providers.registry import INFOS
from usagebar_qt.services.local_api import ApiCondition, ApiState, LocalApiService
from usagebar_qt.widgets.preferences.advanced import AdvancedPage
from usagebar_qt.widgets.preferences.local_api_fields import NO_PORT

ON = Settings(local_api=True)
STATUSES = {CLAUDE.id: ok(SESSION), ZAI.id: failing(ErrorCode.OFFLINE, account=ZAI)}
NAMES = {info.id: info.name for info in INFOS}


class Bed:
    def __init__(self, folder: Path, settings: Settings = ON) -> None:
        self.clock = FakeClock()
        self.looks: list[Account] = []
        self.told: list[ApiState] = []
        self.file = folder / "local-api.json"
        self.tasks = Tasks()
        self.service = LocalApiService(
            file=self.file,
            infos=INFOS,
            accounts=lambda: (CLAUDE, ZAI),
            shown=self.shown,
            workers=Workers(),
            clock=self.clock,
            tasks=self.tasks,
            settings=settings,
        )
        self.service.state_changed.connect(self.told.append)

    def shown(self, account: Account) -> AccountStatus:
        self.looks.append(account)
        return STATUSES[account.id]

    async def settled(self) -> ApiState:
        if self.service._setting is not None:
            await self.service._setting
        return self.service.state


def play(bed: Bed, script: Callable[[Bed], Awaitable[None]]) -> None:
    async def whole() -> None:
        bed.service.start()
        try:
            await asyncio.wait_for(script(bed), 20)
        finally:
            await bed.service.aclose()

    asyncio.run(whole())


def asked(found: dict[str, Any]) -> Any:
    request = urllib.request.Request(found["address"], headers={"Authorization": f"Bearer {found['token']}"})
    with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request, timeout=20) as answer:
        return json.load(answer)


def test_it_serves_what_the_command_prints_and_reads_once_for_all_who_ask_in_the_same_second(qapp: object, tmp_path: Path) -> None:
    async def script(bed: Bed) -> None:
        state = await bed.settled()
        assert (state.condition, state.file) == (ApiCondition.ON, str(bed.file))
        found = json.loads(bed.file.read_text())
        assert found["address"] == state.address
        answers = [await Workers().run(asked, found, timeout=20) for _ in range(3)]
        assert answers == [json.loads(json.dumps(document(list(STATUSES.values()), NAMES, bed.clock.now())))] * 3
        assert bed.looks == [CLAUDE, ZAI]
        bed.clock.forward(1.5)
        await Workers().run(asked, found, timeout=20)
        assert len(bed.looks) == 4

    play(Bed(tmp_path), script)


def test_while_it_is_off_nothing_listens_and_nothing_is_told(qapp: object, tmp_path: Path) -> None:
    async def script(bed: Bed) -> None:
        assert (await bed.settled()).condition is ApiCondition.OFF
        bed.service.apply_settings(Settings(work_days=5))
        assert bed.service._setting is None
        assert bed.told == []
        assert not bed.file.exists()

    play(Bed(tmp_path, Settings()), script)


def test_a_switch_holds_at_once_in_both_directions_and_the_last_of_many_wishes_wins(qapp: object, tmp_path: Path) -> None:
    async def script(bed: Bed) -> None:
        bed.service.apply_settings(ON)
        assert (await bed.settled()).condition is ApiCondition.ON
        for settings in (Settings(), ON, Settings()):
            bed.service.apply_settings(settings)
        assert (await bed.settled()).condition is ApiCondition.OFF
        assert not bed.file.exists()

    play(Bed(tmp_path, Settings()), script)


def test_another_port_is_another_address_with_another_token(qapp: object, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        free = probe.getsockname()[1]

    async def script(bed: Bed) -> None:
        await bed.settled()
        first = json.loads(bed.file.read_text())
        bed.service.apply_settings(replace(ON, local_api_port=free))
        state = await bed.settled()
        second = json.loads(bed.file.read_text())
        assert state.address == second["address"] == f"http://127.0.0.1:{free}/v1/status"
        assert first["token"] != second["token"]

    play(Bed(tmp_path), script)


def test_a_port_that_somebody_has_is_said_and_another_one_mends_it(qapp: object, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        taken = other.getsockname()[1]

        async def script(bed: Bed) -> None:
            assert (await bed.settled()).condition is ApiCondition.PORT_TAKEN
            bed.service.apply_settings(ON)
            assert (await bed.settled()).condition is ApiCondition.ON

        play(Bed(tmp_path, replace(ON, local_api_port=taken)), script)


def test_at_the_end_the_file_with_the_token_goes(qapp: object, tmp_path: Path) -> None:
    bed = Bed(tmp_path)

    async def script(bed: Bed) -> None:
        await bed.settled()
        assert bed.file.exists()

    play(bed, script)
    assert not bed.file.exists()


def test_a_start_without_it_does_not_load_it() -> None:
    script = (
        "import sys; import usagebar_qt.app.composition\n"
        "print([name for name in sys.modules if name in ('usagebar_qt.engine.local_api', 'usagebar_qt.engine.document')])"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout == "[]\n"


# -- settings and their page ---------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("value", "port", "is_good"), [(0, 0, True), (1024, 1024, True), (65535, 65535, True), (80, 0, False), (65536, 0, False)]
)
def test_a_port_of_the_system_is_refused_in_the_file(value: int, port: int, is_good: bool) -> None:
    settings, problems = Settings.parse({"local_api_port": value})
    assert (settings.local_api_port, problems == ()) == (port, is_good)
    assert Settings.parse(settings.to_mapping())[0] == settings


def test_the_page_switches_it_tells_where_it_is_and_copies_no_token(qapp: QApplication) -> None:
    page = AdvancedPage(Settings())
    page.show()
    edits: list[Settings] = []
    page.settings_edited.connect(edits.append)
    (switch,) = page.findChildren(QCheckBox)
    (port,) = page.findChildren(QSpinBox)
    copy = next(button for button in page.findChildren(QPushButton) if button.text() == "Copy &address")
    assert (switch.isChecked(), port.value(), copy.isEnabled()) == (False, NO_PORT, False)
    assert port.text() == "any free one"
    switch.click()
    assert edits == [ON]
    page.show_local_api(ApiState(ApiCondition.ON, "http://127.0.0.1:4711/v1/status", "/home/x/local-api.json"))
    assert "/home/x/local-api.json" in switch.accessibleDescription()
    copy.click()
    assert qapp.clipboard().text() == "http://127.0.0.1:4711/v1/status"
    port.setValue(4711)
    port.editingFinished.emit()
    assert edits[-1] == replace(ON, local_api_port=4711)
    page.show_local_api(ApiState(ApiCondition.PORT_TAKEN))
    assert "Choose another one" in switch.accessibleDescription()
    assert not copy.isEnabled()
    page.show_settings(Settings())
    assert (switch.isChecked(), port.value()) == (False, NO_PORT)
    page.close()
