"""Referral links: from the link to the inquiry, the lead and the page of who referred."""

import pytest
from django.test import Client
from django.utils import timezone

from capture import touches
from capture.models import Inquiry, ReferralLink
from capture.services import process, referrals
from core.errors import Invalid
from core.scope import workspace_scope
from leadcrm import privacy_ways
from leads.models import Lead, LeadRank, MergeRecord
from leads.privacy import Person
from leads.services import merging, unmerging
from tests.capture.views.visiting import FILLED, HTML, old_stamp
from tests.factories.capture import SHOP, make_form, make_inquiry, make_tracker
from tests.factories.leads import make_lead, make_source
from tests.factories.tenants import make_workspace


pytestmark = pytest.mark.django_db


def link_of(lead: Lead, *, url: str = "") -> ReferralLink:
    form = None if url else make_form()
    return referrals.make(lead=lead, form=form, url=url, by=None, at=timezone.now())


def inquire(email: str, token: str, **payload: object) -> Inquiry:
    """Let somebody inquire by the link and be worked on."""
    inquiry = make_inquiry({"email": email, "page_url": f"{SHOP}/?lcref={token}", **payload})
    process.run(keys=[inquiry.pk], at=timezone.now())
    return Inquiry.objects.select_related("lead").get(pk=inquiry.pk)


def test_a_friend_follows_the_link_fills_in_the_form_and_counts_as_referred(client_for, marketer, workspace):
    with workspace_scope(workspace.pk):
        make_source("referral", channel="referral")
        referrer = make_lead(first_name="Berta", last_name="Gil", email="berta@gil.es")
        link = link_of(referrer)
    friend = Client(headers={"Accept": HTML})

    sent = friend.get(f"/r/{link.token}/")
    shown = friend.get(sent["Location"])
    wrong = friend.post(
        f"/f/{link.form.token}/",
        FILLED | {"email": "ana@", "_stamp": old_stamp(link.form), "ids.lcref": link.token},
    )
    friend.post(f"/f/{link.form.token}/", FILLED | {"_stamp": old_stamp(link.form), "ids.lcref": link.token})

    assert (sent.status_code, sent["Location"]) == (302, f"/f/{link.form.token}/?lcref={link.token}")
    hidden = f'<input type="hidden" name="ids.lcref" value="{link.token}">'
    assert hidden in shown.content.decode()
    assert wrong.status_code == 422
    assert hidden in wrong.content.decode()
    with workspace_scope(workspace.pk):
        process.run(keys=list(Inquiry.objects.values_list("pk", flat=True)), at=timezone.now())
        ana = Inquiry.objects.get().lead
        assert [(line.channel, line.is_referred) for line in touches.of_lead(ana).every] == [
            ("referral", True)
        ]
        assert LeadRank.objects.select_related("source").get(lead=ana).source.channel == "referral"
    member = client_for(marketer)
    hers = member.get(f"/w/acme/leads/{ana.pk}/referrals/").content.decode()
    his = member.get(f"/w/acme/leads/{referrer.pk}/referrals/").content.decode()
    assert f'Referred by <a href="/w/acme/leads/{referrer.pk}/">Berta Gil</a>' in hers
    assert "1 lead referred" in his
    assert "Ana Ruiz</a>" in his


def test_a_link_that_is_off_or_unknown_is_not_found_and_says_nothing_of_an_inquiry(in_scope):
    referrer = make_lead()
    link = link_of(referrer)
    referrals.end(link=link, by=None, at=timezone.now())

    inquiry = inquire("ana@sol.es", link.token)

    assert inquiry.referral is None
    assert not touches.of_lead(inquiry.lead).every
    for token in (link.token, "unknown", "x" * 300):
        assert Client().get(f"/r/{token}/").status_code == 404


def test_a_link_of_another_workspace_is_none_here(in_scope):
    other = make_workspace("other")
    with workspace_scope(other.pk):
        foreign = link_of(make_lead())

    assert inquire("ana@sol.es", foreign.token).referral is None


def test_nobody_refers_themselves(in_scope):
    berta = make_lead(email="berta@gil.es", phone="+34 600 123 456")
    link = link_of(berta)

    assert inquire("Berta@GIL.es", link.token).referral is None
    by_phone = inquire("", link.token, phone="+34 600 123 456")
    assert (by_phone.lead, by_phone.referral) == (berta, None)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "https://evil.test/",
        "javascript:alert(1)",
        f"{SHOP}@evil.test/",
        "//evil.test",
        "http://[",
        "x" * 600,
    ],
)
def test_a_link_leads_to_tracked_websites_only(in_scope, url):
    make_tracker(origins=(SHOP, "*"))

    with pytest.raises(Invalid):
        referrals.make(lead=make_lead(), form=None, url=url, by=None, at=timezone.now())


def test_a_website_taken_off_the_list_is_led_to_no_more(in_scope):
    make_tracker()
    link = link_of(make_lead(), url=f"{SHOP}/oferta?x=1#abajo")

    answer = Client().get(f"/r/{link.token}/")
    make_tracker(origins=("https://new.acme.test",))

    assert answer["Location"] == f"{SHOP}/oferta?x=1&lcref={link.token}#abajo"
    assert Client().get(f"/r/{link.token}/").status_code == 404


def test_a_lead_has_one_link_and_the_second_to_ask_is_told(client_for, marketer, workspace):
    with workspace_scope(workspace.pk):
        lead, form = make_lead(), make_form()
    client = client_for(marketer)
    url = f"/w/acme/leads/{lead.pk}/referrals/make/"

    answers = [client.post(url, {"target": form.pk}).status_code for _again in range(2)]

    assert answers == [303, 409]
    with workspace_scope(workspace.pk):
        link = ReferralLink.objects.get()
    client.post(f"/w/acme/leads/{lead.pk}/referrals/{link.pk}/end/")
    assert Client().get(f"/r/{link.token}/").status_code == 404


def test_a_merge_takes_links_and_referred_along_and_gives_them_back(in_scope, marketer):
    berta, twin = make_lead(email="berta@gil.es"), make_lead(email="b.gil@work.es")
    link = link_of(twin)
    ana = inquire("ana@sol.es", link.token).lead

    merging.merge(winner=berta, loser=twin, by=marketer.user_id, at=timezone.now())
    assert ReferralLink.objects.get().lead_id == berta.pk
    bea = inquire("bea@sol.es", link.token)
    assert bea.referral.lead_id == berta.pk
    unmerging.unmerge(record=MergeRecord.objects.get(), by=marketer.user_id, at=timezone.now())

    assert ReferralLink.objects.get().lead_id == twin.pk
    assert Inquiry.objects.get(lead=ana).referral_id == link.pk


def test_erasing_who_refers_ends_the_link_and_names_nobody(in_scope):
    referrer = make_lead()
    link = link_of(referrer)
    inquiry = inquire("ana@sol.es", link.token)

    privacy_ways.referral_links(Person((referrer.pk,)), [link.pk], timezone.now())

    assert Client().get(f"/r/{link.token}/").status_code == 404
    assert not ReferralLink.objects.exists()
    assert Inquiry.objects.get(pk=inquiry.pk).referral_id is None


def test_erasing_the_referred_takes_them_from_the_list(in_scope):
    link = link_of(make_lead())
    inquiry = inquire("ana@sol.es", link.token)

    privacy_ways.inquiries(Person((inquiry.lead_id,)), [inquiry.pk], timezone.now())

    assert Inquiry.objects.get(pk=inquiry.pk).referral_id is None
