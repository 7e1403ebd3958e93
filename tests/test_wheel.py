"""What is installed from the wheel works in an empty folder, with all its knowledge inside."""

from __future__ import annotations

import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

from api.web.site import VENDOR, missing

ROOT = Path(__file__).parents[1]
DATA_ENDINGS = (".csv", ".ttl", ".rq", ".json")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel, with the build backend that is installed here."""
    target = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(target), str(ROOT)]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    (built,) = target.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def scripts(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Install it into an environment that has the dependencies of this one, but not the project."""
    place = tmp_path_factory.mktemp("env")
    venv.create(place, with_pip=False, symlinks=True)
    paths = sysconfig.get_paths(vars={"base": str(place), "platbase": str(place)}, scheme="venv")
    Path(paths["purelib"], "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n")
    python = Path(paths["scripts"], "python")
    pip = [sys.executable, "-m", "pip", "--python", str(python), "--disable-pip-version-check"]
    subprocess.run([*pip, "install", "--quiet", "--no-deps", "--no-index", str(wheel)], check=True)
    return Path(paths["scripts"])


def test_the_knowledge_is_in_the_wheel(wheel: Path) -> None:
    inside = set(zipfile.ZipFile(wheel).namelist())
    for room in ("ontology", "graph", "ingest"):
        wanted = {str(path.relative_to(ROOT)) for path in (ROOT / room).rglob("*") if path.suffix in DATA_ENDINGS}
        assert wanted
        assert wanted <= inside


def test_nothing_else_is_in_the_wheel(wheel: Path) -> None:
    tops = {name.partition("/")[0] for name in zipfile.ZipFile(wheel).namelist()}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"ontology", "graph", "ingest", "api"}


def test_the_pages_are_in_the_wheel_and_what_makes_them_is_not(wheel: Path) -> None:
    inside = {
        name.removeprefix("api/web/") for name in zipfile.ZipFile(wheel).namelist() if name.startswith("api/web/")
    }
    folder = ROOT / "api" / "web"
    wanted = {
        str(path.relative_to(folder))
        for part in ("pages", "static")
        for path in (folder / part).rglob("*")
        if path.is_file() and "vendor" not in path.parts
    }
    assert len(wanted) > 30
    assert wanted <= inside
    assert not [name for name in inside if "node_modules" in name or name.endswith((".mjs", ".d.ts", "package.json"))]


def test_the_packages_of_the_pages_are_in_the_wheel(wheel: Path) -> None:
    if missing():
        pytest.skip(f"npm has not put in place: {', '.join(missing())}")
    inside = set(zipfile.ZipFile(wheel).namelist())
    assert {f"api/web/static/vendor/{name}" for name in VENDOR} <= inside
    assert any(name.startswith("api/web/static/vendor/") and "LICENSE" in name for name in inside)


def test_the_installed_project_is_the_one_tested(scripts: Path, tmp_path: Path) -> None:
    code = "import api, ontology; print(api.__file__, ontology.__file__)"
    found = subprocess.run([scripts / "python", "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert all(path.startswith(str(scripts.parent)) for path in found.stdout.split())


def test_demo_runs_in_an_empty_folder(scripts: Path, tmp_path: Path) -> None:
    done = subprocess.run([scripts / "detente", "demo"], cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert " opposes " in done.stdout
    assert " supports " in done.stdout
    assert list(tmp_path.iterdir()) == []
