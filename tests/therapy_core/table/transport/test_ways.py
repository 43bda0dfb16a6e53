"""The ways to a table: over TLS, through proxies, from threads and forks."""

from __future__ import annotations

import datetime as dt
import os
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

import pytest
from botocore.exceptions import InvalidProxiesConfigError, ProxyConnectionError, SSLError
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from tests.therapy_core.table.transport.servers import Deed, Server, say
from tests.therapy_core.table.transport.test_lean import ASKED, FINE, FOUND
from therapy_core.table import LeanTransport

PROXIES = ("http_proxy", "https_proxy", "no_proxy", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY")


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    """Begin without the proxies of whoever runs the tests."""
    for name in PROXIES:
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a file with a key and a certificate for `localhost`, signed by itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    now = dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    file = tmp_path_factory.mktemp("tls") / "both.pem"
    file.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        + made.public_bytes(serialization.Encoding.PEM)
    )
    return file


@pytest.fixture
def secure(certificate: Path) -> Iterator[Server]:
    """Return a server that is spoken to over TLS."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    with Server(say(FINE), context=context) as server:
        yield server


@pytest.mark.parametrize("variable", ["AWS_CA_BUNDLE", "REQUESTS_CA_BUNDLE"])
def test_a_server_with_a_trusted_certificate_is_spoken_to(
    secure: Server, certificate: Path, monkeypatch: pytest.MonkeyPatch, variable: str
) -> None:
    """The variables that botocore reads name what to trust; connections are kept as others."""
    monkeypatch.delenv("AWS_CA_BUNDLE", raising=False)
    monkeypatch.delenv("REQUESTS_CA_BUNDLE", raising=False)
    monkeypatch.setenv(variable, str(certificate))
    with closing(LeanTransport(secure.url)) as transport:
        assert [transport("GetItem", ASKED) for _ in range(5)] == [FOUND] * 5
    assert secure.connections == 1


@pytest.mark.parametrize("trusted", [False, True])
def test_a_server_that_is_not_who_it_says_gets_nothing(
    secure: Server, certificate: Path, monkeypatch: pytest.MonkeyPatch, trusted: bool
) -> None:
    """A certificate that nobody vouches for, or for another name, ends it before a request."""
    if trusted:
        monkeypatch.setenv("AWS_CA_BUNDLE", str(certificate))
    host = "127.0.0.1" if trusted else "localhost"
    with pytest.raises(SSLError):
        LeanTransport(f"https://{host}:{secure.port}")("GetItem", ASKED)
    assert secure.requests == []


def connecting(to: Server) -> Deed:
    """Return the deed of a proxy that opens a tunnel to a server."""

    def deed(connection: socket.socket, _request: bytes) -> bool:
        away = socket.create_connection(("127.0.0.1", to.port))
        connection.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
        back = threading.Thread(target=_pump, args=(away, connection), daemon=True)
        back.start()
        _pump(connection, away)
        return False

    return deed


def _pump(source: socket.socket, target: socket.socket) -> None:
    with suppress(OSError):
        while data := source.recv(65536):
            target.sendall(data)
        target.shutdown(socket.SHUT_RDWR)


def test_a_proxy_leads_to_a_server_over_tls(
    secure: Server, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Through a tunnel, with the name and password that the proxy's URL holds for it alone."""
    monkeypatch.setenv("AWS_CA_BUNDLE", str(certificate))
    with Server(connecting(secure)) as proxy:
        monkeypatch.setenv("HTTPS_PROXY", f"http://me:word@localhost:{proxy.port}")
        with closing(LeanTransport(secure.url)) as transport:
            assert transport("GetItem", ASKED) == transport("GetItem", ASKED) == FOUND
        assert proxy.requests[0].startswith(f"CONNECT localhost:{secure.port} HTTP/1.".encode())
    assert len(proxy.requests) == 1
    assert b"Proxy-Authorization: Basic bWU6d29yZA==" in proxy.requests[0]
    assert len(secure.requests) == 2
    assert all(b"roxy" not in request for request in secure.requests)


