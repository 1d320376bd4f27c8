"""The pure parts of nurturing: the outline, the clock of its waits, and which care a lead gets."""
