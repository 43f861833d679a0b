import { expect } from "chai";
import * as pulumi from "@pulumi/pulumi";
import { readSchema } from "../../../provider/plugin/host/packageSchema";
import { sampleValue } from "../../support/servedValues";
import { servedProgram, type ServedProgram } from "../../support/servedProgram";

const secret = (value: unknown) => ({
  "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
  value,
});
const web = { kind: "Deployment", namespace: "shop", name: "web" };
const schema = readSchema();

describe("a function that another language calls", () => {
  let program: ServedProgram;
  before(async () => {
    program = await servedProgram();
    for (const name of ["eu", "us"]) {
      await program.construct(name, "KubeFedCluster", { kubeconfig: pulumi.secret("{}") });
    }
  });

  for (const [token, { inputs }] of Object.entries(schema.functions)) {
    it(`is served as ${token.replace("kubefed:index:", "")}, with each input of the schema`, async () => {
      const given = Object.entries(inputs.properties).map(([key, spec]) => {
        const value = key === "clusters" ? ["eu"] : sampleValue(schema, spec, {});
        return [key, value] as const;
      });
      const { failures = [] } = await program.invoke(token, Object.fromEntries(given));
      expect(
        failures.filter(({ reason }) => /is not an input|is needed/.test(reason)),
      ).to.deep.equal([]);
      const strange = await program.invoke(token, { typo: true });
      expect(strange.failures?.map(({ property }) => property)).to.include.members([
        "clusters",
        "typo",
      ]);
    });
  }

  it("divides replicas as a preference does, and says what it cannot divide by property", async () => {
    const plan = "kubefed:index:planReplicas";
    const asked = {
      clusters: ["a", "b"],
      totalReplicas: 9,
      preferences: { b: { weight: 2 }, "*": { weight: 1 } },
    };
    const { outputs } = (await program.invoke(plan, asked)) as { outputs: { replicas: object } };
    expect(outputs.replicas).to.deep.equal({ a: 3, b: 6 });
    const none = await program.invoke(plan, { clusters: ["eu", "eu"], totalReplicas: 9 });
    expect(none.failures?.map(({ property }) => property)).to.deep.equal(["clusters[1]"]);
  });

  it("asks clusters of the program alone, and reports those that give no answer", async () => {
    const token = "kubefed:index:observeReplicas";
    const asked = { ...web, clusters: secret(["eu", "us"]) };
    const { outputs } = (await program.invoke(token, asked)) as {
      outputs: { unreachable: object };
    };
    expect(Object.keys(outputs.unreachable)).to.deep.equal(["eu", "us"]);
    const strange = await program.invoke(token, { ...web, clusters: ["eu", "nowhere"] });
    expect(strange.failures?.map(({ property }) => property)).to.deep.equal(["clusters[1]"]);
  });

  it("is one of this package", async () => {
    const asked = program.invoke("kubefed:index:stranger", {});
    const said = await asked.then(String, (error: unknown) => String(error));
    expect(said).to.include("kubefed:index:stranger is not a function of this package");
  });
});
