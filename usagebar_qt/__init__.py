"""Usage Bar: how much of a coding plan is left."""

__version__ = "0.1.0"
