import * as k8s from "@pulumi/kubernetes";
import { expect } from "chai";
import { componentClass, otherKinds } from "../../../provider/migration/program/componentClass";
import * as kubefed from "../../../sdk/nodejs";
import { federatedTypes } from "../../../provider/core/kinds/federatedTypes";

describe("the component class of a kind", () => {
  for (const { apiVersion, kind } of federatedTypes) {
    it(`is one that this package has: ${kind}`, () => {
      expect(kubefed).to.have.property(componentClass(apiVersion, kind).name);
    });
  }

  const others = Object.entries(otherKinds).flatMap(([apiVersion, kinds]) =>
    kinds.map((kind) => ({ apiVersion, kind })),
  );
  for (const { apiVersion, kind } of others) {
    it(`is made from a class that @pulumi/kubernetes has: ${apiVersion} ${kind}`, () => {
      const component = componentClass(apiVersion, kind);
      const path = component.sort === "federated" ? component.objectClass.split(".").slice(1) : [];
      const found = path.reduce<unknown>((at, key) => Reflect.get(Object(at), key), k8s);
      expect(found).to.be.a("function");
      expect(Reflect.get(Object(found), "__pulumiType")).to.include(`:${kind}`);
    });
  }

  it("is FederatedCustomResource for an old version of a kind that has a class", () => {
    expect(componentClass("extensions/v1beta1", "Deployment").sort).to.equal("custom");
  });

  it("tells two versions of one kind apart", () => {
    expect(componentClass("autoscaling/v1", "HorizontalPodAutoscaler").name).to.equal(
      "FederatedHorizontalPodAutoscalerV1",
    );
  });
});
