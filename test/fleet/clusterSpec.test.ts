import { expect } from "chai";
import { maxClusters, networksOf, validateClusterSpecs, type ClusterSpec } from "./clusterSpec";
import { clusterNamed, defaultClusterNames } from "./locations";
import { memberNodes } from "./memberNodes";
import { get } from "lodash";

const lab = clusterNamed("lab");

describe("the clusters of a fleet", () => {
  const refused: readonly { name: string; specs: readonly ClusterSpec[]; says: string }[] = [
    { name: "none at all", specs: [], says: "clusters: 0 given, 1 to 31 allowed" },
    { name: "a name twice", specs: [lab, lab], says: 'clusters[1].name: "lab" is given twice' },
    {
      name: "a name that is no DNS label",
      specs: [{ ...lab, name: "../lab" }],
      says: 'clusters[0].name: "../lab" is not a DNS label',
    },
    { name: "no zone", specs: [{ ...lab, zones: [] }], says: "clusters[0].zones: none given" },
  ];
  for (const { name, specs, says } of refused) {
    it(`are refused with ${name}`, () => {
      expect(() => validateClusterSpecs(specs)).to.throw(says);
    });
  }

  it("are refused with all their problems at once", () => {
    const specs = [{ ...lab, zones: [] }, lab];
    expect(() => validateClusterSpecs(specs)).to.throw(
      "fleet: 2 problems\n  - clusters[0].zones: none given",
    );
  });

  it("are accepted as the examples name them", () => {
    validateClusterSpecs(defaultClusterNames.map(clusterNamed));
  });

  it("have networks that do not overlap, inside 10.0.0.0/8", () => {
    const all = Array.from({ length: maxClusters }, (_, place) => networksOf(place));
    const seconds = all.flatMap(({ services, pods, nodes }) =>
      [services, pods, nodes].map((network) => Number(network.split(".")[1])),
    );
    expect(new Set(seconds).size).to.equal(3 * maxClusters);
    expect(Math.max(...seconds)).to.be.lessThan(256);
  });
});

describe("the nodes of a cluster", () => {
  const nodesOf = (nodes: ClusterSpec["nodes"]) =>
    memberNodes({ ...lab, nodes }, networksOf(0)).map((node) => ({
      name: String(get(node, "metadata.name")),
      zone: String(get(node, ["metadata", "labels", "topology.kubernetes.io/zone"])),
      cpu: String(get(node, "status.allocatable.cpu")),
      address: String(get(node, "status.addresses[0].address")),
    }));

  it("are one a zone by default", () => {
    expect(nodesOf(undefined)).to.deep.equal([
      { name: "lab-1", zone: "lab-a", cpu: "8", address: "10.224.0.1" },
      { name: "lab-2", zone: "lab-b", cpu: "8", address: "10.224.0.2" },
    ]);
  });

  it("go to the zones in turn when only their number is given", () => {
    expect(nodesOf(3).map(({ zone }) => zone)).to.deep.equal(["lab-a", "lab-b", "lab-a"]);
  });

  it("are as they are described", () => {
    expect(nodesOf([{ name: "big", zone: "lab-b", cpu: "64" }])).to.deep.equal([
      { name: "big", zone: "lab-b", cpu: "64", address: "10.224.0.1" },
    ]);
  });

  it("have different addresses, however many there are", () => {
    const addresses = nodesOf(600).map(({ address }) => address);
    expect(new Set(addresses).size).to.equal(600);
    expect(addresses[255]).to.equal("10.224.1.0");
  });
});
