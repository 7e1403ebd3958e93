"""The ways in: command line, HTTP application, SPARQL protocol and REST lists."""
