"""A real Secret Service on a bus of its own: gnome-keyring, with its own home, and nothing of the person's at the desk.

The bus has no services that could be started by name, except those that a test names. Each process is a child of pytest, ends
with it (setpriv --pdeathsig) and is ended by its own pid.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import secretstorage
from jeepney import DBusAddress, Message, message_bus, new_method_call
from jeepney.io.blocking import DBusConnection, open_dbus_connection

NEEDED = ("dbus-daemon", "gnome-keyring-daemon", "setpriv")
NAME = "org.freedesktop.secrets"
READY_SECONDS = 20.0
BUS = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>session</type><listen>unix:path={folder}/bus</listen><auth>EXTERNAL</auth>
<servicedir>{folder}/services</servicedir><policy context="default">
<allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/></policy></busconfig>
"""


@dataclass
class SecretService:
    """The bus, and the daemon where one was started."""

    folder: Path
    environ: dict[str, str]
    children: list[subprocess.Popen[bytes]]
    daemon: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        """What DBUS_SESSION_BUS_ADDRESS must be."""
        return f"unix:path={self.folder}/bus"

    def connect(self) -> DBusConnection:
        """A connection of the test's own."""
        return open_dbus_connection(self.address)

    def launch(self, *command: str, stdin: bytes = b"") -> subprocess.Popen[bytes]:
        """A child with the private environment."""
        quiet: Any = subprocess.DEVNULL
        child = subprocess.Popen(
            ("setpriv", "--pdeathsig", "TERM", *command), env=self.environ, stdin=subprocess.PIPE, stdout=quiet, stderr=quiet
        )
        self.children.append(child)
        assert child.stdin is not None
        child.stdin.write(stdin)
        child.stdin.close()
        return child

    def start(self, *, password: bytes | None = b"pw") -> None:
        """Starts gnome-keyring, with an open default collection; without a password with none at all."""
        unlocked = ("--unlock",) if password is not None else ()
        self.daemon = self.launch("gnome-keyring-daemon", "--foreground", "--components=secrets", *unlocked, stdin=password or b"")
        with contextlib.closing(self.connect()) as connection:
            message = new_method_call(message_bus, "NameHasOwner", "s", (NAME,))
            wait_until(lambda: bool(connection.send_and_get_reply(message, timeout=5).body[0]), "gnome-keyring on the bus")

    def lock(self) -> None:
        """Locks the default collection, as the screen saver of some desktops does."""
        with contextlib.closing(self.connect()) as connection:
            secretstorage.Collection(connection).lock()
            assert secretstorage.Collection(connection).is_locked()

    def hang(self) -> None:
        """The daemon is there and answers nothing."""
        assert self.daemon is not None
        os.kill(self.daemon.pid, signal.SIGSTOP)

    def go_on(self) -> None:
        """The daemon answers again."""
        assert self.daemon is not None
        os.kill(self.daemon.pid, signal.SIGCONT)

    @contextlib.contextmanager
    def watched(self) -> Iterator[list[Message]]:
        """Every message on the bus meanwhile."""
        seen: list[Message] = []
        with contextlib.closing(self.connect()) as monitor:
            monitoring = DBusAddress("/org/freedesktop/DBus", "org.freedesktop.DBus", "org.freedesktop.DBus.Monitoring")
            monitor.send_and_get_reply(new_method_call(monitoring, "BecomeMonitor", "asu", ([], 0)), timeout=5)
            yield seen
            with contextlib.suppress(TimeoutError):
                while True:
                    seen.append(monitor.receive(timeout=0.3))

    def end(self) -> None:
        """Ends every child, the stopped one too."""
        for child in reversed(self.children):
            if child.poll() is None:
                child.send_signal(signal.SIGTERM)
                child.send_signal(signal.SIGCONT)
        for child in self.children:
            try:
                child.wait(10)
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait(10)


def wait_until(condition: Any, what: str) -> None:
    """Looks until it is so. Fails after `READY_SECONDS`."""
    deadline = time.monotonic() + READY_SECONDS
    while not condition():
        assert time.monotonic() < deadline, f"no {what}"
        time.sleep(0.02)


@contextlib.contextmanager
def private_bus() -> Iterator[SecretService]:
    """A private bus without daemon; `start()` starts one."""
    folder = Path(tempfile.mkdtemp(prefix="secrets."))  # short: a socket's path has 107 characters
    for name in ("home", "run", "services"):
        (folder / name).mkdir(mode=0o700)
    (folder / "bus.conf").write_text(BUS.format(folder=folder), encoding="utf-8")
    home = folder / "home"
    own = {"HOME": home, "XDG_RUNTIME_DIR": folder / "run", "XDG_DATA_HOME": home / "data", "XDG_CONFIG_HOME": home / "config"}
    environ = {"PATH": os.environ["PATH"], "LANG": "C.UTF-8", **{name: str(path) for name, path in own.items()}}
    service = SecretService(folder, environ, [])
    environ["DBUS_SESSION_BUS_ADDRESS"] = service.address
    try:
        service.launch("dbus-daemon", f"--config-file={folder}/bus.conf", "--nofork")
        wait_until((folder / "bus").exists, "bus")
        yield service
    finally:
        service.end()
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def secret_service(monkeypatch: pytest.MonkeyPatch) -> Iterator[SecretService]:
    """A private bus without daemon; `start()` starts one."""
    if missing := [program for program in NEEDED if shutil.which(program) is None]:
        message = f"not found: {', '.join(missing)}"
        pytest.fail(message) if os.environ.get("E2E") else pytest.skip(message)
    with private_bus() as service:
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", service.address)
        monkeypatch.setenv("XDG_DATA_HOME", service.environ["XDG_DATA_HOME"])
        yield service
