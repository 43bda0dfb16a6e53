"""Settings from the environment, typed and checked once, at the start."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field

from therapy_core import variables
from therapy_core.errors import Misconfigured
from therapy_core.secret import HOW_TO_MAKE_ONE, SHORTEST_SECRET, Secret, weakness

__all__ = [
    "ENVIRONMENTS",
    "SECRET_NAMES",
    "SHORTEST_SECRET",
    "Secret",
    "Settings",
    "is_for_developers",
    "region_of",
    "transport_of",
]

ENVIRONMENTS = ("development", "test", "staging", "production")
LONGEST_KEY_CACHE = 3600
"""Seconds: a process can go on under a former generation of a data key for this long."""
TRANSPORTS = ("lean", "botocore")
SECRET_NAMES = (
    "JWT_SECRET",
    "OTHER_JWT_SECRETS",
    "LONG_TERM_SECRET",
    "PREVIOUS_LONG_TERM_SECRETS",
    "PASSWORD_PEPPER",
    "MASTER_KEY",
    "PREVIOUS_MASTER_KEYS",
    "ORIGIN_KEY",
    "PREVIOUS_ORIGIN_KEYS",
)
"""The variables that hold secrets."""
LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")


@dataclass(frozen=True, slots=True)
class Settings:
    """Hold everything that differs between one running practice and another."""

    environment: str = "development"
    port: int = 5000
    processes: int = 0
    table_name: str = "therapy-practice"
    endpoint: str | None = None
    region: str = "eu-central-1"
    transport: str = "lean"
    shards: int = 1
    jwt_secret: Secret = field(default_factory=Secret)
    other_jwt_secrets: tuple[Secret, ...] = ()
    long_term_secret: Secret = field(default_factory=Secret)
    previous_long_term_secrets: tuple[Secret, ...] = ()
    password_pepper: Secret = field(default_factory=Secret)
    master_key: Secret = field(default_factory=Secret)
    previous_master_keys: tuple[Secret, ...] = ()
    kms_key_id: str | None = None
    key_cache_seconds: int = 300
    bcrypt_cost: int = 12
    hashing_places: int = 32
    access_minutes: int = 15
    refresh_days: int = 30
    request_days: int = 30
    cancel_cutoff_hours: int = 24
    message_edit_minutes: int = 15
    cors_origins: tuple[str, ...] = ()
    hold_hours: int = 24
    most_holds: int = 3
    log_level: str = "INFO"
    trusted_proxies: int = 0
    origin_key: Secret = field(default_factory=Secret)
    previous_origin_keys: tuple[Secret, ...] = ()
    site_folder: str | None = None

    @property
    def in_development(self) -> bool:
        """Tell whether conveniences for developers are on: own secrets, demo accounts."""
        return is_for_developers(self.environment)

    @property
    def jwt_secrets(self) -> tuple[Secret, ...]:
        """Return what tokens are verified by; the first of them signs."""
        return (self.jwt_secret, *self.other_jwt_secrets)

    @property
    def long_term_secrets(self) -> tuple[Secret, ...]:
        """Return what the audit's seals are verified by; the first of them signs."""
        return (self.long_term_secret or self.jwt_secret, *self.previous_long_term_secrets)

    @property
    def origin_keys(self) -> tuple[Secret, ...]:
        """Return the keys by which CloudFront is known, none of them empty."""
        return tuple(key for key in (self.origin_key, *self.previous_origin_keys) if key)

    @classmethod
    def from_environment(cls, environ: Mapping[str, str] = os.environ) -> Settings:
        """Read the settings from `environ`; `.env.example` says what each variable means.

        Raises `Misconfigured`, naming the variable, for a value that can't be read and, outside
        development, for a secret that is missing, shorter than 32 characters or easy to guess.
        Data keys are wrapped by `MASTER_KEY` or by `KMS_KEY_ID`, never by both.
        """
        environment = variables.choice(environ, "THERAPY_ENV", "development", ENVIRONMENTS)
        relaxed = is_for_developers(environment)
        kms_key_id = variables.text(
            environ, "KMS_KEY_ID", "", r"([A-Za-z0-9:/_-]{1,2048})?", "a KMS key's id, ARN or alias"
        )
        settings = cls(
            environment=environment,
            port=variables.number(environ, "PORT", 5000, 1, 65535),
            processes=variables.number(environ, "WEB_CONCURRENCY", 0, 0, 256),
            table_name=variables.text(
                environ,
                "TABLE_NAME",
                "therapy-practice",
                r"[A-Za-z0-9_.-]{3,255}",
                "3 to 255 letters, digits, dots, hyphens and underscores",
            ),
            endpoint=variables.server(environ, "DYNAMODB_ENDPOINT"),
            region=region_of(environ),
            transport=transport_of(environ),
            shards=variables.number(environ, "THERAPY_SHARDS", 1, 1, 100),
            jwt_secret=_secret(environ, "JWT_SECRET", relaxed=relaxed),
            other_jwt_secrets=_secrets(environ, "OTHER_JWT_SECRETS", relaxed=relaxed),
            long_term_secret=_secret(
                environ,
                "LONG_TERM_SECRET",
                relaxed=relaxed or not environ.get("LONG_TERM_SECRET", "").strip(),
            ),
            previous_long_term_secrets=variables.secrets(environ, "PREVIOUS_LONG_TERM_SECRETS"),
            password_pepper=_secret(environ, "PASSWORD_PEPPER", relaxed=relaxed),
            master_key=_secret(environ, "MASTER_KEY", relaxed=relaxed or bool(kms_key_id)),
            previous_master_keys=variables.secrets(environ, "PREVIOUS_MASTER_KEYS"),
            kms_key_id=kms_key_id or None,
            key_cache_seconds=variables.number(
                environ, "KEY_CACHE_SECONDS", 300, 0, LONGEST_KEY_CACHE
            ),
            # OWASP's password storage cheat sheet asks for a work factor of 10 or more.
            bcrypt_cost=variables.number(environ, "BCRYPT_COST", 12, 4 if relaxed else 10, 16),
            hashing_places=variables.number(environ, "HASHING_PLACES", 32, 1, 256),
            access_minutes=variables.number(environ, "ACCESS_MINUTES", 15, 1, 24 * 60),
            refresh_days=variables.number(environ, "REFRESH_DAYS", 30, 1, 365),
            request_days=variables.number(environ, "REQUEST_DAYS", 30, 1, 365),
            cancel_cutoff_hours=variables.number(environ, "CANCEL_CUTOFF_HOURS", 24, 0, 24 * 14),
            message_edit_minutes=variables.number(environ, "MESSAGE_EDIT_MINUTES", 15, 0, 24 * 60),
            cors_origins=variables.origins(environ, "CORS_ORIGINS", encrypted=not relaxed),
            hold_hours=variables.number(environ, "HOLD_HOURS", 24, 1, 168),
            most_holds=variables.number(environ, "MOST_HOLDS", 3, 1, 20),
            log_level=variables.choice(environ, "LOG_LEVEL", "INFO", LOG_LEVELS),
            trusted_proxies=variables.number(environ, "TRUSTED_PROXIES", 0, 0, 10),
            origin_key=_secret(environ, "ORIGIN_KEY", relaxed=True),
            previous_origin_keys=variables.secrets(environ, "PREVIOUS_ORIGIN_KEYS"),
            site_folder=environ.get("SITE_FOLDER", "").strip() or None,
        )
        return settings._consistent()

    def _consistent(self) -> Settings:
        """Return these settings, or raise `Misconfigured` if two of them don't go together."""
        if _overlap(*self.jwt_secrets, self.password_pepper, self.master_key) or _overlap(
            self.long_term_secret, self.password_pepper, self.master_key
        ):
            raise Misconfigured(
                "JWT_SECRET, each of OTHER_JWT_SECRETS, PASSWORD_PEPPER and MASTER_KEY have to "
                "differ, and LONG_TERM_SECRET from the last two: who learns one must not have the "
                f"others. Make one with {HOW_TO_MAKE_ONE}"
            )
        if self.other_jwt_secrets and not self.long_term_secret:
            raise Misconfigured(
                "LONG_TERM_SECRET has to be set before JWT_SECRET changes: to what JWT_SECRET was "
                "so far, as the audit's seals were signed with that."
            )
        if self.master_key and self.kms_key_id:
            raise Misconfigured(
                "MASTER_KEY and KMS_KEY_ID are both set; one of them wraps the data keys. A master "
                "key that did so before goes into PREVIOUS_MASTER_KEYS."
            )
        return self


