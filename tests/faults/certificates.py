"""What the sites of a made-up network show when TLS begins: good certificates, and every kind that must be refused."""

from __future__ import annotations

import ssl
import warnings
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import trustme

if TYPE_CHECKING:
    from pathlib import Path

DAY = timedelta(days=1)


class Certificates:
    """One authority that the program is told to trust, and one that nobody knows."""

    def __init__(self) -> None:
        self._trusted, self._unknown = trustme.CA(), trustme.CA()

    def write_root(self, path: Path) -> None:
        """The file that `NODE_EXTRA_CA_CERTS` names."""
        self._trusted.cert_pem.write_to_path(str(path))

    def good(self, name: str) -> ssl.SSLContext:
        """As the real site's."""
        return _server(self._trusted.issue_cert(name))

    def wrong_name(self, _: str) -> ssl.SSLContext:
        """Of somebody else: a portal's, or a thief's."""
        return _server(self._trusted.issue_cert("portal.example"))

    def expired(self, name: str) -> ssl.SSLContext:
        """Until yesterday."""
        now = datetime.now(UTC)
        return _server(self._trusted.issue_cert(name, not_before=now - 30 * DAY, not_after=now - DAY))

    def not_yet(self, name: str) -> ssl.SSLContext:
        """From tomorrow on: what a computer sees whose clock is slow."""
        now = datetime.now(UTC)
        return _server(self._trusted.issue_cert(name, not_before=now + DAY, not_after=now + 30 * DAY))

    def unknown(self, name: str) -> ssl.SSLContext:
        """Of an authority that nobody has heard of: a company's proxy whose root is not installed, or self-made."""
        return _server(self._unknown.issue_cert(name))

    def old_tls(self, name: str) -> ssl.SSLContext:
        """The right certificate over TLS 1.0 and 1.1 alone."""
        context = self.good(name)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)
            context.set_ciphers("ALL:@SECLEVEL=0")
            context.minimum_version, context.maximum_version = ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1
        return context


def _server(leaf: trustme.LeafCert) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    leaf.configure_cert(context)
    return context
