"""Where secrets live. No Qt, no HTTP. Everything here blocks and runs on a daemon worker; nothing here logs a value."""
