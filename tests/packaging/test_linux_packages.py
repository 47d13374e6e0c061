"""What the packages for Linux say of themselves, and which licences must travel with them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from artefacts import components, licences, linux, manual
from artefacts.components import LINUX, WINDOWS, Component
from artefacts.project import APP_ID, Project
from setup_steps.problem import SetupError

if TYPE_CHECKING:
    from pathlib import Path

PROJECT = Project()
DESKTOP = (PROJECT.packaging / "linux" / f"{APP_ID}.desktop").read_text(encoding="utf-8")
METAINFO = (PROJECT.packaging / "linux" / f"{APP_ID}.metainfo.xml").read_text(encoding="utf-8")


def test_what_a_program_asks_for_becomes_packages_once_each_with_the_c_library_first() -> None:
    asked = ["libc.so.6", "libm.so.6", "libglib-2.0.so.0", "libgthread-2.0.so.0", "libEGL.so.1"]
    assert linux.depends(asked, (2, 35)) == "libc6 (>= 2.35), libegl1, libglib2.0-0 | libglib2.0-0t64"


def test_the_control_file_has_one_field_a_line_and_an_indented_description() -> None:
    text = linux.control(PROJECT, 1234, "libc6 (>= 2.35)")
    assert f"Version: {PROJECT.version}\n" in text
    assert "Installed-Size: 1234\n" in text
    assert all(re.match(r"[A-Z][A-Za-z-]+: \S| \S", line) for line in text.splitlines())
    description = text.partition("Description: ")[2]
    assert max(map(len, description.splitlines())) <= 80


def test_the_menu_entry_is_found_by_the_window_and_by_the_metainfo() -> None:
    assert f"Icon={APP_ID}\n" in DESKTOP
    assert f'<launchable type="desktop-id">{APP_ID}.desktop</launchable>' in METAINFO


def test_the_metainfo_gets_the_one_version_and_a_day() -> None:
    text = linux.filled_in(METAINFO.replace("<!-- @VERSION@ and @DATE@", "<!--"), PROJECT)
    assert re.search(rf'<release version="{re.escape(PROJECT.version)}" date="\d{{4}}-\d\d-\d\d"/>', text)
    assert "@" not in text


def test_each_platform_takes_only_what_is_asked_for_there() -> None:
    asked = [
        "httpx>=0.28",
        "secretstorage; sys_platform == 'linux'",
        "pywin32-ctypes; sys_platform == 'win32'",
        "rich; extra == 'cli'",
    ]
    assert components.asked_for(asked, LINUX) == ["httpx", "secretstorage"]
    assert components.asked_for(asked, WINDOWS) == ["httpx", "pywin32-ctypes"]


def test_a_component_without_a_licence_text_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(SetupError, match="silent"):
        licences.write(PROJECT, tmp_path, [Component("silent", "1", "MIT", ())])


def test_every_text_is_passed_on_and_qts_duties_are_named(tmp_path: Path) -> None:
    text = tmp_path / "LICENSE"
    text.write_text("do what you like")
    folder = tmp_path / "program"
    qt = [Component(name, "6.11.3", "LGPL-3.0-only", ()) for name in components.QT]
    if not licences.COMMON.is_dir():
        pytest.skip("the texts of the GNU licences are those of a Debian system")
    licences.write(PROJECT, folder, [*qt, Component("friendly", "2.0", "MIT", (text,))])
    assert (folder / "licences" / "friendly" / "LICENSE.txt").read_text() == "do what you like"
    assert "GNU LESSER GENERAL PUBLIC LICENSE" in (folder / "licences" / "qt" / "LGPL-3.txt").read_text()
    note = (folder / "licences" / "README.txt").read_text()
    assert "6.11.3" in note
    assert "replace them" in note
    assert "friendly 2.0: MIT" in note


def test_a_package_url_names_the_kind_of_package() -> None:
    assert Component("httpx", "0.28.1", "", ()).purl == "pkg:pypi/httpx@0.28.1"
    assert Component("libffi8", "3.4", "", (), "debian").purl == "pkg:deb/debian/libffi8@3.4"


def test_a_manual_page_shows_the_help_as_it_is() -> None:
    text = manual.page(
        "usagebar", "prints figures", "0.1.0", 0, {"usagebar": "usage: usagebar [-h]\n", "usagebar key": ".hidden\n\\n"}
    )
    lines = text.splitlines()
    assert lines[0] == '.TH USAGEBAR 1 1970-01-01 "Usage Bar 0.1.0"'
    assert "usagebar \\- prints figures" in lines
    assert "usage: usagebar [\\-h]" in lines
    assert ".SH USAGEBAR KEY" in lines
    assert "\\&.hidden" in lines
    assert "\\en" in lines
