"""A status page's summary: what is an incident, and what is left out."""

from __future__ import annotations

import asyncio
import json

import pytest

from tests.fakes import FakeClient
from usagebar_qt.domain.errors import BadResponse, NetworkBlocked, ServerError
from usagebar_qt.domain.incidents import Incident
from usagebar_qt.engine.incident_watch import MOST_TOLD, IncidentWatch
from usagebar_qt.providers.answer import Answer
from usagebar_qt.providers.claude import INFO
from usagebar_qt.providers.status_page import incidents_at, map_incidents

ROW = {"id": "abc", "name": "Elevated errors", "status": "investigating", "components": [{"id": "k8w3r06qmzrp", "name": "API"}]}


class Exchange:
    """One answer."""

    def __init__(self, status: int, body: object) -> None:
        self.answer = Answer(status, {}, json.dumps(body).encode() if not isinstance(body, bytes) else body)
        self.asked: list[tuple[str, object]] = []

    async def get(self, url: str, headers: object, *, within: float | None = None) -> Answer:
        self.asked.append((url, headers))
        return self.answer


def test_an_incident_has_its_name_and_its_parts() -> None:
    assert map_incidents({"incidents": [ROW]}) == (Incident("abc", "Elevated errors", frozenset({"k8w3r06qmzrp"})),)
    assert map_incidents({"incidents": [{**ROW, "status": "resolved"}]})[0].is_resolved


@pytest.mark.parametrize(
    "row",
    [None, [], "abc", {**ROW, "id": 3}, {**ROW, "name": None}, {**ROW, "name": "  "}, {**ROW, "id": ""}, {**ROW, "id": "x" * 101}],
)
def test_an_entry_that_makes_no_sense_costs_only_itself(row: object) -> None:
    assert [found.id for found in map_incidents({"incidents": [row, {**ROW, "id": "good"}]})] == ["good"]


@pytest.mark.parametrize("payload", [{}, {"incidents": None}, {"incidents": "many"}])
def test_a_page_without_a_list_names_none(payload: dict[str, object]) -> None:
    assert map_incidents(payload) == ()


def test_a_name_is_printable_and_short_and_odd_parts_are_none() -> None:
    (found,) = map_incidents({"incidents": [{**ROW, "name": "a\nb" + "c" * 200, "components": [3, {"id": 4}, {"id": "k"}]}]})
    assert (found.name[:3], len(found.name), found.components) == ("a b", 100, frozenset({"k"}))


def test_the_page_is_asked_without_any_secret() -> None:
    exchange = Exchange(200, {"incidents": [ROW]})
    assert len(asyncio.run(incidents_at(exchange, "https://status.example/summary.json"))) == 1  # type: ignore[arg-type]
    assert exchange.asked == [("https://status.example/summary.json", {"Accept": "application/json"})]


@pytest.mark.parametrize(
    ("status", "body", "error"), [(503, {}, ServerError), (200, b"<html>", NetworkBlocked), (200, b"nonsense", BadResponse)]
)
def test_what_is_no_summary_is_an_error_and_not_an_all_clear(status: int, body: object, error: type[Exception]) -> None:
    with pytest.raises(error):
        asyncio.run(incidents_at(Exchange(status, body), "https://status.example/"))  # type: ignore[arg-type]


class Client(FakeClient):
    """Every exchange gives the same answer."""

    def exchange(self, deadline_seconds: float) -> Exchange:
        return Exchange(200, {"incidents": [ROW, {**ROW, "id": "other", "components": [{"id": "0qbwn08sd68x"}]}]})


def test_the_watch_looks_for_the_parts_that_matter_and_remembers_what_was_told(tmp_path) -> None:  # type: ignore[no-untyped-def]
    watch = IncidentWatch(Client(), tmp_path / "incidents.json")  # type: ignore[arg-type]
    assert INFO.status_page is not None
    assert [found.id for found in asyncio.run(watch.look(INFO.status_page))] == ["abc"]
    assert watch.told() == ()
    watch.remember([str(number) for number in range(MOST_TOLD + 5)])
    assert (len(watch.told()), watch.told()[-1]) == (MOST_TOLD, str(MOST_TOLD + 4))
    (tmp_path / "incidents.json").write_text("{")
    assert watch.told() == ()
    IncidentWatch(Client(), tmp_path / "incidents.json" / "no-folder").remember(["x"])  # type: ignore[arg-type]
