"""The stretches of the road, as a program walks them over HTTP."""

import itertools
import time
from dataclasses import dataclass
from typing import Any

from tests.faults.rig import Rig
from tests.flows.person import PASSWORD, Person


GOOD_INQUIRY = {
    "full_name": "Ana Ruiz",
    "job_title": "Directora",
    "company": "Hostal Peñalba",
    "phone": "+34 600 111 222",
    "country": "ES",
    "message": "Queremos reformar doce baños antes de mayo. ¿Pueden darnos presupuesto?",
    "consent": {"marketing": True, "text": "Quiero recibir novedades."},
}
QUALIFIED = {"need": "Doce baños", "budget": 30000, "authority": "decides", "timeline": "now"}
_numbers = itertools.count(1)


@dataclass(slots=True)
class Office:
    """One workspace of a running copy, and the key a program uses it with."""

    rig: Rig
    slug: str
    key: str

    @classmethod
    def open(cls, rig: Rig, slug: str) -> "Office":
        """Make the workspace with an admin and a key for everything."""
        rig.create_workspace(slug)
        return cls(rig, slug, rig.create_api_key(slug))

    @property
    def admin_email(self) -> str:
        return f"admin@{self.slug}.test"

    def get(self, path: str, *, status: int = 200) -> Any:
        answer = self.rig.get(f"/api/v1/{path}", key=self.key)
        assert answer.status == status, f"GET {path}: {answer.status} {answer.text[:500]}"
        return answer.json

    def post(self, path: str, data: Any = None, *, status: int = 200, headers: Any = None) -> Any:
        body = {} if data is None else data
        answer = self.rig.post(f"/api/v1/{path}", body, key=self.key, headers=headers)
        assert answer.status == status, f"POST {path}: {answer.status} {answer.text[:500]}"
        return answer.json

    def inquire(self, **values: Any) -> str:
        """Post an inquiry of somebody new and return its id."""
        email = f"ana{next(_numbers)}@hostalpenalba{next(_numbers)}.es"
        return str(self.post("inquiries/", {"email": email, **GOOD_INQUIRY, **values}, status=202)["id"])

    def lead_of(self, inquiry: str, *, seconds: float = 15) -> str:
        """Wait until a worker has made the inquiry a lead and return that."""
        found: dict[str, Any] = {}

        def is_done() -> bool:
            found.update(self.get(f"inquiries/{inquiry}/"))
            return found["state"] != "received"

        self.rig.wait_until(is_done, seconds=seconds, what="the inquiry is worked on")
        assert found["state"] == "accepted", found
        return str(found["lead"])

    def lead(self, lead: str) -> dict[str, Any]:
        return dict(self.get(f"leads/{lead}/"))

    def wait_for_stage(self, lead: str, stage: str, *, seconds: float = 15) -> float:
        """Wait until the lead is in the stage and return how long that took."""
        began = time.monotonic()
        self.rig.wait_until(lambda: self.lead(lead)["stage"] == stage, seconds=seconds, what=stage)
        return time.monotonic() - began

    def qualified_lead(self) -> str:
        """Walk a new lead up to where it can be converted."""
        lead = self.lead_of(self.inquire())
        self.wait_for_stage(lead, "mql")
        self.post(f"leads/{lead}/accept/")
        self.post(f"leads/{lead}/calls/", {"outcome": "connected"}, status=201)
        self.post(f"leads/{lead}/qualify/", QUALIFIED)
        return lead

    def admin(self) -> Person:
        """Return the administrator, signed in."""
        person = Person(self.rig)
        person.sign_in(self.admin_email)
        return person

    def join(self, admin: Person, *, role: str, name: str) -> Person:
        """Have the admin invite somebody by the pages, and let them follow the link."""
        page = admin.open(f"/w/{self.slug}/settings/members/invite/")
        email = f"{name.split()[0].lower()}@{self.slug}.test"
        shown = admin.submit(page, email=email, role=role)
        link = shown.html.partition('id="invitation-link">')[2].partition("<")[0]
        person = Person(self.rig)
        person.submit(person.open(link), name=name, password=PASSWORD)
        return person

    def is_sound(self, *, ledger: str = "") -> None:
        """Insist that every invariant of the whole copy holds."""
        self.rig.manage("check_invariants", *(["--ledger", ledger] if ledger else []))
