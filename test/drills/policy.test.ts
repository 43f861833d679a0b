import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect } from "chai";
import type { Fleet } from "../fleet";
import { readLive } from "../support/live";
import { placePolicyPack, type PlacedPack, runWithPack, violationsIn } from "../support/policyPack";
import { sharedFleet } from "../support/sharedFleet";
import { createStack, type TestStack } from "../support/stack";

const example = resolve(__dirname, "../../examples/policy/index.ts");

describe("a policy pack over the fleet", function () {
  this.timeout(600_000);
  let fleet: Fleet;
  let stack: TestStack;
  let pack: PlacedPack;

  before(async () => {
    fleet = await sharedFleet();
    const kubeconfigs = Object.values(fleet.clusters).map(
      ({ name, kubeconfig }) => [name, kubeconfig] as const,
    );
    const secrets = { ...Object.fromEntries(kubeconfigs), password: "hunter2hunter2" };
    stack = await createStack({ program: "policy", secrets });
    const source = readFileSync(example, "utf8");
    pack = await placePolicyPack({ directory: join(stack.shell.directory, "policy"), source });
  });
  after(() => {
    stack.remove();
  });

  const pulumi = (...words: string[]) => runWithPack({ ...stack.shell, pack, words });

  it("stops an update at its preview, with a sentence of the fleet's numbers for each rule", async () => {
    // One of the members is given by a provider of the program's own, and is ruled as all others are.
    await stack.configure({ repaired: false });
    const { code, said } = await pulumi("up", "--yes");
    expect(code).not.to.equal(0);
    const all = "3 of 3 clusters (ap-south, eu-west, us-east)";
    const rights = "0 of 3 members joined with less than cluster-admin";
    const unjoined = "is not joined, its credentials are used as they are";
    expect(violationsIn(said).map((each) => each.replace(/stray-\w+/, "stray"))).to.deep.equal([
      "[advisory] disruptionBudgets: Deployment ruled/web: no PodDisruptionBudget beside 8 on us-east; 0 of 1 clusters with more than one replica have one",
      `[mandatory] imageRegistries: Deployment ruled/web: container "web" runs "quay.io/other/web:1" on ${all}; allowed: docker.io/library, ghcr.io/acme`,
      `[mandatory] memberRights: member cluster "ap-south": ${unjoined}; ${rights}`,
      `[mandatory] memberRights: member cluster "eu-west": ${unjoined}; ${rights}`,
      `[mandatory] memberRights: member cluster "us-east": is joined with all rights; ${rights}`,
      "[mandatory] regions: Deployment ruled/web: 9 replicas in 2 regions (europe-west1 1, us-east1 8), at least 3 asked for; the fleet has 3",
      "[mandatory] replicaShares: Deployment ruled/web: 8 of 9 replicas (88 %) in one region, us-east1; at most 60 % allowed",
      "[mandatory] replicaShares: Deployment ruled/web: 8 of 9 replicas (88 %) on one cluster, us-east; at most 50 % allowed",
      `[mandatory] secretPlaces: ConfigMap ruled/settings: a secret in data.password on ${all}; put it into a FederatedSecret and name that`,
      "[mandatory] secretPlaces: Secret default/stray: on eu-west by itself; make it a FederatedSecret",
      `[mandatory] serviceRecords: Service ruled/web: leads to Deployment ruled/web on ${all} and has no ServiceDNSRecord; 0 Services of the fleet have one`,
    ]);
    expect(said).not.to.include("hunter2");
    for (const cluster of Object.values(fleet.clusters))
      expect(await readLive(cluster, "/api/v1/namespaces/ruled")).to.equal(undefined);
  });

  it("lets the repaired program pass, all of whose members are only about to be joined", async () => {
    await stack.configure({ repaired: true });
    const { code, said } = await pulumi("preview");
    expect(code, said).to.equal(0);
    expect(said).to.include("✅ fleet@v1.0.0");
    expect(violationsIn(said)).to.deep.equal([]);
  });
});
