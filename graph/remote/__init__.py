"""A store in somebody else's triple store, over the SPARQL 1.1 protocol."""
