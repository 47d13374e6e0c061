"""Everything that can be in a renewal's way, with the real command: `python -m tests.crash.faults [--long] [--only WORD]`.

Prints a table: the fault, what the user sees, what is in the file afterwards, how often the service was asked.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from tests.crash.bed import FILE, Bed
from tests.upstream import Upstream

Process = subprocess.Popen[str]
NOBODY = 65534
UNPRIVILEGED = ("setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups")
LOCKS = (".oauth_refresh.lock", "../claude.lock", ".storage-write.lock")
ANOTHER = {"claudeAiOauth": {"accessToken": "sk-ant-oat01-another", "refreshToken": "sk-ant-ort01-another", "expiresAt": 4e12}}
BLANK = {"claudeAiOauth": {"accessToken": "", "refreshToken": "", "expiresAt": 0}}
AT_ONCE_SECONDS = 3.0
"""Within so long of the rotation the user must have been told that a spent token could not be written."""
LONG_SECONDS = 12.0
SAVING = "cannot be saved yet"


def nothing(_bed: Bed) -> None:
    return


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault, and what must come of it. `code` and `title` are empty where there must be figures."""

    name: str
    code: str
    title: str
    file: str
    """`old` (byte for byte), `new`, `another`, `blank` or `gone`."""
    posts: int
    before: Callable[[Bed], None] = nothing
    during: Callable[[Bed, Process], None] | None = None
    """Once the service has spent the token; its answer comes a little later."""
    told: bool = False
    """The user is told at once, on standard error, that the new sign-in cannot be saved."""
    unprivileged: bool = False
    again: bool = False
    """Run twice: the second must send nothing."""
    seconds: float = 0.0
    """That it has to wait for."""
    tokens_url: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """What came of it."""

    fault: Fault
    sees: str
    file: str
    posts: int
    code: int
    told_after: float | None
    left: tuple[str, ...]
    problems: tuple[str, ...]


# -- the disk ------------------------------------------------------------------------------------------------------------
def can_mount() -> bool:
    """Root in a container may be refused it."""
    if os.geteuid() != 0 or shutil.which("mount") is None:
        return False
    with tempfile.TemporaryDirectory() as folder:
        command = ["mount", "-t", "tmpfs", "-o", "size=64k", "none", folder]
        if subprocess.run(command, capture_output=True, check=False).returncode != 0:
            return False
        subprocess.run(["umount", folder], check=True)
        return True


def on_a_small_disk(bed: Bed) -> None:
    raw = bed.file.read_bytes()
    if not can_mount():
        return
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64k", "none", str(bed.folder)], check=True)
    bed.file.write_bytes(raw)
    bed.file.chmod(bed.mode)


def fill(bed: Bed, process: Process | None = None) -> None:
    """No byte more fits. Without a disk of its own: no file may grow, which only a running process can be told."""
    if not bed.folder.is_mount():
        assert process is not None
        resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (0, resource.RLIM_INFINITY))
        return
    with contextlib.suppress(OSError), (bed.folder / "filler").open("wb", buffering=0) as filler:
        while filler.write(b"x" * 512):
            pass


def make_room(bed: Bed, process: Process) -> None:
    if not bed.folder.is_mount():
        resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    (bed.folder / "filler").unlink(missing_ok=True)


def full_disk(bed: Bed) -> None:
    on_a_small_disk(bed)
    if bed.folder.is_mount():
        fill(bed)


def fills_then_room(bed: Bed, process: Process) -> None:
    fill(bed, process)
    wait_until_told(process)
    make_room(bed, process)


def read_only(path: str) -> Callable[[Bed], None]:
    def act(bed: Bed) -> None:
        target = bed.home / path
        target.mkdir(parents=True, exist_ok=True) if not target.exists() else None
        target.chmod(0o444 if target.is_file() else 0o555)
        bed.mode = bed.file.stat().st_mode & 0o777

    return act


# -- the file ------------------------------------------------------------------------------------------------------------
def linked_file(bed: Bed) -> None:
    elsewhere = bed.home / "dotfiles"
    elsewhere.mkdir()
    bed.file.rename(elsewhere / "claude.json")
    bed.file.symlink_to(Path("..") / "dotfiles" / "claude.json")


def linked_folder(bed: Bed) -> None:
    (bed.home / "link").symlink_to(bed.folder, target_is_directory=True)
    bed.env["CLAUDE_CONFIG_DIR"] = str(bed.home / "link")


def replaced_by(content: object) -> Callable[[Bed, Process], None]:
    def act(bed: Bed, _process: Process) -> None:
        made = bed.home / "made-by-claude"
        made.write_text(json.dumps(content))
        made.chmod(0o600)
        made.rename(bed.file)

    return act


def deleted(bed: Bed, _process: Process) -> None:
    bed.file.unlink()


# -- the service ---------------------------------------------------------------------------------------------------------
def cut(bed: Bed) -> None:
    bed.upstream.token.cut = True


