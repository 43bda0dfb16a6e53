"""Settings: what is read, what is refused, and that secrets stay hidden."""

from __future__ import annotations

import base64
import copy
import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from therapy_core.errors import Misconfigured
from therapy_core.settings import Secret, Settings
from therapy_core.stored_secrets.store import VARIABLE

STRONG = "mB7dQ2xW9pLs4VnTzR6cYkH3fJ8gUaEo5iXq1wNv"
OTHER = "Zt5rKq8WmYx2Lh9PsNc4Vb7Gd3Jf6Ta1QuEoRiXp"
THIRD = "v8Hs3Xk6Qz1Tn9Wb5Ry2Lc7Md4Gf0JpUeAoIiYhE"
FOURTH = "Kq3Vw8Zr2Tn6Yb9Hm4Xs7Lc1Pd5Gf0JuEoAiQkRtM"
FIFTH = "Hw6Rn1Tb8Yq3Xk5Zm9Vc2Ls7Pd4Gj0FuAoEiIbQnK"
PRODUCTION = {
    "THERAPY_ENV": "production",
    "JWT_SECRET": STRONG,
    "PASSWORD_PEPPER": OTHER,
    "MASTER_KEY": THIRD,
}
EXAMPLE = Path(__file__).parents[2] / ".env.example"


def test_an_empty_environment_is_development_with_the_defaults() -> None:
    """Without any variable the settings are the class's own defaults."""
    assert Settings.from_environment({}) == Settings()


def test_reads_every_variable() -> None:
    """Each variable reaches its field, in the field's own type."""
    settings = Settings.from_environment(
        {
            **PRODUCTION,
            "PORT": "8080",
            "WEB_CONCURRENCY": "3",
            "TABLE_NAME": "clinic",
            "DYNAMODB_ENDPOINT": "http://dynamodb:8000/",
            "AWS_REGION": "eu-west-1",
            "THERAPY_SHARDS": "4",
            "OTHER_JWT_SECRETS": f"{FOURTH}, {FIFTH}",
            "LONG_TERM_SECRET": STRONG,
            "PREVIOUS_LONG_TERM_SECRETS": "three",
            "PREVIOUS_MASTER_KEYS": "one, two",
            "PREVIOUS_ORIGIN_KEYS": "four,",
            "KEY_CACHE_SECONDS": "60",
            "BCRYPT_COST": "13",
            "HASHING_PLACES": "3",
            "ACCESS_MINUTES": "5",
            "REFRESH_DAYS": "7",
            "REQUEST_DAYS": "14",
            "MESSAGE_EDIT_MINUTES": "5",
            "CORS_ORIGINS": "https://a.example, https://b.example:8443,",
            "LOG_LEVEL": "WARNING",
            "TRUSTED_PROXIES": "1",
        }
    )
    assert settings == Settings(
        environment="production",
        port=8080,
        processes=3,
        table_name="clinic",
        endpoint="http://dynamodb:8000",
        region="eu-west-1",
        shards=4,
        jwt_secret=Secret(STRONG),
        other_jwt_secrets=(Secret(FOURTH), Secret(FIFTH)),
        long_term_secret=Secret(STRONG),
        previous_long_term_secrets=(Secret("three"),),
        password_pepper=Secret(OTHER),
        master_key=Secret(THIRD),
        previous_master_keys=(Secret("one"), Secret("two")),
        previous_origin_keys=(Secret("four"),),
        key_cache_seconds=60,
        bcrypt_cost=13,
        hashing_places=3,
        access_minutes=5,
        refresh_days=7,
        request_days=14,
        message_edit_minutes=5,
        cors_origins=("https://a.example", "https://b.example:8443"),
        log_level="WARNING",
        trusted_proxies=1,
    )


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("THERAPY_ENV", "prod"),
        ("PORT", "0"),
        ("PORT", "65536"),
        ("WEB_CONCURRENCY", "many"),
        ("PORT", "5000x"),
        ("PORT", "\u0665\u0660\u0660\u0660"),
        ("PORT", "9" * 5000),
        ("TABLE_NAME", "a b"),
        ("TABLE_NAME", "ab"),
        ("DYNAMODB_ENDPOINT", "localhost:8000"),
        ("DYNAMODB_ENDPOINT", "http://user:pass@localhost:8000"),
        ("DYNAMODB_ENDPOINT", "http://localhost:8000/shell"),
        ("DYNAMODB_ENDPOINT", "http://localhost:port"),
        ("AWS_REGION", "Frankfurt am Main"),
        ("THERAPY_SHARDS", "-1"),
        ("BCRYPT_COST", "17"),
        ("HASHING_PLACES", "0"),
        ("KEY_CACHE_SECONDS", "3601"),
        ("KMS_KEY_ID", "alias therapy"),
        ("ACCESS_MINUTES", "0"),
        ("REFRESH_DAYS", "1.5"),
        ("CORS_ORIGINS", "*"),
        ("CORS_ORIGINS", "https://a.example,*"),
        ("CORS_ORIGINS", "https://a.example/app"),
        ("CORS_ORIGINS", "a.example"),
        ("LOG_LEVEL", "loud"),
        ("TRUSTED_PROXIES", "all"),
    ],
)
def test_a_value_that_cannot_be_read_is_refused_by_name(name: str, value: str) -> None:
    """A bad value stops the start with a message that names its variable."""
    with pytest.raises(Misconfigured, match=f"^{name} "):
        Settings.from_environment({name: value})


