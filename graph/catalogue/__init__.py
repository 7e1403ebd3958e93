"""An index beside the store: names by prefix, claims by actor and day, so that no list needs a scan of the graph."""

from graph.catalogue.catalogue import Catalogue
from graph.catalogue.index import Index

__all__ = ["Catalogue", "Index"]
