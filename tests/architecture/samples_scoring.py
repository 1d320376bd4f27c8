"""What the addresses around a draft of the scoring model are tried with."""

from tests.architecture.things import Sample, needs_draft


SAMPLES: dict[str, Sample] = {
    "scoring:draft": needs_draft(),
    "scoring:impact": needs_draft(),
    "scoring:impact-start": needs_draft(),
    "scoring:moves": needs_draft(),
}
