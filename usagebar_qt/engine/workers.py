"""Blocking work off the event loop, on threads that never delay an exit."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, ParamSpec, TypeVar

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Callable

P = ParamSpec("P")
T = TypeVar("T")


class Workers:
    """One daemon thread a call. A call that outlives its deadline is abandoned: its thread ends with the process.

    `asyncio.to_thread` would not do: a keyring that hangs then delays the exit for its full length (measured).
    """

    async def run(self, function: Callable[..., T], *arguments: object, timeout: float) -> T:
        """What `function(*arguments)` gives or raises; `TimeoutError` after `timeout` seconds."""
        import asyncio  # whoever waits has it; a command that finds fresh figures does without (46 ms, measured)

        loop = asyncio.get_running_loop()
        future: asyncio.Future[T] = loop.create_future()

        def deliver(result: T | None, error: BaseException | None) -> None:
            if future.done():
                return
            if error is not None:
                future.set_exception(error)
            else:
                future.set_result(result)  # type: ignore[arg-type]  # None only where T allows it

        def work() -> None:
            result: T | None = None
            failure: BaseException | None = None
            try:
                result = function(*arguments)
            except StopIteration as error:  # cannot be put into a future
                failure = RuntimeError(repr(error))
            except BaseException as error:  # noqa: BLE001 - it is raised again where it was asked for
                failure = error
            if not loop.is_closed():
                try:
                    loop.call_soon_threadsafe(deliver, result, failure)
                except RuntimeError:
                    return  # the loop closed in between: nobody waits any more

        threading.Thread(target=work, name=f"worker-{getattr(function, '__name__', 'call')}", daemon=True).start()
        async with asyncio.timeout(timeout):
            return await future
