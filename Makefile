# The only front door: the same commands for a person, for a hook and for CI.
.POSIX:

HOST = 127.0.0.1
PORT = 8000
TESTS = tests
BIN = .namro/venv/bin

help:
	@echo "make run     chạy chương trình (PORT=8000, HOST=127.0.0.1)"
	@echo "make demo    như run, với số liệu minh họa, trong thư mục dữ liệu riêng"
	@echo "make test    chạy mọi kiểm thử, trên SQLite và PostgreSQL nếu có"
	@echo "make check   kiểm tra cách viết, kiểu dữ liệu, ranh giới giữa các phòng"
	@echo "make fix     sửa cách viết tự động"
	@echo "make bench   đo tốc độ"
	@echo "make docs    chụp lại ảnh màn hình của tài liệu"
	@echo "make lock    khóa lại phiên bản thư viện"
	@echo "make reset   xóa dữ liệu để bắt đầu lại (hỏi trước; YES=1 để không hỏi)"

run: environment
	@exec $(BIN)/namro serve --host $(HOST) --port $(PORT)

demo: environment
	@NAMRO_STATE=.namro/demo; export NAMRO_STATE; exec $(BIN)/namro serve --illustrate --host $(HOST) --port $(PORT)

test: dev-environment
	@$(BIN)/python tools/say_missing.py
	$(BIN)/python -m pytest -n 2 --dist loadgroup $(TESTS)
	sh tools/postgresql_tests.sh $(BIN)/python -m pytest -n 2 --dist loadgroup tests/web

# The walk of every address as every person is a minute long: `make test` has it.
check: dev-environment
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports
	$(BIN)/mypy
	DJANGO_SETTINGS_MODULE=namro.config.settings_test $(BIN)/python -m django makemigrations --check --dry-run
	$(BIN)/python -m pytest -q tests/architecture --ignore tests/architecture/test_every_address.py

fix: dev-environment
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: dev-environment
	@set -e; for file in benchmarks/[a-z]*.py; do echo "== $$file"; $(BIN)/python $$file; done

docs: dev-environment
	$(BIN)/python tools/draw_states.py
	NAMRO_PICTURES=docs/pictures $(BIN)/python -m pytest -q tests/journeys

lock: dev-environment
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --no-emit-index-url --no-emit-find-links --extra postgres --group build -o requirements.lock pyproject.toml
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --no-emit-index-url --no-emit-find-links --extra postgres --group build --group dev -o requirements-dev.lock pyproject.toml

reset:
	@YES="$(YES)" sh tools/reset.sh

environment:
	@sh tools/environment.sh run

dev-environment:
	@sh tools/environment.sh dev

.PHONY: help run demo test check fix bench docs lock reset environment dev-environment
