# Đối Chiếu. `make run` starts the product, `make test` runs the tests; each does its own set-up.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PACKAGES := config models crawler classifier pipeline review demo

.DEFAULT_GOAL := help
.PHONY: help run demo setup setup-dev test check eval bench neutrality screenshots lock clean

help:
	@echo "make run    khởi động / start: http://127.0.0.1:8000"
	@echo "make demo   chạy với các trang báo mẫu, không cần mạng / run against the demo outlets, no network needed"
	@echo "make test   chạy kiểm thử / run the tests"
	@echo "make check  ruff, mypy --strict, import-linter"
	@echo "make bench  đo tốc độ so với công cụ khác / measure speed against peers -> docs/benchmarks.md (ONLY=extraction)"
	@echo "make eval   đo chất lượng / measure quality -> docs/evaluation.md"

$(BIN)/python:
	@command -v $(PYTHON) >/dev/null || { echo "Cần Python 3.11 trở lên: hãy cài python3 (hoặc: make PYTHON=/duong/dan/python3 ...) / Python 3.11+ is needed: install python3 (or: make PYTHON=/path/to/python3 ...)"; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python quá cũ, cần 3.11 trở lên / Python is too old, 3.11+ is needed: $$($(PYTHON) --version). Thử / try: make PYTHON=python3.11 ..."; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); echo "Không tạo được môi trường ảo; trên Debian/Ubuntu: apt install python3-venv / No virtual environment could be made; on Debian/Ubuntu: apt install python3-venv"; exit 1; }

INSTALL = $(BIN)/python -m pip install --quiet --disable-pip-version-check
SAY_PIP = { echo "Cài thư viện không thành công: kiểm tra mạng hoặc kho gói (pip config), rồi chạy lại / Installing libraries failed: check the network or the package index (pip config), then run again"; exit 1; }

$(VENV)/.run: requirements.lock pyproject.toml | $(BIN)/python
	@echo "Đang cài thư viện (1-2 phút lần đầu) / Installing libraries (1-2 minutes the first time)"
	@$(INSTALL) --require-hashes -r requirements.lock || $(SAY_PIP)
	@$(INSTALL) --no-deps --no-build-isolation -e . || $(SAY_PIP)
	@touch $@

$(VENV)/.dev: requirements-dev.lock $(VENV)/.run
	@$(INSTALL) --require-hashes -r requirements-dev.lock || $(SAY_PIP)
	@touch $@

setup: $(VENV)/.run
setup-dev: $(VENV)/.dev

run: setup
	@$(BIN)/doichieu up

demo: setup
	@$(BIN)/doichieu demo

test: setup-dev
	@$(BIN)/python -m pytest -q -n auto --dist loadfile

check: setup-dev
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

eval: setup-dev
	@$(BIN)/python -m tests.evaluation

bench: setup-dev
	@$(BIN)/python -m tests.bench $(ONLY)

neutrality: setup-dev
	@$(BIN)/python -m pytest -q tests/classifier -k neutrality

# The pictures in docs/, made anew by the tests in Chromium.
screenshots: setup-dev
	@$(BIN)/python -m pytest -q tests/review/test_screenshots.py --screenshots docs/screenshots

# Needs uv. No index addresses are written into the locks.
lock:
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --no-emit-index-url --extra build pyproject.toml -o requirements.lock
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --no-emit-index-url --extra build --extra nli --extra dev pyproject.toml -o requirements-dev.lock

clean:
	rm -rf $(VENV) build *.egg-info
