"""What a release leaves out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from usagebar_qt.app.main import build_parser
from usagebar_qt.engine.resources import build_profile, offers_debug_log, resources

if TYPE_CHECKING:
    from pathlib import Path


def test_a_checkout_is_the_dev_profile_and_offers_the_debug_log(tmp_path: Path) -> None:
    assert build_profile() == "dev"
    assert build_profile(tmp_path) == "dev"
    assert offers_debug_log("dev")


@pytest.mark.parametrize("profile", ["release", "release-small"])
def test_a_release_offers_none(tmp_path: Path, profile: str) -> None:
    (tmp_path / "build-profile").write_text(profile + "\n")
    assert build_profile(tmp_path) == profile
    assert not offers_debug_log(profile)


def test_the_command_line_has_the_debug_log_only_where_it_is_offered(capsys: pytest.CaptureFixture[str]) -> None:
    assert build_parser(with_debug_log=True).parse_args(["--debug-log"]).debug_log
    with pytest.raises(SystemExit):
        build_parser(with_debug_log=False).parse_args(["--debug-log"])
    assert "--debug-log" in capsys.readouterr().err


def test_the_resources_of_a_checkout_are_found() -> None:
    assert (resources() / "icons" / "usagebar-qt.svg").is_file()
