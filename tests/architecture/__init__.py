"""What must hold for the whole product, whoever adds to it: fences, access, borders, budgets."""
