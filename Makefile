test:
	cargo nextest run --workspace
