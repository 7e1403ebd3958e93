"""Settings of ``make notebooks``: the pages are whole in themselves and load nothing from elsewhere."""

from pathlib import Path

c = get_config()  # type: ignore[name-defined]  # noqa: F821

c.HTMLExporter.extra_template_basedirs = [str(Path(__file__).parent)]
c.HTMLExporter.template_name = "offline"
c.HTMLExporter.embed_images = True
