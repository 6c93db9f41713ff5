"""A synthetic year: petitions of every kind, people who answer them or do not, and the balance."""
