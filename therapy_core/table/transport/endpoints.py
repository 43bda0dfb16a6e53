"""Where requests go, and by which way: asked of botocore once, without building a client.

Building one reads the model of the whole service; what a request needs to know is its URL, the
region that it is signed for, the proxy in between and the certificates to trust.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from botocore.configprovider import ConfiguredEndpointProvider
from botocore.endpoint_provider import EndpointProvider
from botocore.exceptions import InvalidProxiesConfigError
from botocore.httpsession import ProxyConfiguration, get_cert_path
from botocore.session import Session
from botocore.utils import get_environ_proxies

_HERE = {"localhost", "127.0.0.1", "::1"}
_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True)
class Address:
    """Name a server: `scheme` is http or https."""

    scheme: str
    host: str
    port: int

    @classmethod
    def of(cls, url: str) -> Address:
        """Return the address in `url`."""
        parts = urlsplit(url)
        return cls(parts.scheme, parts.hostname or "", parts.port or _PORTS[parts.scheme])


@dataclass(frozen=True)
class Endpoint:
    """Say where requests go.

    `url` has a path, "/" at least; `region` is the one to sign for; `trusted` is the file of the
    certificates to trust; `proxy` is a URL, which may hold a password.
    """

    url: str
    region: str
    trusted: str | None = None
    proxy: str | None = field(default=None, repr=False)
    proxy_headers: dict[str, str] = field(default_factory=dict, repr=False)

    @property
    def host(self) -> str:
        """Return what the Host header says."""
        return urlsplit(self.url).netloc.rpartition("@")[2]


def is_here(endpoint: str | None) -> bool:
    """Tell whether an endpoint is on this machine."""
    return bool(endpoint) and urlsplit(endpoint or "").hostname in _HERE


def resolved(session: Session, url: str | None, region: str, service: str = "dynamodb") -> Endpoint:
    """Return where a service is: at `url`, or where botocore finds it in `region`.

    Raises botocore's `EndpointResolutionError`, and `InvalidProxiesConfigError` for a proxy that
    is itself spoken to over TLS, for which there is the other transport.
    """
    given = url or _configured(session, service)
    found, signed_for = (given, region) if given else _of_region(session, region, service)
    found = found if urlsplit(found).path else found + "/"
    proxies = ProxyConfiguration(get_environ_proxies(found))
    proxy = proxies.proxy_url_for(found)
    if proxy and proxy.startswith("https:"):
        raise InvalidProxiesConfigError(error="set DYNAMODB_TRANSPORT=botocore for an https proxy")
    headers = proxies.proxy_headers_for(proxy) if proxy else {}
    return Endpoint(found, signed_for, _trusted(session), proxy, headers)


def _configured(session: Session, service: str) -> str | None:
    """Return the endpoint that AWS_ENDPOINT_URL, its kin or the configuration file name."""
    if session.get_config_variable("ignore_configured_endpoint_urls"):
        return None
    scoped = session.get_scoped_config()
    provider = ConfiguredEndpointProvider(session.full_config, scoped, service)
    found: str | None = provider.provide()
    return found


def _of_region(session: Session, region: str, service: str) -> tuple[str, str]:
    """Return the URL that botocore's rules give for a region, and the region to sign for."""
    loader: Any = session.get_component("data_loader")
    rules = loader.load_service_model(service, "endpoint-rule-set-1")
    provider = EndpointProvider(rules, loader.load_data("partitions"))
    found: Any = provider.resolve_endpoint(
        Region=region,
        UseFIPS=bool(session.get_config_variable("use_fips_endpoint")),
        UseDualStack=bool(session.get_config_variable("use_dualstack_endpoint")),
        AccountIdEndpointMode="disabled",
    )
    schemes = found.properties.get("authSchemes", [])
    return found.url, next((s["signingRegion"] for s in schemes if "signingRegion" in s), region)


def _trusted(session: Session) -> str | None:
    """Return the file that the configuration names, or the one that botocore brings."""
    named: Any = session.get_config_variable("ca_bundle") or os.environ.get("REQUESTS_CA_BUNDLE")
    file: str | None = get_cert_path(named or True)
    return file
