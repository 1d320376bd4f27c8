"""Forms that were made for another CRM and move over by their address alone. Formats as the CRMs document them."""

from django.utils.translation import gettext_lazy as _

from capture.parsers.hooks.form_services import UTM
from capture.parsers.hooks.shapes import Preset, Scheme, Shape


HUBSPOT = Preset(
    "hubspot",
    "HubSpot forms",
    shapes=(
        Shape(
            "submission",
            when=("fields.0.name",),
            answers=("fields[*",),
            fields=(
                ("context.pageUri", "page_url"),
                ("context.hutk", "visitor_id"),
                ("legalConsentOptions.consent.communications[*]", "consent.marketing"),
                ("legalConsentOptions.legitimateInterest.text", "line.Legitimate interest"),
                *UTM,
            ),
            at=("submittedAt",),
        ),
        Shape(
            "record",
            when=("objectType", "properties"),
            only={"objectType": ("CONTACT",)},
            answers=("properties.*.value",),
            keeps_rest=False,
            fields=(("objectId", "external_id"),),
            key=("objectId", "version"),
        ),
        Shape(
            "contact",
            when=("vid", "properties"),
            answers=("properties.*.value",),
            keeps_rest=False,
            fields=(("vid", "external_id"),),
        ),
        Shape(
            "events",
            when=("0.subscriptionType",),
            items="[]",
            only={"subscriptionType": ("contact.creation", "object.creation")},
            answers=(),
            key=("subscriptionType", "eventId", "objectId"),
            at=("occurredAt",),
            id_only="objectId",
        ),
        Shape("posted", is_form=True, drop=("hs_context", "hs_*"), fields=UTM),
    ),
    schemes=(
        Scheme(
            "hmac",
            header="X-HubSpot-Signature-v3",
            time_header="X-HubSpot-Request-Timestamp",
            encoding="base64",
            signed="{method}{url}{body}{time}",
            seconds=300,
        ),
        Scheme(
            "hmac", header="X-HubSpot-Signature", signed="{secret}{method}{url}{body}", is_plain_digest=True
        ),
        Scheme("hmac", header="X-HubSpot-Signature", signed="{secret}{body}", is_plain_digest=True),
    ),
    answers_as="hubspot",
    help=_("In the code of your site, put this address in place of https://api.hsforms.com/submissions/v3/…"),
    secret_help=_("Only for webhooks of a HubSpot app: its client secret. Forms of a site are not signed."),
    aliases=("hubspot_forms", "hubspot_forms_v3", "hubspot_form"),
)

WEB_TO_LEAD = Preset(
    "web_to_lead",
    "Salesforce Web-to-Lead",
    shapes=(
        Shape(
            "post",
            is_form=True,
            drop=(
                "oid",
                "retURL",
                "debug",
                "debugEmail",
                "captcha_settings*",
                "encoding",
                "recordType",
                "member_status",
                "emailOptOut",
                "faxOptOut",
                "doNotCall",
                "submit",
            ),
            fields=(
                ("title", "job_title"),
                ("URL", "website"),
                ("mobile", "phone"),
                ("description", "message"),
                ("lead_source", "line.Lead source"),
                ("state", "region"),
                ("state_code", "region"),
                ("country_code", "country"),
                ("zip", "custom.postal_code"),
                ("Campaign_ID", "ids.campaign_id"),
                ("employees", "employees"),
                ("00N*", "custom.*"),
                *UTM,
            ),
        ),
    ),
    answers_as="salesforce",
    help=_(
        "In the form, change only action= to this address. The page in retURL is followed if it is on the same site."
    ),
    aliases=("salesforce", "salesforce_web_to_lead", "webtolead", "web2lead"),
)
PRESETS = (HUBSPOT, WEB_TO_LEAD)
