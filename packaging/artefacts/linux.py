"""The packages for Linux: a .deb, and a tar.xz with an installer for one person."""

from __future__ import annotations

import gzip
import platform
import shutil
import textwrap
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import TYPE_CHECKING

from setup_steps.problem import SetupError

from artefacts import manual
from artefacts.frozen import FOREIGN
from artefacts.icons import SIZES, file_of
from artefacts.libraries import foreign_libraries, newest_glibc
from artefacts.project import APP_ID, COMMAND, TRAY, Project, debian_version
from artefacts.smoke import OnLinux
from artefacts.tools import call, fresh, megabytes
from usagebar_qt.cli.commands import COMMANDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

MAINTAINER = "The Usage Bar founders <founders@usagebar.invalid>"
MACHINES = {"x86_64": "amd64", "aarch64": "arm64"}
QUICK_GZIP, BEST_DEB = ("-Zgzip", "-z1"), ("-Zxz", "-z9")
QUICK_XZ, BEST_XZ = "-0", "-9"
SHELLS = {
    "bash": "usr/share/bash-completion/completions/usagebar",
    "zsh": "usr/share/zsh/vendor-completions/_usagebar",
    "fish": "usr/share/fish/vendor_completions.d/usagebar.fish",
}


def write_share(project: Project, share: Path) -> None:
    """Menu entry, icons and metainfo below `share`, checked by the desktop's own tools.

    Raises:
        SetupError: where one of them finds an error.
    """
    linux = project.packaging / "linux"
    desktop = share / "applications" / f"{APP_ID}.desktop"
    metainfo = share / "metainfo" / f"{APP_ID}.metainfo.xml"
    for file in (desktop, metainfo):
        file.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(linux / desktop.name, desktop)
    text = (linux / metainfo.name).read_text(encoding="utf-8")
    metainfo.write_text(filled_in(text, project), encoding="utf-8")
    for pixels in SIZES:
        target = share / "icons" / "hicolor" / f"{pixels}x{pixels}" / "apps" / f"{APP_ID}.png"
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file_of(project.resources / "icons", pixels), target)
    scalable = share / "icons" / "hicolor" / "scalable" / "apps" / f"{APP_ID}.svg"
    scalable.parent.mkdir(parents=True)
    shutil.copyfile(project.resources / "icons" / f"{APP_ID}.svg", scalable)
    call(["desktop-file-validate", desktop])
    call(["appstreamcli", "validate", "--no-net", metainfo])


def filled_in(metainfo: str, project: Project) -> str:
    """The metainfo of this version."""
    day = datetime.fromtimestamp(project.commit_time(), UTC).date()
    return metainfo.replace("@VERSION@", project.version).replace("@DATE@", day.isoformat())


def depends(asked: Iterable[str], glibc: tuple[int, int]) -> str:
    """Debian's packages that bring the libraries a frozen program asks for."""
    packages = {FOREIGN[name] for name in asked} - {"libc6"}
    return ", ".join([f"libc6 (>= {glibc[0]}.{glibc[1]})", *sorted(packages)])


def control(project: Project, installed_kb: int, depends_on: str) -> str:
    """The package's own description."""
    text = textwrap.fill(
        "A quiet icon in the tray shows how much of your coding plan is used: Claude, through the sign-in that Claude Code keeps "
        "on your machine, and Z.ai, through an API key. A click opens every limit with its countdown. The command usagebar "
        "prints the same figures for scripts and status bars.",
        76,
    )
    fields = {
        "Package": TRAY,
        "Version": debian_version(project.version),
        "Architecture": machine(),
        "Maintainer": MAINTAINER,
        "Installed-Size": str(installed_kb),
        "Depends": depends_on,
        "Recommends": "default-dbus-session-bus | dbus-session-bus",
        "Suggests": "gnome-keyring | kwalletmanager, gnome-shell-extension-appindicator",
        "Section": "utils",
        "Priority": "optional",
        "Description": f"tray widget that shows how much of a coding plan is left\n{textwrap.indent(text, ' ')}",
    }
    return "".join(f"{name}: {value}\n" for name, value in fields.items())


