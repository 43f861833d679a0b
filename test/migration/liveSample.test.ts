import { expect } from "chai";
import { convertDocuments } from "../../provider/migration/convertObjects";
import { proveMigration } from "../../provider/migration/proof/proof";
import type { KubeObject } from "../../provider/core/model";
import { compareObjects } from "../conformance/live/comparison";
import recordedFile from "../conformance/kubefed-live-sample.json";
import {
  readRecording,
  readScenario,
  type Scenario,
  type Step,
} from "../conformance/live/scenario";
import { act, beginWorld, identityOf, type Objects } from "../conformance/live/world";
import { mapAt, mapsAt } from "../conformance/reading";

/** What the original did out of its history, or its API server refused, so that no file tells it. */
const history: Readonly<Record<string, string>> = {
  "kind/job-parallelism-change": "the original could not update a Job; a program replaces it",
  "metadata/generatename": "the original kept generateName beside the name",
  "namespace/orphaned": "the original left the objects of a deleted federated namespace behind",
  "override/annotations-map-on-update": "an annotation that the member cluster wrote",
  "override/apiversion-wrong": "the API server refused the object",
  "override/number-value": "the API server refused the object",
  "retention/replicas-replicaset": "a replica count that the member cluster chose",
  "retention/replicas-retained": "a replica count that the member cluster chose",
  "retention/serviceaccount-secrets": "secrets that the member cluster added",
};

const recorded: KubeObject = recordedFile;
const recording = readRecording(recorded);
const scenarios = mapsAt(recorded, "cases")
  .map(readScenario)
  .filter(({ group }) => !group.startsWith("federate"));

/** The documents of a host cluster; the recording's clusters say no apiVersion. */
function documentsOf(host: Objects): KubeObject[] {
  return [...host.values()].map((object) => ({ apiVersion: "core.kubefed.io/v1beta1", ...object }));
}

/** Where a converted step has another object than was recorded, or none. */
function differencesOf(step: Step, host: Objects): string[] {
  const migration = convertDocuments({ documents: documentsOf(host), clusters: [] });
  if (migration === undefined) return [`${step.name}: nothing to convert`];
  const proof = proveMigration(migration);
  const unequal = proof.verdicts.filter(({ verdict }) => verdict === "differs");
  return [
    ...unequal.map(({ object, cluster }) => `${step.name}: ${object} on ${cluster} is not proved`),
    ...step.observations.flatMap(({ federated, members }) => {
      const { name, namespace } = identityOf(federated);
      const kind = String(federated.kind).replace(/^Federated/, "");
      return Object.entries(members).flatMap(([cluster, observed]) => {
        const expected = migration.expectations.find(
          (each) =>
            each.kind === kind &&
            each.name === name &&
            each.cluster === cluster &&
            (each.namespace ?? namespace) === namespace,
        )?.object;
        const place = `${step.name}: ${kind} ${name} on ${cluster}`;
        if (observed === null || expected === undefined) {
          return observed === null && expected === undefined ? [] : [`${place}: only on one side`];
        }
        return compareObjects(withLabel(expected), observed).map(({ path }) => `${place}: ${path}`);
      });
    }),
  ];
}

/** The label that the original put on everything. */
function withLabel(object: KubeObject): KubeObject {
  const labels = { ...mapAt(object, "metadata", "labels"), "kubefed.io/managed": "true" };
  return { ...object, metadata: { ...mapAt(object, "metadata"), labels } };
}

function differencesIn(scenario: Scenario): string[] {
  const fixtures = scenario.fixtures.flatMap((name) => mapsAt(recording.fixtures, name));
  let world = beginWorld([...recording.clusters, ...fixtures]);
  return scenario.steps.flatMap((step) => {
    for (const action of step.actions) world = act(world, action) ?? world;
    return differencesOf(step, world.host);
  });
}

describe("what KubeFed did live, converted", () => {
  it("is a good number of scenarios", () => {
    expect(scenarios.length).to.be.greaterThan(80);
  });

  for (const scenario of scenarios) {
    const reason = history[scenario.id];
    if (reason === undefined) {
      it(`is the same on every member cluster: ${scenario.id}`, () => {
        expect(differencesIn(scenario)).to.deep.equal([]);
      });
    } else {
      it(`differs because of what no file tells: ${scenario.id}: ${reason}`, () => {
        const differences = differencesIn(scenario);
        expect(differences).not.to.deep.equal([]);
        expect(differences.filter((each) => each.includes("not proved"))).to.deep.equal([]);
      });
    }
  }
});
