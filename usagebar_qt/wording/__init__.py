"""Every sentence and every formatted figure. English; the tray program translates at the widget."""
