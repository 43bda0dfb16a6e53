"""Find and check TCP ports on this machine."""

from __future__ import annotations

import socket

from therapy_cli.engine.errors import PortTaken

HOST = "127.0.0.1"


def free_port() -> int:
    """Return a port that nothing listens on just now."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port


def claim(port: int, host: str = HOST) -> int:
    """Return `port`, or a free one for 0; raise `PortTaken` if something listens there."""
    if not port:
        return free_port()
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            raise PortTaken(port) from None
    return port
