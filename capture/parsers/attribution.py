"""What brought somebody: utm parameters, click ids and referrer to a channel; a table of ours, pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from capture.choices import TouchChannel as C
from core.text import clean


# utm_medium as people write it, without spaces, hyphens and underscores.
MEDIA = {
    C.PAID_SEARCH: "cpc ppc sem paidsearch searchads adwords googleads bingads sea",
    C.PAID_SOCIAL: """
        paidsocial socialpaid socialads socialcpc facebookads metaads linkedinads instagramads
    """,
    C.PROGRAMMATIC: """
        display banner banners cpm cpv gdn programmatic retargeting remarketing interstitial native dsp rtb
        video ctv
    """,
    C.SOCIAL: "social socialmedia socialnetwork socialorganic organicsocial sm rrss smm",
    C.EMAIL: "email mail newsletter newsletters correo boletin mailing drip crm",
    C.SEARCH: "organic seo organicsearch",
    C.AI: "ai llm chatbot aiassistant genai",
    C.AFFILIATE: "affiliate affiliates affiliation afiliado afiliados afiliacion cpa",
    C.REFERRAL: "referral referral-link link recommendation recomendacion",
    C.CONTENT: """
        content blog article articulo pr podcast webinar whitepaper ebook guestpost pressrelease
        video-content
    """,
    C.OFFLINE: """
        offline print qr qrcode flyer folleto event evento fair feria radio tv outdoor poster cartel sms
        phone
    """,
}
# What only says that it was paid for: where depends on the source.
PAID_MEDIA = {
    "paid",
    "ads",
    "ad",
    "paidmedia",
    "advertising",
    "publicidad",
    "cpc",
    "ppc",
    "cpm",
    "cpv",
    "cpa",
}
# Hosts by their last labels, and one word of utm_source; the longest ending wins.
SITES = {
    C.EMAIL: """
        mail.google.com com.google.android.gm outlook.live.com outlook.office.com outlook.office365.com
        mail.yahoo.com mail.proton.me mail.aol.com mail.zoho.com webmail newsletter mailchimp brevo
        mailerlite hubspot_email campaign-archive.com
    """,
    C.AI: """
        chatgpt.com chat.openai.com openai.com perplexity.ai claude.ai gemini.google.com bard.google.com
        copilot.microsoft.com you.com chat.mistral.ai mistral.ai deepseek.com chat.deepseek.com grok.com
        meta.ai poe.com phind.com notebooklm.google.com chatgpt perplexity claude gemini copilot deepseek
        mistral grok
    """,
    C.SEARCH: """
        google bing.com bing duckduckgo.com duckduckgo ecosia.org ecosia search.yahoo.com yahoo yandex
        baidu.com baidu qwant.com startpage.com search.brave.com seznam.cz naver.com kagi.com mojeek.com
        ask.com googlequicksearchbox
    """,
    C.PROGRAMMATIC: """
        doubleclick.net googlesyndication.com taboola.com taboola outbrain.com outbrain criteo.com criteo
        adroll adnxs.com dv360
    """,
    C.PAID_SEARCH: "googleadservices.com adwords googleads bingads",
    C.SOCIAL: """
        facebook.com fb.com facebook fb meta instagram.com instagram ig linkedin.com lnkd.in linkedin
        com.linkedin.android t.co twitter.com x.com twitter tiktok.com tiktok pinterest pinterest.com pin.it
        youtube.com youtu.be youtube reddit.com reddit whatsapp.com wa.me whatsapp telegram.org t.me
        telegram threads.net threads.com mastodon.social bsky.app snapchat.com xing.com quora.com vk.com
        weibo.com com.facebook.katana com.twitter.android discord.com tumblr.com
    """,
    C.AFFILIATE: """
        awin1.com awin shareasale.com cj.com tradedoubler.com tradedoubler impact.com partnerize.com
        rakutenmarketing.com webgains.com
    """,
    C.CONTENT: """
        medium.com substack.com wordpress.com blogspot.com slideshare.net issuu.com spotify.com
        podcasts.apple.com feedly.com flipboard.com
    """,
}
# The parameter that a referral link takes along; services say whose it is.
REFERRED = "lcref"
# Parameters that platforms put on a link; of paid ones first.
CLICK_IDS = {
    C.PAID_SEARCH: "gclid gbraid wbraid msclkid yclid",
    C.PROGRAMMATIC: "dclid",
    C.PAID_SOCIAL: "ttclid li_fat_id twclid rdt_cid sccid",
    C.AFFILIATE: "irclickid awc cjevent",
    # Each names the one who was written to, so only that it was there is kept.
    C.EMAIL: """
        mc_eid _hsenc mkt_tok vero_id ck_subscriber_id ml_subscriber ml_subscriber_hash _kx vgo_ee oly_enc_id
        oly_anon_id bsft_uid bsft_eid elqtrackid dm_i __s
    """,
    # Facebook, Instagram and Pinterest put these on every link, paid for or not.
    C.SOCIAL: "fbclid igshid epik",
    C.SEARCH: "srsltid",
    # ours: of a link by which somebody we know sends others
    C.REFERRAL: REFERRED,
}
SEEN = "1"
# With + or 00 before it (an unquoted + is a space by now), in groups, or nine digits as in Spain; longer numbers
# without a sign are ids of ads.
PHONE = re.compile(
    r"[\s(]{0,3}(\+|00|\s)[\s(]{0,3}\d[\d\s().-]{6,18}|[6-9]\d{8}|(?=(\D{0,2}\d){9})\(?\d{2,4}\)?([\s.-]\d{2,4}){2,4}",
    re.ASCII,
)
UTM = ("source", "medium", "campaign", "term", "content", "id")
MOST = 200

BY_MEDIUM = {word: str(channel) for channel, words in MEDIA.items() for word in words.split()}
BY_SITE = {word: str(channel) for channel, words in SITES.items() for word in words.split()}
BY_CLICK = {word: str(channel) for channel, words in CLICK_IDS.items() for word in words.split()}


@dataclass(frozen=True, slots=True)
class Touch:
    """What brought somebody to a page; no channel: they were there already."""

    channel: str
    source: str = ""
    campaign: str = ""
    utm: Mapping[str, str] = field(default_factory=dict)
    ids: Mapping[str, str] = field(default_factory=dict)


def read(url: str, referrer: str) -> Touch:
    """Return what brought somebody to the page at ``url`` from the page at ``referrer``."""
    utm, ids = parameters(url)
    return classify(utm=utm, ids=ids, referrer=referrer, host=host_of(url))


def parameters(url: str) -> tuple[dict[str, str], dict[str, str]]:
    """Return the utm parameters without their prefix, and the click ids; nothing that names who came.

    Left out are tags with an e-mail address or a phone number; of a mail tool's id stays "1".
    """
    try:
        pairs = parse_qsl(urlsplit(url).query, max_num_fields=100)
    except ValueError:
        return {}, {}
    utm: dict[str, str] = {}
    ids: dict[str, str] = {}
    for key, value in pairs:
        name, text = key.lower(), clean(value)[:MOST]
        if name.startswith("utm_") and name[4:] in UTM and text and not _names_somebody(value):
            utm.setdefault(name[4:], text)
        elif name in BY_CLICK and text:
            ids.setdefault(name, SEEN if BY_CLICK[name] == C.EMAIL else text)
    return utm, ids


def _names_somebody(value: str) -> bool:
    return "@" in value or bool(PHONE.fullmatch(value.rstrip()))


def classify(
    *, utm: Mapping[str, Any], ids: Mapping[str, Any], referrer: str, host: str = "", came: bool = True
) -> Touch:
    """Return the touch: by medium, else click id, else the tagged source, else the referrer, else direct.

    ``host`` is the page's own: a referrer there says that somebody was on the site already, and without tags that
    is no touch. ``came``: false if nothing is known of how somebody came, so that a lack of tags proves nothing.
    """
    source = _word(utm.get("source"))
    campaign = str(utm.get("campaign") or "")
    from_host = host_of(referrer)
    is_inside = bool(from_host) and _same_site(from_host, host)
    channel = (
        _by_medium(_word(utm.get("medium")), source)
        or next((BY_CLICK[name] for name in BY_CLICK if ids.get(name)), "")
        or (_by_site(source) if source else "")
    )
    if not channel and from_host and not is_inside:
        channel = _by_site(from_host) or C.REFERRAL
    if not channel and (source or campaign):
        # A tagged link that no list knows: somebody set it somewhere, so it is not typed in.
        channel = C.REFERRAL
    if not channel and not from_host and came:
        channel = C.DIRECT
    named = source or ("" if is_inside or not channel else from_host)
    texts = {key: str(value) for key, value in utm.items()}
    return Touch(str(channel), named, campaign, texts, {key: str(value) for key, value in ids.items()})


def _by_medium(medium: str, source: str) -> str:
    plain = medium.replace("-", "").replace("_", "").replace(" ", "")
    where = _by_site(source) if source else ""
    if plain in PAID_MEDIA:
        if where == C.SOCIAL:
            return C.PAID_SOCIAL
        if where == C.SEARCH or plain in {"cpc", "ppc"}:
            return C.PAID_SEARCH
        return BY_MEDIUM.get(plain, C.PROGRAMMATIC)
    found = BY_MEDIUM.get(plain) or BY_MEDIUM.get(medium, "")
    if found in {C.SEARCH, C.REFERRAL} and where:
        # "organic" from a network, "referral" from an assistant: the source knows better.
        return where
    return found


def _by_site(host: str) -> str:
    """Return the channel of a host or a word of utm_source, by its longest ending; google.es is google."""
    labels = host.split(".")
    for start in range(len(labels)):
        if found := BY_SITE.get(".".join(labels[start:])):
            return found
    # Some have one name under many endings: google.co.uk, yandex.ru; longer ones are other people's.
    for place, label in enumerate(labels):
        if label in ENGINES and all(len(ending) <= 3 for ending in labels[place + 1 :]):
            return BY_SITE[label]
    return ""


ENGINES = frozenset({"google", "yandex", "yahoo", "pinterest"})


def host_of(url: str) -> str:
    """Return the host of an address in lower case, without www; of an app its name."""
    try:
        found = (urlsplit(url).hostname or "").lower()
    except ValueError:
        return ""
    return found.removeprefix("www.")


def _same_site(one: str, other: str) -> bool:
    return one == other or one.endswith(f".{other}") or other.endswith(f".{one}")


def _word(value: Any) -> str:
    return clean(str(value or "")).lower().removeprefix("www.")[:MOST]
