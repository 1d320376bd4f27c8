"""Which rep gets a green lead, and the contract of the hand-off."""
