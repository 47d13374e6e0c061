"""What a row of an answer must look like, for pydantic's validator: the part of pydantic that checks, without the part that makes
classes of annotations, which would take 6 MB for as long as the program runs (docs/decisions/043-answers-without-models.md)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from pydantic_core import SchemaValidator

if TYPE_CHECKING:
    from collections.abc import Mapping

Kind = dict[str, Any]
"""In pydantic-core's own words."""

ANYTHING: Kind = {"type": "any"}


def text(longest: int) -> Kind:
    """Text that is not empty."""
    return {"type": "str", "min_length": 1, "max_length": longest}


def number(**bounds: float) -> Kind:
    """A finite number as JSON writes it; neither a truth nor text that looks like one."""
    return {"type": "float", "strict": True, "allow_inf_nan": False, **bounds}


def whole(**bounds: int) -> Kind:
    """A whole number."""
    return {"type": "int", "strict": True, **bounds}


def amount(**bounds: int) -> Kind:
    """An exact sum, from a number alone."""
    exact = {"type": "decimal", "allow_inf_nan": False, "max_digits": 18, **bounds}
    return {"type": "function-before", "function": {"type": "no-info", "function": _plain_number}, "schema": exact}


def _plain_number(value: object) -> object:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError("no number")
    return value


def maybe(kind: Kind) -> Kind:
    """None too, and where there is nothing."""
    return {"type": "default", "default": None, "schema": {"type": "nullable", "schema": kind}}


def row_of(kinds: Mapping[str, Kind]) -> SchemaValidator:
    """Refuses a row that lacks one of these or has it otherwise, and passes over what else it has."""
    fields = {name: {"type": "typed-dict-field", "schema": kind} for name, kind in kinds.items()}
    return SchemaValidator(cast("Any", {"type": "typed-dict", "extra_behavior": "ignore", "fields": fields}))
