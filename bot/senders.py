"""Whom an address stands for when what comes from it is counted."""

from __future__ import annotations

import hashlib
import ipaddress


def sender_of(address: str) -> str | None:
    """A short name of the customer behind an address; None for the machine itself, which nobody can be told by.

    It is the address of the machine's own programs, and of a proxy that passes nothing of its customers, who must not
    share one allowance. One customer has a whole /64 of IPv6.
    """
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        # Whatever a proxy has passed on; a Unix socket has none.
        return hashlib.sha256(address.encode("utf-8", "replace")).hexdigest()[:32] if address else None
    if isinstance(ip, ipaddress.IPv6Address):
        ip = ip.ipv4_mapped or ip
    if ip.is_loopback:
        return None
    return str(ip) if ip.version == 4 else f"{int(ip) >> 64:x}"
