"""A year of a company: facts for every rule, the days on which people act, and an oracle of its own."""