def machine() -> str:
    """What Debian calls this kind of machine.

    Raises:
        SetupError: where no package is made for it.
    """
    try:
        return MACHINES[platform.machine()]
    except KeyError:
        raise SetupError(f"No Debian package is made for {platform.machine()}.") from None


def build_deb(project: Project, folder: Path, target: Path, compression: tuple[str, ...]) -> Path:
    """The Debian package of a frozen folder, clean of lintian's errors.

    Raises:
        SetupError: where a tool refuses it.
    """
    root = fresh(project.build / "deb")
    shutil.copytree(folder, root / "usr" / "lib" / TRAY, symlinks=True)
    write_share(project, root / "usr" / "share")
    programs = root / "usr" / "bin"
    programs.mkdir()
    for name in (TRAY, COMMAND):
        (programs / name).symlink_to(f"../lib/{TRAY}/{name}")
    _write_documents(project, root, folder)
    _write_manuals(project, root / "usr" / "share" / "man" / "man1", folder)
    for shell, place in SHELLS.items():
        script = root / place
        script.parent.mkdir(parents=True)
        script.write_text(call([folder / COMMAND, "completion", shell], cwd=root), encoding="utf-8")
    _set_modes(root)
    about = root / "DEBIAN"
    about.mkdir(mode=0o755)
    depends_on = depends(foreign_libraries(folder), newest_glibc(folder))
    (about / "control").write_text(control(project, round(megabytes(root) * 1e6 / 1024), depends_on), encoding="utf-8")
    sums = call(["sh", "-c", "find usr -type f -print0 | sort -z | xargs -0 md5sum"], cwd=root)
    (about / "md5sums").write_text(sums, encoding="utf-8")
    extra = {"SOURCE_DATE_EPOCH": str(project.commit_time())}
    call(["dpkg-deb", "--root-owner-group", *compression, "--build", root, target], extra=extra, limit=600)
    call(["lintian", "--fail-on", "error", "--suppress-tags", "initial-upload-closes-no-bugs", "--allow-root", target], limit=300)
    return target


def _write_documents(project: Project, root: Path, folder: Path) -> None:
    documents = root / "usr" / "share" / "doc" / TRAY
    documents.mkdir(parents=True)
    licence = (project.root / "LICENSE").read_text(encoding="utf-8")
    note = (folder / "licences" / "README.txt").read_text(encoding="utf-8")
    where = (
        f"All texts lie in /usr/lib/{TRAY}/licences; those of the GNU licences also in /usr/share/common-licenses/LGPL-3 and GPL-3."
    )
    (documents / "copyright").write_text(f"{licence}\n{note}\n{where}\n", encoding="utf-8")
    day = format_datetime(datetime.fromtimestamp(project.commit_time(), UTC))
    entry = f"{TRAY} ({debian_version(project.version)}) unstable; urgency=medium\n\n  * See the project's CHANGELOG.md.\n\n"
    _gzip(documents / "changelog.gz", f"{entry} -- {MAINTAINER}  {day}\n")
    overrides = root / "usr" / "share" / "lintian" / "overrides" / TRAY
    overrides.parent.mkdir(parents=True)
    shutil.copyfile(project.packaging / "linux" / "lintian-overrides", overrides)


def _write_manuals(project: Project, target: Path, folder: Path) -> None:
    def said(program: str, *words: str) -> str:
        return call([folder / program, *words, "--help"], cwd=folder, extra={"COLUMNS": manual.WIDTH})

    commands = {f"{COMMAND} {command.name}": said(COMMAND, command.name) for command in COMMANDS}
    target.mkdir(parents=True)
    for name, summary, helps in (
        (TRAY, "shows in the tray how much of a coding plan is left", {TRAY: said(TRAY)}),
        (COMMAND, "prints how much of a coding plan is left", {COMMAND: said(COMMAND), **commands}),
    ):
        _gzip(target / f"{name}.1.gz", manual.page(name, summary, project.version, project.commit_time(), helps))


