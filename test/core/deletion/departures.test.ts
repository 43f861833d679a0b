import { expect } from "chai";
import fc from "fast-check";
import { parseAllowedDeletes } from "../../../provider/core/deletion/allowedDeletes";
import { copiesIn, isCopy } from "../../../provider/core/deletion/copies";
import {
  type Departure,
  type Departures,
  type Fate,
  judgeDepartures,
} from "../../../provider/core/deletion/departures";
import { deepFreeze } from "../../support/deepFreeze";

const head = "urn:pulumi:dev::shop::";
const map = "kubefed:index:FederatedConfigMap";

function component(name: string): string {
  return `${head}${map}::${name}`;
}

function copy(name: string, cluster: string, fate: Fate): Departure {
  const urn = `${head}${map}$kubernetes:core/v1:ConfigMap::${name}-${cluster}`;
  return { urn, component: component(name), cluster, fate };
}

function departures(given: Partial<Departures>): Departures {
  return deepFreeze({
    copies: [],
    declared: new Map(),
    clusters: { before: 3, now: 3 },
    allowed: "usual",
    ...given,
  });
}

/** Copies of one component each on two clusters. */
function fleetOf(components: number, fateOf: (index: number) => Fate): Departure[] {
  return Array.from({ length: components }, (_, index) => [
    copy(`c${index}`, "eu", fateOf(index)),
    copy(`c${index}`, "us", fateOf(index)),
  ]).flat();
}

describe("what leaves the clusters in an update", () => {
  const web = [copy("web", "eu", "leaves"), copy("web", "us", "leaves")];
  const declared = (copies: number) => new Map([[component("web"), copies]]);

  const rows: readonly {
    readonly it: string;
    readonly given: Partial<Departures>;
    readonly says: readonly RegExp[];
  }[] = [
    {
      it: "may not be all copies of a component that the program still has",
      given: { copies: web, declared: declared(0) },
      says: [/^placement: all its 2 copies would be deleted \(on "eu", "us"\).*ALLOW_DELETES=2 /],
    },
    {
      it: "may be all copies of a component that moves to another cluster",
      given: { copies: web, declared: declared(1) },
      says: [],
    },
    {
      it: "may be all copies of a component that is gone from the program",
      given: { copies: web },
      says: [],
    },
    {
      it: "may be a part of a component's copies",
      given: {
        copies: [copy("web", "eu", "leaves"), copy("web", "us", "stays")],
        declared: declared(1),
      },
      says: [],
    },
    {
      it: "does not count what is on a retired cluster, or on one that is away",
      given: {
        copies: [copy("web", "eu", "leaves"), copy("web", "us", "excused")],
        declared: declared(0),
      },
      says: [],
    },
    {
      it: "may not be what the last member cluster has",
      given: { copies: web, clusters: { before: 2, now: 0 } },
      says: [
        /^2 of 2 copies would be deleted \(2 of FederatedConfigMap "web"\); the program has no/,
      ],
    },
    {
      it: "may be ten copies, whatever share they are",
      given: { copies: fleetOf(5, () => "leaves") },
      says: [],
    },
    {
      it: "may not be twelve of twenty-four",
      given: { copies: fleetOf(12, (index) => (index < 6 ? "leaves" : "stays")) },
      says: [
        /^12 of 24 copies would be deleted \(2 of .*1 more component\); more than 10 and .* 30 %/,
      ],
    },
    {
      it: "are at least so many where more may leave than is known, and no number allows them",
      given: {
        copies: fleetOf(12, (index) => (index < 6 ? "leaves" : "stays")),
        isPartial: true,
      },
      says: [/^at least 12 of 24 copies would .* set PULUMI_KUBEFED_ALLOW_DELETES=true for/],
    },
    {
      it: "may be twelve of forty, which is not more than 30 %",
      given: { copies: fleetOf(20, (index) => (index < 6 ? "leaves" : "stays")) },
      says: [],
    },
    {
      it: "may be everything when all is allowed",
      given: { copies: web, declared: declared(0), allowed: "all" },
      says: [],
    },
    {
      it: "may be as many as are allowed, also all copies of a component",
      given: { copies: web, declared: declared(0), allowed: 2 },
      says: [],
    },
    {
      it: "may not be one more than is allowed, also where it would be usual",
      given: { copies: web, allowed: 1 },
      says: [/^2 of 2 copies would be deleted .*; 1 may, as PULUMI_KUBEFED_ALLOW_DELETES says/],
    },
  ];
  for (const { it: sentence, given, says } of rows) {
    it(sentence, () => {
      const found = judgeDepartures(departures(given)).map(
        ({ issue }) => `${issue.path === "" ? "" : `${issue.path}: `}${issue.message}`,
      );
      expect(found).to.have.length(says.length);
      says.forEach((pattern, index) => expect(found[index]).to.match(pattern));
    });
  }

  it("is refused by a number exactly when it is more", () => {
    const fates = fc.array(fc.constantFrom<Fate>("stays", "leaves", "excused"), { maxLength: 30 });
    fc.assert(
      fc.property(fates, fc.nat(30), (all, allowed) => {
        const copies = all.map((fate, index) => copy(`c${index}`, "eu", fate));
        const leaving = all.filter((fate) => fate === "leaves").length;
        const refused = judgeDepartures(departures({ copies, allowed })).length > 0;
        expect(refused).to.equal(leaving > allowed);
      }),
    );
  });
});

describe("the copies of a stack", () => {
  it("are direct children of our components, not what only serves them", () => {
    const types = {
      [`${map}$kubernetes:core/v1:ConfigMap`]: true,
      "kubefed:index:FederatedHelmChart$kubernetes:helm.sh/v4:Chart": true,
      "kubefed:index:FederatedHelmChart$kubernetes:helm.sh/v4:Chart$kubernetes:apps/v1:Deployment": false,
      "kubefed:index:ServiceDNSRecord$pulumi-nodejs:dynamic/kubefed:DnsRecordSet": true,
      "kubefed:index:KubeFedCluster$pulumi-nodejs:dynamic/kubefed:ClusterMembership": true,
      "kubefed:index:KubeFedCluster$pulumi:providers:kubernetes": false,
      "kubefed:index:ReplicaSchedulingPreference$kubernetes:apps/v1:DeploymentPatch": false,
      "kubefed:index:FederatedYaml$kubefed:index:FederatedConfigMap": false,
      "kubernetes:core/v1:ConfigMap": false,
    };
    for (const [type, expected] of Object.entries(types))
      expect(isCopy(`${head}${type}::x`), type).to.equal(expected);
  });

  it("are read by the clusters' names where a name can be read in two ways", () => {
    const child = `${head}${map}$kubernetes:core/v1:ConfigMap::web-eu-west`;
    const urns = [component("web"), component("web-eu"), child];
    expect(copiesIn(urns, ["eu-west", "north"])).to.deep.equal([
      { urn: child, component: component("web"), cluster: "eu-west" },
    ]);
    expect(copiesIn(urns, ["west"])[0]).to.deep.include({
      component: component("web-eu"),
      cluster: "west",
    });
  });
});

describe("what a person allows", () => {
  it("is a number, all, or what is usual; anything else is not understood", () => {
    const given = [undefined, "", "false", "true", "0", "40", "-1", "1.5", "yes", "1e9"];
    expect(given.map(parseAllowedDeletes)).to.deep.equal([
      ...["usual", "usual", "usual", "all", 0, 40],
      ...[undefined, undefined, undefined, undefined],
    ]);
  });
});
