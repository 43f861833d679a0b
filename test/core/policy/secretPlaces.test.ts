import { expect } from "chai";
import { judgeSecretPlaces } from "../../../provider/core/policy/secretPlaces";
import { fleetOf, ruled } from "./ruledFleet";

const three = ["ap-south", "eu-west", "us-east"];
const judge = (...objects: Parameters<typeof fleetOf>[0]) =>
  judgeSecretPlaces(fleetOf(objects), {});

describe("the rule about secrets", () => {
  it("names where a secret stands and on which clusters, and never the secret", () => {
    const object = { data: { password: "hunter2", host: "db" } };
    const secretFields = { "data.password": ["us-east"], "data.host": [] };
    expect(judge(ruled("ConfigMap", "settings", three, { object, secretFields }))).to.deep.equal([
      {
        urn: "urn:ConfigMap/settings",
        message:
          "ConfigMap shop/settings: a secret in data.password on 1 of 3 clusters (us-east); put it into a FederatedSecret and name that",
      },
    ]);
  });

  it("says of a value that may turn out to be secret that it is not known yet", () => {
    const [found] = judge(
      ruled("ConfigMap", "settings", three, { secretFields: { "data.a": undefined } }),
    );
    expect(found).to.include({ isOpen: true });
  });

  it("wants Secrets from federated components", () => {
    const stray = ruled("Secret", "stray", ["us-east"], { isFederated: false });
    expect(
      judge(ruled("Secret", "fine", three), stray).map(({ message }) => message),
    ).to.deep.equal(["Secret shop/stray: on us-east by itself; make it a FederatedSecret"]);
  });
});
