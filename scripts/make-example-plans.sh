#!/usr/bin/env bash
# Regenerates examples/terraform/*/plan.json with terraform and the AWS provider. Needs no account, because nothing is applied.
# TF_CLI_CONFIG_FILE may name a configuration with a provider mirror.
set -euo pipefail
cd "$(dirname "$0")/.."
for root in examples/terraform/*/; do
  work=$(mktemp -d)
  cp "$root"*.tf "$work"
  (cd "$work" && terraform init -input=false >/dev/null && terraform plan -input=false -out tfplan >/dev/null && terraform show -json tfplan) |
    node -e 'process.stdout.write(`${JSON.stringify(JSON.parse(require("node:fs").readFileSync(0, "utf8")), null, 1)}\n`)' >"$root/plan.json"
  rm -rf "$work"
done
