"""Whatever is read, no parser does what it may not. A thousand inputs each here; `by_hand` tries millions."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.fuzz import parsers

LONGEST = 96
SLOW = {HealthCheck.too_slow, HealthCheck.function_scoped_fixture, HealthCheck.data_too_large}
LIMITS = settings(max_examples=1_000, deadline=None, derandomize=True, database=None, suppress_health_check=SLOW)
FEW = settings(max_examples=60, deadline=None, derandomize=True, database=None, suppress_health_check=SLOW)


@pytest.mark.parametrize("name", parsers.TARGETS)
def test_nothing_that_is_read_makes_a_parser_do_what_it_may_not(name: str) -> None:
    @LIMITS
    @given(st.binary(max_size=LONGEST))
    def tried(data: bytes) -> None:
        parsers.TARGETS[name](data)

    tried()


@pytest.mark.parametrize("name", parsers.TARGETS)
def test_a_good_document_of_each_kind_is_read(name: str) -> None:
    """Else the fuzzer would only ever see refusals."""
    parsers.TARGETS[name](b"\x04")


def test_a_history_with_spoilt_bytes_is_read_or_set_aside(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    @FEW
    @given(st.binary(max_size=LONGEST))
    def tried(data: bytes) -> None:
        parsers.history(data, tmp_path)

    tried()
    loud = [record for record in caplog.records if record.levelno > logging.WARNING]
    assert not loud
    caplog.clear()
