"""Mail providers that post the mails they take in: who proves what, and where the mail stands in a post.

django-anymail checks the proofs as each provider documents them, and builds a mail where one comes as fields. Where
the source itself is posted it is taken as it is, byte by byte. Nothing is fetched from anybody.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from anymail.exceptions import AnymailConfigurationError
from anymail.inbound import AnymailInboundMessage
from anymail.webhooks import (
    amazon_ses,
    brevo,
    mailersend,
    mailgun,
    mailjet,
    mandrill,
    postal,
    postmark,
    sendgrid,
    sparkpost,
)
from anymail.webhooks.base import AnymailBaseWebhookView, AnymailCoreWebhookView
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from capture import mail_sources
from capture.mail_sources import NoMails, Sources


# The user of the password that we make, for providers that sign nothing.
USER = "leadcrm"
PASSWORD, KEY = "password", "key"


class Forged(Exception):
    """The post does not prove that it is the provider's."""


class Unreadable(Exception):
    """It is the provider's, and nobody knows how to read it."""


@dataclass(frozen=True, slots=True)
class Provider:
    """One provider. ``view`` makes anymail's checker of a secret and our address.

    ``sources`` finds the mails in a post, None where they come as fields.
    """

    name: str
    label: str
    proof: str
    view: Callable[[str, str], AnymailCoreWebhookView]
    sources: Callable[[HttpRequest], Sources | None]
    help: str | Promise
    key_label: str | Promise = ""
    # as it stands in the address
    slug: str = ""
    # What tells it that too many came at once; SendGrid drops a mail on any 4xx, and posts again after a 503.
    busy_status: int = 429

    @property
    def path(self) -> str:
        """Return its name in the address."""
        return self.slug or self.name


def check(provider: Provider, request: HttpRequest, *, secret: str, url: str) -> AnymailCoreWebhookView:
    """Return anymail's reader of the post, once it is proven that it is the provider's. Raises: Forged."""
    if not secret:
        raise Forged
    try:
        view = provider.view(secret, url)
        view.run_validators(request)
    # What the checkers raise on keys and posts that are none is listed nowhere; none of it proves anything.
    except Exception as error:
        raise Forged from error
    return view


def mails(provider: Provider, view: AnymailCoreWebhookView, request: HttpRequest) -> list[bytes]:
    """Return the sources of the mails in a post. Raises: NoMails, Unreadable."""
    try:
        found = provider.sources(request)
        return (
            [_written(event.message) for event in view.parse_events(request)]
            if found is None
            else list(found)
        )
    except (AnymailConfigurationError, NoMails) as error:
        raise NoMails(str(error)) from error
    # A post that is the provider's is kept whatever it is; the parsers do not say what they raise.
    except Exception as error:
        raise Unreadable from error


def _written(message: AnymailInboundMessage) -> bytes:
    """Return a mail that was built of fields; its headers stay as they were posted."""
    return message.as_bytes(policy=message.policy.clone(refold_source="none", cte_type="7bit"))


class _Ses(amazon_ses.AmazonSESInboundWebhookView):
    """Amazon's notices without Amazon's own library: a person confirms the subscription, and S3 is not asked."""

    def __init__(self, **kwargs: Any) -> None:
        AnymailBaseWebhookView.__init__(self, **kwargs)


class _Brevo(brevo.BrevoInboundWebhookView):
    """Brevo's posts without a question back: files are named, their content stays with Brevo."""

    def __init__(self, **kwargs: Any) -> None:
        AnymailBaseWebhookView.__init__(self, **kwargs)

    def _fetch_attachment(self, attachment: dict[str, Any]) -> Any:
        return AnymailInboundMessage.construct_attachment(
            content_type=attachment.get("ContentType") or "application/octet-stream",
            content=b"",
            filename=attachment.get("Name"),
        )


class _SendGrid(sendgrid.SendGridInboundWebhookView):
    """SendGrid's posts, without the warning that anymail's authors cannot try them any more."""

    def __init__(self, **kwargs: Any) -> None:
        AnymailBaseWebhookView.__init__(self, **kwargs)


def _by_password(view: type[AnymailBaseWebhookView]) -> Callable[[str, str], AnymailCoreWebhookView]:
    return lambda secret, _url: view(webhook_secret=f"{USER}:{secret}")


def _fields(_request: HttpRequest) -> None:
    return None


EVERY = (
    Provider(
        "amazon_ses",
        "Amazon SES",
        PASSWORD,
        _by_password(_Ses),
        mail_sources.ses,
        _(
            "Receipt rule with the action SNS, encoding Base64, and an HTTPS subscription of its topic to this "
            "address. Mails up to 150 KB; larger ones would need S3."
        ),
    ),
    Provider(
        "brevo",
        "Brevo",
        PASSWORD,
        _by_password(_Brevo),
        _fields,
        _(
            "Inbound parsing: a webhook of type inbound with this address. Files are named, but not fetched from Brevo."
        ),
    ),
    Provider(
        "mailersend",
        "MailerSend",
        KEY,
        lambda secret, _url: mailersend.MailerSendInboundWebhookView(inbound_secret=secret),
        mail_sources.mailersend,
        _("Inbound route with this address; then paste the route's secret here."),
        _("Secret of the inbound route"),
    ),
    Provider(
        "mailgun",
        "Mailgun",
        KEY,
        lambda secret, _url: mailgun.MailgunInboundWebhookView(webhook_signing_key=secret),
        mail_sources.mailgun,
        _("Route with forward() to this address: it ends in mime, so the whole source comes."),
        _("HTTP webhook signing key"),
        # Mailgun posts the source only to addresses with this ending.
        slug="mailgun-mime",
    ),
    Provider(
        "mailjet",
        "Mailjet",
        PASSWORD,
        _by_password(mailjet.MailjetInboundWebhookView),
        _fields,
        _("Parse API: a parseroute whose Url is this address."),
    ),
    Provider(
        "mandrill",
        "Mandrill",
        KEY,
        lambda secret, url: mandrill.MandrillCombinedWebhookView(webhook_key=secret, webhook_url=url),
        mail_sources.mandrill,
        _("Inbound domain with a route to this address; then paste the webhook's key here."),
        _("Key of the webhook"),
    ),
    Provider(
        "postal",
        "Postal",
        KEY,
        lambda secret, _url: postal.PostalInboundWebhookView(webhook_key=secret),
        mail_sources.postal,
        _("HTTP endpoint with this address, raw message, and a route to it; then paste the public key here."),
        _("Public key (the p= of Postal's DKIM record)"),
    ),
    Provider(
        "postmark",
        "Postmark",
        PASSWORD,
        _by_password(postmark.PostmarkInboundWebhookView),
        mail_sources.postmark,
        _("Inbound stream, webhook: this address. Tick that the raw email content is included."),
    ),
    Provider(
        "sendgrid",
        "SendGrid",
        PASSWORD,
        _by_password(_SendGrid),
        mail_sources.sendgrid,
        _("Inbound Parse with this address. Tick that the raw, full MIME message is posted."),
        busy_status=503,
    ),
    Provider(
        "sparkpost",
        "SparkPost",
        PASSWORD,
        _by_password(sparkpost.SparkPostInboundWebhookView),
        mail_sources.sparkpost,
        _("Inbound domain, and a relay webhook with this address as its target."),
    ),
)
BY_NAME = {provider.name: provider for provider in EVERY}
