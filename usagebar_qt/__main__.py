"""`python -m usagebar_qt` is `usagebar-qt`."""

from __future__ import annotations

import sys

from usagebar_qt.app.main import main

if __name__ == "__main__":
    sys.exit(main())
