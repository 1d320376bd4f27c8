"""Where the source of a mail stands in what its provider posts; None where the mail comes as fields."""

import base64
import json
from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _


Sources = Sequence[bytes]


class NoMails(Exception):
    """It is the provider's, yet no mail that came in; the sentence says what."""


def _bytes(text: str) -> bytes:
    # Bytes that were no UTF-8 came in as surrogates, and leave as what they were.
    return text.encode("utf-8", "surrogateescape")


def _json(request: HttpRequest) -> Any:
    return json.loads(request.body)


def mailgun(request: HttpRequest) -> Sources | None:
    return [_bytes(request.POST["body-mime"])] if "body-mime" in request.POST else None


def sendgrid(request: HttpRequest) -> Sources | None:
    is_raw = "email" in request.POST and "headers" not in request.POST
    return [_bytes(request.POST["email"])] if is_raw else None


def postmark(request: HttpRequest) -> Sources | None:
    post = _json(request)
    is_raw = isinstance(post, dict) and "RawEmail" in post and post.get("RecordType", "Inbound") == "Inbound"
    return [_bytes(post["RawEmail"])] if is_raw else None


def mandrill(request: HttpRequest) -> Sources:
    events = json.loads(request.POST["mandrill_events"])
    came_in = [one["msg"]["raw_msg"] for one in events if one.get("event") == "inbound"]
    if events and not came_in:
        raise NoMails(_("These are reports on mails that left. Choose inbound mail at Mandrill."))
    return [_bytes(source) for source in came_in]


def sparkpost(request: HttpRequest) -> Sources:
    found = []
    for event in _json(request):
        for kind, about in event["msys"].items():
            if kind != "relay_message":
                raise NoMails(_("These are reports on mails that left. Make a relay webhook at SparkPost."))
            content = about["content"]
            source = content["email_rfc822"]
            found.append(base64.b64decode(source) if content["email_rfc822_is_base64"] else _bytes(source))
    return found


def mailersend(request: HttpRequest) -> Sources:
    post = _json(request)
    if post.get("type") != "inbound.message":
        raise NoMails(_("These are reports on mails that left. Make an inbound route at MailerSend."))
    return [_bytes(post["data"]["raw"])]


def postal(request: HttpRequest) -> Sources:
    post = _json(request)
    if "message" not in post or "status" in post:
        raise NoMails(
            _("These are reports on mails that left. Make an HTTP endpoint at Postal, with raw messages.")
        )
    return [base64.b64decode(post["message"]) if post.get("base64") is True else _bytes(post["message"])]


def ses(request: HttpRequest) -> Sources:
    notice = _json(request)
    if notice.get("Type") != "Notification":
        return []
    try:
        event = json.loads(notice["Message"])
    except ValueError:
        return []  # Amazon's own word that the topic works
    if event.get("notificationType") != "Received":
        raise NoMails(_("These are reports on mails that left. Publish what SES receives to this topic."))
    action = event.get("receipt", {}).get("action", {})
    if "content" not in event:
        raise NoMails(_("The notice holds no mail. Choose the action SNS, not S3, in the receipt rule."))
    is_coded = action.get("encoding") == "BASE64"
    return [base64.b64decode(event["content"]) if is_coded else _bytes(event["content"])]


def confirmation(request: HttpRequest) -> str:
    """Return the address at which a person confirms that Amazon's topic may post here; "" if it asks for nothing."""
    try:
        notice = _json(request)
        wanted = str(notice["SubscribeURL"]) if notice["Type"] == "SubscriptionConfirmation" else ""
    except (ValueError, KeyError, TypeError):
        return ""
    host = wanted.partition("://")[2].partition("/")[0]
    is_amazons = wanted.startswith("https://") and host.startswith("sns.")
    return (
        wanted
        if is_amazons and host.endswith((".amazonaws.com", ".amazonaws.com.cn")) and len(wanted) < 1000
        else ""
    )
