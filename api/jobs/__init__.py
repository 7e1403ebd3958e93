"""Articles that come over HTTP: kept on disk before they are acknowledged, then read and stored in the background."""