def test_a_proxy_is_given_the_whole_url_of_a_plain_server(monkeypatch: pytest.MonkeyPatch) -> None:
    """As RFC 9112, 3.2.2, asks; and what NO_PROXY names is spoken to directly."""
    with Server(say(FINE)) as proxy:
        monkeypatch.setenv("HTTP_PROXY", f"http://me:word@localhost:{proxy.port}")
        monkeypatch.setenv("http_proxy", f"http://me:word@localhost:{proxy.port}")
        with closing(LeanTransport("http://engine.example:8000")) as transport:
            assert transport("GetItem", ASKED) == FOUND
        assert proxy.requests[0].startswith(b"POST http://engine.example:8000/ HTTP/1.1\r\n")
        assert b"Proxy-Authorization: Basic bWU6d29yZA==" in proxy.requests[0]
        monkeypatch.setenv("NO_PROXY", "localhost")
        with Server(say(FINE)) as direct, closing(LeanTransport(direct.url)) as transport:
            assert transport("GetItem", ASKED) == FOUND
            assert (len(direct.requests), len(proxy.requests)) == (1, 1)


def test_a_proxy_that_fails_is_named_without_its_password(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whether it isn't there or doesn't let anybody through."""
    with Server(say(b"HTTP/1.1 407 No\r\nContent-Length: 0\r\n\r\n")) as closed:
        monkeypatch.setenv("https_proxy", f"http://me:word@localhost:{closed.port}")
        for _ in range(2):
            with pytest.raises(ProxyConnectionError) as caught:
                LeanTransport("https://engine.example")("GetItem", ASKED)
            assert "word" not in str(caught.value)
            closed.__exit__(None, None, None)


def test_a_proxy_over_tls_is_left_to_botocore(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is refused, and no password shown."""
    monkeypatch.setenv("https_proxy", "https://me:word@proxy.example")
    with pytest.raises(InvalidProxiesConfigError) as caught:
        LeanTransport("https://engine.example")("GetItem", ASKED)
    assert "word" not in str(caught.value)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system does not fork")
def test_a_forked_process_opens_connections_of_its_own() -> None:
    """While parent and child both go on, neither reads what was meant for the other."""
    with Server(say(FINE)) as server, closing(LeanTransport(server.url)) as transport:
        assert transport("GetItem", ASKED) == FOUND
        pid = os.fork()
        if pid == 0:
            fine = all(transport("GetItem", ASKED) == FOUND for _ in range(20))
            os._exit(0 if fine else 1)
        assert all(transport("GetItem", ASKED) == FOUND for _ in range(20))
        assert os.waitpid(pid, 0)[1] == 0
        assert server.connections == 2


def test_an_address_of_ip_version_6_is_reached() -> None:
    """It stands in brackets in the URL and in the Host header."""
    try:
        listening = socket.create_server(("::1", 0), family=socket.AF_INET6)
    except OSError:
        pytest.skip("this system has no IPv6")
    server = Server(say(FINE))
    server._listening.close()
    server._listening, port = listening, listening.getsockname()[1]
    with server, closing(LeanTransport(f"http://[::1]:{port}")) as transport:
        assert transport("GetItem", ASKED) == FOUND
    assert f"host: [::1]:{port}".encode() in server.requests[0]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system does not fork")
def test_a_fork_while_credentials_are_looked_up_does_not_wait_for_them() -> None:
    """The child looks for its own; whoever held the lock is not there to open it."""
    with Server(say(FINE)) as server, closing(LeanTransport(server.url)) as transport:
        transport._credentials._guard.acquire()
        pid = os.fork()
        if pid == 0:
            os._exit(0 if transport("GetItem", ASKED) == FOUND else 1)
        assert os.waitpid(pid, 0)[1] == 0


def test_closing_disturbs_nobody_who_is_sending() -> None:
    """A transport that is closed again and again goes on answering."""
    with Server(say(FINE)) as server, closing(LeanTransport(server.url)) as transport:
        ended = threading.Event()

        def close() -> None:
            while not ended.is_set():
                transport.close()

        closer = threading.Thread(target=close)
        closer.start()
        try:
            assert all(transport("GetItem", ASKED) == FOUND for _ in range(200))
        finally:
            ended.set()
            closer.join()
