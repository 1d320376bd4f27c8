"""The sample's mails: four templates in Spanish and English, as a builder of kitchens would write them."""

from datetime import datetime

from messaging.models import SendingPolicy, Template
from messaging.services import authoring
from messaging.starters import Texts


MAILS: dict[str, dict[str, Texts]] = {
    "Bienvenida": {
        "es": Texts(
            'Gracias por preguntarnos por {{ lead.topic | default: "tu reforma" }}',
            "Qué cuesta, cuánto tarda y por dónde empezar",
            """Hola {{ lead.first_name | default: "y gracias por escribirnos" }}:

Antes de pedir un presupuesto casi todo el mundo quiere saber tres cosas. Elige la tuya:

- [¿Cuánto cuesta?](content:precios) Precios reales de obras de este año, por metro cuadrado.
- [¿Cuánto tarda?](content:plazos) Semana a semana, desde la visita hasta las llaves.
- [¿Por dónde empiezo?](content:guia-reforma) La guía de ocho páginas que damos a nuestros clientes.

Si prefieres contárnoslo, **responde a este correo**. Lo lee una persona.

Un saludo,
{{ workspace.name }}
""",
        ),
        "en": Texts(
            'Thank you for asking about {{ lead.topic | default: "your renovation" }}',
            "What it costs, how long it takes and where to begin",
            """Hello {{ lead.first_name | default: "and thank you for writing" }},

before asking for an offer most people want to know three things. Choose yours:

- [What does it cost?](content:precios) Real prices of this year's works, per square meter.
- [How long does it take?](content:plazos) Week by week, from the first visit to the keys.
- [Where do I begin?](content:guia-reforma) The eight pages we give to our customers.

If you would rather tell us, **answer this mail**. A person reads it.

Kind regards,
{{ workspace.name }}
""",
        ),
    },
    "Guía": {
        "es": Texts(
            "La guía para reformar sin sorpresas",
            "Ocho páginas, diez minutos",
            """Hola {{ lead.first_name | default: "de nuevo" }}:

Las sorpresas de una obra son casi siempre las mismas cinco. Las hemos escrito con lo que cuesta evitarlas y con lo \
que cuesta **no** evitarlas.

[Botón: Leer la guía](content:guia-reforma)

¿Buscas solo cifras? [Aquí están los precios](content:precios).

Un saludo,
{{ workspace.name }}
""",
        ),
        "en": Texts(
            "The guide to a renovation without surprises",
            "Eight pages, ten minutes",
            """Hello {{ lead.first_name | default: "again" }},

the surprises of a building site are nearly always the same five. We wrote them down, with what it costs to avoid \
them and what it costs **not** to.

[Button: Read the guide](content:guia-reforma)

Only looking for figures? [Here are the prices](content:precios).

Kind regards,
{{ workspace.name }}
""",
        ),
    },
    "Caso de éxito": {
        "es": Texts(
            "Una cocina nueva en cinco semanas",
            "Qué costó, qué salió mal y qué repetirían",
            """Hola {{ lead.first_name | default: "de nuevo" }}:

Carmen y Julio tenían una cocina de 1978 y dos niños que desayunar a las ocho. Esto es lo que hicimos, lo que costó \
y lo que salió mal.

[Botón: Leer el caso](content:caso-cocina)

> «Lo mejor fue saber cada lunes qué iba a pasar esa semana.»

Un saludo,
{{ workspace.name }}
""",
        ),
        "en": Texts(
            "A new kitchen in five weeks",
            "What it cost, what went wrong and what they would do again",
            """Hello {{ lead.first_name | default: "again" }},

Carmen and Julio had a kitchen from 1978 and two children who want breakfast at eight. This is what we did, what it \
cost and what went wrong.

[Button: Read the story](content:caso-cocina)

> “The best part was to know every Monday what would happen that week.”

Kind regards,
{{ workspace.name }}
""",
        ),
    },
    "¿Hablamos?": {
        "es": Texts(
            "¿Hablamos diez minutos de tu obra?",
            "Sin compromiso y cuando te venga bien",
            """Hola {{ lead.first_name | default: "de nuevo" }}:

{{ owner.name | default: "Marta, de nuestro equipo," }} puede decirte en diez minutos si lo que piensas se puede \
hacer, cuánto cuesta más o menos y cuándo podríamos empezar.

**Responde con dos horas que te vengan bien** y un teléfono. Si prefieres mirar antes, \
[estos son los precios](content:precios).

Un saludo,
{{ workspace.name }}
""",
        ),
        "en": Texts(
            "Shall we talk about your works for ten minutes?",
            "Without obligation, when it suits you",
            """Hello {{ lead.first_name | default: "again" }},

{{ owner.name | default: "Marta of our team" }} can tell you in ten minutes whether what you have in mind can be \
done, roughly what it costs and when we could begin.

**Answer with two times that suit you** and a phone number. If you would rather look first, \
[these are the prices](content:precios).

Kind regards,
{{ workspace.name }}
""",
        ),
    },
}


def create(*, by: int, at: datetime) -> None:
    """Publish the mails and say as whom they are sent; the pieces of content they link to exist before."""
    SendingPolicy.objects.update_or_create(
        defaults={
            "from_name": "Reformas Tresluces",
            "from_email": "hola@tresluces.example",
            "reply_to": "hola@tresluces.example",
            "postal_address": "Calle de la Cruz 21\n28012 Madrid",
        }
    )
    for name, languages in MAILS.items():
        template = Template.objects.filter(name=name).first() or authoring.create(name=name, language="es")
        for language, texts in languages.items():
            authoring.save_draft(template=template, language=language, texts=texts)
            authoring.publish(template=template, language=language, at=at, by=by)
