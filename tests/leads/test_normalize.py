import pytest

from leads import normalize
from leads.models import Lead


@pytest.mark.parametrize(
    ("written", "stored"),
    [
        (" Ana@SOL.es ", "ana@sol.es"),
        ("<ana@sol.es>", "ana@sol.es"),
        ("ana@Ñandú.es", "ana@xn--and-6ma2c.es"),
        ("ana+kitchen@sol.es", "ana+kitchen@sol.es"),
        ("ana@sol.es.", "ana@sol.es"),
        ("nobody", ""),
        ("@sol.es", ""),
        ("ana@", ""),
        ("", ""),
        (None, ""),
    ],
)
def test_email(written, stored):
    assert normalize.email(written) == stored


@pytest.mark.parametrize(
    ("written", "country", "stored"),
    [
        ("600 12 34 56", "ES", "+34600123456"),
        ("+34 600-123-456", "", "+34600123456"),
        ("0034600123456", "ES", "+34600123456"),
        ("(030) 901820", "DE", "+4930901820"),
        ("600123456", "", ""),
        ("12", "ES", ""),
        ("call me", "ES", ""),
        ("", "ES", ""),
    ],
)
def test_phone(written, country, stored):
    assert normalize.phone(written, country) == stored


@pytest.mark.parametrize(
    ("written", "stored"),
    [
        ("https://www.Sol.es/a?b#c", "sol.es"),
        ("sol.es", "sol.es"),
        ("http://user:pass@sol.es:8080", "sol.es"),
        ("localhost", ""),
        ("http://[::1", ""),
        ("", ""),
    ],
)
def test_host(written, stored):
    assert normalize.host(written) == stored


@pytest.mark.parametrize(
    ("website", "email", "stored"),
    [
        ("www.sol.es", "ana@gmail.com", "sol.es"),
        ("", "ana@sol.es", "sol.es"),
        ("", "ana@gmail.com", ""),
        ("", "ana@mailinator.com", ""),
        ("https://www.linkedin.com/in/ana", "ana@sol.es", "sol.es"),
        ("es-es.facebook.com/sol", "", ""),
        ("", "", ""),
    ],
)
def test_a_company_is_known_by_its_domain_not_by_free_mail(website, email, stored):
    assert normalize.domain(website=website, email_norm=email) == stored


def test_copies_are_cut_to_their_columns():
    # one Arabic ligature folds into eighteen letters
    copies = normalize.copies(
        Lead(workspace_id=1, company="ﷺ" * 200, first_name="ﷺ" * 120, custom={"a": "Ñ", "b": 1}), country="ES"
    )

    assert len(copies["company_norm"]) == 200
    assert len(copies["name_norm"]) == 260
    assert copies["custom_norm"] == {"a": "n"}


def test_search_tokens():
    lead = Lead(
        workspace_id=1,
        first_name="Ana María",
        company="Obras & Luna",
        email="ana@sol.es",
        phone="600 123 456",
        tax_id="B-1",
    )
    lead.phone_e164, lead.tax_id_norm = "+34600123456", "B1"

    assert normalize.search_tokens(lead) == {
        "ana", "maria", "obras", "luna", "sol", "es", "600123456", "34600123456", "b", "1", "b1",
    }  # fmt: skip
