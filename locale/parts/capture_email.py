"""Spanish of e-mail in."""

TRANSLATIONS = {
    # reasons
    "A program answered": "Respondió un programa",
    "A mail came back": "Un correo devuelto",
    "Somebody wants no more mail": "Alguien no quiere más correo",
    "List mail or newsletter": "Correo de lista o boletín",
    "Goes round, or is our own mail": "Da vueltas, o es un correo nuestro",
    "An invitation to a meeting": "Una invitación a una reunión",
    "Written by somebody of this workspace": "Escrito por alguien de este espacio",
    "The sender takes no answers": "El remitente no admite respuestas",
    "The mail server takes it for spam": "El servidor de correo lo toma por spam",
    ("inquiries", "Set aside"): "Apartadas",
    # intake
    "The mail is larger than %(limit)s MB.": "El correo pasa de %(limit)s MB.",
    "The mail is empty.": "El correo está vacío.",
    # inbox
    "Too large": "Demasiado grande",
    "A program, whatever its name says": "Es un programa, diga lo que diga su nombre",
    "Opening it may run a program": "Al abrirlo puede ejecutarse un programa",
    "Not what its name says": "No es lo que dice su nombre",
    "Unnamed file": "Archivo sin nombre",
    "Without a subject": "Sin asunto",
    "Files": "Archivos",
    # settings
    "E-mail in": "Correo entrante",
    "How mails to your address become inquiries": "Cómo los correos a tu dirección pasan a ser consultas",
    "Mails to an address of yours become inquiries, and answers of leads stand on their timeline.": (
        "Los correos a una dirección tuya pasan a ser consultas, y las respuestas de los leads quedan en su historial."
    ),
    "Hand each mail to this command": "Entrega cada correo a esta orden",
    "Command copied": "Orden copiada",
    "Copy command": "Copiar la orden",
    (
        "Whoever runs your mail server sets it as the pipe of an address. It reads one mail from its standard input; "
        "mails over %(n)s MB are refused."
    ): (
        "Quien lleva tu servidor de correo la pone como «pipe» de una dirección. Lee un correo de su entrada estándar; "
        "los de más de %(n)s MB se rechazan."
    ),
    "What becomes of a mail": "Qué pasa con un correo",
    "From a person": "De una persona",
    "An inquiry: a new lead, or news of one you have.": "Una consulta: un lead nuevo, o noticias de uno que ya tienes.",
    "An answer of a lead": "La respuesta de un lead",
    "On its timeline, with the newest text only.": "En su historial, solo con el texto nuevo.",
    "Handed on by a colleague": "Reenviado por alguien del equipo",
    "An inquiry of whoever wrote it first.": "Una consulta de quien lo escribió primero.",
    "Automatic answers, returned mails, complaints, newsletters": (
        "Respuestas automáticas, correos devueltos, quejas, boletines"
    ),
    "Never a lead. They are kept in the inbox under Set aside.": (
        "Nunca un lead. Se guardan en la bandeja, en Apartadas."
    ),
    "Unreadable, or taken for spam": "Ilegible, o tomado por spam",
    "It waits in the inbox for a person.": "Espera en la bandeja a que alguien decida.",
}
