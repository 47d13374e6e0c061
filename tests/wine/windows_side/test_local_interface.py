"""The interface for scripts on Qt's own loop, as it is on Windows."""

from __future__ import annotations

import asyncio
import json
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication

from usagebar_qt.app.event_loop import new_loop
from usagebar_qt.engine.local_api import LocalApi
from usagebar_qt.engine.workers import Workers

Record = Callable[[str, object], None]


@pytest.fixture
def application() -> QCoreApplication:
    return QCoreApplication.instance() or QCoreApplication([])


def asked(found: dict[str, str], **headers: str) -> int:
    request = urllib.request.Request(found["address"], headers={"Authorization": f"Bearer {found['token']}", **headers})
    try:
        with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request, timeout=10) as answer:
            assert json.load(answer) == {"providers": []}
            return int(answer.status)
    except urllib.error.HTTPError as error:
        with error:
            return error.code


def test_scripts_are_answered_on_qts_loop_and_nobody_is_after_its_end(
    application: QCoreApplication, awkward: Path, record_property: Record
) -> None:
    record_property("cell", "local interface|200, 401, 421, then gone")
    file = awkward / "local-api.json"

    async def document() -> dict[str, Any]:
        return {"providers": []}

    async def script() -> list[int]:
        api = LocalApi(file=file, document=document, workers=Workers())
        await api.start(0)
        found = json.loads(file.read_text(encoding="utf-8"))
        guessed, rebound = {**found, "token": "guessed"}, {"Host": "rebound.example"}
        tries: list[tuple[dict[str, str], dict[str, str]]] = [(found, {}), (guessed, {}), (found, rebound)]
        codes = [await Workers().run(lambda one=one, more=more: asked(one, **more), timeout=20) for one, more in tries]
        await api.aclose()
        with pytest.raises(OSError, match=r"\d"):
            await Workers().run(asked, found, timeout=20)
        return codes

    with asyncio.Runner(loop_factory=lambda: new_loop(application)) as runner:
        assert runner.run(asyncio.wait_for(script(), 60)) == [200, 401, 421]
    assert not file.exists()