def _gzip(file: Path, text: str) -> None:
    file.write_bytes(gzip.compress(text.encode(), 9, mtime=0))


def _set_modes(root: Path) -> None:
    """Whatever the umask of the person who builds: libraries and data 0644, programs 0755."""
    programs = {root / "usr" / "lib" / TRAY / name for name in (TRAY, COMMAND)}
    for path in root.rglob("*"):
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or path in programs else 0o644)


def try_deb(project: Project, deb: Path, home: Path) -> list[str]:
    """Installed by dpkg into a root of its own, run from there, removed: nothing stays. What was seen.

    Raises:
        SetupError: at the first thing that is not as it should be.
    """
    root = fresh(project.build / "deb-root")
    for folder in ("var/lib/dpkg/info", "var/lib/dpkg/updates"):
        (root / folder).mkdir(parents=True)
    for file in ("status", "available"):
        (root / "var/lib/dpkg" / file).touch()
    # Depends are apt's to look at, below: in this root there is nothing but ours.
    dpkg = ["dpkg", f"--root={root}", f"--log={root}/dpkg.log", "--force-depends", "--force-not-root", "--force-script-chrootless"]
    call([*dpkg, "-i", deb], limit=120)
    installed = OnLinux(root / "usr" / "bin" / TRAY, root / "usr" / "bin" / COMMAND, home)
    installed.check(project.version)
    call([*dpkg, "-i", deb], limit=120)  # over itself: an upgrade
    call([*dpkg, "--purge", TRAY], limit=120)
    if left := [str(path.relative_to(root)) for path in (root / "usr").rglob("*") if not path.is_dir()]:
        raise SetupError(f"dpkg --purge left {', '.join(left[:5])}.")
    seen = ["installed with dpkg into a root of its own, run, upgraded, purged: nothing left"]
    if shutil.which("apt-get"):
        call(["apt-get", "install", "-s", "--no-install-recommends", "-o", "Debug::NoLocking=1", deb])
        seen.append("apt finds all that it depends on")
    return seen


def build_tarball(project: Project, folder: Path, target: Path, level: str) -> Path:
    """The tar.xz; `level` is xz's. Equal files give equal archives."""
    name = f"{TRAY}-{project.version}"
    top = fresh(project.build / "tarball") / name
    shutil.copytree(folder, top, symlinks=True)
    write_share(project, top / "share")
    shutil.copy2(project.packaging / "linux" / "install.sh", top / "install.sh")
    options = ["--sort=name", "--owner=0", "--group=0", "--numeric-owner", f"--mtime=@{project.commit_time()}", "--mode=go-w"]
    call(["tar", *options, "-C", top.parent, "-I", f"xz -T0 {level}", "-cf", target, name], limit=600)
    return target


def try_tarball(project: Project, archive: Path, home: Path) -> list[str]:
    """Unpacked, installed for one person in a home with a space in its name, run, removed. What was seen.

    Raises:
        SetupError: at the first thing that is not as it should be.
    """
    work = fresh(project.build / "tarball-try")
    call(["tar", "-C", work, "-xf", archive])
    (top,) = work.iterdir()
    person = work / "a home"
    person.mkdir()
    extra: Mapping[str, str] = {"HOME": str(person), "XDG_DATA_HOME": ""}
    OnLinux(top / TRAY, top / COMMAND, home).check(project.version)
    call([top / "install.sh"], extra=extra)
    OnLinux(person / ".local" / "bin" / TRAY, person / ".local" / "bin" / COMMAND, home).check(project.version)
    entry = person / ".local" / "share" / "applications" / f"{APP_ID}.desktop"
    call(["desktop-file-validate", entry])
    call([top / "install.sh"], extra=extra)
    call([top / "install.sh", "--remove"], extra=extra)
    if left := [str(path.relative_to(person)) for path in person.rglob("*") if not path.is_dir()]:
        raise SetupError(f"install.sh --remove left {', '.join(left[:5])}.")
    return ["run where it was unpacked, installed for one person, upgraded, removed: nothing left"]
