"""Events across articles: claims that report the same happening, found block by block and joined in one node."""

from graph.clusters.clusters import Clusters

__all__ = ["Clusters"]
