"""Article in, claims out: readers, actors, coreference, dates, predications, stances, RDF."""
