"""A network of our own in a namespace of the kernel: real names, real DNS, real ports, and nobody else on it.

The program is given no other address than in real life: `api.anthropic.com` is looked up and called on port 443. Only the answers
come from here. A process in the namespace reaches no other machine, so nothing that it does can leave this one.
"""

from __future__ import annotations

import asyncio
import fcntl
import os
import shutil
import socket
import struct
import subprocess
import sys
from pathlib import Path
from typing import cast

CLAUDE, ZAI, TOKEN = "api.anthropic.com", "api.z.ai", "platform.claude.com"
ELSEWHERE, PROXY = "elsewhere.example", "proxy.example"
ADDRESSES = {CLAUDE: "127.0.7.1", ZAI: "127.0.7.2", TOKEN: "127.0.7.3", ELSEWHERE: "127.0.7.4", PROXY: "127.0.7.5"}
NAME_SERVER = "127.0.7.53"
NO_ROUTE = "203.0.113.9"
"""An address that no route leads to (the network has no other interface than the loopback)."""
ENTER = ("unshare", "--user", "--map-root-user", "--net", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc")
RESOLVER = "nameserver {}\noptions timeout:10 attempts:2\n"


def can_be_made() -> bool:
    """Whether this machine lets us have a network of our own."""
    if sys.platform != "linux" or shutil.which("unshare") is None or not Path("/etc/resolv.conf").is_file():
        return False
    return subprocess.run([*ENTER, "true"], capture_output=True, check=False).returncode == 0


def set_up(folder: Path) -> None:
    """Inside the namespace: the loopback is there, and names are asked of our own server. A mount of this namespace alone."""
    set_loopback(is_up=True)
    resolver, hosts = folder / "resolv.conf", folder / "hosts"
    resolver.write_text(RESOLVER.format(NAME_SERVER))
    hosts.write_text("127.0.0.1 localhost\n")
    for ours, place in ((resolver, "/etc/resolv.conf"), (hosts, "/etc/hosts")):
        subprocess.run(["mount", "--bind", str(ours), str(Path(place).resolve())], check=True)


def set_loopback(*, is_up: bool) -> None:
    """Down: the cable is out, for everybody."""
    get_flags, set_flags, up = 0x8913, 0x8914, 0x1
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as handle:
        request = struct.pack("16sh14x", b"lo", 0)
        (flags,) = struct.unpack_from("h", fcntl.ioctl(handle, get_flags, request), 16)
        flags = flags | up if is_up else flags & ~up
        fcntl.ioctl(handle, set_flags, struct.pack("16sh14x", b"lo", flags))


class NameServer(asyncio.DatagramProtocol):
    """Answers for the names above. A test tells it to lie, to refuse or to be silent about one of them."""

    NO_SUCH_NAME, SERVER_FAILED, REFUSED = 3, 2, 5

    def __init__(self) -> None:
        self.failures: dict[str, int] = {}
        """Names, and the code that is answered in place of an address."""
        self.silent: set[str] = set()
        self.lies: dict[str, str] = {}
        self.asked: list[str] = []

    async def start(self) -> None:
        """Listens."""
        await asyncio.get_running_loop().create_datagram_endpoint(lambda: self, local_addr=(NAME_SERVER, 53))

    def well(self) -> None:
        """Tells the truth about every name."""
        self.failures.clear()
        self.silent.clear()
        self.lies.clear()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """asyncio's."""
        self._transport = cast("asyncio.DatagramTransport", transport)

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        """One question, one answer."""
        name, end = _name(data)
        self.asked.append(name)
        if name in self.silent:
            return
        (kind,) = struct.unpack_from(">H", data, end)
        address = self.lies.get(name, ADDRESSES.get(name))
        code = self.failures.get(name, 0 if address else self.NO_SUCH_NAME)
        is_answered = code == 0 and kind == 1 and address is not None
        answer = b"\xc0\x0c" + struct.pack(">HHIH", 1, 1, 0, 4) + socket.inet_aton(address) if is_answered and address else b""
        head = data[:2] + struct.pack(">HHHHH", 0x8180 | code, 1, int(is_answered), 0, 0)
        self._transport.sendto(head + data[12 : end + 4] + answer, addr)


def _name(data: bytes) -> tuple[str, int]:
    at, labels = 12, []
    while data[at]:
        labels.append(data[at + 1 : at + 1 + data[at]].decode())
        at += 1 + data[at]
    return ".".join(labels).lower(), at + 1


def environment(home: Path) -> dict[str, str]:
    """What a program of this network gets: its own home, nothing of this user's, no keyring, no override."""
    (home / "run").mkdir(mode=0o700, exist_ok=True)
    kept = {name: os.environ[name] for name in ("PATH", "LANG", "LD_LIBRARY_PATH") if name in os.environ}
    return kept | {
        "HOME": str(home),
        "XDG_RUNTIME_DIR": str(home / "run"),
        "PYTHONPATH": str(Path(__file__).parents[2]),
        "PYTHONFAULTHANDLER": "1",
        "QT_QPA_PLATFORM": "offscreen",
        "PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring",
    }
