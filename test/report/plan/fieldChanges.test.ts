import { expect } from "chai";
import type { EngineState, EngineStep } from "../../../provider/report/plan/engineEvents";
import { fieldChanges } from "../../../provider/report/plan/fieldChanges";
import { deepFreeze } from "../../support/deepFreeze";

const secret = {
  "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
  ciphertext: "x",
};
const state = (containers: unknown): EngineState => ({
  parent: "",
  provider: "",
  inputs: { spec: { containers } },
  outputs: {},
  isRetainedOnDelete: false,
  isCustom: true,
});
const update = (from: unknown, to: unknown, ...paths: string[]): EngineStep =>
  deepFreeze({
    op: "update",
    urn: "",
    type: "",
    old: state(from),
    new: state(to),
    detailedDiff: Object.fromEntries(
      paths.map((path) => [path, { kind: "update", inputDiff: false }]),
    ),
  });

describe("changes in a list that holds a secret", () => {
  const planned = {
    spec: { containers: [{ image: "nginx:2", env: [{ name: "PASSWORD", value: "[secret]" }] }] },
  };

  it("show what the program does not keep secret, and hide the rest", () => {
    const image = "spec.containers[0].image";
    const value = "spec.containers[0].env[0].value";
    expect(fieldChanges(update(secret, secret, image, value), planned)).to.deep.equal([
      { path: value, op: "update", from: "[secret]", to: "[secret]" },
      { path: image, op: "update", from: "[secret]", to: "nginx:2" },
    ]);
  });

  it("show the value before, where the list was not secret then", () => {
    const before = [{ image: "nginx:1", env: [{ name: "PASSWORD", value: "hunter2" }] }];
    const image = "spec.containers[0].image";
    const env = "spec.containers[0].env";
    expect(fieldChanges(update(before, secret, image, env), planned)).to.deep.equal([
      {
        path: env,
        op: "update",
        from: "[secret]",
        to: [{ name: "PASSWORD", value: "[secret]" }],
      },
      { path: image, op: "update", from: "nginx:1", to: "nginx:2" },
    ]);
  });

  it("show the whole list, leaf by leaf, where the engine names no field", () => {
    expect(fieldChanges(update(undefined, secret), planned)).to.deep.equal([
      { path: "spec.containers", op: "add", to: planned.spec.containers },
    ]);
  });

  it("stay hidden where nobody knows the items", () => {
    expect(fieldChanges(update(secret, secret, "spec.containers[0].image"))).to.deep.equal([
      { path: "spec.containers[0].image", op: "update", from: "[secret]", to: "[secret]" },
    ]);
  });
});
