import { expect } from "chai";
import { joinedKubeconfig } from "../../../provider/engine/state/joinedKubeconfig";
import { parseUrn } from "../../../provider/core/kinds/urn";
import { childUrn, hasChild, hasChildOf } from "../../../provider/engine/state/stackState";
import { deepFreeze } from "../../support/deepFreeze";

const head = "urn:pulumi:dev::shop";
const component = `${head}::my:index:App$kubefed:index:FederatedConfigMap::web`;
const child = `${head}::my:index:App$kubefed:index:FederatedConfigMap$kubernetes:core/v1:ConfigMap::web-us`;
const cluster = "kubefed:index:KubeFedCluster";
const membership = `${cluster}$pulumi-nodejs:dynamic/kubefed:ClusterMembership`;

describe("the state of a stack", () => {
  it("has names that are read in parts, and a name may hold colons itself", () => {
    const type = "my:index:App$kubefed:index:FederatedConfigMap";
    expect(parseUrn(component)).to.deep.equal({ head, type, name: "web" });
    expect(parseUrn(`${head}::a:b:C::x::y`).name).to.equal("x::y");
  });

  it("has a component's object by the component and the name, and of no other", () => {
    const state = new Map([[child, {}]]);
    expect(childUrn(state, { parent: component, name: "web-us" })).to.equal(child);
    expect(hasChild(state, { parent: component, name: "web-eu" })).to.equal(false);
    const other = `${head}::kubefed:index:FederatedConfigMap::web`;
    expect(hasChild(state, { parent: other, name: "web-us" })).to.equal(false);
    const maps = { component: "kubefed:index:FederatedConfigMap", name: "web-us" };
    expect(hasChildOf(state, maps)).to.equal(true);
    const secrets = { ...maps, component: "kubefed:index:FederatedSecret" };
    expect(hasChildOf(state, secrets)).to.equal(false);
    expect(hasChildOf(new Map([[component, {}]]), { ...maps, name: "web" })).to.equal(false);
  });

  it("has the kubeconfig that joining gave, of the one cluster of that name", () => {
    const rows: [string, [urn: string, outputs: object][], string | undefined][] = [
      ["joined", [[`${head}::${membership}::us`, { kubeconfig: "k" }]], "k"],
      [
        "joined within a component",
        [[`${head}::my:index:Fleet$${membership}::us`, { kubeconfig: "k" }]],
        "k",
      ],
      ["half joined", [[`${head}::${membership}::us`, {}]], undefined],
      ["another one joined", [[`${head}::${membership}::eu`, { kubeconfig: "k" }]], undefined],
      [
        "not joined",
        [[`${head}::${cluster}$pulumi:providers:kubernetes::us`, { kubeconfig: "k" }]],
        undefined,
      ],
      [
        "two of that name",
        [
          [`${head}::${membership}::us`, { kubeconfig: "k" }],
          [`${head}::my:index:Fleet$${membership}::us`, { kubeconfig: "l" }],
        ],
        undefined,
      ],
    ];
    for (const [name, entries, expected] of rows) {
      const state = new Map(entries.map(([urn, outputs]) => [urn, { ...deepFreeze(outputs) }]));
      expect(joinedKubeconfig(state, "us"), name).to.equal(expected);
    }
  });
});
