"""The signed network of who supports and opposes whom: read from a store, filtered, analysed, laid out, written."""
