"""The preferences: one window with a page a subject. A change applies at once."""
