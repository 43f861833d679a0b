import { expect } from "chai";
import { describeShares, fieldsOfOthers } from "../../../provider/core/existing/sharedFields";
import { deepFreeze } from "../../support/deepFreeze";

describe("fieldsOfOthers", () => {
  const containers = {
    'k:{"name":"b"}': { ".": {}, "f:image": {} },
    'k:{"name":"gone"}': { "f:image": {} },
  };
  const bot = {
    "f:metadata": { "f:labels": { "f:x.test/y": {} } },
    "f:spec": { "f:containers": containers, "f:replicas": {} },
  };
  const most = { "f:data": { "f:a": {}, "f:b": {}, "f:c": {}, "f:d": {}, "f:e": {}, "f:f": {} } };
  const entry = (manager: string, fieldsV1: object, more: object = {}) => ({
    manager,
    operation: "Update",
    fieldsV1,
    ...more,
  });
  const live = deepFreeze({
    metadata: {
      managedFields: [
        entry("deploy-bot", bot),
        entry("kube-controller-manager", bot),
        entry("status-bot", bot, { subresource: "status" }),
        entry("helm", bot),
        entry("whole", { ...most, ...bot }),
        entry("ours", { "f:data": { "f:a": {} } }),
      ],
    },
    spec: { containers: [{ name: "a" }, { name: "b", image: "i" }], replicas: 1 },
  });

  it("names what stays with writers that own little, where it stands, and what is not retained", () => {
    const found = fieldsOfOthers(live, {
      to: "ours",
      retained: [["spec", "replicas"]],
      isTakenOver: true,
    });
    expect(found).to.deep.equal([
      {
        manager: "deploy-bot",
        fields: ['metadata.labels["x.test/y"]', "spec.containers[1].image"],
      },
    ]);
  });

  it("is nothing where all is handed over", () => {
    const only = { metadata: { managedFields: [entry("deploy-bot", bot)] } };
    expect(
      fieldsOfOthers(deepFreeze(only), { to: "ours", retained: [], isTakenOver: true }),
    ).to.deep.equal([]);
  });

  it("names tools that deploy too, where nothing is taken over", () => {
    const found = fieldsOfOthers(live, { to: "ours", retained: [], isTakenOver: false });
    expect(found.map(({ manager }) => manager)).to.deep.equal(["deploy-bot", "helm", "whole"]);
  });

  it("is said with the first of many fields", () => {
    const fields = ["a", "b", "c", "d", "e", "f", "g"];
    expect(describeShares([{ manager: "bot", fields }])).to.equal(
      '"bot" owns a, b, c, d, e and 2 more fields',
    );
  });
});
