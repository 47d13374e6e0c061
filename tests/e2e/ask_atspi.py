"""Ask AT-SPI what a screen reader would be told: the whole tree of a window as JSON, or what is announced as it happens.

usage: /usr/bin/python3 ask_atspi.py tree "Window title" [SECONDS]     a JSON list of nodes
       /usr/bin/python3 ask_atspi.py listen "Program"                  "ready", then a line of JSON an announcement
Needs what read_with_atspi.py needs, and says less in words and more in facts: a test asserts them.
"""

from __future__ import annotations

import json
import sys
from typing import Any

from read_with_atspi import Atspi, children, find  # type: ignore[import-not-found]  # it lies beside this one

ANNOUNCED = (
    "object:state-changed:focused",
    "object:property-change:accessible-name",
    "object:property-change:accessible-description",
    "object:property-change:accessible-value",
)
"""What Orca asks for too. Each arrives only where it is subscribed to by its exact name (measured); names and
descriptions are kept on this side, and are out of date where their changes are not."""
STATES = ("FOCUSABLE", "FOCUSED", "ENABLED", "SHOWING", "CHECKABLE", "CHECKED", "SELECTED", "EDITABLE", "PRESSED")


def facts(node: Any) -> dict[str, Any]:
    """What can be said of one node; never the text of a field that hides what is typed."""
    role, interfaces, states = node.get_role_name(), node.get_interfaces(), node.get_state_set()
    told: dict[str, Any] = {"role": role, "name": node.get_name(), "description": node.get_description()}
    relations = [one for one in node.get_relation_set() if one.get_relation_type() is Atspi.RelationType.LABELLED_BY]
    told["label"] = " ".join(one.get_target(i).get_name() for one in relations for i in range(one.get_n_targets()))
    told["states"] = [name for name in STATES if states.contains(getattr(Atspi.StateType, name))]
    if "Value" in interfaces:
        told["value"] = node.get_current_value()
        told["range"] = [node.get_minimum_value(), node.get_maximum_value()]
    if "Component" in interfaces:
        box = node.get_extents(Atspi.CoordType.SCREEN)
        told["box"] = [box.x, box.y, box.width, box.height]
    if "Text" in interfaces and role != "password text":
        text = node.get_text_iface()
        told["text"] = text.get_text(0, text.get_character_count())
    return told


def tree(node: Any, depth: int = 0) -> list[dict[str, Any]]:
    """The node and all below it that are on the screen."""
    told = {"depth": depth, **facts(node)}
    if depth and "SHOWING" not in told["states"]:
        return []
    return [told, *(row for child in children(node) for row in tree(child, depth + 1))]


def listen(program: str) -> None:
    """Until it is ended."""

    def on_event(event: Any) -> None:
        if event.source is not None and event.source.get_application().get_name() == program:
            print(json.dumps({"event": event.type, "gained": event.detail1, **facts(event.source)}), flush=True)

    listener = Atspi.EventListener.new(on_event)
    for name in ANNOUNCED:
        listener.register(name)
    print("ready", flush=True)
    Atspi.event_main()


if __name__ == "__main__":
    if sys.argv[1] == "listen":
        listen(sys.argv[2])
    else:
        print(json.dumps(tree(find(sys.argv[2], float(sys.argv[3]) if len(sys.argv) > 3 else 10))))
