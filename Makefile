# The two commands: `make run` and `make test`. Each sets up what it needs first.
PYTHON ?= python3
VENV := .venv
PY := $(VENV)/bin/python
PIP := $(PY) -m pip --quiet --disable-pip-version-check

.PHONY: run test setup lint messages language lock bench crash ledger train evaluate clean

run: $(VENV)/.run  ## start Wellsay on SQLite with the demo consultation
	$(VENV)/bin/wellsay serve --demo

setup: $(VENV)/.run  ## only set up; then the command is .venv/bin/wellsay

test: $(VENV)/.dev lint  ## lint, types, import rules, then every test, two files at a time
	$(PY) -m pytest -n 2 --dist loadfile

lint: $(VENV)/.dev
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/mypy
	$(VENV)/bin/lint-imports

messages: $(VENV)/.dev  ## bring the catalogues up to date with locales/messages
	$(PY) -m locales.update

language: $(VENV)/.dev  ## begin one more language: make language NAME=de
	$(PY) -m locales.update $(NAME)

lock: $(VENV)/.dev  ## resolve the dependencies of pyproject.toml anew
	$(PY) -m pip install --quiet uv
	$(PY) -m uv pip compile --custom-compile-command "make lock" --universal --generate-hashes --no-emit-index-url --quiet --python-version 3.11 pyproject.toml -o requirements/run.txt
	$(PY) -m uv pip compile --custom-compile-command "make lock" --universal --generate-hashes --no-emit-index-url --quiet --python-version 3.11 --extra dev -c requirements/run.txt pyproject.toml -o requirements/dev.txt

bench: $(VENV)/.dev  ## medians of several runs, beside a named baseline
	$(PY) -m tests.bench

crash: $(VENV)/.dev  ## kill the running program a hundred times, and see from Telegram's side that nothing is lost
	$(PY) -m tests.crash --kills 100

ledger: $(VENV)/.dev  ## a thousand people, from the session to the last milestone, killed ten times: what each got is what they should have got
	$(PY) -m tests.crash.story --people 1000 --kills 10

train: $(VENV)-train/.train  ## make the suggester's model anew from the example notes: about 75 minutes on two cores
	OMP_WAIT_POLICY=PASSIVE $(VENV)-train/bin/python -m coding.training.train

evaluate: $(VENV)/.run  ## how good the shipped model is: per language, family and component
	$(PY) -m coding.training.evaluate

clean:
	rm -rf $(VENV) $(VENV)-train .mypy_cache .ruff_cache .pytest_cache *.egg-info

$(VENV)/.venv:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Wellsay needs Python 3.11 or newer: call make PYTHON=python3.11 (or newer) instead.")'
	$(PYTHON) -m venv $(VENV)
	touch $@

$(VENV)/.run: $(VENV)/.venv requirements/run.txt pyproject.toml
	$(PIP) install -r requirements/run.txt
	$(PIP) install --no-deps --no-build-isolation -e .
	touch $@

$(VENV)/.dev: $(VENV)/.run requirements/dev.txt
	$(PIP) install -r requirements/dev.txt
	touch $@

$(VENV)-train/.train: requirements/run.txt requirements/train.txt
	$(PYTHON) -m venv $(VENV)-train
	$(VENV)-train/bin/python -m pip --quiet --disable-pip-version-check install -r requirements/run.txt
	$(VENV)-train/bin/python -m pip --quiet --disable-pip-version-check install --no-deps --retries 1 --timeout 15 \
		--index-url https://download.pytorch.org/whl/cpu $$(grep ^torch== requirements/train.txt) || \
		echo "torch's own index, which has it without CUDA, cannot be reached: from PyPI then, a few gigabytes"
	$(VENV)-train/bin/python -m pip --quiet --disable-pip-version-check install -r requirements/train.txt
	touch $@
