# debitor: `make` or `make help` says what there is.

GO ?= go
LINT = $(GO) tool -modfile=tools/go.mod golangci-lint
BIN = bin/debitor
DEMO = debitor-demo
# The day the demo ends on, and the run day after it.
DEMO_DAY = 2026-10-30
DEMO_NEXT = 2026-11-03

# Without C everything builds everywhere, and the demo and the tests share what
# is compiled. `make race` needs C and says so.
export CGO_ENABLED ?= 0

.DEFAULT_GOAL := help

## The two that matter

.PHONY: demo
demo: build ## Make a sample company, its letters and its plan, in ./debitor-demo; takes seconds, needs Go only
	@echo
	@echo "— A sample company of 300 customers with two years of invoices and payments, and its run of $(DEMO_DAY):"
	rm -rf $(DEMO)
	$(BIN) --language en demo --no-serve --dir $(DEMO)
	$(BIN) --db sqlite:$(DEMO)/demo.db --language en plan --date $(DEMO_NEXT) --skipped >$(DEMO)/plan-$(DEMO_NEXT).txt
	@echo
	@echo "— Look at $(DEMO)/letters/letters.pdf, and at envelopes.pdf, register.pdf, mail/*.eml, tasks.csv, stoplist.csv beside it."
	@echo "  The plan of that day stands above; the one of the next run day, with all that is not done and why,"
	@echo "  is in $(DEMO)/plan-$(DEMO_NEXT).txt."

.PHONY: test
test: ## Pass everything on SQLite and PostgreSQL; installs what it needs (apt-get, as root or by sudo) and says so
	scripts/test-tools
	scripts/generated
	$(MAKE) --no-print-directory vet lint cross
	scripts/with-postgres $(GO) test -timeout 12m ./...

## Building

.PHONY: build
build: ## Build bin/debitor
	$(GO) build -o $(BIN) ./cmd/debitor

.PHONY: generate
generate: ## Make the code of the pages from their templ files
	$(GO) tool -modfile=tools/go.mod templ generate -path internal/web

.PHONY: release
release: ## Build the binaries of Linux, Windows and macOS into dist/, with their sums
	scripts/release

.PHONY: install
install: ## Install debitor where Go puts programs
	$(GO) install ./cmd/debitor

.PHONY: cross
cross: ## See that it builds for Windows
	CGO_ENABLED=0 GOOS=windows GOARCH=amd64 $(GO) build -o /dev/null ./cmd/debitor

## Looking after the code

.PHONY: short
short: ## The quick tests, for while you work
	scripts/with-postgres $(GO) test -short ./...

.PHONY: race
race: ## The packages with goroutines under the race detector (needs gcc)
	CGO_ENABLED=1 scripts/with-postgres $(GO) test -race -short -timeout 12m ./internal/jobs ./internal/desk ./internal/db

.PHONY: vet
vet: ## go vet
	$(GO) vet ./...

.PHONY: lint
lint: ## golangci-lint with .golangci.yml; the first run builds it, which takes minutes
	$(LINT) run

.PHONY: fmt
fmt: ## Format the code and order the imports
	$(LINT) fmt

.PHONY: tidy
tidy: ## Bring go.mod and go.sum in line with the imports
	$(GO) mod tidy

## Figures and pictures

.PHONY: bench
bench: ## Measure debitor beside its limits; writes docs/performance.md (a quarter of an hour and more)
	scripts/test-tools
	scripts/with-postgres $(GO) run ./internal/bench

.PHONY: pictures
pictures: build ## Draw docs/pictures anew from the demo (needs poppler-utils and chromium)
	scripts/pictures $(BIN)

.PHONY: gallery
gallery: ## Make docs/letters anew, every letter in every language and law; look at it (pictures need poppler-utils and imagemagick)
	$(GO) run ./internal/paper/gallery

## The rest

.PHONY: clean
clean: ## Remove what was built and the demo
	rm -rf bin dist $(DEMO) coverage.out

.PHONY: help
help: ## This list
	@awk 'BEGIN {FS = ":.*## "} \
		/^## / {printf "\n%s\n", substr($$0, 4)} \
		/^[a-z-]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)