def answers(status: int, body: object) -> Callable[[Bed], None]:
    def act(bed: Bed) -> None:
        bed.upstream.token.answers = [(status, body)] * 3

    return act


def invalid(bed: Bed) -> None:
    bed.upstream.token.valid.clear()


# -- the locks -----------------------------------------------------------------------------------------------------------
def plain_file(name: str) -> Callable[[Bed], None]:
    def act(bed: Bed) -> None:
        (bed.folder / name).write_text("not a lock")

    return act


def orphans(seconds: float) -> Callable[[Bed], None]:
    """Left by a killed Claude Code: nobody's, and nobody touches them."""

    def act(bed: Bed) -> None:
        moment = time.time_ns() + int(seconds * 1e9)
        for name in LOCKS:
            (bed.folder / name).mkdir()
            os.utime(bed.folder / name, ns=(moment, moment))

    return act


def held(name: str, seconds: float) -> Callable[[Bed], None]:
    """By somebody who lives, and lets go after a time."""

    def act(bed: Bed) -> None:
        (bed.folder / name).mkdir()
        ends = time.monotonic() + seconds

        def hold() -> None:
            pause = threading.Event()
            while time.monotonic() < ends and bed.home.exists():
                with contextlib.suppress(OSError):
                    os.utime(bed.folder / name)
                pause.wait(0.5)
            with contextlib.suppress(OSError):
                (bed.folder / name).rmdir()

        threading.Thread(target=hold, daemon=True).start()

    return act


def write_lock_held(bed: Bed, process: Process) -> None:
    held(LOCKS[2], 4)(bed)
    wait_until_told(process)


def wait_until_told(process: Process) -> None:
    assert process.stderr is not None
    line = process.stderr.readline()
    assert SAVING in line, line


EXPIRED, LOCKED = "sign_in_expired", "credential_locked"
NO_ANSWER, HTML = (502, "<html>bad gateway</html>"), (200, "<html>a portal</html>")
LIMITED = (429, {"error": {"type": "rate_limit_error"}})
NOT_SAVED, A_FILE = "could not be saved", "A file stands where Claude Code's lock belongs"
FAULTS: tuple[Fault, ...] = (
    Fault("none", "", "", "new", 1),
    Fault("disk full before the token is spent", EXPIRED, "has expired", "old", 0, full_disk),
    Fault("disk fills before the answer, then has room", "", "", "new", 1, on_a_small_disk, fills_then_room, told=True),
    Fault("disk fills and stays full", EXPIRED, NOT_SAVED, "old", 1, on_a_small_disk, fill, told=True, seconds=62),
    Fault("folder is read-only", EXPIRED, "has expired", "old", 0, read_only("claude"), unprivileged=True),
    Fault("file is read-only", EXPIRED, "has expired", "old", 0, read_only(f"claude/{FILE}"), unprivileged=True),
    Fault("our state folder is read-only", EXPIRED, "has expired", "old", 0, read_only("state/usagebar"), unprivileged=True),
    Fault("file is a symbolic link", "", "", "new", 1, linked_file),
    Fault("folder is a symbolic link", "", "", "new", 1, linked_folder),
    Fault("another sign-in arrives before the answer", "", "", "another", 1, during=replaced_by(ANOTHER)),
    Fault("signed out before the answer (blank)", "signed_out", "", "blank", 1, during=replaced_by(BLANK)),
    Fault("signed out before the answer (deleted)", "signed_out", "", "gone", 1, during=deleted),
    Fault("answer cut after the rotation", EXPIRED, "the answer to its renewal was lost", "old", 1, cut, again=True),
    Fault("invalid_grant", EXPIRED, "does not accept this sign-in any more", "old", 1, invalid, again=True),
    Fault("the token service answers 502", EXPIRED, "could not be renewed yet", "old", 1, answers(*NO_ANSWER), again=True),
    Fault("the token service answers 429", EXPIRED, "could not be renewed yet", "old", 1, answers(*LIMITED), again=True),
    Fault("a portal answers 200 with HTML", EXPIRED, "", "old", 1, answers(*HTML), again=True),
    Fault("no connection to the token service", "offline", "", "old", 0, tokens_url="http://127.0.0.1:9/v1/oauth/token"),
    Fault("a file in place of .oauth_refresh.lock", LOCKED, A_FILE, "old", 0, plain_file(LOCKS[0])),
    Fault("a file in place of the legacy lock", LOCKED, A_FILE, "old", 0, plain_file(LOCKS[1])),
    Fault("a file in place of .storage-write.lock", LOCKED, A_FILE, "old", 0, plain_file(LOCKS[2])),
    Fault("renewal lock held for 2 s", "", "", "new", 1, held(LOCKS[0], 2)),
    Fault("legacy lock held for 2 s", "", "", "new", 1, held(LOCKS[1], 2)),
    Fault("write lock held for 2 s", "", "", "new", 1, held(LOCKS[2], 2)),
    Fault("write lock held for 4 s after the rotation", "", "", "new", 1, during=write_lock_held, told=True),
    Fault("renewal lock held by a live holder", LOCKED, "changing its sign-in", "old", 0, held(LOCKS[0], 40), seconds=16),
    Fault("legacy lock held by a live holder", LOCKED, "changing its sign-in", "old", 0, held(LOCKS[1], 40), seconds=16),
    Fault("all three locks orphaned, two minutes old", "", "", "new", 1, orphans(-120), seconds=11),
    Fault("all three locks orphaned, an hour ahead", "", "", "new", 1, orphans(3600), seconds=11),
)


