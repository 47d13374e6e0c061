"""Further accounts on Windows: entries of their own in a real Credential Manager; WSL's tool and folders as Windows has them."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.wine.windows_side.tauri import OF_TAURI, Entry, Tauri
from usagebar_qt.credentials.api_key import ApiKeySource
from usagebar_qt.credentials.key_store import SystemKeyStore
from usagebar_qt.credentials.wsl import PATIENCE_SECONDS, Wsl, distribution_of, names_in, run
from usagebar_qt.providers.registry import folder_finders
from usagebar_qt.providers.zai import KEY

Record = Callable[[str, object], None]
FIRST, SECOND = "fedcba9876543210fedcba9876543210.kLmNoPqRsTuVwXyZ", "0123456789abcdef0123456789abcdef.second-of-two"
SHOWN = "as it should be"


def test_a_second_key_has_a_target_of_its_own_and_the_tauri_apps_entry_stays_as_it_was(
    tauri: Tauri, record_property: Record
) -> None:
    record_property("cell", f"a second Z.ai key beside the Tauri app's|{SHOWN}")
    tauri.write(KEY.service, FIRST.encode())
    keys = ApiKeySource(KEY, {}, SystemKeyStore({}, "win32"))
    keys.write(SECOND, "second")
    assert tauri.read(KEY.service) == Entry(blob=FIRST.encode(), **OF_TAURI)  # type: ignore[arg-type]
    assert tauri.targets() == [KEY.service, f"{KEY.service}:second"]
    assert (keys.read().key.reveal(), keys.read("second").key.reveal()) == (FIRST, SECOND)
    assert keys.delete("second")
    assert tauri.targets() == [KEY.service]
    assert tauri.read(KEY.service) == Entry(blob=FIRST.encode(), **OF_TAURI)  # type: ignore[arg-type]


def test_a_slug_with_letters_beyond_the_code_page_names_an_entry_too(tauri: Tauri) -> None:
    keys = ApiKeySource(KEY, {}, SystemKeyStore({}, "win32"))
    keys.write(SECOND, "büro-日本")
    assert keys.read("büro-日本").key.reveal() == SECOND
    assert keys.delete("büro-日本")


def test_a_folder_in_wsl_keeps_its_distribution_as_a_path_of_windows() -> None:
    folder = Path(r"\\wsl.localhost\Ubuntu-22.04\home\me\.claude")
    assert distribution_of(str(folder)) == "Ubuntu-22.04"
    assert distribution_of(str(Path("//wsl$/Debian/root/.claude"))) == "Debian"
    assert folder.name == ".claude"
    assert str(folder.parent / ".claude.json") == r"\\wsl.localhost\Ubuntu-22.04\home\me\.claude.json"


def test_where_the_tool_is_missing_no_distribution_runs_and_nothing_is_offered() -> None:
    assert Wsl(os.environ).running() == ()
    assert folder_finders(os.environ, "win32") == {}


def test_a_child_of_windows_prints_utf_16_and_gets_nothing_of_our_environment(record_property: Record) -> None:
    record_property("cell", f"wsl.exe's list through a real child, UTF-16|{SHOWN}")
    printed = "sys.stdout.buffer.write('Ubuntu\\r\\nDebian\\r\\n'.encode('utf-16-le'))"
    code = f"import os, sys; {printed}; sys.exit('Z_AI_API_KEY' in os.environ)"
    environ = {name: os.environ[name] for name in ("SYSTEMROOT", "SYSTEMDRIVE") if name in os.environ}
    exit_code, raw = run((sys.executable, "-c", code), environ)
    assert (exit_code, names_in(raw)) == (0, ("Ubuntu", "Debian"))


def test_a_child_that_is_silent_is_given_up() -> None:
    with pytest.raises(TimeoutError):
        run((sys.executable, "-c", f"import time; time.sleep({PATIENCE_SECONDS * 4})"), os.environ)
