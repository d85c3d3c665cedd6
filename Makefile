# The commands of the house. `make` alone lists them.

GO      ?= go
FUZZ    ?= 60s
KILLS   ?= 200
SOAK    ?= 1h
BENCH   ?= .
SIM     ?= 1h

# The packages with files that differ from the last commit.
changed = $(shell { git diff --name-only HEAD; git ls-files --others --exclude-standard; } \
	| grep -E '\.go$$|/testdata/' | sed -E 's,/testdata/.*,/x,; s,[^/]*$$,,; s,^,./,' | sort -u | while read -r d; do \
	ls "$$d"*.go >/dev/null 2>&1 && echo "$$d"; done)

.PHONY: help check test prove torture soak sim bench demo docs fuzz lint

help: ## list the commands
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 10

check: ## before every commit: format, vet, the house rules, and the tests of the packages you changed
	@files=$$(gofmt -l .); if [ -n "$$files" ]; then echo "gofmt these:"; echo "$$files"; exit 1; fi
	$(GO) vet ./...
	$(GO) test ./internal/tidy $(filter-out ./internal/tidy/,$(changed))

test: ## every test
	$(GO) test ./...

prove: ## what takes longer: every test under the race detector, the long torture with KILLS kills, whose table is build/prove.md, 100,000 random policies and changes of signed requests
	$(GO) test -race -timeout 60m ./...
	SWFD_KILLS=$(KILLS) .ci/torture long build/prove.md
	$(GO) test ./internal/policy -run TestTheNaiveEvaluatorAgrees -many 100000
	$(GO) test ./internal/sigv4 -run TestAmazonsSigner -rapid.checks 12500

torture: ## the real program under every trouble there is, in about four minutes; the table is build/torture.md
	.ci/torture ci build/torture.md

soak: ## a soak of the real program, for SOAK
	SWFD_SOAK=$(SOAK) $(GO) test -count=1 -v -timeout 0 ./internal/blackbox -run '^TestSoak$$'

sim: ## simulate worlds that were never simulated before, for SIM
	$(GO) test ./internal/sim -run '^TestHistories$$' -v -timeout 0 -sim.time $(SIM) -sim.from 0

bench: ## measure: the benchmarks that match BENCH
	$(GO) test -run '^$$' -bench '$(BENCH)' -benchmem ./...

demo: ## run an order workflow on a server of its own
	$(GO) run ./cmd/swfd demo

docs: ## write docs/configuration.md anew, from the table of settings
	@$(GO) run ./cmd/swfd config --markdown > docs/configuration.new && mv docs/configuration.new docs/configuration.md

fuzz: ## fuzz each target for FUZZ
	.ci/fuzz $(FUZZ)

lint: ## vet, and staticcheck as staticcheck.conf says
	$(GO) vet ./...
	$(GO) tool staticcheck ./...
