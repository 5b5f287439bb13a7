# What is run often; `just` alone lists it.

python := ".venv/bin/python"

default:
    @just --list

# A new environment with everything the tests need
setup:
    python3 -m venv .venv && .venv/bin/pip install --quiet -e '.[test]'

# The tests, or some of them: just test tests/findings
test *ARGS:
    {{ python }} -m pytest {{ ARGS }}

# Lint, format and types, as CI checks them
check:
    .venv/bin/ruff check . && .venv/bin/ruff format --check . && .venv/bin/sqlfluff lint -n src && .venv/bin/mypy

# Mend what can be mended
fix:
    .venv/bin/ruff check --fix . && .venv/bin/ruff format .

# The rule catalogue and every generated page
rules:
    {{ python }} scripts/compile_rules.py && {{ python }} scripts/refresh_docs.py

# The bundled dataset from a folder of CMS's files
data FOLDER:
    {{ python }} scripts/build_dataset.py {{ FOLDER }}

# Everything from nothing, as CI does
ci:
    .ci/run
