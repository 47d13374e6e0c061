"""What the frozen tray program begins with."""

import sys

from usagebar_qt.app.main import main

sys.exit(main())
