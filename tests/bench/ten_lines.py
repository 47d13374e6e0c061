"""Reference (a) of docs/performance.md: ten lines that show an icon, then import httpx, pydantic and keyring, show a popup with
eight bars and make one call. Prints `figures NANOSECONDS` (monotonic) when the answer is there, and stays.

    python tests/bench/ten_lines.py [URL]

Without an address it stays at the icon, imports nothing more and prints `shown`: the smallest tray program on PySide6 and qasync.
"""

import asyncio
import os
import sys
import time

os.environ["QT_API"] = "pyside6"
import qasync
from PySide6.QtGui import QIcon, QPixmap
from PySide6.QtWidgets import QApplication, QMenu, QProgressBar, QSystemTrayIcon, QVBoxLayout, QWidget


async def main() -> None:
    """Everything after the icon."""
    if len(sys.argv) == 1:
        print("shown", flush=True)
        await asyncio.Event().wait()
    await asyncio.sleep(0.03)  # the icon is painted, as ours is, before anything else happens
    import httpx
    import keyring  # noqa: F401
    import pydantic  # noqa: F401

    layout = QVBoxLayout(popup := QWidget())
    for percent in range(10, 90, 10):
        layout.addWidget(bar := QProgressBar())
        bar.setValue(percent)
    popup.show()
    async with httpx.AsyncClient() as client:
        (await client.get(sys.argv[1])).json()
        print("figures", time.monotonic_ns(), flush=True)
        await asyncio.Event().wait()


application = QApplication(sys.argv[:1])
pixmap = QPixmap(22, 22)
pixmap.fill("blue")
menu = QMenu()
menu.addAction("Quit")
tray = QSystemTrayIcon(QIcon(pixmap))
tray.setContextMenu(menu)
tray.show()
with asyncio.Runner(loop_factory=lambda: qasync.QEventLoop(application)) as runner:
    runner.run(main())
