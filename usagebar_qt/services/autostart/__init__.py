"""Starting with the session: the Run key of Windows, a .desktop file on Linux, a LaunchAgent on macOS."""
