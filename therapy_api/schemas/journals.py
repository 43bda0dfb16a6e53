"""Entries of a journal, trends, and the vocabulary of feelings."""

from __future__ import annotations

from typing import Any

import marshmallow as ma
from marshmallow import validate

from therapy_api.paging import PageQuery
from therapy_api.schemas import fields
from therapy_api.schemas.base import Answer, Change, Schema, page_of
from therapy_core.journals.rules import (
    GREATEST_INTENSITY,
    LEAST_INTENSITY,
    LONGEST_FEELING,
    LONGEST_WORDS,
)
from therapy_core.journals.vocabulary import FAMILIES

FAMILY = ", ".join(f"`{each}`" for each in FAMILIES)


def feeling(**rules: Any) -> Any:
    """Return the field of a feeling's name."""
    about = "The name of the feeling: one of `GET /feelings`, or a word of one's own."
    return fields.text(LONGEST_FEELING, about, "relieved", **rules)


def intensity(**rules: Any) -> Any:
    """Return the field of how strong a feeling is."""
    return ma.fields.Integer(
        strict=True,
        validate=validate.Range(LEAST_INTENSITY, GREATEST_INTENSITY),
        metadata={"description": "How strong it is, from 1 to 10.", "examples": [6]},
        **rules,
    )


def words(**rules: Any) -> Any:
    """Return the field of what a client writes about a feeling."""
    about = "What there is to say about it, in plain text."
    return fields.text(
        LONGEST_WORDS,
        about,
        "The letter came at last.",
        kind=fields.Prose,
        allow_none=True,
        **rules,
    )


def private(**rules: Any) -> Any:
    """Return the field that keeps an entry from therapists."""
    about = "Whether it is kept from every therapist, journal access or not."
    return fields.Flag(metadata={"description": about, "examples": [False]}, **rules)


class NewEntry(Schema):
    """Read what a client felt."""

    feeling = feeling(required=True)
    intensity = intensity(required=True)
    felt_at = fields.moment("When it was felt; by default now, and never in the future.")
    words = words()
    private = private()
    timezone = fields.timezone()


class EntryChange(Change):
    """Read a change of an entry; null removes the words."""

    feeling = feeling()
    intensity = intensity()
    words = words()
    private = private()


class EntryQuery(PageQuery):
    """Ask for entries; each filter narrows the list."""

    since = fields.moment("Felt then or later.", data_key="from")
    until = fields.moment("Felt before.", data_key="to")
    feeling = fields.text(LONGEST_FEELING, f"A word, or a family: {FAMILY}.", "anger")


class EntryAnswer(Answer):
    """Show an entry of a journal."""

    client_id = fields.identifier("The client.", "cli_01JD3W8QZ7M5T0X9V2B4C6D8E1")
    entry_id = fields.identifier("The entry.", "jrn_01JD3W8QZ7M5T0X9V2B4C6D8E4")
    felt_at = fields.instant("When it was felt.")
    felt_on = fields.shown(
        ma.fields.Date, "The day in the client's zone, which trends count it under.", "2026-11-20"
    )
    timezone = fields.shown(ma.fields.String, "That zone.", "Europe/Lisbon")
    written_at = fields.instant("When it was written down.")
    feeling = fields.shown(ma.fields.String, "The name of the feeling.", "relieved")
    family = fields.shown(
        ma.fields.String,
        "Its family; null for a word of one's own.",
        "happiness",
        allow_none=True,
    )
    intensity = fields.shown(ma.fields.Integer, "How strong it is, from 1 to 10.", 6)
    words = fields.shown(
        ma.fields.String, "What was said about it.", "The letter came at last.", allow_none=True
    )
    private = fields.shown(ma.fields.Boolean, "Whether it is kept from every therapist.", False)
    vocabulary_version = fields.shown(ma.fields.Integer, "The vocabulary that knew the family.", 1)
    version = fields.version()
    updated_at = fields.instant("When it was last changed.", allow_none=True)


EntryPage = page_of(EntryAnswer, "EntryPage")


class TrendQuery(PageQuery):
    """Ask for trends; the dates narrow the list of days."""

    since = ma.fields.Date(
        data_key="from", metadata={"description": "The first day.", "examples": ["2026-11-01"]}
    )
    until = ma.fields.Date(
        data_key="to", metadata={"description": "The last day.", "examples": ["2026-11-30"]}
    )


class FamilyTrendAnswer(Answer):
    """Show how often feelings of one family were felt, and how strongly."""

    family = fields.shown(ma.fields.String, f"One of {FAMILY}.", "happiness")
    count = fields.shown(ma.fields.Integer, "How many entries.", 2)
    intensity_sum = fields.shown(ma.fields.Integer, "Their intensities added up.", 13)
    mean_intensity = fields.shown(ma.fields.Float, "Their mean intensity, to two places.", 6.5)


class DayTrendAnswer(Answer):
    """Show the feelings of one day."""

    day = fields.shown(ma.fields.Date, "The day, in the client's zone.", "2026-11-20")
    families = ma.fields.List(
        ma.fields.Nested(FamilyTrendAnswer), metadata={"description": "What was felt."}
    )


class TrendPage(page_of(DayTrendAnswer, "DayTrendPage")):  # type: ignore[misc]  # made above
    """Hold one page of days, newest first, and what its families come to."""

    totals = ma.fields.List(
        ma.fields.Nested(FamilyTrendAnswer),
        metadata={"description": "The sums over the days of this page."},
    )


class FamilyAnswer(Answer):
    """Show the words of one family."""

    family = fields.shown(ma.fields.String, "The family.", "happiness")
    light = ma.fields.List(
        ma.fields.String(), metadata={"description": "Light words.", "examples": [["content"]]}
    )
    medium = ma.fields.List(
        ma.fields.String(), metadata={"description": "Medium words.", "examples": [["happy"]]}
    )
    strong = ma.fields.List(
        ma.fields.String(), metadata={"description": "Strong words.", "examples": [["elated"]]}
    )


class FeelingsAnswer(Answer):
    """Show the vocabulary of feelings."""

    version = fields.shown(ma.fields.Integer, "Grows with each new list; the `ETag`.", 1)
    families = ma.fields.List(
        ma.fields.Nested(FamilyAnswer), metadata={"description": "Ten families of words."}
    )
