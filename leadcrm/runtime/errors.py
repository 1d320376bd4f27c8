"""How a start that cannot succeed is told to the person at the terminal."""


class CannotStart(Exception):
    """The system will not come up as asked; the message says why and what to do."""


class Stopped(Exception):
    """A stop was asked for before the start had ended."""
