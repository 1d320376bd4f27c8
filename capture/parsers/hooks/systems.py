"""Other CRMs, chats and call trackers: what they tell of their people. Formats as they document them."""

from django.utils.translation import gettext_lazy as _

from capture.parsers.hooks.form_services import PASTE, SHARED, STANDARD, UTM
from capture.parsers.hooks.shapes import Preset, Scheme, Shape
from leads.choices import Channel


INTERCOM = Preset(
    "intercom",
    "Intercom",
    channel=Channel.API,
    shapes=(
        Shape(
            "contact",
            when=("topic", "data.item"),
            items="data.item",
            only={
                "$.topic": (
                    "contact.created",
                    "contact.lead.*",
                    "contact.user.created",
                    "contact.added_email",
                    "contact.email.updated",
                    "contact.signed_up",
                    "lead.*",
                    "user.created",
                    "user.email.updated",
                    "contact.user.updated",
                    "contact.updated",
                    "visitor.signed_up",
                )
            },
            answers=("custom_attributes.*",),
            fields=(
                ("name", "full_name"),
                ("email", "email"),
                ("phone", "phone"),
                ("id", "external_id"),
                ("companies.companies[0].name", "company"),
                ("companies.companies[*]", "company"),
                ("companies.data[*].name", "company"),
                ("location_data.city_name", "city"),
                ("location_data.country_name", "country"),
                ("location_data.timezone", "time_zone"),
                ("location.city", "city"),
                ("location.country", "country"),
                ("referrer", "referrer"),
                *UTM,
            ),
            key=("$.id",),
            at=("created_at",),
            tests=(("$.topic", "ping"),),
        ),
    ),
    schemes=(Scheme("hmac", header="X-Hub-Signature", prefix="sha1=", algorithm="sha1"),),
    help=_("Intercom → Developer hub → your app → Webhooks: paste the address, choose the contact topics."),
    secret_help=_("The client secret of your app."),
)

PERSON = (
    ("name", "full_name"),
    ("first_name", "first_name"),
    ("last_name", "last_name"),
    ("org_name", "company"),
    ("org_id.name", "company"),
    ("job_title", "job_title"),
    ("primary_email", "email"),
    ("email[*]", "email"),
    ("emails[*]", "email"),
    ("phone[*]", "phone"),
    ("phones[*]", "phone"),
    ("id", "external_id"),
)
PIPEDRIVE = Preset(
    "pipedrive",
    "Pipedrive",
    channel=Channel.API,
    shapes=(
        Shape(
            "v1",
            when=("meta.object", "event"),
            items="current",
            only={"$.meta.object": ("person",), "$.meta.action": ("added", "updated", "merged")},
            answers=(),
            fields=PERSON,
            key=("$.meta.action", "$.meta.id", "$.meta.timestamp_micro"),
        ),
        Shape(
            "v2",
            when=("meta.entity", "data"),
            items="data",
            only={"$.meta.entity": ("person",), "$.meta.action": ("create", "change", "added", "updated")},
            answers=(),
            fields=PERSON,
            key=("$.meta.id",),
        ),
    ),
    schemes=(Scheme("basic"),),
    help=_(
        "Pipedrive → Tools and apps → Webhooks: paste the address, objects person, with the secret as HTTP password."
    ),
    secret_help=_("The HTTP password (or user:password) you give to the webhook."),
)

