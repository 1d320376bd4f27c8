"""Posts of other programs as leads: bytes to a tree, the tree to answers, answers to facts by rules that are data."""
