"""Spanish of what campaigns cost by day, whom they reach and what they give."""

TRANSLATIONS = {
    "Cost by day": "Coste por día",
    "Costs of a campaign by day": "Costes de una campaña por día",
    "The costs of “%(name)s” are saved.": "Se han guardado los costes de «%(name)s».",
    "The newest %(n)s are shown.": "Se muestran los %(n)s más recientes.",
    "No day yet. Until there is one, the campaign's cost is spread evenly over its days.": (
        "Ningún día todavía. Hasta que haya uno, el coste de la campaña se reparte por igual entre sus días."
    ),
    "Add or correct days": "Añadir o corregir días",
    "Days and costs": "Días y costes",
    "One day a line, the cost after it: 2026-11-01 120.50. Paste it from a sheet. 0 takes the day's cost back.": (
        "Un día por línea y su coste detrás: 2026-11-01 120,50. Pégalo desde una hoja. 0 retira el coste del día."
    ),
    "At most %(limit)s days at once.": "Como máximo %(limit)s días a la vez.",
    "Between 0 and %(most)s.": "Entre 0 y %(most)s.",
    "Line %(number)s is no day and cost: %(line)s": "La línea %(number)s no es un día y un coste: %(line)s",
    "Line %(number)s names a day for the second time: %(line)s": (
        "La línea %(number)s nombra un día por segunda vez: %(line)s"
    ),
    "A day is named twice.": "Un día aparece dos veces.",
    "In whole units of the workspace's currency; costs by day, if you keep them, count instead.": (
        "En unidades enteras de la moneda del espacio; si llevas costes por día, cuentan esos."
    ),
    "Reach": "Alcance",
    "Not said": "Sin indicar",
    "Paid": "De pago",
    "Organic": "Orgánico",
    "Incentive": "Incentivo",
    "What those who answer are given. It brings more answers and fewer buyers.": (
        "Lo que se da a quien responde. Trae más respuestas y menos compradores."
    ),
    "No incentive": "Sin incentivo",
    "Raffle": "Sorteo",
    "Gift": "Regalo",
    "Discount": "Descuento",
    "Content to download": "Contenido para descargar",
}
