"""The routes: thin doors to the views and the query runner."""
