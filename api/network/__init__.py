"""The signed network of the service: kept for a state of the store, shown as models and, in the terminal, as tables."""
