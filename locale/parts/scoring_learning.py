"""Spanish of learning from outcomes: training, probability, effectiveness, the proposal."""

TRANSLATIONS = {
    "Learn from outcomes": "Aprender de los resultados",
    "Learn from outcomes, nightly": "Aprender de los resultados, cada noche",
    "Learning from outcomes": "Aprendizaje de los resultados",
}
