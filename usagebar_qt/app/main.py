"""`usagebar-qt`: reads the command line, makes sure that there is something to show on, and runs the program."""

from __future__ import annotations

import argparse
import os
import socket
import sys
from typing import TYPE_CHECKING

from usagebar_qt import __version__

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from usagebar_qt.app.composition import Program
    from usagebar_qt.app.demo import Demo
    from usagebar_qt.app.lifecycle import Application
    from usagebar_qt.engine.runtime import Runtime
    from usagebar_qt.services.ports import AutostartPort

EXIT_FAILED = 1
EXIT_UNAVAILABLE = 69
SWITCH_SECONDS = 0.001
"""How long a worker thread may compute before the event loop gets its turn: Python's own 0.005 adds up where many work."""


def build_parser(*, with_debug_log: bool = True) -> argparse.ArgumentParser:
    """All options; a release has no debug log."""
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


def main(argv: Sequence[str] | None = None) -> int:
    """Runs until the user quits; gives the exit code."""
    from usagebar_qt.engine.crash_dumps import leave_none
    from usagebar_qt.engine.resources import build_profile, offers_debug_log

    leave_none()
    options = build_parser(with_debug_log=offers_debug_log(build_profile())).parse_args(argv)
    is_debug = getattr(options, "debug_log", False)
    from usagebar_qt.app.ending import end
    from usagebar_qt.app.garbage import take_over
    from usagebar_qt.app.import_hook import take_off
    from usagebar_qt.wording import program as words

    problem = "" if options.quit else display_problem(os.environ, sys.platform)
    if problem:
        return _unavailable(problem)
    try:
        from PySide6 import QtCore  # noqa: F401 - brings the hook

        take_off()
        from PySide6 import QtNetwork, QtWidgets  # noqa: F401 - only to see whether their libraries are there
    except ImportError as error:
        return _unavailable(words.LIBRARY_MISSING.format(detail=error))
    if options.quit:
        return _quit_first()
    take_over()
    sys.setswitchinterval(SWITCH_SECONDS)
    if options.demo or options.smoke_test:
        return end(_run_demo(smoke_test=options.smoke_test, is_debug=is_debug))
    return end(_run_for_user(is_debug=is_debug))


def _unavailable(text: str) -> int:
    print(text, file=sys.stderr)  # noqa: T201 - there is no window to say it in
    return EXIT_UNAVAILABLE


def display_problem(environ: Mapping[str, str], platform: str) -> str:
    """Why there is nothing to show on, in words; empty where all is well. Qt itself would abort the process."""
    from usagebar_qt.wording import program as words

    if platform != "linux" or environ.get("QT_QPA_PLATFORM", "").split(":")[0] not in ("", "xcb"):
        return ""
    display = environ.get("DISPLAY", "")
    if environ.get("WAYLAND_DISPLAY") and not environ.get("QT_QPA_PLATFORM"):
        return ""
    if not display:
        return words.NO_DISPLAY
    host, _, number = display.rpartition(":")
    number = number.split(".")[0]
    if host in ("", "unix") and number.isdigit() and not _x_server_answers(number):
        return words.DISPLAY_REFUSED.format(name=display)
    return ""


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
    from usagebar_qt.app.single_instance import SingleInstance, meeting_place
    from usagebar_qt.engine.paths import Paths
    from usagebar_qt.wording import program as words

    state = Paths.of_user().state
    instance = SingleInstance(meeting_place(state, os.environ, sys.platform), state)
    return 0 if instance.ask_first_to_quit() else _unavailable(words.FIRST_STAYS)


def _run_for_user(*, is_debug: bool) -> int:
    from usagebar_qt.app.composition import build, build_instance
    from usagebar_qt.domain.clock import SystemClock
    from usagebar_qt.engine.paths import Paths
    from usagebar_qt.engine.runtime import build_runtime

    application = _application()
    runtime = build_runtime(paths=Paths.of_user(), environ=os.environ, clock=SystemClock())
    instance = build_instance(runtime)
    if not instance.claim():
        if instance.ask_first_to_show():
            return 0
        from usagebar_qt.wording import program as words

        return _unavailable(words.FIRST_IS_SILENT)
    _set_up_logging(runtime, is_debug=is_debug)
    try:
        program = build(runtime, instance, _autostart)
        if not is_debug:
            program.set_log_level()
        program.show_tray()
        _run(application, program, None)
    finally:
        instance.close()
    return 0


def _autostart() -> AutostartPort:
    from usagebar_qt.services.autostart.building import autostart_of_user

    return autostart_of_user()


def _run_demo(*, smoke_test: bool, is_debug: bool) -> int:
    from usagebar_qt.app.composition import build
    from usagebar_qt.app.demo import build_demo
    from usagebar_qt.services.ports import MemoryAutostart

    application = _application()
    demo = build_demo()
    try:
        _set_up_logging(demo.runtime, is_debug=is_debug)
        program = build(demo.runtime, None, MemoryAutostart)
        program.show_tray()
        if smoke_test:
            return _run_smoke_test(application, program, demo)
        _run(application, program, demo, demo.begin_with_a_past)
        return 0
    finally:
        demo.remove()


def _run_smoke_test(application: Application, program: Program, demo: Demo) -> int:
    import json

    from usagebar_qt.app.smoke import SmokeTest

    test = SmokeTest(program)
    test.watch()
    _run(application, program, demo, test.run)
    print(json.dumps(test.report), flush=True)  # noqa: T201 - the one line that it is for
    return 0 if test.report["ok"] else EXIT_FAILED


def _application() -> Application:
    from usagebar_qt.app.lifecycle import Application

    application = Application(["usagebar-qt"])
    application.setApplicationName("usagebar-qt")
    application.setApplicationDisplayName("Usage Bar")
    application.setDesktopFileName("usagebar-qt")
    application.setQuitOnLastWindowClosed(False)
    return application


def _set_up_logging(runtime: Runtime, *, is_debug: bool) -> None:
    import logging

    from usagebar_qt.app.logging_setup import catch_everything, set_up_logging

    set_up_logging(runtime.paths.log, logging.DEBUG if is_debug else logging.INFO)
    catch_everything()


def _run(application: Application, program: Program, demo: Demo | None, *beside: object) -> None:
    import asyncio

    from usagebar_qt.app.event_loop import new_loop
    from usagebar_qt.app.logging_setup import catch_in_loop

    async def whole() -> None:
        catch_in_loop(asyncio.get_running_loop())
        if demo is not None:
            await demo.upstream.start()
            program.lifecycle.on_close("upstream", demo.aclose)
        for work in beside:
            program.tasks.spawn(work(), name="beside")  # type: ignore[operator]
        await program.run(application)

    # Never without `with`: an unclosed loop aborts the process (measured).
    with asyncio.Runner(loop_factory=lambda: new_loop(application)) as runner:
        runner.run(whole())
