# What a developer types. `make ci` is what every change has to pass.
.PHONY: build test race lint bench fuzz sandbox ci

build: ## one static binary
	CGO_ENABLED=0 go build -trimpath -ldflags '-s -w' -o gridmate .

test: ## everything, quickly
	go test ./...

race: ## as in CI: race detector, random order, another zone
	TZ=America/New_York go test -race -shuffle=on ./...

lint:
	golangci-lint run

bench: ## the figures of docs/performance.md
	go test -run '^$$' -bench . -benchmem ./...
	go run ./internal/load

fuzz: ## half a minute for each parser of what people type
	@for p in $$(go list ./...); do \
	  for f in $$(go test -list '^Fuzz' $$p | grep '^Fuzz' || true); do \
	    go test -run '^$$' -fuzz "^$$f$$" -fuzztime 30s $$p || exit 1; \
	  done; \
	done

sandbox: ## the product in a browser, without a token
	go run . sandbox

ci:
	.ci/run
