"""`usagebar-qt`: reads the command line, makes sure that there is something to show on, and runs the program."""

from __future__ import annotations

import os
import socket
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from usagebar_qt import __version__

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Coroutine, Mapping, Sequence
    from pathlib import Path

    from usagebar_qt.app.application import Application
    from usagebar_qt.app.composition import Program
    from usagebar_qt.app.early_words import EarlyWords
    from usagebar_qt.app.first_icon import FirstIcon
    from usagebar_qt.domain.clock import Clock
    from usagebar_qt.services.ports import AutostartPort

    Beside = Callable[[Program], Coroutine[Any, Any, object]]

EXIT_FAILED = 1
EXIT_UNAVAILABLE = 69
SWITCH_SECONDS = 0.001
"""How long a worker thread may compute before the event loop gets its turn: Python's own 0.005 adds up where many work."""


@dataclass(frozen=True, slots=True)
class Options:
    """What the command line said."""

    demo: bool = False
    smoke_test: bool = False
    quit: bool = False
    debug_log: bool = False


def build_parser(*, with_debug_log: bool = True) -> argparse.ArgumentParser:
    """All options; a release has no debug log."""
    import argparse

    parser = argparse.ArgumentParser(
        prog="usagebar-qt", description="Shows in the tray how much of your coding plans is left.", allow_abbrev=False
    )
    parser.add_argument("--version", action="version", version=f"usagebar-qt {__version__}")
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--demo", action="store_true", help="invented, moving figures: no account, no network, none of your files")
    form.add_argument("--smoke-test", action="store_true", help="a demo that ends by itself and prints one line of JSON")
    form.add_argument("--quit", action="store_true", help="end the program that is running, and wait until it has ended")
    if with_debug_log:
        parser.add_argument("--debug-log", action="store_true", help="write every step to the log (not in a release)")
    return parser


def read_options(argv: Sequence[str]) -> Options:
    """Without words, which is how a desktop starts it, nothing is loaded to read them (15 ms, measured)."""
    if not argv:
        return Options()
    from usagebar_qt.engine.resources import build_profile, offers_debug_log

    parser = build_parser(with_debug_log=offers_debug_log(build_profile()))
    return Options(**vars(parser.parse_args(argv)))


def main(argv: Sequence[str] | None = None) -> int:
    """Runs until the user quits; gives the exit code."""
    from usagebar_qt.engine.crash_dumps import leave_none

    leave_none()
    options = read_options(sys.argv[1:] if argv is None else argv)
    from usagebar_qt.app.garbage import take_over
    from usagebar_qt.app.import_hook import take_off

    problem = "" if options.quit else display_problem(os.environ, sys.platform)
    if problem:
        return _unavailable(problem)
    try:
        from PySide6 import QtCore  # noqa: F401 - brings the hook

        take_off()
        from PySide6 import QtWidgets  # noqa: F401 - only to see whether its libraries are there
    except ImportError as error:
        return _missing(error)
    if options.quit:
        return _quit_first()
    take_over()
    sys.setswitchinterval(SWITCH_SECONDS)
    if options.demo or options.smoke_test:
        code = _run_demo(smoke_test=options.smoke_test, is_debug=options.debug_log)
    else:
        code = run_for_user(is_debug=options.debug_log)
    from usagebar_qt.app.ending import end

    return end(code)


def _missing(error: ImportError) -> int:
    from usagebar_qt.wording import program as words

    return _unavailable(words.LIBRARY_MISSING.format(detail=error))


def _unavailable(text: str) -> int:
    print(text, file=sys.stderr)  # noqa: T201 - there is no window to say it in
    return EXIT_UNAVAILABLE


def display_problem(environ: Mapping[str, str], platform: str) -> str:
    """Why there is nothing to show on, in words; empty where all is well. Qt itself would abort the process."""
    if platform != "linux" or environ.get("QT_QPA_PLATFORM", "").split(":")[0] not in ("", "xcb"):
        return ""
    display = environ.get("DISPLAY", "")
    if environ.get("WAYLAND_DISPLAY") and not environ.get("QT_QPA_PLATFORM"):
        return ""
    host, _, number = display.rpartition(":")
    number = number.split(".")[0]
    if display and not (host in ("", "unix") and number.isdigit() and not _x_server_answers(number)):
        return ""
    from usagebar_qt.wording import program as words

    return words.DISPLAY_REFUSED.format(name=display) if display else words.NO_DISPLAY


def _x_server_answers(number: str) -> bool:
    for address in (f"\0/tmp/.X11-unix/X{number}", f"/tmp/.X11-unix/X{number}"):  # noqa: S108 - the X server's own place
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as probe:
            probe.settimeout(2)
            try:
                probe.connect(address)
            except OSError:
                continue
            return True
    return False


