"""Who is in the sample: everything is invented, every domain ends in .example."""

from dataclasses import dataclass


PASSWORD = "demo-tresluces-2026"  # noqa: S105 - printed at every start


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody who signs in."""

    email: str
    name: str
    role: str
    team: str = ""


@dataclass(frozen=True, slots=True)
class Prospect:
    """Somebody who asks for something; ``story`` names what then happens."""

    first_name: str
    last_name: str
    job_title: str
    company: str
    city: str
    topic: str
    message: str
    source: str
    story: str
    days_ago: int
    budget: int = 0
    employees: int = 0
    campaign: str = ""


MEMBERS = (
    Member("admin@tresluces.example", "Elena Costa", "admin"),
    Member("marketing@tresluces.example", "Inés Robledo", "marketer"),
    Member("jefe@tresluces.example", "Andrés Quiroga", "manager"),
    Member("marta@tresluces.example", "Marta Soler", "rep", "Norte"),
    Member("ivan@tresluces.example", "Iván Prado", "rep", "Sur"),
    Member("consulta@tresluces.example", "Noa Rivas", "viewer"),
)
TOPICS = (
    ("cocina", "Reforma de cocina", 45),
    ("bano", "Reforma de baño", 30),
    ("local", "Reforma de local", 75),
    ("vivienda", "Reforma integral", 90),
    ("fachada", "Fachada y aislamiento", 120),
)
SOURCES = (
    ("form", "Formulario web", "form"),
    ("feria", "Feria Hábitat", "event"),
    ("referral", "Recomendación", "referral"),
    ("buscador", "Buscador", "organic"),
    ("anuncios", "Anuncios", "paid"),
    ("phone", "Teléfono", "phone"),
)
CAMPAIGNS = (
    ("locales-otono", "Locales de otoño", "anuncios", 2400),
    ("guia-licencias", "Guía de licencias", "buscador", 900),
    ("feria-habitat", "Feria Hábitat 2026", "feria", 3800),
)

# first, last, title, company, city, topic, message, source, story, days ago, budget, employees, campaign
_ROWS = """
Tomás|Arrieta|Propietario|Asador Peñalúa|Villaloma|local|Queremos reformar la cocina y la salida de humos de un asador de 140 m². Ya tenemos el local. ¿Podéis venir a verlo?|form|offered|0|45000|14|locales-otono
Lucía|Fernández|Directora|Reformas Norte|Alcosa|local|Reforma de local, presupuesto en enero|anuncios|offered|0|60000|22|locales-otono
Nerea|Olazar|Gerente|Clínica Dental Oruela|Oruela|local|Ampliamos la clínica a la planta baja, unos 90 m².|referral|offered|0|38000|9|
Inés|Salvatierra|Fundadora|Coworking La Bisagra|Villaloma|local|Acondicionar 300 m² para puestos de trabajo.|feria|accepted|2|85000|6|feria-habitat
Jorge|Baztán|Director de operaciones|Hotel Sotoverde|Sotoverde|local|Reformar 24 habitaciones entre marzo y mayo.|anuncios|accepted|3|240000|65|locales-otono
Carmen|Ibarra|Propietaria|Panadería El Trigal|Alcosa|local|Obrador nuevo y zona de venta.|form|accepted|1|52000|8|locales-otono
Pablo|Mendizábal|Gerente|Talleres Mendizábal|Puente Alto|local|Nave con oficina, suelo y luz.|buscador|contacted|6|33000|18|guia-licencias
Rocío|Lagares|Directora|Escuela Infantil Caracola|Villaloma|local|Cambiar baños y patio antes de septiembre.|form|contacted|8|47000|12|
Álvaro|Cifuentes|Socio|Bufete Cifuentes y Roldán|Oruela|local|Renovar la oficina sin cerrar.|referral|contacted|5|29000|11|
Beatriz|Nogales|Propietaria|Farmacia Nogales|Sotoverde|local|Mobiliario y fachada de la farmacia.|phone|contacted|9|41000|5|
Gonzalo|Ferrer|Director general|Conservas Ferrer|Puente Alto|fachada|Aislar la fachada norte de la fábrica.|feria|qualified|14|130000|80|feria-habitat
Silvia|Ortuño|Gerente|Gimnasio Pulso|Villaloma|local|Vestuarios y ventilación.|anuncios|qualified|12|72000|15|locales-otono
Daniel|Arjona|Propietario|Cervecería Arjona|Alcosa|local|Barra nueva y terraza cubierta.|form|qualified|11|35000|7|locales-otono
Marina|Etxaniz|Directora|Residencia Los Olmos|Oruela|vivienda|Reforma integral de la segunda planta.|referral|qualified|16|180000|40|
Ramón|Vidal|Presidente|Comunidad Calle Mayor 12|Villaloma|fachada|Rehabilitar fachada y portal, 24 vecinos.|buscador|proposal|31|95000|0|guia-licencias
Teresa|Galiana|Propietaria|Óptica Galiana|Sotoverde|local|Trasladamos la tienda a otro local.|form|proposal|27|39000|6|locales-otono
Hugo|Sarmiento|Director|Academia Sarmiento|Puente Alto|local|Cuatro aulas y recepción.|anuncios|proposal|24|44000|10|locales-otono
Elisa|Moncada|Gerente|Bodega Moncada|Oruela|local|Sala de catas para 30 personas.|feria|negotiation|38|68000|19|feria-habitat
Fernando|Urrutia|Director|Almacenes Urrutia|Villaloma|local|Reordenar la planta de ventas.|referral|negotiation|42|115000|33|
Clara|Beltrán|Propietaria|Librería Beltrán|Alcosa|local|Altillo y escaparate.|form|visit|21|26000|4|
Óscar|Palacios|Gerente|Pizzería Palacios|Sotoverde|local|Segunda pizzería, desde cero.|anuncios|visit|19|58000|13|locales-otono
Laura|Quesada|Directora|Clínica Veterinaria Quesada|Oruela|local|Quirófano y sala de espera.|form|won|70|49000|8|locales-otono
Javier|Montoya|Propietario|Carnicería Montoya|Villaloma|local|Cámara y mostrador.|referral|won|82|31000|5|
Patricia|Salas|Gerente|Estética Salas|Puente Alto|local|Tres cabinas y recepción.|anuncios|won|64|27000|6|locales-otono
Miguel|Zabaleta|Director|Imprenta Zabaleta|Alcosa|local|Nave insonorizada.|feria|won|95|76000|21|feria-habitat
Sonia|Heredia|Propietaria|Floristería Heredia|Sotoverde|local|Local nuevo en esquina.|form|won|58|22000|3|
Emilio|Navarro|Gerente|Ferretería Navarro|Villaloma|local|Ampliar almacén.|buscador|lost_price|66|34000|9|guia-licencias
Aitana|Robles|Directora|Guardería Robles|Oruela|local|Suelo y baños infantiles.|form|lost_competitor|74|36000|11|
Víctor|Casares|Socio|Restaurante Casares|Alcosa|local|Comedor privado.|anuncios|lost_timing|61|51000|16|locales-otono
Julia|Pastor|Propietaria|Zapatería Pastor|Puente Alto|local|Escaparate y luz.|feria|rejected_budget|18|9000|4|feria-habitat
Samuel|Ochoa|Gerente|Autoescuela Ochoa|Villaloma|local|Quizá reformemos el año que viene.|form|rejected_early|22|18000|6|
Irene|Blanco|Directora|Peluquería Blanco|Sotoverde|bano|Cambiar los lavacabezas.|anuncios|rejected_early|26|12000|5|locales-otono
Rubén|Lozano|Propietario|Taller Lozano|Oruela|local|Presupuesto sin prisa.|phone|recycled|35|21000|7|
Nuria|Cabrera|Gerente|Joyería Cabrera|Alcosa|local|Caja fuerte y mostradores.|form|recycled|40|30000|4|
Maximiliano|de la Fuente y Ortega-Gasset|Director de expansión|Academia de Idiomas del Camino Real|Villaloma|local|Abrimos tres centros, buscamos un único proveedor.|feria|accepted|1|210000|48|feria-habitat
Adela|Rincón|Técnica de compras|Hospital San Telmo|Puente Alto|local|Información sobre reformas de consultas.|buscador|amber|4|0|900|guia-licencias
Bruno|Castaño|Encargado|Supermercado Castaño|Oruela|local|Precio orientativo de una cámara.|form|amber|3|0|25|
Celia|Dorado|Responsable de tienda|Moda Dorado|Villaloma|local|¿Hacéis probadores?|anuncios|amber|6|0|12|locales-otono
Diego|Espino|Arquitecto|Estudio Espino|Sotoverde|local|Busco contrata para dos obras.|referral|amber|7|0|3|
Eva|Funes||Casa Rural Funes|Alcosa|vivienda|Idea de precio para cuatro baños.|form|amber|5|0|0|
Félix|Garrido||  |Villaloma|cocina|¿Cuánto cuesta una cocina de 10 m²?|buscador|red|9|0|0|guia-licencias
Gema|Hidalgo||  |Oruela|bano|Cambiar bañera por ducha|form|red|11|0|0|
Héctor|Iriarte||  |Puente Alto|cocina|Quiero ver ejemplos|anuncios|red|13|0|0|
Isabel|Jurado||  |Sotoverde|vivienda|Piso de 80 m², a reformar en un año|buscador|red_reader|20|0|0|guia-licencias
Joaquín|Lara||  |Villaloma|fachada|Somos vecinos, estamos mirando|form|red_reader|25|0|0|
Karina|Maldonado||  |Alcosa|cocina|Guía de cocinas, por favor|anuncios|red_reader|15|0|0|
Leo|Nieto||  |Oruela|bano|Dudas sobre ayudas|buscador|red|17|0|0|guia-licencias
Mónica|Olmedo||  |Villaloma|vivienda|Reforma integral, en 2027|form|red|28|0|0|
Nicolás|Prieto||  |Sotoverde|cocina|Precios|feria|red|33|0|0|feria-habitat
Olga|Quintero||  |Puente Alto|bano|Un baño pequeño|form|red|36|0|0|
Pedro|Rueda|Estudiante||Villaloma|cocina|Trabajo de clase sobre reformas|buscador|disqualified|30|0|0|
Raquel|Serna|Comercial|Azulejos Serna|Alcosa|local|Os ofrecemos azulejos|form|disqualified|34|0|15|
Sergio|Tejada||  |Oruela|bano|asdf|form|invalid|29|0|0|
مريم|الحداد|Propietaria|Frutería Cantal|Villaloma|local|Reforma de la frutería, 60 m²|form|contacted|4|28000|3|
Úrsula|Varela|Gerente|Spa Varela|Sotoverde|local|Piscina y vestuarios, urge.|referral|offered_by_hand|0|140000|20|
Xavier|Yuste|Propietario|Bar Yuste|Oruela|local|Insonorizar el bar.|phone|contacted|10|24000|6|
Zoe|Aranda|Directora|Teatro Aranda|Villaloma|local|Butacas y camerinos.|feria|qualified|18|160000|27|feria-habitat
Blas|Bermejo|Gerente|Logística Bermejo|Puente Alto|fachada|Cubierta con goteras.|anuncios|accepted|2|88000|54|locales-otono
Dalia|Cuevas||Cuevas e Hijos|Alcosa|local|Nos mudamos en primavera.|form|amber|8|0|9|
Elías|Duarte|Socio|Notaría Duarte|Oruela|local|Archivo y despacho.|referral|visit|17|42000|8|
"""


def prospects() -> list[Prospect]:
    """Return the leads of the first workspace."""
    return [_read(line) for line in _ROWS.strip().splitlines()]


def _read(line: str) -> Prospect:
    cells = [cell.strip() for cell in line.split("|")]
    first, last, title, company, city, topic, message, source, story, days, budget, employees, campaign = (
        cells
    )
    return Prospect(
        first_name=first,
        last_name=last,
        job_title=title,
        company=company,
        city=city,
        topic=topic,
        message=message,
        source=source,
        story=story,
        days_ago=int(days),
        budget=int(budget),
        employees=int(employees),
        campaign=campaign,
    )


OTHER_MEMBERS = (
    Member("admin@aldea.example", "Begoña Alday", "admin"),
    Member("ventas@aldea.example", "Koldo Sanz", "rep"),
)
OTHER_PROSPECTS = tuple(
    Prospect(first, last, title, company, "Aldea", "revision", message, "form", story, days)
    for first, last, title, company, message, story, days in (
        ("Ander", "Goñi", "Jefe de flota", "Transportes Goñi", "Mantener 40 furgonetas.", "accepted", 3),
        ("Maite", "Lasa", "Gerente", "Reparto Lasa", "Contrato anual de revisión.", "offered", 0),
        ("Unai", "Oria", "Propietario", "Taxis Oria", "Frenos para 12 taxis.", "contacted", 6),
        ("Leire", "Pardo", "Directora", "Autobuses Pardo", "Precios de flota.", "qualified", 12),
        ("Asier", "Rey", "", "", "Ruido al frenar", "red", 8),
        ("Nahia", "Sola", "", "", "Cambio de aceite", "red", 10),
        ("Gorka", "Tena", "Encargado", "Hielos Tena", "Cámara que no enfría.", "amber", 5),
        ("Irati", "Vela", "Socia", "Mensajería Vela", "20 motos eléctricas.", "won", 50),
        ("Jon", "Zabala", "Gerente", "Zabala Obras", "Maquinaria pesada.", "lost_price", 48),
        ("Ane", "Arce", "Técnica", "Ayuntamiento de Aldea", "Pliego de mantenimiento.", "amber", 9),
    )
)
