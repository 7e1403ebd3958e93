"""Asking a language model over the chat completions protocol, in layers: ``Cached(Budgeted(Live(…)))``."""
