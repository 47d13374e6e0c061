"""Renewing Claude's sign-in without harm: Claude Code's own locks, a look before the token is spent, a file that is always whole.

Steps (contracts C): note what we are about to make; take the two locks; read again; see that the file can be written; see that the
locks are still ours; one POST; the innermost lock; compare and replace; let go. A death between the service's answer and the
replace loses the sign-in, and nothing can prevent that, so as little as possible lies between.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING

from usagebar_qt.credentials.claude_file import CredentialsFile, RenewedLogin, Replaced
from usagebar_qt.credentials.claude_locks import Held, Places, Times, Watch, take_for_renewal, write_lock
from usagebar_qt.credentials.lock_notes import NOTES_FOLDER, LockNotes
from usagebar_qt.domain.errors import CredentialError, CredentialLocked, CredentialUnreadable, NotRenewed, Remaining, SignInExpired
from usagebar_qt.domain.models import Renewal
from usagebar_qt.domain.settings import usual_renewal
from usagebar_qt.providers.claude import token_url
from usagebar_qt.providers.claude_cli import ClaudeCli
from usagebar_qt.providers.claude_token import DEADLINE_SECONDS, renewed
from usagebar_qt.providers.renewal import Renewed
from usagebar_qt.providers.transport import HttpClient

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from usagebar_qt.credentials.claude_store import ClaudeLogin, ClaudeStore
    from usagebar_qt.domain.clock import Clock
    from usagebar_qt.domain.credential import Credential
    from usagebar_qt.domain.models import Account
    from usagebar_qt.domain.secret import Secret
    from usagebar_qt.providers.renewal import Line

log = logging.getLogger(__name__)

LOCKS_SECONDS = 15.0
"""In all, until both locks are ours."""
RETRY_SECONDS = 0.3
HOLD_SECONDS = 60.0
"""How long the locks are kept while an answer cannot be saved: whoever takes them would spend the dead token again."""
SAVE_SECONDS = 1.0
SLOW_SAVE_SECONDS = 10.0
"""Between two tries to save: while the locks are held, and afterwards. At first a moment."""
CLI_PAUSE_SECONDS = 600.0
"""Claude Code is asked at most this often for one token."""
TELL_SECONDS = 1.0
"""Claude Code holds its innermost lock for milliseconds; only what lasts longer is worth a word."""
QUICK_SAVE_SECONDS = 0.05


@dataclass(frozen=True, slots=True)
class ClaudeRenewer:
    """Renews directly or through Claude Code, as the account wishes and its sign-in allows."""

    store: ClaudeStore
    notes: LockNotes
    cli: ClaudeCli
    neutral: Path
    """An empty folder of ours for Claude Code to run in."""
    platform: str
    post: Callable[[Secret], RenewedLogin]
    """Blocking, at most 10 s; raises as `claude_token.renewed` does."""
    times: Times

    def renew(self, account: Account, credential: Credential, line: Line) -> Renewed:
        """Raises `NotRenewed`, `CredentialLocked`, `CredentialUnreadable`, and `TransportError` where nothing was sent."""
        mode = account.renewal
        if mode is Renewal.NEVER:
            raise NotRenewed("renewal_off", Remaining.USER)
        config_dir = account.options.get("config_dir") or None
        login = self.store.read(config_dir)
        if login.access != credential.secret:
            return Renewed.ELSEWHERE
        if login.refresh is None:
            raise NotRenewed("no_refresh_token", Remaining.USER)
        if mode is Renewal.PLATFORM:
            mode = usual_renewal(self.platform)
        if mode is Renewal.AUTOMATIC and login.may_be_renewed and login.path is not None:
            return _Direct(self, config_dir, login, login.refresh, login.path, line).run()
        return self._through_claude_code(config_dir, login, line)

    def tidy(self) -> None:
        """Clears what a killed process of ours has left in Claude Code's folder, within Claude Code's own rules."""
        self.notes.clean_up(self.times.wall())

    def _through_claude_code(self, config_dir: str | None, login: ClaudeLogin, line: Line) -> Renewed:
        command = self.cli.find()
        if command is None:
            raise NotRenewed("no_cli", Remaining.USER)

        def has_changed() -> bool:
            try:
                return self.store.read(config_dir).access != login.access
            except CredentialError:
                return False  # signed out or being written: not renewed

        later = NotRenewed("cli", Remaining.LATER, wait_seconds=CLI_PAUSE_SECONDS)
        line.asks(later)
        try:
            # It runs in a folder of its own and knows no `~`.
            chosen = str(self.store.config_folder(config_dir).absolute()) if config_dir else None
            changed = self.cli.run(command, self.neutral, chosen, has_changed=has_changed, goes_on=lambda: not line.is_leaving())
        except OSError:
            raise NotRenewed("no_cli", Remaining.LATER, wait_seconds=CLI_PAUSE_SECONDS) from None
        if not changed:
            raise later
        return Renewed.ELSEWHERE


@dataclass(slots=True)
class _Direct:
    """One renewal by ourselves."""

    owner: ClaudeRenewer
    config_dir: str | None
    login: ClaudeLogin
    spent: Secret
    path: Path
    line: Line

    def run(self) -> Renewed:
        times = self.owner.times
        places = Places.of(self.owner.store.secrets_folder(self.config_dir))
        file = CredentialsFile(self.path, times.sleep)
        self.owner.tidy()
        self.line.hold()
        try:
            with self.owner.notes.noted(places.all(), file.temporary):
                return self._locked(places, file)
        except OSError:  # a note or a lock that cannot be made: nothing was sent
            raise NotRenewed("cannot_write", Remaining.LATER, wait_seconds=CLI_PAUSE_SECONDS) from None
        finally:
            self.line.let_go()

    def _locked(self, places: Places, file: CredentialsFile) -> Renewed:
        times = self.owner.times
        watch, ends = Watch(times), times.monotonic() + LOCKS_SECONDS
        while True:
            self._unless_leaving()
            if self._is_renewed(file):
                return Renewed.ELSEWHERE  # whoever held the locks did it: no need to queue for them
            held = take_for_renewal(places, watch, times)
            if held is not None:
                try:
                    done = self._with_locks(places, file, held, watch)
                finally:
                    held.release()
                if done is not None:
                    return done
            if times.monotonic() >= ends:
                raise CredentialLocked("lock_held")
            self.line.pause(RETRY_SECONDS)

    def _is_renewed(self, file: CredentialsFile) -> bool:
        try:
            return file.refresh_token() != self.spent.reveal()
        except CredentialUnreadable:
            return False  # being written at this moment, perhaps

    def _unless_leaving(self) -> None:
        if self.line.is_leaving():
            raise CredentialLocked("lock_held")

    def _with_locks(self, places: Places, file: CredentialsFile, held: Held, watch: Watch) -> Renewed | None:
        """None: the locks were lost, or not all to be had, before anything was sent, so all of it starts over."""
        # The innermost too, for a moment: what stands in its place for good must be found out before the token is spent.
        with write_lock(places, watch, self.owner.times) as is_ours:
            if not is_ours:
                return None
            if file.refresh_token() != self.spent.reveal():
                return Renewed.ELSEWHERE
            file.check_writable()
        self._unless_leaving()
        if not held.are_ours():
            return None
        renewed = self.owner.post(self.spent)
        return self._saved(places, file, held, renewed)

    def _saved(self, places: Places, file: CredentialsFile, held: Held, renewed: RenewedLogin) -> Renewed:
        """The spent token is dead from here on: this ends with the new one in the file, or with the program."""
        times, watch = self.owner.times, Watch(self.owner.times)
        began = times.monotonic()
        told = released = False
        while (replaced := self._try_to_save(places, file, watch, renewed)) is None:
            passed = times.monotonic() - began
            if passed >= TELL_SECONDS and file.is_gone():
                replaced = Replaced.LEFT_ALONE
                break
            if not told and passed >= TELL_SECONDS:
                log.warning("the renewed sign-in cannot be saved yet; it is tried again and again")
                self.line.trouble(SignInExpired("unsaved"))
                told = True
            if self.line.must_end():
                raise NotRenewed("lost_write", Remaining.REFUSED)
            if not released and passed >= HOLD_SECONDS:
                held.release()
                self.line.let_go()
                released = True
            self.line.pause(SLOW_SAVE_SECONDS if released else SAVE_SECONDS if told else QUICK_SAVE_SECONDS)
        if told:
            log.info("the renewed sign-in could be saved after all")
        if replaced is Replaced.LEFT_ALONE:
            log.info("another sign-in is in the file now, or none; it is left alone")
            return Renewed.ELSEWHERE
        return Renewed.BY_US

    def _try_to_save(self, places: Places, file: CredentialsFile, watch: Watch, renewed: RenewedLogin) -> Replaced | None:
        """None where it is not saved yet: the disk refuses, the lock is held, or the file is being written by somebody."""
        try:
            with write_lock(places, watch, self.owner.times) as held:
                return file.replace(self.spent, renewed, held.are_ours) if held is not None else None
        except (OSError, CredentialLocked, CredentialUnreadable):
            return None


def build_renewer(
    environ: Mapping[str, str], home: Path, platform: str, store: ClaudeStore, clock: Clock, state: Path
) -> ClaudeRenewer:
    """With its real parts. `state`: our folder, where the locks that we take are noted."""

    async def ask(refresh: Secret) -> RenewedLogin:
        client = HttpClient(environ)
        try:
            return await renewed(client.exchange(DEADLINE_SECONDS), token_url(environ), refresh, clock.now())
        finally:
            with contextlib.suppress(OSError, RuntimeError):  # the answer is here: a connection that ends badly must not cost it
                await client.aclose()

    def post(refresh: Secret) -> RenewedLogin:
        # A client and a loop of its own, on the renewal's own thread: the program's loop may be closing meanwhile.
        # Not `asyncio.run`: that waits for a thread that looks up a name, however long it hangs, and Claude Code's locks with it.
        loop = asyncio.new_event_loop()
        try:
            return loop.run_until_complete(ask(refresh))
        finally:
            loop.close()

    times = Times(lambda: clock.now().timestamp(), clock.monotonic)
    cli = ClaudeCli(environ, home)
    return ClaudeRenewer(store, LockNotes(state / NOTES_FOLDER), cli, state / "empty", platform, post, times)
