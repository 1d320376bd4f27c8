"""Channels by a table, each rule by an example."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from capture.choices import TouchChannel as C
from capture.parsers import attribution


HOME = "https://www.acme.test/"
EXAMPLES = [
    # address, referrer, channel, source
    (HOME, "", C.DIRECT, ""),
    (HOME + "precios", HOME, "", ""),
    (HOME, "https://blog.acme.test/post", "", ""),
    (HOME, "https://www.google.com/", C.SEARCH, "google.com"),
    (HOME, "https://www.google.co.uk/search?q=x", C.SEARCH, "google.co.uk"),
    (HOME, "https://www.bing.com/", C.SEARCH, "bing.com"),
    (HOME + "?gclid=abc", "https://www.google.com/", C.PAID_SEARCH, "google.com"),
    (HOME + "?utm_source=google&utm_medium=cpc&utm_campaign=otoño", "", C.PAID_SEARCH, "google"),
    (HOME + "?utm_source=facebook&utm_medium=cpc", "", C.PAID_SOCIAL, "facebook"),
    (HOME + "?utm_source=linkedin&utm_medium=Paid_Social", "", C.PAID_SOCIAL, "linkedin"),
    (HOME + "?fbclid=1", "https://l.facebook.com/", C.SOCIAL, "l.facebook.com"),
    (HOME + "?li_fat_id=1", "", C.PAID_SOCIAL, ""),
    (HOME + "?ttclid=1", "", C.PAID_SOCIAL, ""),
    (HOME + "?msclkid=1", "", C.PAID_SEARCH, ""),
    (HOME, "https://lnkd.in/x", C.SOCIAL, "lnkd.in"),
    (HOME, "https://t.co/x", C.SOCIAL, "t.co"),
    (HOME, "https://chatgpt.com/", C.AI, "chatgpt.com"),
    (HOME, "https://www.perplexity.ai/search", C.AI, "perplexity.ai"),
    (HOME, "https://gemini.google.com/app", C.AI, "gemini.google.com"),
    (HOME + "?utm_source=chatgpt.com", "", C.AI, "chatgpt.com"),
    (HOME + "?utm_source=chatgpt.com&utm_medium=referral", "", C.AI, "chatgpt.com"),
    (HOME, "https://mail.google.com/", C.EMAIL, "mail.google.com"),
    (HOME, "android-app://com.google.android.gm/", C.EMAIL, "com.google.android.gm"),
    (HOME + "?utm_source=octubre&utm_medium=e-mail", "", C.EMAIL, "octubre"),
    (HOME + "?utm_medium=display&utm_source=elpais", "", C.PROGRAMMATIC, "elpais"),
    (HOME + "?utm_medium=retargeting&utm_source=criteo", "", C.PROGRAMMATIC, "criteo"),
    (HOME + "?utm_medium=afiliado&utm_source=ana", "", C.AFFILIATE, "ana"),
    (HOME, "https://www.awin1.com/cread.php", C.AFFILIATE, "awin1.com"),
    (HOME + "?utm_medium=podcast&utm_source=obra", "", C.CONTENT, "obra"),
    (HOME, "https://medium.com/@ana/p", C.CONTENT, "medium.com"),
    (HOME + "?utm_medium=qr&utm_source=feria-2026", "", C.OFFLINE, "feria-2026"),
    (HOME, "https://gremio.test/socios", C.REFERRAL, "gremio.test"),
    (HOME + "?utm_campaign=x", "", C.REFERRAL, ""),
    # Hosts that only look alike are other sites.
    (HOME, "https://notgoogle.com/", C.REFERRAL, "notgoogle.com"),
    (HOME, "https://google.evil.test/", C.REFERRAL, "google.evil.test"),
]


@pytest.mark.parametrize(("url", "referrer", "channel", "source"), EXAMPLES)
def test_what_brought_somebody(url, referrer, channel, source):
    touch = attribution.read(url, referrer)

    assert (touch.channel, touch.source) == (channel, source)


def test_tags_and_click_ids_are_read_apart():
    touch = attribution.read(HOME + "?utm_Source=Google&UTM_campaign=Oto%C3%B1o&gclid=Cj0&q=1", "")

    assert touch.utm == {"source": "Google", "campaign": "Otoño"}
    assert touch.ids == {"gclid": "Cj0"}
    assert touch.campaign == "Otoño"


@given(st.text(max_size=200), st.text(max_size=200))
def test_any_text_has_an_answer(url, referrer):
    assert attribution.read(f"https://a.test/?{url}", referrer).channel in {"", *C.values}
    attribution.read(url, referrer)
