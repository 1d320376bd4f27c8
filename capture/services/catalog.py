"""Source, campaign and topics of an inquiry, found in the workspace's lists or added to them."""

from dataclasses import replace

from django.utils.text import slugify

from capture.models import Inquiry
from capture.parsers.facts import Reading
from core.text import fold
from leads import queries
from leads.choices import Channel
from leads.models import Campaign, Source, Topic


# A key holder may name new sources, campaigns and topics; a list this long is no list of sources any more.
MOST = 300


def _may_name(inquiry: Inquiry) -> bool:
    """Say whether the sender may add to the workspace's lists: who has a key, or proved to be a hook's platform."""
    return bool(inquiry.hook.secret) if inquiry.hook else inquiry.channel == Channel.API


class Catalog:
    """The workspace's lists, read once a batch."""

    def __init__(self) -> None:
        self._sources = {source.slug: source for source in Source.objects.all()}
        self._campaigns = {campaign.slug: campaign for campaign in Campaign.objects.all()}
        self.vocabulary = queries.vocabulary()

    def names(self, inquiry: Inquiry, reading: Reading) -> tuple[str, str, list[str]]:
        """Return source, campaign and topics by slug as the inquiry would get them, adding nothing to the lists."""
        may_name = _may_name(inquiry)
        source = found.slug if (found := self._referral(inquiry) or inquiry.source) else ""
        if not source and reading.source and may_name:
            source = slugify(reading.source)[:60]
        if not source and (found := self._tagged_source(reading) or self._sources.get(inquiry.channel)):
            source = found.slug
        slug = slugify(reading.campaign)[:80]
        campaign = self._campaigns.get(slug) or self._tagged_campaign(reading) or inquiry.campaign
        known = self.vocabulary.topics
        asked = [*([inquiry.form.topic] if inquiry.form and inquiry.form.topic else []), *reading.topics]
        topics = [known.get(name) or known.get(fold(name)) or known.get(slugify(name)) for name in asked]
        return (
            source,
            campaign.slug if campaign else slug if may_name else "",
            list(dict.fromkeys(slug for slug in topics if slug)),
        )

    def source(self, inquiry: Inquiry, reading: Reading) -> Source | None:
        """Return who refers, else the form's source, else the one that is named or tagged, else the channel's."""
        if found := self._referral(inquiry) or inquiry.source:
            return found
        if reading.source and _may_name(inquiry):
            return self._named_source(reading.source)
        return self._tagged_source(reading) or self._sources.get(inquiry.channel)

    def _referral(self, inquiry: Inquiry) -> Source | None:
        """Return the source of referrals for what came by somebody's link, whatever the form's own is."""
        return self._sources.get(Channel.REFERRAL) if inquiry.referral_id else None

    def _tagged_source(self, reading: Reading) -> Source | None:
        """Return the source that the link's tags name, if there is one: by itself, or as its campaign's."""
        tagged = self._sources.get(slugify(str(reading.touch.get("utm", {}).get("source", "")))[:60])
        campaign = self._campaigns.get(slugify(reading.campaign)[:80]) or self._tagged_campaign(reading)
        if tagged or not campaign:
            return tagged
        return next((one for one in self._sources.values() if one.pk == campaign.source_id), None)

    def _named_source(self, name: str) -> Source | None:
        slug = slugify(name)[:60]
        if slug and slug not in self._sources and len(self._sources) < MOST:
            self._sources[slug], _new = Source.objects.get_or_create(
                slug=slug, defaults={"name": name[:120], "channel": Channel.API}
            )
        return self._sources.get(slug)

    def campaign(self, inquiry: Inquiry, reading: Reading) -> Campaign | None:
        """Return the campaign the link named, else the form's; only key holders name new ones."""
        slug = slugify(reading.campaign)[:80]
        if slug and slug not in self._campaigns and _may_name(inquiry):
            self._add_campaign(slug, reading.campaign)
        return self._campaigns.get(slug) or self._tagged_campaign(reading) or inquiry.campaign

    def _tagged_campaign(self, reading: Reading) -> Campaign | None:
        """Return the campaign that the tags of the visit name, if there is one; anybody may write a tag."""
        return self._campaigns.get(slugify(str(reading.touch.get("utm", {}).get("campaign", "")))[:80])

    def _add_campaign(self, slug: str, name: str) -> None:
        if len(self._campaigns) < MOST:
            self._campaigns[slug], _new = Campaign.objects.get_or_create(
                slug=slug, defaults={"name": name[:120]}
            )

    def topics(self, inquiry: Inquiry, reading: Reading) -> list[str]:
        """Return the slugs of the topics asked about, the form's own first."""
        own = [inquiry.form.topic] if inquiry.form and inquiry.form.topic else []
        may_add = _may_name(inquiry)
        found = [self._topic(name, may_add=may_add) for name in [*own, *reading.topics]]
        return list(dict.fromkeys(slug for slug in found if slug))

    def _topic(self, name: str, *, may_add: bool) -> str:
        known = self.vocabulary.topics
        if known_slug := known.get(name) or known.get(fold(name)):
            return known_slug
        slug = slugify(name)[:60]
        if not slug or not may_add or len(known) >= MOST:
            return known.get(slug, "")
        Topic.objects.get_or_create(slug=slug, defaults={"name": name[:120]})
        self.vocabulary = replace(self.vocabulary, topics={**known, slug: slug, fold(name): slug})
        return slug
