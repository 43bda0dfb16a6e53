"""The therapists: who they are, what they work on, where, and whether they are verified."""

# ruff: noqa: RUF001 - names are written as their owners write them
from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from seeds import clock, demo
from seeds.chance import chance
from seeds.order import Order
from seeds.people import account
from therapy_core import ids
from therapy_core.actor import Role
from therapy_core.directory.facets import facets_of
from therapy_core.directory.models import LISTED, UNLISTED, Therapist
from therapy_core.table import Entity

EXPERTISE = (
    "ADHD",
    "addiction",
    "adolescents",
    "anxiety",
    "bipolar disorder",
    "burnout",
    "chronic illness",
    "couples",
    "depression",
    "eating disorders",
    "family",
    "grief",
    "LGBTQ+",
    "migration",
    "OCD",
    "perinatal",
    "self-esteem",
    "sleep",
    "trauma",
)
"""The fields of work that a therapist of these seeds can have."""


@dataclass(frozen=True, slots=True)
class Sketch:
    """Describe one therapist in a line."""

    name: str
    location: str
    timezone: str
    expertise: tuple[str, ...]
    bio: str
    email: str
    verified: bool = True


SKETCHES = (
    Sketch(
        "Dr. Tomasz Zieliński",
        "Berlin, Germany",
        "Europe/Berlin",
        ("anxiety", "depression", "burnout"),
        "Cognitive behavioural therapy for people whose work has become too much.",
        demo.THERAPIST.email,
    ),
    Sketch(
        "Adaeze Nwosu",
        "Lagos, Nigeria",
        "Africa/Lagos",
        ("trauma", "grief", "migration"),
        "Works with people who lost someone, or somewhere.",
        "adaeze.nwosu@practice.example",
    ),
    Sketch(
        "Siobhán O'Doherty",
        "Dublin, Ireland",
        "Europe/Dublin",
        ("couples", "family"),
        "Emotionally focused therapy, in one room or over two screens.",
        "siobhan.odoherty@practice.example",
    ),
    Sketch(
        "Priya Banerjee",
        "Bengaluru, India",
        "Asia/Kolkata",
        ("adolescents", "ADHD", "self-esteem"),
        "For young people, and for the grown-ups around them.",
        "priya.banerjee@practice.example",
    ),
    Sketch(
        "林 美玲",
        "Taipei, Taiwan",
        "Asia/Taipei",
        ("sleep", "anxiety", "chronic illness"),
        "睡眠與焦慮。Sleep and worry, in Mandarin and in English.",
        "meiling.lin@practice.example",
    ),
    Sketch(
        "Rafael Guimarães",
        "São Paulo, Brazil",
        "America/Sao_Paulo",
        ("addiction", "depression"),
        "Motivational interviewing, without a raised finger.",
        "rafael.guimaraes@practice.example",
    ),
    Sketch(
        "Chloé Tremblay",
        "Toronto, Canada",
        "America/Toronto",
        ("eating disorders", "self-esteem", "LGBTQ+"),
        "Family-based treatment and a long breath. En français aussi.",
        "chloe.tremblay@practice.example",
    ),
    Sketch(
        "Naomi Begay",
        "Santa Fe, United States",
        "America/Denver",
        ("trauma", "perinatal", "grief"),
        "EMDR, for what words alone don't reach.",
        "naomi.begay@practice.example",
    ),
    Sketch(
        "Wiremu Parata",
        "Auckland, New Zealand",
        "Pacific/Auckland",
        ("family", "adolescents", "addiction"),
        "Begins with the family, and often ends there.",
        "wiremu.parata@practice.example",
    ),
    Sketch(
        "Оксана Мельник",
        "Kyiv, Ukraine",
        "Europe/Kyiv",
        ("trauma", "sleep", "migration"),
        "Narrative exposure therapy, online and wherever there is current.",
        "oksana.melnyk@practice.example",
    ),
    Sketch(
        "Beatriz Conceição",
        "Lisbon, Portugal",
        "Europe/Lisbon",
        ("OCD", "bipolar disorder"),
        "New at the practice; the certificates are on their way.",
        "beatriz.conceicao@practice.example",
        verified=False,
    ),
    Sketch(
        "Deniz Yıldız",
        "Istanbul, Türkiye",
        "Europe/Istanbul",
        ("couples", "LGBTQ+", "burnout"),
        "Systemic therapy. Starts next month.",
        "deniz.yildiz@practice.example",
        verified=False,
    ),
)


def therapists(order: Order) -> Iterator[Entity]:
    """Yield each therapist's account, profile and facets; the first is the demo therapist's."""
    for sketch in SKETCHES:
        found = profile(sketch)
        ulid = ids.twin("", found.therapist_id)
        yield account(order, Role.THERAPIST, ulid, found.name, found.email, found.created_at)
        yield found
        for facet in facets_of(found):
            facet.created_at = found.created_at
            yield facet


def profile(sketch: Sketch) -> Therapist:
    """Return the profile that `sketch` describes; verified a day after it was made."""
    at = clock.joined(chance(f"therapist {sketch.email}"))
    return Therapist(
        therapist_id=ids.THERAPIST + clock.ulid(at, sketch.email),
        name=sketch.name,
        email=sketch.email,
        expertise=list(sketch.expertise),
        location=sketch.location,
        timezone=sketch.timezone,
        bio=sketch.bio,
        verified_at=at + timedelta(days=1) if sketch.verified else None,
        listing=LISTED if sketch.verified else UNLISTED,
        created_at=at,
    )


LISTED_THERAPISTS = tuple(profile(s) for s in SKETCHES if s.verified)
"""The profiles that clients find, and so can be related to."""
