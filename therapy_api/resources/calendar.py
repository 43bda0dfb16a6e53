"""Calendar feeds: one's sessions in any calendar application."""

from __future__ import annotations

from typing import Any

from flask import Response, request, url_for
from flask.views import MethodView

from therapy_api.auth import public
from therapy_api.blueprint import Blueprint
from therapy_api.context import acting
from therapy_api.documenting import note, refuses
from therapy_api.limits import limited, network
from therapy_api.schemas.calendar import EXAMPLE, FeedAnswer

blp = Blueprint("calendar", __name__, description="Sessions for calendar applications.")
TYPE = "text/calendar"


@blp.route("/me/calendar-feed")
class Feed(MethodView):
    """Serve the address of one's calendar feed."""

    @blp.response(201, FeedAnswer)
    @refuses(403)
    def post(self) -> Any:
        """Make a calendar feed.

        For clients and therapists. Its address is a secret that is shown this once; a feed that
        was made before is closed.
        """
        feed = acting().calendar.open()
        url = url_for("calendar.calendar_feed", feed_token=feed.token, _external=True)
        return {"url": url, "created_at": feed.created_at}

    @blp.response(204)
    @refuses(403)
    def delete(self) -> None:
        """Close one's calendar feed.

        Its address leads nowhere from now on.
        """
        acting().calendar.close()


def _answer(text: bytes, tag: str) -> Response:
    response = Response(text, content_type=f"{TYPE}; charset=utf-8")
    response.headers["Cache-Control"] = "private, no-store"
    response.set_etag(tag)
    response.make_conditional(request)
    return response


@blp.route("/calendar/<feed:feed_token>.ics", methods=["GET"])
@blp.response(200, {"type": "string"}, content_type=TYPE, example=EXAMPLE)
@limited("calendar-network", by=network)
@public
def calendar_feed(feed_token: str) -> Response:
    """Read a calendar feed.

    Without a login: the address is the secret. It holds when one's sessions are, from 90 days
    ago on, and neither with whom nor anything that was written.
    """
    found = acting().calendar.read(feed_token)
    return _answer(found.text, found.tag)


note(calendar_feed, tagged=True)