@pytest.mark.parametrize("name", ["OTHER_JWT_SECRETS", "LONG_TERM_SECRET"])
@pytest.mark.parametrize("value", [FOURTH[:31], "ab" * 32, "x" * 64])
def test_what_may_be_left_out_is_strong_where_it_is_given(name: str, value: str) -> None:
    """The next and the former JWT secrets, and the long-term one, are under the same rules."""
    with pytest.raises(Misconfigured, match=f"^{name} ") as caught:
        Settings.from_environment({**PRODUCTION, name: value})
    assert value not in str(caught.value)


def test_no_other_jwt_secret_is_one_that_is_in_use() -> None:
    """Neither JWT_SECRET, nor what is kept for something else, nor the same one twice."""
    last = {**PRODUCTION, "LONG_TERM_SECRET": FOURTH}
    for value in (STRONG, OTHER, THIRD, f"{FIFTH},{FIFTH}"):
        with pytest.raises(Misconfigured, match="differ") as caught:
            Settings.from_environment({**last, "OTHER_JWT_SECRETS": value})
        assert value not in str(caught.value)


def test_the_long_term_secret_is_what_the_jwt_secret_was_or_its_own() -> None:
    """What an installation began with may stay for what lasts; the others may not stand in."""
    found = Settings.from_environment(PRODUCTION)
    assert found.long_term_secrets == (Secret(STRONG),)
    both = {**PRODUCTION, "OTHER_JWT_SECRETS": FOURTH}
    for value in (STRONG, FOURTH, FIFTH):
        found = Settings.from_environment({**both, "LONG_TERM_SECRET": value})
        assert found.long_term_secrets == (Secret(value),)
    for value in (OTHER, THIRD):
        with pytest.raises(Misconfigured, match="differ"):
            Settings.from_environment({**both, "LONG_TERM_SECRET": value})


def test_the_jwt_secret_changes_only_when_what_lasts_has_a_secret_of_its_own() -> None:
    """Otherwise no seal from before would be accepted after the change."""
    with pytest.raises(Misconfigured, match="before JWT_SECRET changes"):
        Settings.from_environment({**PRODUCTION, "OTHER_JWT_SECRETS": FOURTH})


@pytest.mark.parametrize("name", ["JWT_SECRET", "PASSWORD_PEPPER", "MASTER_KEY"])
@pytest.mark.parametrize(
    "value",
    [
        "",
        "   ",
        STRONG[:31],
        "x" * 64,
        "ab" * 32,
        "0123456789abcdef" * 4,
        "a" * 60 + "bcde",
        "change-me-change-me-change-me-change-me",
        "change-this-secret-in-production-please",
        "your-super-secret-jwt-key-change-in-production",
        "abcdefghijklmnopqrstuvwxyz0123456789",
    ],
)
@pytest.mark.parametrize("environment", ["staging", "production"])
def test_outside_development_a_weak_secret_is_refused(
    environment: str, name: str, value: str
) -> None:
    """A missing, short, repetitive or well-known secret stops the start, without being shown."""
    with pytest.raises(Misconfigured, match=f"^{name} ") as caught:
        Settings.from_environment({**PRODUCTION, "THERAPY_ENV": environment, name: value})
    assert not value.strip() or value not in str(caught.value)


