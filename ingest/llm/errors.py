# ruff: noqa: N818 (named after what they say)
"""What can go wrong when a model is asked, each with what to do about it."""

from __future__ import annotations

from typing import ClassVar

from ontology.errors import DetenteError


class AskingError(DetenteError):
    """A request to a model has no answer."""

    lasting: ClassVar[bool] = False
    """Whether every other request would end in the same way, so that it is of no use to ask on."""


class Unreachable(AskingError):
    """Nobody is there under the address, or somebody else is."""

    lasting = True


class Refused(AskingError):
    """The server does not serve us: no key, a wrong one, or one without rights or credit."""

    lasting = True


class ModelUnknown(AskingError):
    """The server does not have the model."""

    lasting = True


class RequestRefused(AskingError):
    """The server does not take this request, being too long for instance."""


class GaveUp(AskingError):
    """The server failed, was busy or was silent each time it was asked."""


class Unusable(AskingError):
    """The server answered with something that is no answer."""


class BudgetSpent(AskingError):
    """The request would go beyond what may be spent, and was not sent."""

    lasting = True


class NotRecorded(AskingError):
    """There is no recording of this request."""


class Damaged(AskingError):
    """The file of an answer is not as it was written."""
