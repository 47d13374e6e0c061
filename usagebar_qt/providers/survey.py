"""What doctor may know of an account's surroundings. Apart from `base`, because nobody else imports it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from usagebar_qt.credentials.claude_locks import Place


@dataclass(frozen=True, slots=True)
class Endpoint:
    """An address that a provider needs, with a path that answers without a secret."""

    url: str
    is_api: bool = True
    """It answers in JSON: a page, or a redirect, comes from something between."""
    only_renews: bool = False
    """Needed where we renew a sign-in ourselves, and by nobody else."""


@dataclass(frozen=True, slots=True)
class Survey:
    """What doctor looks at round an account. Nothing secret."""

    endpoints: tuple[Endpoint, ...] = ()
    credential_file: Path | None = None
    """The one that holds, or would hold, the sign-in."""
    reads: tuple[Path, ...] = ()
    """Files of other programs that are read for this account, there or not."""
    open_mode: str | None = None
    """Octal digits, where other people of this computer may read that file."""
    locks: tuple[Place, ...] = ()
    """Where another program puts lock folders."""
