"""The web pages: templates, our scripts and styles, and the packages they load."""