def is_for_developers(environment: str) -> bool:
    """Tell whether conveniences for developers are on in an environment of this name."""
    return environment in ("development", "test")


def region_of(environ: Mapping[str, str]) -> str:
    """Return the AWS region that `environ` names. Raises `Misconfigured` for what can't be one."""
    return variables.text(
        environ, "AWS_REGION", "eu-central-1", r"[a-z0-9-]{2,30}", "a region like eu-west-1"
    )


def transport_of(environ: Mapping[str, str]) -> str:
    """Return the way to AWS that `environ` names. Raises `Misconfigured` for another than ours."""
    return variables.choice(environ, "DYNAMODB_TRANSPORT", "lean", TRANSPORTS)


def _overlap(*secrets: Secret) -> bool:
    """Tell whether two of these are the same; what isn't set doesn't count."""
    given = [secret for secret in secrets if secret]
    return len(set(given)) != len(given)


def _secret(environ: Mapping[str, str], name: str, *, relaxed: bool) -> Secret:
    """Return a secret; where the rules aren't relaxed, refuse one that is easy to guess."""
    return _strong(Secret(environ.get(name, "").strip()), name, relaxed=relaxed)


def _secrets(environ: Mapping[str, str], name: str, *, relaxed: bool) -> tuple[Secret, ...]:
    """Return the secrets of a list, each under the rules of `_secret`; there may be none."""
    return tuple(_strong(s, name, relaxed=relaxed) for s in variables.secrets(environ, name))


def _strong(secret: Secret, name: str, *, relaxed: bool) -> Secret:
    fault = weakness(secret)
    if fault and not relaxed:
        raise Misconfigured(f"{name} {fault}. Set it to what this prints: {HOW_TO_MAKE_ONE}")
    return secret
