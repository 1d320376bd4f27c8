"""Mails that others collected, by their index: right sender, subject, text and kind; what is broken breaks nothing.

They are read where LEADCRM_TEST_DATA says. Where we differ from the label on purpose, the file stands in DIFFERS with
the reason.
"""

import json
import os
from pathlib import Path

import pytest

from capture.parsers.mail import newest, reading
from capture.parsers.mail.reading import House


DATA = Path(os.environ.get("LEADCRM_TEST_DATA", "/nonexistent"))
FOLDER = DATA / "4-emails"
needs_data = pytest.mark.skipif(
    not FOLDER.exists(), reason="LEADCRM_TEST_DATA names no folder with 4-emails/"
)
NO_LEAD = {"auto_reply", "bounce", "complaint", "ignored"}
KINDS = {
    "bounce": {"bounce"},
    "complaint": {"complaint"},
    "auto-reply": {"auto_reply"},
    "read-receipt": {"auto_reply"},
    "ham-list": NO_LEAD,
    "calendar": {"ignored"},
    "inquiry": {"inquiry"},
    "reply": {"inquiry"},
    "not-bounce": {"inquiry"},
    "attachment": {"inquiry"},
    "charset": {"inquiry"},
}
DIFFERS = {
    # A program says so of itself, whatever the file is meant to show.
    "kind": {
        "flanker__apache-message-news-mime.eml": "Precedence: bulk",
        "flanker__message-external-body.eml": "Precedence: bulk",
        "php-mime-mail-parser__m0024.eml": "Mailing-List",
        "mail-parser__014.eml": "List-Id",
        "php-imap__1366671050_github.com.eml": "List-Id",
        "chatwoot__non_utf_encoded_mail.eml": "Auto-Submitted: auto-replied",
        "php-mime-mail-parser__issue212.eml": "an automatic answer in Polish",
        "enmime__multipart-wo-boundary.raw.eml": "from Mailer-Daemon",
        "set-of-emails__rb-issue-368-bug.eml": "a postmaster's report of a full mailbox",
        "thunderbird__message-non-invite.eml": "a text with a published event, no invitation",
        # Newsletters with no field and no word that would say so: the filter's business.
        "sa-hard-ham-1__00064.a80b45bb0339ed948bbbd968c074c60e.txt.eml": "no sign",
        "sa-hard-ham-1__00172.872f136246d263a0a84b926277d26262.txt.eml": "no sign",
        "sa-hard-ham-1__00227.7850f16f65811d6ca49bace718c34cb8.txt.eml": "no sign",
        "sa-hard-ham-1__00237.2ed2cce324d7ce55d991022301ab5923.txt.eml": "no sign",
    },
    "sender": {
        "MimeKit__feedback-report.txt.eml": "we read past the BOM",
        "mail__raw_email_multiple_from.eml": "the first of several",
    },
    "subject": {
        "MimeKit__feedback-report.txt.eml": "we read past the BOM",
        "mailparser__nodemailer.eml": "a space between two charsets",
    },
    "text": {
        "MimeKit__feedback-report.txt.eml": "we read past the BOM",
        "mail__multipart_report_multiple_status.eml": "the text stands in a report's part",
        "set-of-emails__lhost-ezweb-02.eml": "soft hyphens",
        "mail-parser__000_2.eml": "NUL",
        "mail-parser__008_2.eml": "several mails inside",
        "mail-parser__010.eml": "a mail inside the mail inside",
        "sa-spam-2__00358.ccfcaa5984dc5db979ba41e0fcee87c3.txt.eml": "begins with the page's title",
    },
    "names": {
        "flanker__outlook-express.eml": "bytes of an unknown charset",
        "mail__attachment_message_rfc822.eml": "the inner mail is kept whole",
        "php-imap__nestes_embedded_with_attachment.eml": "the inner mails are kept whole",
        "php-mime-mail-parser__issue250.eml": "a space where the name was folded",
        "mail-parser__002.eml": "named by its address only",
    },
}


def index():
    if not FOLDER.exists():
        return []
    rows = [json.loads(line) for line in (FOLDER / "INDEX.jsonl").read_text("utf-8").splitlines()]
    return [row for row in rows if row["file"].endswith(".eml")]


ROWS = index()
CERTAIN = [row for row in ROWS if row.get("expected", {}).get("certain")]


def name(row):
    return Path(row["file"]).name


def of(rows, what):
    left = [row for row in rows if name(row) not in DIFFERS.get(what, {})]
    return pytest.mark.parametrize("row", left, ids=name)


def read(row):
    return reading.read((DATA / row["file"]).read_bytes(), House())


def tight(text):
    return "".join((text or "").split())


@needs_data
@of(ROWS, "crash")
def test_no_mail_breaks_the_reader(row):
    mail = read(row)
    assert mail.identity
    json.dumps(mail.subject + mail.body + mail.sender.email).encode()


@needs_data
@of(CERTAIN, "sender")
def test_the_sender_is_found(row):
    mail, expected = read(row), row["expected"]
    assert mail.sender.email.lower() == (expected["from_address"] or "").lower()


@needs_data
@of(CERTAIN, "subject")
def test_the_subject_is_decoded(row):
    assert tight(read(row).subject) == tight(row["expected"]["subject"])


@needs_data
@of([row for row in CERTAIN if row["kind"] in KINDS], "kind")
def test_the_kind_is_known(row):
    assert read(row).kind.name in KINDS[row["kind"]]


@needs_data
@of([row for row in CERTAIN if row["kind"] != "ham-list"], "text")
def test_the_text_begins_as_the_mail_does(row):
    """What is quoted first is cut, so lists' mails, which answer below, begin later; see the texts of replies."""
    said, expected = tight(read(row).body), tight(row["expected"]["body_start"])
    shorter = min(len(said), len(expected), 60)
    assert said or not expected
    assert said[:shorter] == expected[:shorter]


@needs_data
@of([row for row in CERTAIN if row["kind"] == "attachment"], "names")
def test_attachments_are_named(row):
    names = [one.name for one in read(row).attachments]
    for wanted in row["expected"]["attachments"]:
        assert wanted == "?" or wanted.replace("\\", "/").split("/")[-1] in names


@needs_data
@pytest.mark.parametrize(
    "file", sorted((FOLDER / "reply-text").glob("*.in.txt")), ids=lambda file: file.name.partition(".")[0]
)
def test_the_newest_text_is_cut_out(file):
    expected = file.with_name(file.name.replace(".in.", ".expected.")).read_text("utf-8")
    assert tight(newest.read(file.read_text("utf-8")).text) == tight(expected)


@needs_data
@pytest.mark.parametrize(
    "file", sorted((FOLDER / "reply-text-multilingual").glob("*.txt")), ids=lambda file: file.stem
)
def test_every_language_introduces_what_it_quotes(file):
    """The collection's own letters all begin with "Fusce bibendum" and quote what begins with "Etiam non"."""
    text = file.read_text("utf-8")
    found = newest.read(text).text
    assert found
    if text.startswith("Fusce bibendum"):
        assert found.startswith("Fusce bibendum")
        assert found.endswith("nec nec nibh.")
