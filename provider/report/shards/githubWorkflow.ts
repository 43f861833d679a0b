import type { ShardManifestRequest } from "./manifestRequest";

/** A workflow whose matrix is the shards: plans of a pull request joined to one, then updates. */
export function githubWorkflow(request: ShardManifestRequest): string {
  const { fleet, prefix, parallel } = request;
  const setUp = `      - uses: actions/checkout@v4
      - uses: actions/setup-node@v4
        with:
          node-version: 22
          cache: npm
      - uses: pulumi/actions@v6
      - run: npm ci
`;
  return `# The shards of a fleet as a matrix: one plan of all beside a pull request, and the update once it is merged.
name: shards

on:
  pull_request:
  push:
    branches: [main]
  workflow_dispatch:

env:
  FLEET: ${JSON.stringify(fleet)}
  PREFIX: ${JSON.stringify(prefix)}
  PULUMI_ACCESS_TOKEN: \${{ secrets.PULUMI_ACCESS_TOKEN }}

permissions:
  contents: read

jobs:
  # A new shard needs no change here: the matrix is what the fleet's stack says.
  shards:
    runs-on: ubuntu-latest
    outputs:
      names: \${{ steps.list.outputs.names }}
      division: \${{ steps.list.outputs.division }}
    steps:
${setUp}      - id: list
        run: |
          npx kubefed shards list --fleet "$FLEET" --prefix="$PREFIX" --format json > shards.json
          echo "names=$(node -p "JSON.stringify(JSON.parse(fs.readFileSync('shards.json')).shards.map(({ name }) => name))")" >> "$GITHUB_OUTPUT"
          # What all of them must divide, by the program of this commit.
          first=$(node -p "JSON.parse(fs.readFileSync('shards.json')).shards[0].stack")
          npx kubefed plan --stack "$first" --format json > first.json
          echo "division=$(node -p "JSON.parse(fs.readFileSync('first.json')).shard.division")" >> "$GITHUB_OUTPUT"

  plan:
    if: github.event_name == 'pull_request'
    needs: shards
    runs-on: ubuntu-latest
    strategy:
      fail-fast: false
      max-parallel: ${parallel}
      matrix:
        shard: \${{ fromJSON(needs.shards.outputs.names) }}
    steps:
${setUp}      # A shard without a plan is one in the picture, with the reason.
      - run: npx kubefed plan --stack "$PREFIX\${{ matrix.shard }}" --format json --out "\${{ matrix.shard }}.json" || true
      - uses: actions/upload-artifact@v4
        with:
          name: plan-\${{ matrix.shard }}
          path: \${{ matrix.shard }}.json
          if-no-files-found: warn

  fleet-plan:
    if: github.event_name == 'pull_request'
    needs: plan
    runs-on: ubuntu-latest
    steps:
${setUp}      - uses: actions/download-artifact@v4
        with:
          pattern: plan-*
          path: plans
          merge-multiple: true
      - run: npx kubefed plan --merge plans/*.json --format markdown --out plan.md
      - run: cat plan.md >> "$GITHUB_STEP_SUMMARY"

  update:
    if: github.event_name != 'pull_request'
    needs: shards
    runs-on: ubuntu-latest
    strategy:
      # Those that run end; none begins after one has failed.
      fail-fast: false
      max-parallel: ${parallel}
      matrix:
        shard: \${{ fromJSON(needs.shards.outputs.names) }}
    # Never two updates of one shard at a time, and none is ended in its middle.
    concurrency:
      group: update-\${{ matrix.shard }}
      cancel-in-progress: false
    steps:
${setUp}      - run: npx kubefed shards up --fleet "$FLEET" --prefix="$PREFIX" --only "\${{ matrix.shard }}" --division "\${{ needs.shards.outputs.division }}"
`;
}
