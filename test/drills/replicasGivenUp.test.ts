import { expect } from "chai";
import { declaredBed } from "../support/declaredBed";
import type { Declaration } from "../support/declaredStack";
import { deploymentPath, readLive } from "../support/live";

const place = "given-test";
const namespace: Declaration = {
  kind: "Namespace",
  name: place,
  args: { placement: { clusterNames: ["eu-west"] } },
};

function web(name: string, spec: object, more: Partial<Declaration> = {}): Declaration {
  const labels = { app: name };
  const containers = [{ name: "c", image: "nginx" }];
  const template = {
    metadata: { annotations: { "pulumi.com/skipAwait": "true" } },
    spec: {
      ...spec,
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: { containers } },
    },
  };
  const { args, ...rest } = more;
  return { kind: "Deployment", name, args: { namespace: place, template, ...args }, ...rest };
}

describe("replicas that nobody gives any longer", function () {
  this.timeout(600_000);
  const bed = declaredBed();

  it("are said to become one, or stay what they are where they are retained", async () => {
    const preference = { totalReplicas: 9 };
    await bed.stack.declare([
      namespace,
      web("dropped", { replicas: 3 }),
      web("kept", { replicas: 3 }),
      web("divided", {}, { preference }),
      web("scaled", {}, { preference, args: { retainReplicas: true } }),
    ]);
    const first = await bed.stack.up();
    expect(first.succeeded, first.output).to.equal(true);
    expect(first.output).to.not.include("Kubernetes' default");
    await bed.stack.declare([
      namespace,
      web("dropped", {}),
      web("kept", {}, { args: { retainReplicas: true } }),
      web("divided", {}),
      web("scaled", {}, { args: { retainReplicas: true } }),
    ]);
    const preview = await bed.stack.preview();
    const warnings = preview.diagnostics
      .filter(({ severity }) => severity === "warning")
      .map(({ message }) => message)
      .sort();
    const way = "retainReplicas: true leaves the count to the member cluster";
    expect(warnings, preview.output).to.deep.equal([
      `Deployment ${place}/divided on "eu-west" no longer gives spec.replicas: 9 → 1 (Kubernetes' default); ${way}`,
      `Deployment ${place}/dropped on "eu-west" no longer gives spec.replicas: 3 → 1 (Kubernetes' default); ${way}`,
    ]);
    const up = await bed.stack.up();
    expect(up.succeeded, up.output).to.equal(true);
    const replicas = async (name: string) =>
      (await readLive(bed.cluster("eu-west"), deploymentPath(place, name)))?.spec?.replicas;
    expect(await replicas("dropped")).to.equal(1);
    expect(await replicas("kept")).to.equal(3);
    expect(await replicas("divided")).to.equal(1);
    expect(await replicas("scaled")).to.equal(9);
    expect((await bed.stack.preview()).changes).to.deep.equal([]);
  });
});
