"""From a qualified lead to account, contact and opportunity, won or lost."""
