"""What has been told survives; what is on the disk may be anything."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.fakes import START
from usagebar_qt.domain.models import AccountId, WindowKind
from usagebar_qt.domain.thresholds import Memo, WindowMark
from usagebar_qt.engine.notification_marks import NotificationMarks

MARK = WindowMark(WindowKind.SESSION, None, 91.5, START, frozenset({70, 90}), at_risk=True)
MEMOS = {AccountId("claude"): Memo({"session": MARK}, True), AccountId("claude", "work"): Memo()}


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    marks = NotificationMarks(tmp_path / "state" / "notifications.json")
    assert marks.load() == {}
    assert marks.save(MEMOS)
    assert NotificationMarks(marks.path).load() == MEMOS
    assert marks.path.stat().st_mode & 0o077 == 0 or marks.path.stat().st_mode & 0o777 == 0o666  # Windows has no such bits


@pytest.mark.parametrize(
    "content",
    [b"", b"[]", b"{", b'{"schema_version": 9}', b'{"schema_version": 1, "accounts": {"claude": 3}}', b'{"schema_version": 1}'],
)
def test_a_file_that_is_not_ours_is_set_aside(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "notifications.json"
    path.write_bytes(content)
    assert NotificationMarks(path).load() == {}
    assert path.with_name("notifications.json.bad").read_bytes() == content


def test_a_disk_that_refuses_costs_the_marks_and_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    assert not NotificationMarks(tmp_path / "file" / "notifications.json").save(MEMOS)
    assert NotificationMarks(tmp_path).load() == {}, "a folder where a file belongs"


def test_a_changed_mark_is_another_file(tmp_path: Path) -> None:
    marks = NotificationMarks(tmp_path / "notifications.json")
    marks.save(MEMOS)
    marks.save({AccountId("claude"): Memo({"session": replace(MARK, snoozed=True)})})
    assert marks.load()[AccountId("claude")].windows["session"].snoozed
