"""Checks of our own that `bootstrap.py test` runs beside ruff, mypy and the import contracts. Standard library only."""
