"""Every road by which one person may come, each with words of its own.

Whatever says who it is holds ``MARK``, so that one search finds it; each road adds its own name, so that a find says
where it came from. Everything goes through the product's own addresses and services.
"""

import json
import re
from datetime import timedelta
from email.message import EmailMessage
from io import StringIO
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.utils import timezone

from capture.models import ImportFault, Inquiry
from capture.services import consents, handouts, kiosk
from leadcrm.tasks import HANDLERS
from leads.models import Lead
from tests.architecture.world import World
from tests.capture import importing
from tests.capture.hooks import posting
from tests.capture.views.visiting import HTML, address, old_stamp
from tests.clients import JsonClient, PageClient
from tests.factories import capture, messaging, webhooks
from tests.factories import tenants as people
from work.models import WorkItem


MARK = "zorro"
EMAIL = f"{MARK}nda@{MARK}works.es"
SECOND_EMAIL = f"{MARK}.privat@{MARK}works.es"
PHONE, SECOND_PHONE = "+34 612 987 451", "+34 698 745 321"
FIRST, LAST, COMPANY = f"{MARK.title()}nda", f"{MARK.title()}vic", f"{MARK.title()}works SL"
NAME = f"{FIRST} {LAST}"
BROWSER = "70220000aabbccddeeff001122334455"
AGENT = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
    f"Chrome/140.0 Safari/537.36 {MARK}agent/1"
)
PERSON = {"full_name": NAME, "email": EMAIL, "phone": PHONE, "company": COMPANY}


def said(road: str) -> str:
    """Return words that nobody but the person would have used on this road."""
    return f"{MARK}{road} says so"


