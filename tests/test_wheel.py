"""A wheel built from the repository works in an empty environment, without the source tree."""

from __future__ import annotations

import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)],
        check=True,
        capture_output=True,
    )
    [built] = folder.glob("*.whl")
    return built


def test_what_the_wheel_holds(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    assert {name.split("/")[0] for name in names} == {"medpay_cli", f"medpay_cli-{wheel.name.split('-')[1]}.dist-info"}
    for needed in ("medpay_cli/data/fee_schedule.parquet", "medpay_cli/data/manifest.json", "medpay_cli/py.typed"):
        assert needed in names
    assert any(name.endswith("licenses/NOTICE") for name in names)
    assert any(name.endswith("pricing/line_row.sql") for name in names)


def test_the_wheel_works_without_the_source_tree(wheel: Path, tmp_path: Path) -> None:
    venv.create(tmp_path / "env", with_pip=False)
    python = tmp_path / "env" / "bin" / "python"
    # The dependencies come from this environment, the program only from the wheel.
    packages = next(path for path in map(Path, sys.path) if (path / "duckdb").is_dir())
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path / "site")
    env = {"PYTHONPATH": f"{tmp_path / 'site'}:{packages}", "PATH": "/usr/bin:/bin"}
    done = subprocess.run(
        [python, "-m", "medpay_cli", "price", "99213", "--locality", "1320201", "--release", "RVU26C"],
        capture_output=True, text=True, cwd=tmp_path, env=env,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    assert "$107.63" in done.stdout
    where = subprocess.run(
        [python, "-c", "import medpay_cli; print(medpay_cli.__file__)"],
        capture_output=True, text=True, cwd=tmp_path, env=env,
    )  # fmt: skip
    assert where.stdout.startswith(str(tmp_path / "site"))
