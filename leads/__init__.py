"""The lead: company, person and interest; its timeline, its stage, and what others hang on it."""
