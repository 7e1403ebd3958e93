"""Fill the disk given with a store, then make room; what is seen is printed, a line of JSON each."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from generated import batch
from test_full_disk import as_after, fill

from graph.backup import backup
from graph.store import EmbeddedStore, open_store
from ontology.errors import DetenteError


def tell(**seen: object) -> None:
    print(json.dumps(seen), flush=True)


def main(disk: Path) -> None:
    with EmbeddedStore(disk / "store") as store:
        stored, error = fill(store)
        tell(status=error.status, detail=error.detail)
        del error
    with open_store(disk / "store", read_only=True) as reading:
        tell(whole=reading.dump(sort=True) == as_after(stored))
    try:
        with EmbeddedStore(disk / "store", untouched=True, read_only=True) as reading:
            backup(reading, disk / "copy")
    except DetenteError as failed:
        tell(status=failed.status, detail=failed.detail, beside=sorted(path.name for path in disk.iterdir()))
    subprocess.run(["mount", "-o", "remount,size=200m", disk], check=True)
    with open_store(disk / "store") as store:
        kept = store.dump(sort=True) == as_after(stored)
        store.replace_articles(batch(stored))
        tell(whole=kept and store.dump(sort=True) == as_after(stored + 1))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
