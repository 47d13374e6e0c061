"""A look at an account goes on where a file system says nothing for a while: what can be known otherwise is."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest

from tests.engine.test_fetching import ACCOUNT, Bed
from usagebar_qt.domain.models import AccountState
from usagebar_qt.engine.workers import Workers

if TYPE_CHECKING:
    from collections.abc import Callable, Generator
    from pathlib import Path


class Silent(Workers):
    """The first visit finds nothing, and neither do those for calls of these names."""

    def __init__(self, *names: str) -> None:
        super().__init__()
        self.names = names
        self.visits = 0

    async def follow(self, steps: Generator[float], *, timeout: float) -> None:
        self.visits += 1
        if self.visits == 1:
            steps.close()
            raise TimeoutError
        await super().follow(steps, timeout=timeout)

    async def run(self, function: Callable[..., Any], *args: Any, timeout: float) -> Any:
        if function.__name__ in self.names:
            raise TimeoutError
        return await super().run(function, *args, timeout=timeout)


@pytest.mark.parametrize("names", [(), ("identify",), ("locked",), ("identify", "locked")])
def test_figures_come_though_the_first_look_found_nothing(tmp_path: Path, names: tuple[str, ...]) -> None:
    bed = Bed(tmp_path, Silent(*names))
    status = bed.fetch()
    assert status.state is AccountState.OK
    assert status.snapshot is not None
    assert len(bed.provider.asked) == 1


def test_a_credential_that_is_silent_then_too_is_said_to_be(tmp_path: Path) -> None:
    bed = Bed(tmp_path, Silent("read_credential"))
    status = asyncio.run(bed.fetcher.fetch_account(ACCOUNT))
    assert status.snapshot is None
    assert status.error is not None
    assert status.error.code.name == "CREDENTIAL_LOCKED", status.error
    assert bed.provider.asked == []
