import { expect } from "chai";
import { federateManifests } from "../../../provider/migration/federateManifests";
import { deepFreeze } from "../../support/deepFreeze";

const owner = (kind: string, name: string, controller: boolean) => ({ kind, name, controller });
const object = (apiVersion: string, kind: string, metadata: object, rest: object = {}) => ({
  apiVersion,
  kind,
  metadata: { namespace: "shop", ...metadata },
  ...rest,
});
const ownedBy = (kind: string, name: string) => ({ ownerReferences: [owner(kind, name, true)] });

const made: [object, string][] = [
  [
    object("apps/v1", "ReplicaSet", { name: "web", ...ownedBy("Deployment", "web") }),
    "Deployment web makes it",
  ],
  [
    object("v1", "Pod", { name: "web-x", ...ownedBy("ReplicaSet", "web") }),
    "ReplicaSet web makes it",
  ],
  [
    object("batch/v1", "Job", { name: "tick-1", ...ownedBy("CronJob", "tick") }),
    "CronJob tick makes it",
  ],
  [object("v1", "Endpoints", { name: "web" }), "every cluster makes its own"],
  [
    object("discovery.k8s.io/v1", "EndpointSlice", { name: "web-x" }),
    "every cluster makes its own",
  ],
  [object("v1", "Event", { name: "e" }), "every cluster makes its own"],
  [object("events.k8s.io/v1", "Event", { name: "e" }), "every cluster makes its own"],
  [object("coordination.k8s.io/v1", "Lease", { name: "l" }), "every cluster makes its own"],
  [object("v1", "ConfigMap", { name: "kube-root-ca.crt" }), "every cluster makes its own"],
  [object("v1", "ServiceAccount", { name: "default" }), "every cluster makes its own"],
  [
    object("v1", "Service", { name: "kubernetes", namespace: "default" }),
    "every cluster makes its own",
  ],
  [
    object("v1", "Secret", { name: "t" }, { type: "kubernetes.io/service-account-token" }),
    "every cluster makes its own",
  ],
];
const own: object[] = [
  object("v1", "Pod", { name: "alone" }),
  object("v1", "Pod", { name: "watched", ownerReferences: [owner("Team", "a", false)] }),
  object("v1", "ConfigMap", { name: "settings" }),
  object("v1", "ServiceAccount", { name: "web" }),
  object("v1", "Service", { name: "kubernetes" }),
  object("v1", "Secret", { name: "login" }, { type: "Opaque" }),
  object("example.com/v1", "Event", { name: "party" }),
];
const identity = (each: object): string => {
  const { kind, metadata } = each as { kind: string; metadata: { name: string } };
  return `${kind} ${metadata.name}`;
};

describe("what a cluster holds, as manifests to federate", () => {
  const documents = deepFreeze([...made.map(([each]) => each), ...own]);

  it("is federated without what clusters make themselves, which the notes name with the reason", () => {
    const { declarations, notes } = federateManifests({ documents, clusters: [], contents: true });
    const names = declarations.map(({ kind, name }) => `${kind} ${name}`);
    expect(names).to.have.members(["Namespace shop", ...own.map(identity)]);
    const leftOut = notes.filter(({ sort }) => sort === "left out");
    expect(leftOut.map(({ message }) => message)).to.deep.equal(made.map(([, why]) => why));
  });

  it("is federated whole where nobody says that it comes from a cluster", () => {
    const { declarations } = federateManifests({ documents, clusters: [] });
    expect(declarations.filter(({ kind }) => kind !== "Namespace")).to.have.length(
      documents.length,
    );
  });
});
