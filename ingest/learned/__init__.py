"""The learned reader: how likely one actor of a sentence supports or opposes another, by weights learned from labels.

It reads what the rules have found (mentions, predications, stances) and the parse, scores every pair of actors of a
sentence, and leaves the judgements to ``ingest.claims``. ``train.py`` learns the weights of ``ontology/reader/``.
"""