@settings(deadline=None)
@given(st.binary(min_size=32, max_size=64))
def test_random_secrets_are_taken(raw: bytes) -> None:
    """Secrets as the message tells to make them are taken."""
    secret = base64.urlsafe_b64encode(hashlib.sha384(raw).digest()).decode()
    assert Settings.from_environment({**PRODUCTION, "JWT_SECRET": secret}).jwt_secret


@pytest.mark.parametrize("name", ["PASSWORD_PEPPER", "MASTER_KEY"])
def test_the_secrets_have_to_differ(name: str) -> None:
    """One value for two secrets is refused."""
    with pytest.raises(Misconfigured, match="differ"):
        Settings.from_environment({**PRODUCTION, name: STRONG})


def test_data_keys_are_wrapped_by_one_thing_alone() -> None:
    """A KMS key takes the place of the master key; both together are refused."""
    kms = {**PRODUCTION, "KMS_KEY_ID": "alias/therapy", "MASTER_KEY": ""}
    assert Settings.from_environment(kms).kms_key_id == "alias/therapy"
    with pytest.raises(Misconfigured, match="both set"):
        Settings.from_environment({**PRODUCTION, "KMS_KEY_ID": "alias/therapy"})


def test_outside_development_passwords_cost_and_origins_are_encrypted() -> None:
    """Conveniences of development are refused elsewhere."""
    with pytest.raises(Misconfigured, match="BCRYPT_COST"):
        Settings.from_environment({**PRODUCTION, "BCRYPT_COST": "4"})
    with pytest.raises(Misconfigured, match="CORS_ORIGINS"):
        Settings.from_environment({**PRODUCTION, "CORS_ORIGINS": "http://a.example"})
    assert Settings.from_environment({"BCRYPT_COST": "4"}).bcrypt_cost == 4


@pytest.mark.parametrize("show", [str, repr, "{}".format, "{!r}".format, "%s".__mod__])
def test_a_secret_does_not_show_itself(show: object) -> None:
    """No way of turning settings or a secret into text shows the secret."""
    assert callable(show)
    settings = Settings(jwt_secret=Secret(STRONG))
    assert STRONG not in show(settings)
    assert STRONG not in show(settings.jwt_secret)
    assert STRONG not in repr(asdict(settings))


def test_a_secret_does_not_slip_into_json_or_a_join() -> None:
    """JSON and joining refuse a secret; `reveal` alone gives it."""
    secret = Secret(STRONG)
    with pytest.raises(TypeError):
        json.dumps({"secret": secret})
    with pytest.raises(TypeError):
        "Bearer " + secret  # type: ignore[operator]
    assert copy.deepcopy(secret).reveal() == STRONG


def test_the_example_lists_exactly_what_is_read() -> None:
    """`.env.example` names every variable that the settings read, where to find more, the SDK's."""
    listed = set(re.findall(r"^#? ?([A-Z][A-Z_]+)=", EXAMPLE.read_text(), re.MULTILINE))
    reader = Recorder()
    Settings.from_environment(reader)
    others = {name for name in listed if name.startswith("AWS_")} | {VARIABLE}
    assert listed - others | {"AWS_REGION"} == reader.asked


def test_the_example_is_the_defaults() -> None:
    """`.env.example` as it stands gives the default settings."""
    lines = re.findall(r"^([A-Z_]+)=(.*)$", EXAMPLE.read_text(), re.MULTILINE)
    assert Settings.from_environment(dict(lines)) == Settings()


class Recorder(Mapping[str, str]):
    """An empty environment that remembers what it was asked for."""

    def __init__(self) -> None:
        self.asked: set[str] = set()

    def __getitem__(self, name: str) -> str:
        self.asked.add(name)
        raise KeyError(name)

    def __iter__(self) -> Iterator[str]:
        return iter(())

    def __len__(self) -> int:
        return 0