class Arrivals:
    """Every road by which the person comes, in a workspace that is as on its first day.

    ``post``: the port of a mail server, ``sink``: an address that takes webhooks, ``folder``: where a mail may lie.
    """

    def __init__(self, world: World, *, sink: str, folder: Path) -> None:
        self.world, self.sink, self.folder = world, sink, folder
        self.home = f"/w/{world.workspace.slug}"
        self.person = PageClient(headers={"Accept": HTML, "User-Agent": AGENT})
        self.program = JsonClient(people.make_api_key(world.workspace))
        self.pages = {role: PageClient() for role in world.members}
        for role, client in self.pages.items():
            client.force_login(world.members[role].user)

    @property
    def lead(self) -> Lead:
        """Return who it is."""
        return Lead.objects.select_related("rank").filter(email_norm=EMAIL).latest("pk")

    def work(self, *names: str, within: timedelta = timedelta(minutes=2)) -> None:
        """Let workers do what is due within the time, in the named queues or in all; the test's clock stands still."""
        for _round in range(4):
            soon = WorkItem.objects.filter(dead_at=None, due_at__lte=timezone.now() + within)
            soon.update(due_at=timezone.now() - timedelta(hours=1), lease_until=None)
            for name in names or HANDLERS:
                HANDLERS[name].drain(name)

    def post(self, path: str, data: Any = None, *, role: str = "admin", status: int = 303) -> Any:
        answer = self.pages[role].post(f"{self.home}/{path}", data or {})
        assert answer.status_code == status, (
            path,
            answer.status_code,
            re.sub(r"(?s).*<main", "", answer.content.decode())[:2500],
        )
        return answer

    def call(self, path: str, body: Any, *statuses: int, **headers: str) -> Any:
        answer = self.program.post(f"/api/v1/{path}", body, headers=headers)
        assert answer.status_code in (statuses or (200, 201, 202)), (path, answer.content.decode())
        return answer.json()

    def verb(self, verb: str, body: Any = None) -> Any:
        return self.call(f"leads/{self.lead.public_id}/{verb}/", body or {})

    def listen(self) -> None:
        messaging.make_policy(from_hour=0, until_hour=24, cap_count=0, from_name="Acme News")
        webhooks.make_endpoint(
            self.sink, events=["lead.created", "lead.handed_off", "lead.assigned", "lead.converted"]
        )

    def be_called(self) -> None:
        """Stand on a list that was bought."""
        text = f"Nombre,Telefono,Correo\n{NAME},{PHONE},{EMAIL}\nEva Mora,600 111 222,\n"
        columns = {"Nombre": "full_name", "Telefono": "phone", "Correo": "email"}
        admin = self.world.members["admin"].user_id
        batch = importing.imported(text, by=admin, columns=columns, origin="cold", basis="interest")
        self.work()
        called = {"lead": self.lead.pk, "outcome": "connected", "reason": "no_need", "note": said("cold")}
        self.post(f"imports/{batch.pk}/calls/", called)

    def browse(self) -> None:
        tracker = capture.make_tracker()
        page = {"visitor": BROWSER, "url": f"{capture.SHOP}/{MARK}page", "title": said("title")}
        for told in (
            {"kind": "page_view", "entry": True},
            {"kind": "web_event", "name": "calc", "data": {"who": said("prop")}},
        ):
            answer = PageClient(headers={"Origin": capture.SHOP, "User-Agent": AGENT}).generic(
                "POST", f"/t/{tracker.token}/", json.dumps(page | told).encode(), content_type="text/plain"
            )
            assert answer.status_code == 204

    def send_a_form(self) -> None:
        told = [self.world.members["marketer"].user_id, self.world.rep.pk]
        form = capture.make_form(confirms_consent=True, notified=told)
        upload = SimpleUploadedFile("guide.pdf", b"%PDF-1.7 a guide")
        handouts.give(form=form, title="The guide", upload=upload, by=None, at=timezone.now())
        filled = PERSON | {"message": said("form"), "consent": "on", "visitor_id": BROWSER}
        where = f"{address(form)}?utm_source=news&utm_term={MARK}term"
        sent = self.person.post(where, filled | {"_stamp": old_stamp(form)}, follow=True)
        link = re.search(r'action="(/f/[^"]+/file/[^"]+)"', sent.content.decode())
        assert link
        assert self.person.post(link[1]).status_code == 200
        self.work()
        inquiry = Inquiry.objects.get(channel="form")
        assert inquiry.lead_id
        assert self.person.post(consents.address(form, inquiry)).status_code == 200
        # one that is taken for spam, and one that leaves only a number
        spam = PERSON | {
            "message": f"{said('spam')} http://a.es http://b.es http://c.es http://d.es http://e.es"
        }
        self.person.post(address(form), spam | {"_stamp": old_stamp(form), "_url": "x"})
        self.form = form

    def come_by_programs(self) -> None:
        inquiry = {
            **PERSON,
            "message": said("api"),
            "custom_note": said("custom"),
            "external_id": f"{MARK}-9",
        }
        self.call("inquiries/", inquiry, 202, **{"Idempotency-Key": f"inquiry-{EMAIL}"})
        batch = [
            PERSON | {"message": said("batch"), "idempotency_key": f"{MARK}-row"},
            {"phone": PHONE, "message": said("numberonly")},
        ]
        self.call("inquiries/batch/", {"inquiries": batch}, 202)
        hook = posting.make_hook(self.world.workspace)
        posting.post(
            hook,
            {"email": EMAIL, "name": NAME, "message": said("hook"), "shoe": said("shoe")},
            User_Agent=AGENT,
        )
        self.work()
        seen = {
            "lead": str(self.lead.public_id),
            "kind": "page_view",
            "data": {"url": f"https://x.es/{MARK}seen"},
            "id": f"{MARK}-seen",
        }
        self.call("activities/", seen, 200, 201, 202)

    def mail(self, road: str, **fields: str) -> EmailMessage:
        mail = EmailMessage()
        head = {
            "From": f"{NAME} <{EMAIL}>",
            "To": "hola@acme.test",
            "Subject": said(f"{road}subject"),
            "Message-ID": f"<{MARK}{road}@works.es>",
        }
        for name, value in (head | fields).items():
            mail[name] = value
        mail.set_content(f"{said(road)}\n\n--\n{NAME}\n{COMPANY}\n{PHONE}\n")
        return mail

    def take_mail(self, mail: EmailMessage) -> dict[str, Any]:
        file = self.folder / "one.eml"
        file.write_bytes(mail.as_bytes())
        out = StringIO()
        call_command("ingest_email", self.world.workspace.slug, str(file), "--json", stdout=out)
        file.unlink()
        return json.loads(out.getvalue())

    def come_by_mail(self) -> None:
        mail = self.mail("mail")
        mail.add_attachment(
            f"%PDF-1.7 {said('file')}".encode(),
            maintype="application",
            subtype="pdf",
            filename=f"{MARK}plan.pdf",
        )
        assert self.take_mail(mail)["state"] == "accepted"
        self.take_mail(self.mail("marked", **{"X-Spam-Flag": "YES"}))
        # somebody else writes of the person, whose address stands in the words only
        forwarded = self.mail(
            "forward",
            From="Luis Pla <luis@norte.es>",
            Subject="A question",
            **{"Message-ID": "<q1@norte.es>"},
        )
        forwarded.set_content(f"Did {EMAIL} write to you?")
        self.take_mail(forwarded)
        self.work()

    def come_in_files(self) -> None:
        admin = self.world.members["admin"].user_id
        text = (
            "Nombre,Apellidos,Correo,Empresa,Telefono,Notas\n"
            f"{FIRST},{LAST},{EMAIL},{COMPANY},{PHONE},{said('row')}\n"
            f"{FIRST},{LAST},{MARK}-no-address,{COMPANY},{PHONE},{said('fault')}\n"
            f"{FIRST},{LAST},{EMAIL},{COMPANY},{SECOND_PHONE},{said('twice')}\n"
        )
        columns = {**importing.COLUMNS, "Telefono": "phone", "Notas": "need"}
        importing.imported(text, by=admin, columns=columns, policy="overwrite")
        assert ImportFault.objects.exists()
        # looked at and never begun, with a cell that was mended
        waiting = importing.ready(text, by=admin, columns=columns)
        answer = self.pages["admin"].post(
            f"{self.home}/imports/{waiting.pk}/mend/",
            {"row": 3, "cell:2": f"{MARK}mended@{MARK}works.es", "show": "error"},
        )
        assert answer.status_code == 303, answer.content.decode()[-2000:]
        self.work()

    def come_by_phone_and_at_a_fair(self) -> None:
        call = {
            **PERSON,
            "direction": "inbound",
            "outcome": "interested",
            "key": "k1",
            "need": said("need"),
            "note": said("call"),
        }
        self.post("calls/create/", call | {"lead": self.lead.pk})
        self.post(
            "calls/create/",
            call | {"key": "k2", "direction": "outbound", "note": said("ours"), "lead": self.lead.pk},
        )
        seal = kiosk.seal_of(self.form.token)
        entry = json.dumps({**PERSON, "message": said("fair")})
        headers = {"Idempotency-Key": f"{MARK}-fair"}
        answer = self.person.post(
            f"/f/{self.form.token}/event/{seal}/", entry, content_type="application/json", headers=headers
        )
        assert answer.status_code == 202
        self.work()
