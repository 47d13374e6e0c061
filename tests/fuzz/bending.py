"""Makes of a few bytes an input that is nearly right: a good document with some of its parts replaced by what nobody would write.

Both engines use it, hypothesis in the tests and atheris by hand; the bytes are the decisions, so that either may search among them.
"""

from __future__ import annotations

import copy
import json
from typing import Any

ODD: tuple[Any, ...] = (
    None, True, False, 0, -1, 1, 100, 100.5, 1e308, -1e308, 5e-324, -0.0, 1e15, 1e18, 2**63, 10**40, 10**400, 253_402_300_799,
    253_402_300_799_999, float("nan"), float("inf"), float("-inf"), "", " ", "\0", "\r\n", "\ud800", "‮\x1b[31m<b>&amp;</b>",
    "x" * 5_000, "é" * 300, "NaN", "1e999", "-1", "2026-11-23T08:00:00Z", "2026-11-23T08:00:00", "0001-01-01T00:00:00",
    "0001-01-01T00:00:00+23:59", "9999-12-31T23:59:59-23:59", "20261123", "12:00", "session", "weekly", "weekly_scoped", "limits",
    "TIME_LIMIT", "CREDIT_LIMIT", "*", "claude", "zai:", [], {}, [[]], [None], {"": {}}, {"a": [1]}, [1, "2", None], [{}, {}],
)  # fmt: skip
"""Any of these in any place."""
DEEP = 400
"""Levels: more than any document of ours has, fewer than the parser of JSON itself refuses."""


class Choices:
    """Bytes, taken as decisions one after another; where they end, all further ones are 0."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0

    def below(self, bound: int) -> int:
        """0 to `bound` - 1."""
        size = 1 if bound <= 256 else 2
        part = self._data[self._at : self._at + size]
        self._at += size
        return int.from_bytes(part, "little") % bound if bound > 0 else 0

    def rest(self) -> bytes:
        """What was not used."""
        return self._data[self._at :]

    def text(self) -> str:
        """What was not used, as text."""
        try:
            return self.rest().decode("utf-8", "surrogatepass")
        except UnicodeDecodeError:
            return self.rest().decode("latin-1")


def bent(seed: Any, choices: Choices) -> Any:
    """A copy of the document with one to eight parts changed."""
    document = copy.deepcopy(seed)
    for _ in range(1 + choices.below(8)):
        document = _bent_once(document, choices)
    return document


def _bent_once(document: Any, choices: Choices) -> Any:
    parent: Any = None
    key: Any = None
    here = document
    while isinstance(here, dict | list) and here:
        if parent is not None and choices.below(4) == 0:
            break
        keys: list[Any] = list(here) if isinstance(here, dict) else list(range(len(here)))
        parent, key = here, keys[choices.below(len(keys))]
        here = parent[key]
    if parent is None:
        return ODD[choices.below(len(ODD))]
    act = choices.below(8)
    if act == 0:
        del parent[key]
    elif act == 1 and isinstance(parent, list):
        parent.insert(choices.below(len(parent) + 1), copy.deepcopy(here))
    elif act == 1:
        parent[str(ODD[choices.below(len(ODD))])[:200]] = parent.pop(key)
    elif act == 2:
        for _ in range(choices.below(DEEP)):
            here = [here] if isinstance(parent, list) else {"a": here}
        parent[key] = here
    elif act == 3 and isinstance(here, int | float) and not isinstance(here, bool):
        parent[key] = -here
    elif act == 4 and isinstance(here, int | float):
        parent[key] = str(here)
    else:
        parent[key] = copy.deepcopy(ODD[choices.below(len(ODD))])
    return document


def document(seeds: tuple[Any, ...], choices: Choices) -> Any:
    """One of the seeds, bent."""
    return bent(seeds[choices.below(len(seeds))], choices)


def written(seeds: tuple[Any, ...], data: bytes) -> bytes:
    """As it would lie in a file or come over the net: mostly a bent document, sometimes with a few bytes spoilt, or just bytes."""
    choices = Choices(data)
    kind = choices.below(8)
    if kind == 0:
        return choices.rest()
    try:
        return _written(seeds, choices, kind)
    except RecursionError:  # nested twice and more: deeper than Python itself copies or writes
        return b'{"a":' * (4 * DEEP) + b"1" + b"}" * (4 * DEEP)


def _written(seeds: tuple[Any, ...], choices: Choices, kind: int) -> bytes:
    found: Any = document(seeds, choices)
    if not isinstance(found, dict) and choices.below(3):
        found = {**seeds[0], "odd": found}
    try:
        raw = bytearray(json.dumps(found, ensure_ascii=bool(choices.below(2))).encode("utf-8", "surrogatepass"))
    except ValueError:  # more digits than Python writes
        raw = bytearray(b"{}")
    if kind == 1:
        for _ in range(1 + choices.below(4)):
            raw[choices.below(len(raw))] = choices.below(256)
    elif kind == 2:
        del raw[choices.below(len(raw)) :]
    return bytes(raw)
