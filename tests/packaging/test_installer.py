"""The installer's script and what its trial reads; the trial itself is a step of packaging/build.py."""

from __future__ import annotations

import re

from artefacts import installer
from artefacts.project import Project

from usagebar_qt.services.autostart import windows

SCRIPT = (Project().packaging / "windows" / "installer.nsi").read_text(encoding="utf-8")
WORDS = (Project().packaging / "windows" / "words.nsh").read_text(encoding="utf-8")
QUERY = '\nHKEY_CURRENT_USER\\Software\\X\n    UsageBar    REG_SZ    "C:\\a folder\\usagebar-qt.exe"\n\n'


def test_a_value_of_the_registry_is_read_with_its_spaces() -> None:
    assert installer.read_value(QUERY, "UsageBar") == '"C:\\a folder\\usagebar-qt.exe"'
    assert installer.read_value(QUERY, "Usage") is None
    assert installer.read_value("", "UsageBar") is None


def test_the_trial_looks_where_the_script_writes() -> None:
    assert f'!define KEY "{installer.KEY}"' in SCRIPT
    assert installer.RUN.removeprefix("HKCU\\") in SCRIPT
    assert installer.UNINSTALL.removeprefix("HKCU\\").removesuffix(installer.KEY) in SCRIPT


def test_installer_and_preferences_start_the_program_at_sign_in_by_the_same_value() -> None:
    assert windows.NAME == installer.KEY
    assert f'!define RUN "{windows.RUN}"' in SCRIPT
    assert f'!define APPROVED "{windows.APPROVED}"' in SCRIPT


def test_the_installer_needs_no_administrator_and_writes_only_for_this_user() -> None:
    assert "RequestExecutionLevel user" in SCRIPT
    assert "HKLM" not in SCRIPT
    assert "SetShellVarContext all" not in SCRIPT


def test_nothing_is_deleted_but_in_our_own_folders() -> None:
    deleted = re.findall(r'^\s*(?:RMDir(?: /r)?|Delete)\s+"([^"]+)"', SCRIPT, re.MULTILINE)
    assert len(deleted) > 8
    allowed = ("$INSTDIR", "${LINK}")
    assert [path for path in deleted if not path.startswith(allowed)] == ["$LOCALAPPDATA\\usagebar"]
    assert [path for path in deleted if path == "$INSTDIR"] == ["$INSTDIR"], "only once, and only when empty"
    assert 'RMDir /r "$INSTDIR"' not in SCRIPT
    assert ".claude" not in SCRIPT


def test_what_the_installer_says_itself_is_in_both_languages_and_nowhere_in_the_script() -> None:
    names = re.findall(r"^\$\{Words\} (\w+) ", WORDS, re.MULTILINE)
    assert len(names) == len(set(names)) > 10
    assert set(re.findall(r"\$\((\w+)\)", SCRIPT)) == set(names)
    texts = re.findall(r'^\$\{Words\} \w+ "([^"]+)" +"([^"]+)"$', WORDS.replace("\\\n", ""), re.MULTILINE)
    assert len(texts) == len(names), "each has its English and its German"
    said = re.findall(r'(?:MessageBox [\w|]+|Abort|DetailPrint|Section(?: /o)?|NSD_Create\w+\} [\w %]+) "([^"]*)"', SCRIPT)
    assert len(said) > 8
    assert [text for text in said if not text.startswith("$(") and text not in ("${NAME}", "Uninstall")] == []
