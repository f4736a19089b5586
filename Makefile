# Every word is a step of scripts/make.py; "python scripts/make.py run" does the same without make.
# Options for a step: make test ARGS="tests/kit -x"
PYTHON ?= $(shell for name in python3.13 python3.12 python3.11 python3 python; do \
	$$name -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$name && break; done)

.PHONY: help run test check fix messages wheel install
help:
	@$(or $(PYTHON),$(error Python 3.11 or newer is needed)) scripts/make.py
run test check fix messages wheel install:
	@$(or $(PYTHON),$(error Python 3.11 or newer is needed)) scripts/make.py $@ $(ARGS)
