"""Who renews: we, Claude Code, or nobody."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.providers.renewal_bed import Bed
from tests.upstream import Upstream
from usagebar_qt.domain.errors import NotRenewed, Remaining
from usagebar_qt.domain.models import Renewal
from usagebar_qt.providers.claude_cli import ClaudeCli
from usagebar_qt.providers.renewal import Renewed


@pytest.fixture
def bed(tmp_path: Path) -> Iterator[Bed]:
    with Upstream() as upstream:
        yield Bed(tmp_path, upstream)


class FakeCli(ClaudeCli):
    """A Claude Code that renews, or does not."""


class Child:
    def poll(self) -> int | None:
        return 0


def cli_of(bed: Bed, renews: bool, commands: list[Any]) -> ClaudeCli:
    command = bed.home / ".local" / "bin" / "claude"
    command.parent.mkdir(parents=True)
    command.write_text("#!/bin/sh\n")
    command.chmod(0o755)

    def start(words: Any, folder: Path, environment: Any) -> Child:
        commands.append((list(words), folder, environment))
        if renews:
            bed.write("sk-ant-ort01-cli", "sk-ant-oat01-cli")
        return Child()

    return ClaudeCli(
        {"PATH": "/nowhere", "CLAUDECODE": "1", "Z_AI_API_KEY": "k", "LANG": "C"}, bed.home, start, lambda seconds: None
    )


def test_never_means_that_nothing_is_renewed(bed: Bed) -> None:
    with pytest.raises(NotRenewed, match="renewal_off"):
        bed.renew(Renewal.NEVER)
    assert (bed.upstream.token.count, bed.left_behind()) == (0, [])


def test_through_claude_code_it_is_asked_and_judged_by_the_file(bed: Bed) -> None:
    commands: list[Any] = []
    assert bed.renew(Renewal.THROUGH_CLI, cli=cli_of(bed, True, commands)) is Renewed.ELSEWHERE
    (words, folder, environment), *more = commands
    assert (words[1:], folder, more) == (["-p", "/usage", "--output-format", "json"], bed.state / "empty", [])
    assert environment == {"PATH": "/nowhere", "LANG": "C"}
    assert bed.upstream.token.count == 0


def test_a_claude_code_that_renews_nothing_is_not_asked_again_for_ten_minutes(bed: Bed) -> None:
    with pytest.raises(NotRenewed) as caught:
        bed.renew(Renewal.THROUGH_CLI, cli=cli_of(bed, False, []))
    assert (caught.value.reason, caught.value.remaining, caught.value.wait_seconds) == ("cli", Remaining.LATER, 600.0)


def test_that_it_was_asked_is_noted_before_it_is_started(bed: Bed) -> None:
    noted: list[Any] = []
    cli = cli_of(bed, False, noted)

    class Noting(list[Any]):
        def append(self, later: Any) -> None:
            noted.append((later.reason, later.wait_seconds))

    bed.line.asked = Noting()
    with pytest.raises(NotRenewed):
        bed.renew(Renewal.THROUGH_CLI, cli=cli)
    assert noted[0] == ("cli", 600.0)
    assert noted[1][0][1:] == ["-p", "/usage", "--output-format", "json"]


def test_without_claude_code_on_this_computer_the_user_is_told(bed: Bed) -> None:
    with pytest.raises(NotRenewed, match="no_cli"):
        bed.renew(Renewal.THROUGH_CLI, cli=ClaudeCli({"PATH": "/nowhere"}, bed.home / "empty"))


def test_macos_renews_through_claude_code_unless_told_otherwise(bed: Bed) -> None:
    assert bed.renew(cli=cli_of(bed, True, []), platform="darwin") is Renewed.ELSEWHERE
    assert bed.upstream.token.count == 0


def test_a_sign_in_without_refresh_token_is_left_alone(bed: Bed) -> None:
    bed.write("")
    with pytest.raises(NotRenewed, match="no_refresh_token"):
        bed.renew()
    assert bed.upstream.token.count == 0
