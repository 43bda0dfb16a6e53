"""The section on the cold start."""

from __future__ import annotations

from typing import Any

from bench.report.markdown import Goal, at_most, measured_on, middle, table

OURS = "therapy_api"
STEPS = {
    "python": "the interpreter is up",
    "therapy_core": "therapy_core is imported",
    "app": "the app is made",
    "answered": "the first request is answered",
}


def goals(found: dict[str, Any]) -> list[Goal]:
    """Return what was asked for, and what was measured."""
    return [
        at_most(
            "first answer of a cold process, to the stock stack",
            found["ratios"][OURS]["median"],
            found["goal"],
        )
    ]


def section(found: dict[str, Any]) -> str:
    """Return the section."""
    names = list(found["seconds"])
    rows = [
        [told, *(_step(found["seconds"][name], step) for name in names)]
        for step, told in STEPS.items()
    ]
    rows.append(["ratio to the stock stack", *(middle(found["ratios"][n]) for n in names)])
    rows.append(["processor time until then", *(middle(found["cpu"][n]) for n in names)])
    rows.append(["ratio of that", *(middle(found["cpu ratios"][n]) for n in names)])
    rows.append(["modules", *(f"{found['looked'][n]['modules']:,}" for n in names)])
    rows.append(["data files of botocore", *(_files(found["looked"][n]) for n in names)])
    rows += [[f"loads {p}", *(_loads(found["looked"][n], p) for n in names)] for p in _heavy(found)]
    return f"""## A cold start

`make bench PART=start`. {measured_on(found)}

From the start of a fresh process to its first answer, which is a page of 20 entries for somebody
who is logged in, by an in-process WSGI call as an adapter on AWS Lambda makes one:
{found["starts"]} starts each, in turns, with bytecode compiled before. Seconds from the start of
the process; medians, with quartiles. **The stock stack is a whole app with this one resource**
(Flask-Smorest and PynamoDB, [bench/http/peers/stock_app](../bench/http/peers/stock_app)), and the
goal is against that. Ours has all of its operations; so there is also the stock app with as many,
written from our OpenAPI document: every operation and field of it, and none of the logic. One
area is what a function on AWS loads ([therapy_api/areas.py](../therapy_api/areas.py)). **The
packages alone are the floor**: Flask, Flask-Smorest, marshmallow, flask-jwt-extended, PynamoDB with
the botocore that it imports, bcrypt, python-dotenv and cryptography, all of which the stock stack
needs as well but for two, and then a page that is at hand: no call to the table, no line of an app.

{table(["", *names], rows)}
What takes longest to import, in milliseconds of a package's own modules:

{_longest(found, names)}"""


def _step(steps: dict[str, Any], step: str) -> str:
    return middle(steps[step]) if step in steps else "-"


def _files(looked: dict[str, Any]) -> str:
    return ", ".join(looked["data files"]) or "none"


def _heavy(found: dict[str, Any]) -> list[str]:
    return list(next(iter(found["looked"].values()))["loaded"])


def _loads(looked: dict[str, Any], package: str) -> str:
    return "yes" if looked["loaded"][package] else "no"


def _longest(found: dict[str, Any], names: list[str]) -> str:
    each = [found["looked"][name]["longest imports"][:10] for name in names]
    rows = [
        [f"{n + 1}.", *(f"{row['package']} {row['ms']:.0f}" for row in ranked)]
        for n, ranked in enumerate(zip(*each, strict=True))
    ]
    return table(["", *names], rows)
