"""Models of capture."""

from capture.models.filter_rule import FilterRule
from capture.models.form import Form, FormVersion
from capture.models.handout import Handout, HandoutFetch, SpentProof
from capture.models.hook import Hook
from capture.models.imports import Import, ImportFault, ImportFix, ImportMark
from capture.models.inquiry import Inquiry
from capture.models.mail_door import MailDoor
from capture.models.mailbox import Mailbox
from capture.models.referral import ReferralLink
from capture.models.tracker import Tracker
from capture.models.visit import Visit, VisitorName


__all__ = [
    "FilterRule",
    "Form",
    "FormVersion",
    "Handout",
    "HandoutFetch",
    "Hook",
    "Import",
    "ImportFault",
    "ImportFix",
    "ImportMark",
    "Inquiry",
    "MailDoor",
    "Mailbox",
    "ReferralLink",
    "SpentProof",
    "Tracker",
    "Visit",
    "VisitorName",
]
