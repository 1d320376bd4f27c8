"""The other branch of the road, clicked in Chromium: a workflow is built, mails go out, and the reader decides.

Who clicks in the mail is handed to Sales; who does not gets the other mail, and then wants no more of them.
"""

import re
from dataclasses import dataclass

import pytest
from playwright.sync_api import Page, expect

from tests.browsing import needs_browser
from tests.faults.rig import Rig


pytestmark = [pytest.mark.browser, pytest.mark.slow, needs_browser]
# ux.md M3: a workflow from a starting template, three texts changed, tried and running.
MOST_CLICKS = 20
GUIDE = "https://guide.example/kitchens"
TEXTS = {
    "es": ("Gracias por escribirnos", "La guía que nos pidió", "¿Le ayudamos a decidir?", "Leer la guía"),
    "en": ("Thank you for writing", "The guide you asked for", "May we help you decide?", "Read the guide"),
}
NAMES = {"es": ("Clara Vega", "Bruno Sanz"), "en": ("Chloe Ward", "Ben Stone")}
SET_UP = """
from django.utils import timezone
from capture.models import Form
from core.scope import workspace_scope
from leadcrm import onboarding
from leadcrm.sample.people import PASSWORD
from messaging.models import SendingPolicy
from tenants.models import Membership, User
made = onboarding.create_workspace(slug={slug!r}, name={slug!r}.title(), admin_email="admin@{slug}.example",
                                   password=PASSWORD, language={language!r}, at=timezone.now())
for role in ("marketer", "rep"):
    user = User.objects.create_user(f"{{role}}@{slug}.example", PASSWORD, name=role.title())
    Membership.objects.create(workspace=made, user=user, role=role)
with workspace_scope(made.pk):
    # By law no marketing mail leaves without an address; the hours are those of whenever this test runs.
    SendingPolicy.objects.update(postal_address="Calle Mayor 1, Zaragoza", from_hour=0, until_hour=24, cap_count=0)
    print(Form.objects.get().token)
"""
# Time passes for this test alone: whatever waits in the workspace's workflows is due now.
HASTEN = """
WITH waiting AS (
    UPDATE nurturing_enrollment e SET due_at = now() - interval '1 second' FROM tenants_workspace w
    WHERE w.id = e.workspace_id AND w.slug = %s AND e.state = 'active' AND e.due_at > now()
    RETURNING e.id, e.workspace_id)
UPDATE work_workitem i SET due_at = now() FROM waiting
WHERE i.workspace_id = waiting.workspace_id AND i.queue = 'enrollment' AND i.key = waiting.id RETURNING i.id
"""


@dataclass(slots=True)
class Studio:
    """A fresh workspace in the running copy, in one language."""

    rig: Rig
    language: str
    form: str = ""

    @property
    def slug(self) -> str:
        return f"studio-{self.language}"

    def set_up(self) -> None:
        """Make the workspace with a marketer and a rep."""
        program = SET_UP.format(slug=self.slug, language=self.language)
        self.form = self.rig.manage("shell", "-v", "0", "-c", program, json_answer=False).strip()

    def mails_to(self, email: str) -> int:
        """Return how many mails to the address have left, long enough ago for a click to be a person's."""
        query = (
            "SELECT count(*) FROM messaging_message WHERE messaging_message.to = %s AND state = 'sent' "
            "AND sent_at < now() - interval '1.2 seconds'"
        )
        return int(self.rig.sql(query, [email])[0][0])

    def wait_for_mails(self, number: int, *emails: str) -> None:
        """Wait until each address got so many."""
        self.rig.wait_until(
            lambda: all(self.mails_to(email) == number for email in emails), seconds=40, what=f"mail {number}"
        )

    def hasten(self) -> None:
        """Let the time pass that the workflow waits."""
        assert self.rig.sql(HASTEN, [self.slug])

    def stage_of(self, email: str) -> str:
        query = (
            "SELECT r.stage FROM leads_leadrank r JOIN leads_lead l ON l.id = r.lead_id WHERE l.email = %s"
        )
        rows = self.rig.sql(query, [email])
        return str(rows[0][0]) if rows else ""


@pytest.mark.parametrize("language", ["es", "en"])
def test_a_workflow_built_by_clicks_cares_for_who_clicks_and_who_does_not(desk, sample_rig, language) -> None:
    studio = Studio(sample_rig, language)
    studio.set_up()
    build(desk("marketer", language=language, workspace=studio.slug), language)
    eager, silent = (f"{name.split()[0].lower()}@{language}.example" for name in NAMES[language])

    for name, email in zip(NAMES[language], (eager, silent), strict=True):
        inquire(desk(language=language).go(f"/f/{studio.form}/"), name, email)
    studio.wait_for_mails(1, eager, silent)
    studio.hasten()
    studio.wait_for_mails(2, eager, silent)

    click_in_mail(desk(language=language), eager, TEXTS[language][3])
    sample_rig.wait_until(lambda: studio.stage_of(eager) == "mql", seconds=40, what="handed to Sales")
    sees_it(desk("rep", language=language, workspace=studio.slug), NAMES[language][0])

    studio.hasten()
    studio.wait_for_mails(3, silent)
    assert studio.mails_to(eager) == 2
    assert studio.stage_of(silent) == "marketing"
    unsubscribe(desk(language=language), silent)
    state = sample_rig.sql("SELECT state FROM messaging_recipient WHERE email = %s", [silent])
    assert state == [("open",)]  # after a change of mind