def play(fault: Fault, root: Path) -> Row:
    """One fault from its beginning to its end."""
    with Upstream() as upstream:
        bed = Bed(root / "home", upstream)
        if fault.tokens_url:
            bed.env["USAGEBAR_CLAUDE_TOKEN_URL"] = fault.tokens_url
        upstream.token.delay = 0.4 if fault.during else 0.0
        before: Sequence[str] = ()
        fault.before(bed)
        if fault.before is full_disk and not bed.folder.is_mount():
            before = ("prlimit", "--fsize=0")
        if fault.unprivileged and os.geteuid() == 0:
            before = UNPRIVILEGED
            subprocess.run(["chown", "-R", f"{NOBODY}:{NOBODY}", str(bed.home)], check=True)
            bed.owner = NOBODY
        raw = bed.file.read_bytes()
        try:
            return _judged(fault, bed, raw, before)
        finally:
            if bed.folder.is_mount():
                subprocess.run(["umount", "-l", str(bed.folder)], check=True)


def _judged(fault: Fault, bed: Bed, raw: bytes, before: Sequence[str]) -> Row:
    process, told_after = bed.start(before=before), None
    if fault.during is not None:
        bed.upstream.token.rotated.wait(30)
        fault.during(bed, process)
        if fault.told and fault.during is fill:
            wait_until_told(process)
        told_after = time.perf_counter() - bed.upstream.token.rotated_at if fault.told else None
    answer = bed.answer_of(process, 90)
    if fault.again:
        answer = bed.run(before=before)
    (bed.folder / "filler").unlink(missing_ok=True)
    row, file = answer.claude, _file(bed, raw)
    error = row["error"] or {"code": "", "title": ""}
    left = tuple(path.name for path in (*bed.locks(), *bed.strangers(), *bed.notes()) if path.is_dir() or path not in bed.locks())
    checks = {
        f"code {error['code']!r}": error["code"] == fault.code,
        f"title {error['title']!r}": fault.title in error["title"],
        f"remedy of {error['title']!r}": not fault.title or bool(error["remedy"]),
        f"file {file}": file == fault.file,
        f"{bed.upstream.token.count} posts": bed.upstream.token.count == fault.posts,
        f"left behind {left}": not left or "live holder" in fault.name,
        f"told after {told_after}": not fault.told or (told_after is not None and told_after < AT_ONCE_SECONDS),
        f"standard error {answer.err}": "Traceback" not in answer.err,
    }
    problems = tuple(name for name, is_right in checks.items() if not is_right)
    sees = f"{error['code']}: {error['title']}" if error["code"] else row["state"]
    return Row(fault, sees, file, bed.upstream.token.count, answer.code, told_after, left, problems)


def _file(bed: Bed, raw: bytes) -> str:
    if not bed.file.exists():
        return "gone"
    now = bed.file.read_bytes()
    for name, content in (("old", raw), ("another", json.dumps(ANOTHER).encode()), ("blank", json.dumps(BLANK).encode())):
        if now == content:
            return name
    found = bed.found()
    return "new" if found.whole and bed.is_good(found) else f"WRONG {found}"


def play_all(faults: Sequence[Fault], workers: int = 4) -> list[Row]:
    """Several at once, since most of the time is waiting. In a folder that everybody may enter: some run as nobody."""
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(workers) as pool:
        Path(folder).chmod(0o755)
        places = [Path(folder) / str(index) for index in range(len(faults))]
        return list(pool.map(play, faults, places))


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--long", action="store_true", help="those too that wait for a minute")
    parser.add_argument("--only", default="")
    options = parser.parse_args()
    chosen = [fault for fault in FAULTS if options.only in fault.name and (options.long or fault.seconds < LONG_SECONDS)]
    rows = play_all(chosen)
    for row in rows:
        told = f"told after {row.told_after:.1f} s" if row.told_after is not None else ""
        print(f"{row.fault.name:<46}{row.file:<9}{row.posts} POST  exit {row.code:<3} {row.sees} {told}")
        for problem in row.problems:
            print(f"    WRONG: {problem}")
    survived = sum(not row.problems for row in rows)
    print(f"{len(rows)} faults, {survived} survived; a disk of its own: {can_mount()}")
    return 0 if survived == len(rows) else 1


if __name__ == "__main__":
    sys.exit(main())
