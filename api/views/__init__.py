"""Resources read from the graph: what the REST lists show."""
