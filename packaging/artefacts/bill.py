"""The bill of materials (CycloneDX) and the checksums of a release."""

from __future__ import annotations

import hashlib
import json
import uuid
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from artefacts.project import TRAY

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from artefacts.components import Component

CHUNK = 1 << 20
NAMESPACE = uuid.UUID("6f5c0b0e-6f6e-5b52-9a4e-1d5c5b0c7a55")  # ours, made up once: the same release gets the same serial number


def sha256_of(file: Path) -> str:
    """In hexadecimal."""
    digest = hashlib.sha256()
    with file.open("rb") as stream:
        while chunk := stream.read(CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def checksums(files: Iterable[Path]) -> str:
    """What `sha256sum --check` reads, sorted by name."""
    return "".join(f"{sha256_of(file)}  {file.name}\n" for file in sorted(files, key=lambda file: file.name))


def bill(version: str, platform: str, components: Sequence[Component], made_at: int) -> dict[str, Any]:
    """The document for one platform's frozen program; `made_at` in seconds since 1970."""
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "serialNumber": f"urn:uuid:{uuid.uuid5(NAMESPACE, f'{version} {platform} {made_at}')}",
        "version": 1,
        "metadata": {
            "timestamp": datetime.fromtimestamp(made_at, UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            "component": {
                "type": "application",
                "bom-ref": TRAY,
                "name": TRAY,
                "version": version,
                "licenses": [{"expression": "MIT"}],
                "properties": [{"name": "platform", "value": platform}],
            },
        },
        "components": [_row(component) for component in sorted(components, key=lambda found: (found.source, found.name))],
        "dependencies": [{"ref": TRAY, "dependsOn": sorted(component.purl for component in components)}],
    }


def _row(component: Component) -> dict[str, Any]:
    return {
        "type": "library",
        "bom-ref": component.purl,
        "name": component.name,
        "version": component.version,
        "purl": component.purl,
        "licenses": [{"license": {"name": component.licence}}],
    }


def write_bill(file: Path, document: Mapping[str, Any]) -> None:
    """As text that a person can read and Git can compare."""
    file.write_text(json.dumps(document, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
