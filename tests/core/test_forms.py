from django import forms
from django.template.loader import render_to_string


class Inquiry(forms.Form):
    name = forms.CharField(label="Name", help_text="As on the door.")
    city = forms.CharField(label="City", required=False)
    phase = forms.ChoiceField(label="When?", choices=[("a", "Now"), ("b", "Later")], widget=forms.RadioSelect)
    consent = forms.BooleanField(label="Write to me", required=False, help_text="One click ends it.")
    version = forms.IntegerField(widget=forms.HiddenInput)


def test_a_hint_and_an_error_describe_their_field() -> None:
    html = Inquiry({})["name"].as_field_group()

    assert 'aria-describedby="id_name_helptext id_name_error"' in html
    assert 'aria-invalid="true"' in html
    assert 'class="hint" id="id_name_helptext">As on the door.' in html
    assert 'class="error" id="id_name_error"' in html


def test_optional_fields_say_so_and_required_ones_do_not() -> None:
    form = Inquiry()

    assert "(optional)" in form["city"].as_field_group()
    assert "(optional)" not in form["name"].as_field_group()


def test_choices_stand_in_a_fieldset_and_a_checkbox_before_its_label() -> None:
    form = Inquiry()

    assert "<legend>When?" in form["phase"].as_field_group()
    consent = form["consent"].as_field_group()
    assert consent.index('type="checkbox"') < consent.index("<label")
    assert 'id="id_consent_helptext">One click ends it.' in consent


def test_the_summary_lists_every_fault_and_links_to_its_field() -> None:
    form = Inquiry({"version": "x"})
    form.add_error(None, "Somebody was faster.")

    html = str(form)

    assert 'href="#id_name">Name' in html
    assert 'href="#id_phase_0">When?' in html
    assert "<li>Somebody was faster.</li>" in html
    assert "<li>Enter a whole number.</li>" in html
    assert html.count('type="hidden"') == 1


def test_no_summary_without_a_fault() -> None:
    assert "summary" not in str(Inquiry())


def test_what_a_person_typed_is_escaped() -> None:
    html = str(Inquiry({"name": '"><script>alert(1)</script>', "phase": "<b>"}))

    assert "<script>" not in html
    assert "<b>" not in html


def test_the_summary_is_a_component_of_its_own() -> None:
    html = render_to_string("components/error_summary.html", {"form": Inquiry({})})

    assert 'role="alert" tabindex="-1" data-focus' in html
