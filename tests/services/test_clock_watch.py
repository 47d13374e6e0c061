"""Who is told that the clock was set, and how; no clock is set here (tests/faults does that)."""

from __future__ import annotations

import asyncio
import errno
import os
import sys

import pytest

from tests.services.test_refresh import until
from usagebar_qt.services.clock_watch import ClockWatch, kernel_timer


class Kernel:
    """A pipe in place of the timer: what is written makes it readable."""

    def __init__(self, answer: int) -> None:
        self.read_end, self._write_end = os.pipe()
        self._answer = answer
        self.reads = 0

    def cancel(self) -> None:
        os.write(self._write_end, b"x")

    def read(self, file: int, size: int) -> bytes:
        self.reads += 1
        os.read(file, size)
        if self._answer:
            raise OSError(self._answer, os.strerror(self._answer))
        return b"\0" * 8

    def close(self) -> None:
        os.close(self._write_end)


@pytest.mark.parametrize(("answer", "calls"), [(errno.ECANCELED, 2), (errno.EAGAIN, 0), (0, 0)])
@pytest.mark.skipif("sys.platform == 'win32'", reason="loops of Windows watch no files")
def test_each_change_of_the_clock_is_told_and_nothing_else_is(answer: int, calls: int) -> None:
    told: list[bool] = []

    async def script() -> None:
        kernel = Kernel(answer)
        watch = ClockWatch(lambda: told.append(True), lambda: kernel.read_end, kernel.read)
        watch.start()
        watch.start()  # twice is once
        for number in (1, 2):
            kernel.cancel()
            await until(lambda wanted=number: kernel.reads == wanted)  # type: ignore[misc]
        await watch.aclose()
        await watch.aclose()
        kernel.close()

    asyncio.run(script())
    assert len(told) == calls


def test_without_such_a_kernel_nothing_is_watched() -> None:
    async def script() -> None:
        watch = ClockWatch(pytest.fail, lambda: None)
        watch.start()
        await watch.aclose()

    asyncio.run(script())


@pytest.mark.skipif(sys.platform != "linux", reason="the timer is Linux's")
def test_the_kernels_timer_is_there_and_is_not_due() -> None:
    file = kernel_timer()
    assert file is not None
    with pytest.raises(BlockingIOError):
        os.read(file, 8)
    os.close(file)


class OldLibrary:
    """Knows no such timer."""


class Refusing:
    """Makes the timer, and does not let it be set; or makes none."""

    def __init__(self, file: int) -> None:
        self._file = file

    def timerfd_create(self, clock: int, flags: int) -> int:
        return self._file

    def timerfd_settime(self, *_: object) -> int:
        return -1


@pytest.mark.skipif(sys.platform != "linux", reason="the timer is Linux's")
def test_a_kernel_or_a_library_that_refuses_leaves_no_open_file() -> None:
    read_end, write_end = os.pipe()
    assert [kernel_timer(OldLibrary()), kernel_timer(Refusing(-1)), kernel_timer(Refusing(read_end))] == [None, None, None]
    with pytest.raises(BrokenPipeError):
        os.write(write_end, b"x")  # the other end was closed
    os.close(write_end)
