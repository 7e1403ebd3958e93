"""What the system knows: vocabulary, event scheme, shapes, gazetteer, language packs, and the code that loads them."""
