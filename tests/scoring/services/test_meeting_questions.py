"""What Sales would like to know at events: wished for together, settled by the chair, read by a form builder."""

import pytest

from core.errors import Forbidden, Invalid
from scoring.models import EventQuestion, EventWish
from scoring.services import meeting_questions
from scoring.services.meeting_questions import AskedAlready
from tests.scoring.conftest import AT


def wish(text, member) -> EventQuestion:
    return meeting_questions.wish(text=text, by=member.user_id, at=AT)


def settle(question, **values) -> EventQuestion:
    given = {"text": question.text, "kind": "text", "options": [], "is_agreed": True} | values
    return meeting_questions.settle(question=question, **given, by=None, at=AT)


def test_the_same_question_of_two_people_is_one_wanted_by_both(in_scope, rep, manager):
    for member, text in (
        (rep, "¿Cuándo  vence el alquiler?"),
        (rep, "cuando vence el alquiler"),
        (manager, "Cuándo vence el alquiler"),
    ):
        wish(text, member)

    (question,) = meeting_questions.wanted()
    assert (question.text, question.wanted) == ("¿Cuándo vence el alquiler?", 2)


def test_it_goes_with_its_last_wish_unless_it_was_agreed(in_scope, rep, manager):
    lease, budget = wish("When does the lease end?", rep), wish("Which budget?", rep)
    settle(budget)

    with pytest.raises(Forbidden):
        meeting_questions.unwish(question=lease, by=manager.user_id)
    for question in (lease, budget):
        meeting_questions.unwish(question=question, by=rep.user_id)

    assert [each.text for each in EventQuestion.objects.all()] == ["Which budget?"]
    assert not EventWish.objects.exists()


def test_what_the_chair_settled_is_read_in_one_query(in_scope, rep, django_assert_num_queries):
    wish("When does the lease end?", rep)
    settle(wish("Which rooms?", rep), kind="choice", options=["Kitchen", " Bath ", "Kitchen", ""])
    settle(wish("Own house?", rep), kind="boolean", options=["left over"])
    settle(wish("How many rooms?", rep), kind="number", is_agreed=False)

    with django_assert_num_queries(1):
        found = [(each.text, each.kind, each.options) for each in meeting_questions.agreed()]

    assert found == [("Which rooms?", "choice", ["Kitchen", "Bath"]), ("Own house?", "boolean", [])]


def test_an_agreement_is_taken_back_and_kept_through_other_words(in_scope, rep):
    question = settle(wish("Lease?", rep))

    reworded = settle(question, text="When does the lease end?")
    assert (reworded.agreed_at, wish("when does the lease end", rep).pk) == (AT, question.pk)
    assert not settle(reworded, is_agreed=False).is_agreed


@pytest.mark.parametrize("options", [[], ["One"], ["x" * 81, "y"], [str(n) for n in range(21)]])
def test_a_choice_has_some_options(in_scope, rep, options):
    question = wish("Which?", rep)

    with pytest.raises(Invalid):
        settle(question, kind="choice", options=options)

    assert not EventQuestion.objects.get().is_agreed


def test_two_questions_have_no_words_in_common(in_scope, rep):
    wish("Budget?", rep)
    other = wish("Lease?", rep)

    with pytest.raises(AskedAlready):
        settle(other, text="budget")