CALLRAIL = Preset(
    "callrail",
    "CallRail",
    channel=Channel.PHONE,
    shapes=(
        Shape(
            "call",
            when=("callernum",),
            answers=(),
            fields=(
                ("callernum", "phone"),
                ("callername", "caller_name"),
                ("callercity", "city"),
                ("callerstate", "region"),
                ("callercountry", "country"),
                ("landingpage", "page_url"),
                ("referrer", "referrer"),
                ("gclid", "ids.gclid"),
                ("keywords", "line.Keywords"),
                ("transcription", "message"),
                ("recording", "line.Recording"),
                *UTM,
            ),
            key=("id",),
            at=("datetime",),
        ),
        Shape(
            "post_call",
            when=("customer_phone_number",),
            answers=(),
            fields=(
                ("customer_phone_number", "phone"),
                ("customer_name", "caller_name"),
                ("customer_city", "city"),
                ("customer_state", "region"),
                ("customer_country", "country"),
                ("landing_page_url", "page_url"),
                ("referring_url", "referrer"),
                ("gclid", "ids.gclid"),
                ("note", "message"),
                *UTM,
            ),
            key=("resource_id",),
            at=("start_time",),
        ),
    ),
    schemes=(Scheme("hmac", header="Signature", algorithm="sha1", encoding="base64"), SHARED),
    takes_get=True,
    help=PASTE,
    secret_help=_("The signing key of your CallRail account."),
)

OUTREACH = Preset(
    "outreach",
    "Outreach",
    channel=Channel.API,
    shapes=(
        Shape(
            "event",
            when=("data.type", "meta.eventName"),
            items="data",
            only={"$.meta.eventName": ("prospect.created", "prospect.updated"), "attributes.email*": ("*",)},
            answers=("attributes.*",),
            keeps_rest=False,
            fields=(
                ("attributes.emails*", "email"),
                ("attributes.*Phones*", "phone"),
                ("attributes.firstName", "first_name"),
                ("attributes.lastName", "last_name"),
                ("attributes.company*", "company"),
                ("attributes.title", "job_title"),
                ("id", "external_id"),
            ),
            key=("$.meta.eventName", "id", "$.meta.deliveredAt"),
        ),
    ),
    schemes=(Scheme("hmac", header="Outreach-Webhook-Signature"),),
    help=PASTE,
)

MONDAY = Preset(
    "monday",
    "monday.com",
    channel=Channel.API,
    shapes=(
        Shape(
            "event",
            when=("event.pulseId",),
            items="event",
            only={"type": ("create_pulse", "create_item")},
            answers=("columnValues.*",),
            drop=("columnValues.*.changed_at", "columnValues.*.index"),
            fields=(("pulseName", "full_name"), ("pulseId", "external_id")),
            key=("triggerUuid",),
            at=("triggerTime",),
        ),
    ),
    schemes=(Scheme("jwt"),),
    handshake="challenge",
    help=PASTE,
    aliases=("monday_com",),
)

# What records of other CRMs call things, as they are (raw) or as somebody renamed them (fields).
RECORD = tuple(
    (f"{part}.{name}", to)
    for part in ("mappedFields", "fields", "raw", "raw.properties")
    for to, names in {
        "external_id": ("id",),
        "email": ("email", "Email", "primary_email"),
        "full_name": ("name", "full_name", "fullName", "Name"),
        "first_name": ("firstname", "first_name", "firstName", "FirstName"),
        "last_name": ("lastname", "last_name", "lastName", "LastName"),
        "phone": ("phone", "Phone", "phone_number", "phoneNumber", "mobilephone"),
        "company": ("company", "company_name", "companyName", "Company"),
        "job_title": ("jobtitle", "job_title", "jobTitle", "title", "Title"),
        "website": ("website", "Website"),
        "city": ("city", "location.city"),
        "country": ("country", "location.country"),
    }.items()
    for name in names
)
AMPERSAND = Preset(
    "ampersand",
    "Ampersand",
    channel=Channel.API,
    shapes=(
        Shape(
            "records",
            when=("objectName", "result"),
            items="result[]",
            only={"$.objectName": ("contact", "contacts", "lead", "leads", "person", "people", "persons")},
            answers=(),
            fields=RECORD,
        ),
    ),
    schemes=(SHARED, STANDARD),
    help=PASTE,
)
PRESETS = (INTERCOM, PIPEDRIVE, CALLRAIL, OUTREACH, MONDAY, AMPERSAND)
