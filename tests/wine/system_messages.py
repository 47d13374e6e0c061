"""What Windows itself does to a program, from another process: `system_messages.py NUMBER_OF_THE_PROCESS ACT ...`; Windows Python.

    end         the session ends: every window is asked, then told; then the process is ended, as Windows may do at once
    ask, told   only the half of it; nothing is ended
    stays       asked, and then told that somebody stopped the end of the session
    forget      the taskbar forgets the icon, as when Explorer ends
    taskbar     Explorer says that there is a taskbar again
    windows     prints each window's class

Each act prints a line. Exit code 0, or 1 where a window did not answer.
"""

from __future__ import annotations

import ctypes
import sys
from typing import Any

QUERY_END_SESSION, END_SESSION = 0x0011, 0x0016  # winuser.h
LOGGING_OFF = 0x8000_0000
ABORT_IF_HUNG = 0x0002
PATIENCE_MILLISECONDS = 30_000
TERMINATE = 0x0001
BROADCAST = 0xFFFF
DELETE_ICON = 0x0002  # NIM_DELETE of shellapi.h
ICONS_OF_QT = range(4)
ENDED_BY_WINDOWS = 0x4000_0000

user32: Any = ctypes.WinDLL("user32", use_last_error=True)  # type: ignore[attr-defined]
shell32: Any = ctypes.WinDLL("shell32")  # type: ignore[attr-defined]
kernel32: Any = ctypes.WinDLL("kernel32")  # type: ignore[attr-defined]
Visitor: Any = ctypes.WINFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p)  # type: ignore[attr-defined]


class NotifyIconData(ctypes.Structure):
    """The beginning of NOTIFYICONDATAW: who and which is all that a removal needs."""

    _fields_ = (
        ("size", ctypes.c_uint32),
        ("window", ctypes.c_void_p),
        ("number", ctypes.c_uint32),
        ("rest", ctypes.c_byte * 956),
    )


def windows_of(process: int) -> list[int]:
    """Handles of its top-level windows, hidden ones too."""
    found: list[int] = []

    def look(window: int, _: object) -> int:
        owner = ctypes.c_uint32()
        user32.GetWindowThreadProcessId(ctypes.c_void_p(window), ctypes.byref(owner))
        if owner.value == process:
            found.append(window)
        return 1

    user32.EnumWindows(Visitor(look), None)
    return found


def class_of(window: int) -> str:
    text = ctypes.create_unicode_buffer(256)
    user32.GetClassNameW(ctypes.c_void_p(window), text, len(text))
    return text.value


def send(process: int, message: int, is_so: int) -> bool:
    """To every window in turn, as Windows does; whether all of them agreed."""
    agreed = True
    for window in windows_of(process):
        answer = ctypes.c_size_t(0)
        words = (ctypes.c_void_p(window), message, ctypes.c_size_t(is_so), ctypes.c_ssize_t(LOGGING_OFF))
        came = user32.SendMessageTimeoutW(*words, ABORT_IF_HUNG, PATIENCE_MILLISECONDS, ctypes.byref(answer))
        agreed = agreed and bool(came) and (message == END_SESSION or answer.value == 1)
    print(f"{message:#x} {is_so} {agreed}", flush=True)
    return agreed


def end_process(process: int) -> bool:
    handle = kernel32.OpenProcess(TERMINATE, 0, process)
    return bool(kernel32.TerminateProcess(handle, ENDED_BY_WINDOWS))


def forget_icons(process: int) -> bool:
    data = NotifyIconData(size=ctypes.sizeof(NotifyIconData))
    removed = 0
    for window in windows_of(process):
        for number in ICONS_OF_QT:
            data.window, data.number = window, number
            removed += bool(shell32.Shell_NotifyIconW(DELETE_ICON, ctypes.byref(data)))
    print(f"icons removed: {removed}", flush=True)
    return removed > 0


def tell_of_taskbar() -> bool:
    message = user32.RegisterWindowMessageW("TaskbarCreated")
    return bool(user32.SendNotifyMessageW(ctypes.c_void_p(BROADCAST), message, ctypes.c_size_t(0), ctypes.c_ssize_t(0)))


def main(process: int, acts: list[str]) -> int:
    done = True
    for act in acts:
        if act in ("ask", "end", "stays"):
            done = send(process, QUERY_END_SESSION, 0) and done
        if act in ("told", "end", "stays"):
            done = send(process, END_SESSION, act != "stays") and done
        if act == "end":
            end_process(process)
        if act == "forget":
            done = forget_icons(process) and done
        if act == "taskbar":
            done = tell_of_taskbar() and done
        if act == "windows":
            print(*(class_of(window) for window in windows_of(process)), sep="\n", flush=True)
    return 0 if done else 1


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]), sys.argv[2:]))
