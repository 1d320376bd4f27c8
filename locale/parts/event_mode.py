"""Spanish of event mode: the form of a fair on a device of ours."""

TRANSLATIONS = {
    "At a fair": "En una feria",
    (
        "Open this address once on a tablet or phone while it has a network. From then on it takes entries without one, "
        "and sends them when it has one again. Whoever knows the address may enter."
    ): (
        "Abre esta dirección una vez en una tableta o un móvil con red. Desde entonces admite registros sin ella y los "
        "envía cuando vuelve a haberla. Quien conozca la dirección puede registrar."
    ),
    "Met at an event": "Conocido en un evento",
    "Met here": "Conocido aquí",
    "What was talked about": "De qué se habló",
    "Keep": "Guardar",
    "Kept": "Guardado",
    "Wants to receive news and guides by e-mail.": "Quiere recibir novedades y guías por correo.",
    "Everything is sent.": "Todo está enviado.",
    "One entry waits on this device to be sent.": "Un registro espera en este dispositivo a ser enviado.",
    "# entries wait on this device to be sent.": "# registros esperan en este dispositivo a ser enviados.",
    "No network: go on, nothing is lost.": "Sin red: sigue, no se pierde nada.",
    "# could not be sent and stay on this device.": "# no se pudieron enviar y siguen en este dispositivo.",
    "This device is full. Find a network first; the last entry is still in the form.": (
        "Este dispositivo está lleno. Busca antes una red; el último registro sigue en el formulario."
    ),
    "This page needs scripts.": "Esta página necesita JavaScript.",
    "Send JSON with an Idempotency-Key.": "Envía JSON con una Idempotency-Key.",
}
