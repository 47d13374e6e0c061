"""The local interface for scripts: what the preferences say of it, and what it answers to a request that it does not take."""

from __future__ import annotations

from typing import TYPE_CHECKING

from usagebar_qt.wording.sentence import QT_TRANSLATE_NOOP

if TYPE_CHECKING:
    from collections.abc import Mapping

SWITCH = QT_TRANSLATE_NOOP("wording", "Local &interface for scripts")
PORT = QT_TRANSLATE_NOOP("wording", "Port &number")
ANY_PORT = QT_TRANSLATE_NOOP("wording", "any free one")
COPY_ADDRESS = QT_TRANSLATE_NOOP("wording", "Copy &address")
OFF = QT_TRANSLATE_NOOP(
    "wording", "When it is on, programs on this computer that may read a file of yours can ask for the figures."
)
ON = QT_TRANSLATE_NOOP("wording", "On at {address}. Address and token are in {file}, which you alone can read.")
PORT_TAKEN = QT_TRANSLATE_NOOP("wording", "Another program has this port. Choose another one.")
FAILED = QT_TRANSLATE_NOOP("wording", "It could not be started. The log says why.")

REFUSALS: Mapping[int, tuple[str, str]] = {
    400: ("bad_request", "This is no request that can be understood."),
    401: ("unauthorized", "Send the token of local-api.json as 'Authorization: Bearer TOKEN'. It changes at each start."),
    403: ("forbidden", "Requests from web pages are refused."),
    404: ("not_found", "There is only /v1/status here."),
    405: ("method_not_allowed", "Only GET is answered here."),
    408: ("timed_out", "The request did not come in time."),
    421: ("misdirected", "Ask by the address in local-api.json: another name in the Host header is refused."),
    431: ("too_large", "The request is too long."),
    503: ("unavailable", "Too many ask at once, or there is nothing to read yet. Try again shortly."),
}
"""Status to the code for programs and the sentence for people. English, as everything is that scripts read."""
