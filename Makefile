# SPDX-License-Identifier: Apache-2.0
# A thin face of packaging/dev.py, which Windows users call: py packaging\dev.py run
PYTHON ?= python3

.PHONY: run test check bench screenshots package lock translations setup

run test check bench screenshots package lock translations setup:
	@$(PYTHON) packaging/dev.py $@
