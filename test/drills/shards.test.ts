import { expect } from "chai";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse, stringify } from "yaml";
import type { FleetPlan } from "../../provider/report/plan/model";
import type { ShardStanding } from "../../provider/report/shards/renderShards";
import type { RolloutStatus } from "../../provider/report/rollout/rolloutStatus";
import { eventually } from "../support/eventually";
import { kubefed, type KubefedRun, watchKubefed } from "../support/kubefed";
import { killTree } from "../support/killedEngine";
import { type Postgres, startPostgres } from "../support/postgres";
import { type ShardBed, shardBed } from "../support/shardBed";

const canary = { labels: { canary: "true" } };
const members = {
  "sh-a": { region: "eu", ...canary },
  "sh-b": { region: "eu" },
  "sh-c": { region: "eu", ...canary },
  "sh-d": { region: "us" },
  "sh-e": { region: "us" },
  "sh-f": { region: "eu" },
};
const stacks = ["eu-1", "eu-2", "us-1"];
const fleet = ["--fleet", "organization/large-fleet/dev"];

describe("a fleet in three shards, with its states in PostgreSQL", function () {
  this.timeout(900_000);
  let database: Postgres;
  let bed: ShardBed;

  before(async () => {
    database = await startPostgres();
    bed = await shardBed(members, database.backend);
  });
  after(async () => {
    await bed.end();
    await database.stop();
  });

  const run = (...words: string[]): Promise<KubefedRun> => kubefed({ words, ...bed.shell });
  const shards = (does: string, ...words: string[]) => run("shards", does, ...fleet, ...words);
  const change = (changes: { image?: string; replicas?: number }, only = stacks): void => {
    for (const stack of only) {
      const file = join(bed.shell.directory, `Pulumi.${stack}.yaml`);
      const document = parse(readFileSync(file, "utf8")) as { config: Record<string, unknown> };
      for (const [key, value] of Object.entries(changes))
        document.config[`large-fleet-app:${key}`] = String(value);
      writeFileSync(file, stringify(document));
    }
  };
  const planOf = ({ code, out, err }: KubefedRun): FleetPlan => {
    expect(code, err).to.equal(0);
    return JSON.parse(out) as FleetPlan;
  };

  it("says its shards: two clusters each, by region", async () => {
    const { out, code, err } = await shards("list", "--format", "json");
    expect(code, err).to.equal(0);
    const { shards: found } = JSON.parse(out) as { shards: ShardStanding[] };
    expect(found.map(({ name, clusters }) => [name, ...clusters])).to.deep.equal([
      ["eu-1", "sh-a", "sh-b"],
      ["eu-2", "sh-c", "sh-f"],
      ["us-1", "sh-d", "sh-e"],
    ]);
  });

  let division = "";
  it("has the plan and the objects that one stack has", async () => {
    const whole = planOf(await run("plan", "--stack", "one", "--format", "json"));
    await bed.upOne();
    const before = await bed.live();
    await bed.destroyOne();
    const merged = planOf(await shards("plan", "--create", "--format", "json", "--parallel", "3"));
    const [joined, single] = [comparable(merged), comparable(whole)];
    expect(Object.keys(joined)).to.deep.equal(Object.keys(single));
    for (const part of Object.keys(single)) expect(joined[part], part).to.deep.equal(single[part]);
    expect(merged.shards?.map(({ name, problem }) => [name, problem])).to.deep.equal(
      stacks.map((name) => [name, undefined]),
    );

    // All at once: the backend is a database that three engines write.
    const { code, err } = await shards("up", "--parallel", "3");
    expect(code, err).to.equal(0);
    expect(err).to.not.include("locked");
    division = /as ([0-9a-f]{8}) says/.exec(err)?.[1] ?? "";
    const live = await bed.live();
    expect(live).to.deep.equal(before);
    const replicas = Object.values(live).map(({ web }) => web.replicas);
    expect(replicas.reduce((sum, each) => sum + each, 0)).to.equal(13);
  });

  it("refuses a shard whose program differs before anything is written, with both digests", async () => {
    const before = await bed.live();
    change({ replicas: 19 }, ["us-1"]);
    const { code, err } = await shards("up", "--only", "us-1", "--division", division);
    expect(code).to.equal(1);
    expect(err).to.match(
      new RegExp(`as [0-9a-f]{8} says, and this run is to divide it as ${division}`),
    );
    expect(await bed.live()).to.deep.equal(before);
    change({ replicas: 13 });
  });

  it("refuses records and an ingress over clusters of several shards before anything is written", async () => {
    const file = join(bed.shell.directory, "index.js");
    const program = readFileSync(file, "utf8");
    const changed = program.replace(/return \{ plan: web\.plan \};/, `${published} $&`);
    expect(changed).to.not.equal(program);
    writeFileSync(file, changed);
    try {
      const { code, err, out } = await run("plan", "--stack", "us-1");
      expect(code).to.equal(1);
      const said = `${out}${err}`.split(/^(?=\w+ "web": \d+ problem)/m);
      for (const subject of ["ServiceDNSRecord", "MultiClusterIngress"])
        expect(said.find((part) => part.startsWith(subject))).to.include(
          'Service web is on clusters of other shards too: "sh-a" (shard "eu-1") and 3 more',
        );
    } finally {
      writeFileSync(file, program);
    }
  });

  it("stops at a shard that fails: no later stage begins in any shard", async () => {
    await bed.refuse("sh-c", "refused:");
    change({ image: "refused:2" });
    const words = ["--max-failures", "5", "--parallel", "1"];
    const { code, err } = await shards("up", ...words);
    expect(code).to.equal(1);
    expect(err).to.match(/eu-2: failed after \d+ s: .*such an image is not for this cluster/s);
    expect(err).to.match(/us-1: unchanged/);
    expect(await bed.images()).to.deep.equal({
      "sh-a": "refused:2",
      "sh-b": "nginx:1.29",
      "sh-c": "nginx:1.29",
      "sh-d": "nginx:1.29",
      "sh-e": "nginx:1.29",
      "sh-f": "nginx:1.29",
    });
    const { out, code: status } = await shards("status", "--format", "json");
    const { rollouts } = JSON.parse(out) as { rollouts: RolloutStatus[] };
    const stages = rollouts[0]?.stages.map((each) => [
      each.name,
      each.proven,
      each.clusters.length,
    ]);
    expect(stages, out).to.deep.equal([
      ["canary", 1, 2],
      ["rest", 0, 4],
    ]);
    expect(status).to.not.equal(0);
  });

  it("ends with the same command once it is mended, and done shards say unchanged", async () => {
    await bed.allow("sh-c");
    const { code, err } = await shards("up", "--parallel", "1");
    expect(code, err).to.equal(0);
    expect(err).to.match(/eu-1: unchanged/);
    expect(new Set(Object.values(await bed.images()))).to.deep.equal(new Set(["refused:2"]));
    const { code: status, out } = await shards("status");
    expect([status, out]).to.satisfy(() => status === 0 && out.includes("complete"), out);
  });

  it("says whose a lock is, and cancels it only when its process is dead", async () => {
    await bed.fill("sh-a", true);
    change({ image: "nginx:3" });
    const only = ["--only", "eu-1", "--division", ""];
    const first = await watchKubefed({ words: ["shards", "up", ...fleet, ...only], ...bed.shell });
    await eventually(async () => {
      expect((await bed.images())["sh-a"]).to.equal("nginx:3");
    }, 60_000);
    const second = await shards("up", ...only);
    expect(second.code).to.equal(1);
    expect(second.err).to.match(/the stack is held by \S+ on \S+ \(process \d+, since/);
    killTree(first.pid);
    await bed.fill("sh-a", false);
    const third = await shards("up", ...only);
    expect(third.code, third.err).to.equal(0);
    expect(third.err).to.match(/eu-1: taking away the lock of an update that was killed/);
    expect((await bed.images())["sh-a"]).to.equal("nginx:3");
  });

  it("has manifests that an API server takes", async () => {
    for (const engine of ["job", "pko", "github"]) {
      const file = join(bed.shell.directory, `${engine}.yaml`);
      const { code, err } = await shards("manifests", "--for", engine, "--out", file);
      expect(code, err).to.equal(0);
    }
    await bed.dryRun(join(bed.shell.directory, "job.yaml"));
  });
});

/** Declares what the program does not: a Service, its names and its balancer. */
const published = `
  const dns = new kubefed.Rfc2136Zone("bind", { server: "192.0.2.1", zone: "example.com" });
  const service = new kubefed.FederatedService("web", {
    ...everywhere,
    template: { spec: { type: "LoadBalancer", ports: [{ port: 80 }] } },
  });
  new kubefed.ServiceDNSRecord("web", { service, dns, domain: "example.com" });
  new kubefed.MultiClusterIngress("web", { service, host: "shop.example.com" });`;

/** A plan without what differs because there are several stacks, and what each of them has of its own. */
function comparable(plan: FleetPlan): Readonly<Record<string, unknown>> {
  const {
    stack: _,
    shard: __,
    shards: ___,
    warnings: ____,
    others,
    objects,
    stagedUpdates,
    ...rest
  } = plan;
  const withoutStack = (value: unknown) =>
    JSON.parse(JSON.stringify(value).replace(/urn:pulumi:[^:]+::/g, "urn:pulumi:::")) as Readonly<
      Record<string, unknown>
    >;
  return withoutStack({
    ...rest,
    objects,
    // One stack has no salt before its first update, and so no revision; the fleet's shards have.
    stagedUpdates: stagedUpdates?.map(({ revision: _____, ...each }) => each),
    others: others.map(({ action, type, name }) => `${action} ${type} ${name}`).sort(),
  });
}
