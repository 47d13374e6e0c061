"""The smallest tray program on PySide6 and qasync: what every figure of ours is held against. Prints `shown` at its first turn."""

import asyncio
import os
import sys

os.environ["QT_API"] = "pyside6"
import qasync
from PySide6.QtGui import QIcon, QPixmap
from PySide6.QtWidgets import QApplication, QMenu, QSystemTrayIcon


async def shown() -> None:
    """Says that the loop turns, and stays."""
    print("shown", flush=True)
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
    runner.run(shown())