def build(marketer, language: str) -> None:
    """Build a workflow from the first start: three texts changed, a wish added, tried, activated."""
    page = marketer.go("workflows/")
    marketer.click("a.button.primary[href$='/workflows/new/']")
    marketer.click("main form .button.primary")
    expect(page).to_have_url(re.compile(r"/edit/$"))
    outline = page.url
    first, second, third, link = TEXTS[language]
    for number, subject in ((0, first), (1, second), (2, third)):
        marketer.click(page.locator(".step-line a.text").nth(number))
        page.locator("[name=subject]").fill(subject)
        if number == 1:
            page.locator("[name=body]").fill(f"{subject}:\n\n[{link}]({GUIDE})\n")
        marketer.click("button[name=then][value=publish]")
        expect(page.locator("[data-toast]").first).to_be_visible()
        page.goto(outline)
        marketer.clicks += 1

    lines = page.locator(".step-line")
    expect(lines).to_have_count(9)
    marketer.click(page.locator(".gap summary").nth(6))
    marketer.click(page.locator(".gap").nth(6).locator("a[href*='kind=wish']"))
    marketer.click(".step-line.editing .button.primary")
    expect(page.locator(".step-line.editing")).to_have_count(0)
    expect(lines).to_have_count(10)
    marketer.click(lines.nth(3).locator("div > p > a").first)
    wish = (lines.nth(6).get_attribute("id") or "").removeprefix("step-")
    page.locator(".step-line.editing select[name=go_0]").select_option(wish)
    marketer.click(".step-line.editing .button.primary")
    expect(page.locator(".step-line.editing")).to_have_count(0)
    marketer.click("nav.tabs a[href$='/dry-run/']")
    expect(page.locator("#h-trial b")).to_have_text("0")
    marketer.click("form[action$='/activate/'] button")
    expect(page.locator("form[action$='/do/pause/']").first).to_be_visible()
    assert marketer.clicks <= MOST_CLICKS


def inquire(page: Page, name: str, email: str) -> None:
    """Send an inquiry that says little, and agree to get mails."""
    page.wait_for_timeout(700)  # a program would be faster, and quarantined
    page.locator("[name=full_name]").fill(name)
    page.locator("[name=email]").fill(email)
    page.locator("[name=message]").fill("Info")
    page.locator("[name=consent]").check()
    page.locator("form button.primary").click()
    expect(page).to_have_url(re.compile("/thanks/"))


def open_mail(window, email: str) -> Page:
    """Open the newest mail to the address where this machine keeps them."""
    page = window.go(f"/dev/mail/?to={email}")
    expect(page.locator("article h2")).to_be_visible()
    return page


def click_in_mail(window, email: str, words: str) -> None:
    """Click a link of the newest mail, which leads to a page of somebody else's."""
    page = open_mail(window, email)
    page.context.route(
        f"{GUIDE}*", lambda route: route.fulfill(body="<h1>Guide</h1>", content_type="text/html")
    )
    with page.context.expect_page() as opened:
        page.frame_locator("iframe").get_by_role("link", name=words).click()
    expect(opened.value).to_have_url(GUIDE)


def sees_it(rep, name: str) -> None:
    """See the lead among today's work, and be told of it."""
    page = rep.go("today/")
    expect(page.locator("#work")).to_contain_text(name)
    expect(page.locator("#bar-notices .count")).to_have_text("1")
    page.locator("#bar-notices").click()
    notice = page.locator(".notices .unread button").first
    expect(notice).to_contain_text(name)
    notice.click()
    expect(page.locator("h1")).to_have_text(name)


def unsubscribe(window, email: str) -> None:
    """Want no more mails, by the link of the last one; then choose to get some after all."""
    page = open_mail(window, email)
    with page.context.expect_page() as opened:
        page.frame_locator("iframe").locator("a[href*='/u/']").first.click()
    left = opened.value
    left.locator("form button.primary").click()
    expect(left.locator("main form [type=radio]").first).to_be_visible()
    left.locator("main p a").last.click()
    left.locator("button[name=subscribe]").click()
    expect(left.locator("[role=status]")).to_be_visible()


def test_a_line_clicked_while_another_is_being_saved_opens_when_it_is_drawn_anew(desk) -> None:
    marketer = desk("marketing")
    page = marketer.go("workflows/")
    page.get_by_role("link", name="Después de la Feria Hábitat").first.click()
    lines, saving = page.locator(".step-line"), []
    lines.nth(1).locator("div > p > a").first.click()
    page.route("**/steps/espera/", lambda route: saving.append(route))
    page.locator(".step-line.editing .button.primary").click()
    expect(page.locator("form.htmx-request")).to_have_count(1)

    lines.nth(3).locator("div > p > a").first.click()
    saving[0].continue_()

    expect(page.locator(".step-line.editing")).to_have_attribute("id", "step-llamar")
