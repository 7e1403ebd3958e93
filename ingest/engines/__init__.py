"""Engines: who reads the articles, in this process, in others on this machine, or on a cluster."""
