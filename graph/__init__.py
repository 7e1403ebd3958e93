"""The quad store, what is derived from it, named queries, export, and the signed network."""
