import { expect } from "chai";
import { mergeKeyOf, type ObjectType } from "../../../provider/core/overrides/mergeKeys";

const deployment: ObjectType = { apiVersion: "apps/v1", kind: "Deployment" };
const service: ObjectType = { apiVersion: "v1", kind: "Service" };
const rollout: ObjectType = { apiVersion: "argoproj.io/v1alpha1", kind: "Rollout" };

describe("mergeKeyOf", () => {
  const cases: [type: ObjectType, place: string, key: string | undefined][] = [
    [{ apiVersion: "v1", kind: "Pod" }, "spec.containers", "name"],
    [deployment, "spec.template.spec.containers", "name"],
    [deployment, "spec.template.spec.initContainers", "name"],
    [deployment, "spec.template.spec.ephemeralContainers", "name"],
    [deployment, "spec.template.spec.volumes", "name"],
    [deployment, "spec.template.spec.imagePullSecrets", "name"],
    [deployment, "spec.template.spec.hostAliases", "ip"],
    [deployment, "spec.template.spec.topologySpreadConstraints", "topologyKey"],
    [deployment, "spec.template.spec.tolerations", undefined],
    [deployment, "spec.template.spec.containers.*.env", "name"],
    [deployment, "spec.template.spec.initContainers.*.env", "name"],
    [deployment, "spec.template.spec.containers.*.ports", "containerPort"],
    [deployment, "spec.template.spec.containers.*.volumeMounts", "mountPath"],
    [deployment, "spec.template.spec.containers.*.volumeDevices", "devicePath"],
    [deployment, "spec.template.spec.containers.*.args", undefined],
    [deployment, "spec.template.spec.containers.*.envFrom", undefined],
    [deployment, "spec.template.spec.containers.*.constructor", undefined],
    [deployment, "spec.ports", undefined],
    [
      { apiVersion: "batch/v1", kind: "CronJob" },
      "spec.jobTemplate.spec.template.spec.volumes",
      "name",
    ],
    [service, "spec.ports", "port"],
    [{}, "spec.ports", "port"],
    [{ apiVersion: "serving.knative.dev/v1", kind: "Service" }, "spec.ports", undefined],
    [{ apiVersion: "v1", kind: "ServiceAccount" }, "secrets", "name"],
    [{ apiVersion: "v1", kind: "ServiceAccount" }, "imagePullSecrets", undefined],
    [{ apiVersion: "rbac.authorization.k8s.io/v1", kind: "RoleBinding" }, "subjects", undefined],
    [{ apiVersion: "networking.k8s.io/v1", kind: "Ingress" }, "spec.rules", undefined],
    [{ apiVersion: "networking.k8s.io/v1", kind: "NetworkPolicy" }, "spec.ingress", undefined],
    [
      { apiVersion: "admissionregistration.k8s.io/v1", kind: "ValidatingWebhookConfiguration" },
      "webhooks.*.matchConditions",
      "name",
    ],
    [rollout, "spec.template.spec.containers", "name"],
    [rollout, "spec.template.spec.containers.*.env", "name"],
    [rollout, "spec.containers", undefined],
    [deployment, "", undefined],
  ];
  for (const [type, place, key] of cases) {
    it(`merges ${place || "the root"} of ${type.kind ?? "an unknown kind"} in ${type.apiVersion ?? "any group"} by ${key ?? "nothing"}`, () => {
      expect(mergeKeyOf(type, place.split("."))?.key).to.equal(key);
    });
  }
});