def _quit_first() -> int:
    """What an installer calls before it puts new files in place."""
    from usagebar_qt.app.single_instance import build_instance
    from usagebar_qt.engine.paths import Paths
    from usagebar_qt.wording import program as words

    instance = build_instance(Paths.of_user().state, os.environ, sys.platform)
    return 0 if instance.ask_first_to_quit() else _unavailable(words.FIRST_STAYS)


def run_for_user(*, is_debug: bool, beside: Sequence[Beside] = (), clock: Clock | None = None) -> int:
    """The program itself; `beside` runs with it (the benchmarks look at it from inside), by the system's clock if no other is given
    (the fault bed's runs faster)."""
    from usagebar_qt.app.early_words import EarlyWords
    from usagebar_qt.app.first_icon import FirstIcon
    from usagebar_qt.app.single_instance import build_instance
    from usagebar_qt.domain.clock import SystemClock
    from usagebar_qt.engine.paths import Paths

    early = EarlyWords()
    application = _application()
    paths, time = Paths.of_user(), clock or SystemClock()
    instance = build_instance(paths.state, os.environ, sys.platform)
    if not instance.claim():
        if instance.ask_first_to_show():
            return 0
        from usagebar_qt.wording import program as words

        return _unavailable(words.FIRST_IS_SILENT)

    def make() -> Program:
        _set_up_logging(paths.log, early, is_debug=is_debug)
        from usagebar_qt.app.composition import build
        from usagebar_qt.engine.runtime import build_runtime

        instance.listen()
        program = build(build_runtime(paths=paths, environ=os.environ, clock=time), instance, _autostart, icon)
        if not is_debug:
            program.set_log_level()
        return program

    try:
        icon = FirstIcon(time)
        icon.tray.show()
        _run(application, make, beside)
    finally:
        instance.close()
    return 0


def _autostart() -> AutostartPort:
    from usagebar_qt.services.autostart.building import autostart_of_user

    return autostart_of_user()


def _run_demo(*, smoke_test: bool, is_debug: bool) -> int:
    import contextlib

    from usagebar_qt.app.demo_clock import demo_clock
    from usagebar_qt.app.early_words import EarlyWords
    from usagebar_qt.app.first_icon import FirstIcon

    early = EarlyWords()
    application = _application()
    clock = demo_clock()
    icon = FirstIcon(clock)
    icon.tray.show()
    with contextlib.ExitStack() as ends:

        def make() -> Program:
            from usagebar_qt.app.composition import build
            from usagebar_qt.app.demo import build_demo
            from usagebar_qt.services.ports import MemoryAutostart

            demo = build_demo(clock)
            ends.callback(demo.remove)
            _set_up_logging(demo.runtime.paths.log, early, is_debug=is_debug)
            program = build(demo.runtime, None, MemoryAutostart, icon)
            program.lifecycle.on_close("upstream", demo.aclose)
            program.tasks.spawn(demo.upstream.start(), name="upstream")
            if not smoke_test:
                program.tasks.spawn(demo.begin_with_a_past(), name="past")
            return program

        if smoke_test:
            return _run_smoke_test(application, make, icon)
        _run(application, make)
        return 0


def _run_smoke_test(application: Application, make: Callable[[], Program], icon: FirstIcon) -> int:
    import json

    from usagebar_qt.app.smoke import SmokeTest

    test = SmokeTest(icon.tray)
    test.watch()
    _run(application, make, [test.run])
    print(json.dumps(test.report), flush=True)  # noqa: T201 - the one line that it is for
    return 0 if test.report["ok"] else EXIT_FAILED


def _application() -> Application:
    from usagebar_qt.app.application import Application

    if sys.platform == "win32":
        import ctypes

        from usagebar_qt.app.windows_identity import tell_windows

        tell_windows(ctypes.windll.shell32)
    application = Application(["usagebar-qt"])
    application.setApplicationName("usagebar-qt")
    application.setApplicationDisplayName("Usage Bar")
    application.setDesktopFileName("usagebar-qt")
    application.setQuitOnLastWindowClosed(False)
    return application


def _set_up_logging(folder: Path, early: EarlyWords, *, is_debug: bool) -> None:
    import logging

    from usagebar_qt.app.logging_setup import catch_everything, set_up_logging

    set_up_logging(folder, logging.DEBUG if is_debug else logging.INFO)
    catch_everything(early.kept)


def _run(application: Application, make: Callable[[], Program], beside: Sequence[Beside] = ()) -> None:
    """The icon is there and gets painted, then everything else is loaded and made."""
    from usagebar_qt.app.application import paint_first

    paint_first()
    import asyncio

    from usagebar_qt.app.event_loop import new_loop
    from usagebar_qt.app.logging_setup import catch_in_loop

    async def whole() -> None:
        catch_in_loop(asyncio.get_running_loop())
        program = make()
        for work in beside:
            program.tasks.spawn(work(program), name="beside")
        await program.run(application)

    # Never without `with`: an unclosed loop aborts the process (measured).
    with asyncio.Runner(loop_factory=lambda: new_loop(application)) as runner:
        runner.run(whole())
