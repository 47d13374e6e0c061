"""The one exception of the set-up."""

from __future__ import annotations


class SetupError(Exception):
    """The set-up cannot go on; its text says for a person why, and what to do."""
