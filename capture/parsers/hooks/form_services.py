"""Form services, booking and site builders: how they post what somebody filled in. Formats as they document them."""

from django.utils.translation import gettext_lazy as _

from capture.parsers.hooks.shapes import Preset, Scheme, Shape


PASTE = _("Paste the address where the service asks for a webhook URL.")
UTM = tuple((f"*utm_{name}", f"utm.{name}") for name in ("source", "medium", "campaign", "term", "content"))
STANDARD = Scheme(
    "hmac",
    header="webhook-signature",
    prefix="v1,",
    id_header="webhook-id",
    time_header="webhook-timestamp",
    encoding="base64",
    signed="{id}.{time}.{body}",
    seconds=300,
)
SHARED = Scheme("shared")

TYPEFORM = Preset(
    "typeform",
    "Typeform",
    shapes=(
        Shape(
            "response",
            when=("form_response",),
            items="form_response",
            only={"$.event_type": ("form_response",)},
            answers=("answers*", "hidden.*"),
            drop=("hidden.user_id",),
            fields=(
                ("hidden.source", "campaign"),
                ("hidden.source", "utm.source"),
                ("form_id", "ids.form_id"),
                *UTM,
            ),
            key=("token",),
            at=("submitted_at",),
            tests=(("*", "an_account@example.com"),),
        ),
    ),
    schemes=(Scheme("hmac", header="Typeform-Signature", prefix="sha256=", encoding="base64"),),
    help=_("Typeform → Connect → Webhooks: paste the address and, under Edit, the secret."),
    secret_help=_("The secret you write into the webhook. Typeform signs with it."),
)

CALENDLY = Preset(
    "calendly",
    "Calendly",
    shapes=(
        Shape(
            "invitee",
            when=("event", "payload"),
            items="payload",
            only={"$.event": ("invitee.created",)},
            answers=("questions_and_answers[*", "questions_and_responses*"),
            fields=(
                ("name", "full_name"),
                ("first_name", "first_name"),
                ("last_name", "last_name"),
                ("email", "email"),
                ("timezone", "time_zone"),
                ("text_reminder_number", "phone"),
                ("invitee.name", "full_name"),
                ("invitee.email", "email"),
                ("invitee.text_reminder_number", "phone"),
                ("scheduled_event.name", "line.Meeting"),
                ("scheduled_event.start_time", "line.Starts"),
                *UTM,
            ),
            key=("uri", "$.event"),
            at=("created_at",),
        ),
    ),
    schemes=(
        Scheme("hmac", header="Calendly-Webhook-Signature", part="v1", signed="{time}.{body}", seconds=180),
    ),
    help=_(
        "Create a webhook subscription by Calendly's API with this address and the event invitee.created."
    ),
    secret_help=_("The signing key you gave when you created the subscription."),
)

JOTFORM = Preset(
    "jotform",
    "Jotform",
    shapes=(
        Shape(
            "submission",
            when=("submissionID",),
            answers=("rawRequest.q*",),
            drop=("*.colIds", "*.rowIds", "*.implementation", "*.timezone", "*.duration"),
            fields=(("formID", "ids.form_id"), ("formTitle", "line.Form")),
            key=("formID", "submissionID"),
        ),
        Shape("raw", when=("rawRequest",), answers=("rawRequest.q*",), key=("rawRequest.event_id",)),
    ),
    schemes=(SHARED,),
    help=_("Jotform → Settings → Integrations → WebHooks: paste the address."),
    aliases=("jot_form",),
)

GRAVITY = Preset(
    "gravity_forms",
    "Gravity Forms",
    shapes=(
        Shape(
            "entry",
            when=("form_id", "source_url"),
            drop=(
                "id",
                "form_id",
                "post_id",
                "date_*",
                "is_*",
                "ip",
                "user_agent",
                "currency",
                "payment_*",
                "status",
                "transaction_*",
                "created_by",
                "entry_*",
                "source_id",
            ),
            fields=(("source_url", "page_url"), *UTM),
            key=("form_id", "id"),
            at=("date_created",),
        ),
    ),
    schemes=(SHARED,),
    help=_("Gravity Forms → Settings → Webhooks: request URL, method POST, format JSON, all fields."),
    aliases=("gravityforms", "gravity"),
)

WEBFLOW = Preset(
    "webflow",
    "Webflow",
    shapes=(
        Shape(
            "submission",
            when=("triggerType", "payload"),
            items="payload",
            only={"$.triggerType": ("form_submission",)},
            answers=("data.*",),
            fields=(("formId", "ids.form_id"), ("name", "line.Form"), *UTM),
            key=("id",),
            at=("submittedAt",),
        ),
        Shape(
            "v1",
            when=("data", "site"),
            answers=("data.*",),
            fields=(("name", "line.Form"), *UTM),
            key=("_id",),
            at=("d",),
        ),
    ),
    schemes=(
        Scheme(
            "hmac",
            header="X-Webflow-Signature",
            time_header="X-Webflow-Timestamp",
            signed="{time}:{body}",
            seconds=300,
        ),
    ),
    help=_("Webflow → Site settings → Apps & integrations → Webhooks: form submission, paste the address."),
    secret_help=_("The secret key of the webhook, or the client secret of your app."),
)

CONTACT_FORM_7 = Preset(
    "contact_form_7",
    "Contact Form 7",
    shapes=(
        Shape(
            "post",
            when=("_wpcf7",),
            drop=("_wpcf7*",),
            fields=(("your-name", "full_name"), ("your-email", "email"), ("your-message", "message")),
        ),
        Shape("plain", is_form=True, drop=("_wpcf7*",)),
    ),
    schemes=(SHARED,),
    answers_as="page",
    help=_("Paste the address into the webhook add-on, or as action of the form."),
    aliases=("cf7", "contactform7", "contact_form7", "wpcf7"),
)

ELEMENTOR = Preset(
    "elementor",
    "Elementor",
    shapes=(
        Shape(
            "advanced",
            when=("form.id", "form.name"),
            answers=("fields.*",),
            drop=("*.type", "*.required", "*.raw_value", "*.id", "*.title"),
        ),
        Shape("plain", is_form=True, drop=("form_id", "form_name")),
    ),
    schemes=(SHARED,),
    help=_("Elementor → Form → Actions after submit → Webhook: paste the address."),
)
PRESETS = (TYPEFORM, CALENDLY, JOTFORM, GRAVITY, WEBFLOW, CONTACT_FORM_7, ELEMENTOR)
