"""The list of a fair brought in, mended, run and taken back by clicks, in Spanish and in English."""

import pytest
from playwright.sync_api import expect

from tests.browser.desk import Desk
from tests.browsing import axe_faults, needs_browser, scrolls_sideways, small_targets


pytestmark = [pytest.mark.browser, pytest.mark.slow, needs_browser]
FAIR = """Nombre,Apellidos,Correo,Empresa,Estancias
Lola,Vega,lola{n}@feria.example,Baños Vega,3
Pepe,Rus,pepe{n},Obras Rus,2
Lola,Vega,lola{n}@feria.example,Baños Vega,3
"""
WORDS = {
    "es": ("Importar ahora", "Error", "Corregir", "Deshacer la importación", "Leads retirados"),
    "en": ("Import now", "Error", "Mend", "Undo the import", "Leads removed"),
}


def faults(window: Desk) -> list[str]:
    page = window.page
    return axe_faults(page) + small_targets(page) + ["scrolls sideways"] * scrolls_sideways(page)


@pytest.mark.parametrize("language", ["es", "en"])
def test_a_list_is_brought_in_mended_and_taken_back(desk, language) -> None:
    now, error, mend, undo, removed = WORDS[language]
    window = desk("marketing", language=language)
    page = window.go("imports/create/")
    assert faults(window) == []

    text = FAIR.format(n=language).encode()
    page.locator("#id_file").set_input_files({"name": "feria.csv", "mimeType": "text/csv", "buffer": text})
    page.locator("#id_origin").select_option("event")
    window.click("main button.primary")
    expect(page.locator("#to-2")).to_have_value("email")
    page.locator("#to-4").select_option("new:number")
    assert faults(window) == []

    window.click("main .actions button.primary")
    window.click(page.get_by_role("link", name=error))
    page.get_by_label(f"Correo, {'fila' if language == 'es' else 'row'} 3").fill(
        f"pepe{language}@feria.example"
    )
    assert faults(window) == []
    window.click(page.get_by_role("button", name=mend))
    window.click(page.get_by_role("button", name=now))

    expect(page.get_by_role("button", name=undo)).to_be_visible()
    expect(page.locator(".figures dd").nth(1)).to_have_text("2")
    assert faults(window) == []
    window.click(page.get_by_role("button", name=undo))
    expect(page.locator(".figures", has_text=removed).locator("dd").first).to_have_text("2")
    window.go("imports/")
    expect(page.get_by_role("link", name="feria").first).to_be_visible()
    assert faults(window) == []
