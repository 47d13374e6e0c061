"""A process that falls leaves no picture of its memory behind: tokens would lie in it, in a file that outlives everything."""

from __future__ import annotations

import sys


def leave_none() -> None:
    """For this process and what it starts; Linux and macOS. Only the soft limit falls: a child may raise its own again.

    systemd-coredump and apport, which take dumps through a pipe, honour the same limit. `PR_SET_DUMPABLE` would close more, but
    also `/proc/PID/root` for the desktop's own portals."""
    if sys.platform != "win32":
        import resource

        _, most = resource.getrlimit(resource.RLIMIT_CORE)
        resource.setrlimit(resource.RLIMIT_CORE, (0, most))
