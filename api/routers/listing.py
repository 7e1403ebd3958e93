"""One page of a list, and the header that tells how long the whole list is."""

from __future__ import annotations

from fastapi import Response

from api.dependencies import Page
from api.views.reading import Resource, Selection, resources
from graph.store import Store


def listed(store: Store, selection: Selection, page: Page, response: Response) -> list[Resource]:
    """Read the resources of one page; the header ``X-Total-Count`` gets the number of all that fit."""
    response.headers["X-Total-Count"] = str(selection.total(store))
    return list(resources(store, selection.iris(store, page)).values())
