"""What the system knows: vocabulary, event scheme, shapes, gazetteer and language packs, and the typed code that loads them."""
