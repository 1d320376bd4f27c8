"""Ad platforms: how their lead forms post. Formats as the platforms document them."""

from dataclasses import replace

from django.utils.translation import gettext_lazy as _

from capture.parsers.hooks.shapes import Preset, Scheme, Shape
from leads.choices import Channel


GOOGLE = Preset(
    "google_ads",
    "Google Ads",
    channel=Channel.AD,
    shapes=(
        Shape(
            "lead",
            when=("user_column_data",),
            answers=("user_column_data[*", "user_column_data.*"),
            fields=(
                ("user_column_data[FULL_NAME]", "full_name"),
                ("user_column_data[FIRST_NAME]", "first_name"),
                ("user_column_data[LAST_NAME]", "last_name"),
                ("user_column_data[EMAIL]", "email"),
                ("user_column_data[WORK_EMAIL]", "email"),
                ("user_column_data[PHONE_NUMBER]", "phone"),
                ("user_column_data[WORK_PHONE]", "phone"),
                ("user_column_data[COMPANY_NAME]", "company"),
                ("user_column_data[JOB_TITLE]", "job_title"),
                ("user_column_data[CITY]", "city"),
                ("user_column_data[REGION]", "region"),
                ("user_column_data[COUNTRY]", "country"),
                ("user_column_data[POSTAL_CODE]", "custom.postal_code"),
                ("gcl_id", "ids.gclid"),
                ("campaign_id", "ids.campaign_id"),
                ("adgroup_id", "ids.adgroup_id"),
                ("creative_id", "ids.creative_id"),
                ("form_id", "ids.form_id"),
                ("asset_group_id", "ids.asset_group_id"),
            ),
            key=("lead_id",),
            at=("lead_submit_time",),
            tests=(("is_test", True),),
        ),
    ),
    schemes=(Scheme("field", field="google_key"),),
    help=_(
        "Google Ads → Assets → Lead form → Export leads: paste the address as Webhook URL and the secret as Key."
    ),
    secret_help=_("The key you write into the lead form. Google sends it back as google_key."),
    aliases=("google", "google_ads_lead_forms", "google_lead_form", "adwords"),
)

META_LEAD = Shape(
    "lead",
    when=("field_data",),
    answers=("field_data[*",),
    fields=(
        ("campaign_name", "campaign"),
        *(
            (name, f"ids.{name}")
            for name in ("ad_id", "ad_name", "adset_id", "adset_name", "campaign_id", "form_id")
        ),
        ("field_data[company_name]", "company"),
        ("field_data[work_email]", "email"),
        ("field_data[work_phone_number]", "phone"),
        ("field_data[state]", "region"),
        ("field_data[zip_code]", "custom.postal_code"),
        ("field_data[post_code]", "custom.postal_code"),
    ),
    key=("id",),
    at=("created_time",),
)
META_NOTICE = Shape(
    "notice",
    when=("entry.0.changes.0.value.leadgen_id",),
    items="entry[].changes[].value",
    answers=("field_data[*",),
    fields=tuple((name, f"ids.{name}") for name in ("ad_id", "adgroup_id", "form_id", "page_id")),
    key=("leadgen_id",),
    at=("created_time",),
    id_only="leadgen_id",
    tests=(("leadgen_id", "444444444444"),),
)
META = Preset(
    "meta",
    "Meta lead ads",
    channel=Channel.AD,
    shapes=(
        META_LEAD,
        replace(META_LEAD, when=("data.0.field_data",), items="data[]"),
        META_NOTICE,
        replace(META_NOTICE, when=("value.leadgen_id",), items="value"),
        Shape(
            "other",
            when=("object", "entry.0.time", "entry.0.changes"),
            items="entry[].changes[]",
            only={"field": ("leadgen",)},
        ),
    ),
    schemes=(
        Scheme("hmac", header="X-Hub-Signature-256", prefix="sha256="),
        Scheme("hmac", header="X-Hub-Signature", prefix="sha1=", algorithm="sha1"),
    ),
    handshake="meta",
    help=_(
        "Meta for Developers → your app → Webhooks → Page: paste the address as Callback URL, subscribe to leadgen. "
        "The verify token is the secret, or the last part of the address. Meta sends ids only: post the lead itself "
        "(field_data) here, as connectors do."
    ),
    secret_help=_("The app secret, with which Meta signs."),
    aliases=("facebook", "meta_lead_ads", "facebook_lead_ads", "instagram", "meta_leads"),
)

LINKEDIN = Preset(
    "linkedin",
    "LinkedIn Lead Gen Forms",
    channel=Channel.AD,
    shapes=(
        Shape(
            "notice",
            when=("leadGenFormResponse", "leadAction"),
            only={"leadAction": ("CREATED",)},
            answers=(),
            fields=(("leadGenForm", "ids.form_id"), ("associatedEntity.*", "ids.creative_id")),
            key=("leadGenFormResponse", "occurredAt"),
            at=("occurredAt",),
            id_only="leadGenFormResponse",
        ),
        *(
            Shape(
                "lead",
                when=(start + "formResponse.answers",),
                items="elements[]" if start else "",
                answers=("formResponse.answers[*", "formResponse.answers.*"),
                fields=(
                    ("leadMetadata*campaign*", "ids.campaign_id"),
                    ("associatedEntity*", "ids.creative_id"),
                    ("versionedLeadGenFormUrn", "ids.form_id"),
                ),
                key=("id",),
                at=("submittedAt",),
                tests=(("testLead", True),),
            )
            for start in ("", "elements.0.")
        ),
    ),
    schemes=(
        Scheme("hmac", header="X-LI-Signature", prefix="hmacsha256=", signed="hmacsha256={body}"),
        Scheme("hmac", header="X-LI-Signature", prefix="hmacsha256="),
    ),
    handshake="linkedin",
    help=_(
        "LinkedIn developer portal → your app → Webhooks: paste the address; it is confirmed with the client secret. "
        "LinkedIn sends ids only: post the lead itself here (formResponse), as connectors do."
    ),
    secret_help=_("The client secret of your app."),
    aliases=("linkedin_lead_gen", "linkedin_lead_gen_forms", "linkedin_ads"),
)

TIKTOK = Preset(
    "tiktok",
    "TikTok lead generation",
    channel=Channel.AD,
    shapes=(
        Shape(
            "lead",
            when=("entry.0.changes.0.field",),
            items="entry[]",
            answers=("changes[*",),
            fields=(
                ("campaign_name", "campaign"),
                *(
                    (name, f"ids.{name}")
                    for name in ("ad_id", "ad_name", "adgroup_id", "campaign_id", "page_id", "form_id")
                ),
            ),
            key=("id",),
            at=("create_time", "created_time", "$.time"),
        ),
        Shape(
            "flat",
            when=("lead_id", "page_id"),
            answers=("*",),
            drop=("advertiser_id", "lead_id", "page_*", "*_time", "*_id"),
            fields=tuple((name, f"ids.{name}") for name in ("ad_id", "adgroup_id", "campaign_id", "page_id")),
            key=("lead_id",),
            at=("create_time", "created_time"),
        ),
    ),
    schemes=(Scheme("hmac", header="TikTok-Signature", part="s", signed="{time}.{body}", seconds=300),),
    help=_("TikTok Ads Manager → Leads → CRM: choose a custom webhook and paste the address."),
    secret_help=_("The client secret of your app, if TikTok signs; else leave it empty."),
    aliases=("tiktok_lead_gen", "tiktok_leads", "tiktok_ads"),
)
PRESETS = (GOOGLE, META, LINKEDIN, TIKTOK)
