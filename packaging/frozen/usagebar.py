"""What the frozen command begins with."""

import sys

from usagebar_qt.cli.__main__ import main

sys.exit(main())
