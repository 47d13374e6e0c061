"""Reference (c) of docs/performance.md: a WebKitGTK window with a static page, which is what a Tauri program costs on Linux.

    /usr/bin/python3 tests/bench/webkit_window.py     # Debian: gir1.2-webkit2-4.1 python3-gi; gi is in no virtual environment

Python and its bindings are some 12 MB of it, which a program in Rust has not; a real one has its own code and scripts instead.
"""

import gi

gi.require_version("Gtk", "3.0")
gi.require_version("WebKit2", "4.1")
from gi.repository import Gtk, WebKit2  # noqa: E402 - the versions come first

BARS = "".join(f"<p>Window {number}<br><progress max=100 value={number * 10}></progress></p>" for number in range(1, 9))

window = Gtk.Window(title="WebKit", default_width=360, default_height=560)
view = WebKit2.WebView()
view.load_html(f"<html><body style='font-family:sans-serif'><h3>Usage</h3>{BARS}</body></html>", None)
window.add(view)
window.connect("destroy", Gtk.main_quit)
window.show_all()
Gtk.main()
