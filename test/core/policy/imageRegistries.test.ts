import { expect } from "chai";
import { unknownValue } from "../../../provider/core/policy/fleet";
import { judgeImageRegistries } from "../../../provider/core/policy/imageRegistries";
import { fleetOf, pods, ruled } from "./ruledFleet";

const registries = ["docker.io/library", "ghcr.io/acme/"];
const judge = (image: unknown, rest: Parameters<typeof ruled>[3] = {}) =>
  judgeImageRegistries(fleetOf([ruled("Deployment", "web", { "us-east": pods(1, image) }, rest)]), {
    registries,
  });

describe("the rule about registries", () => {
  const rows: [string, boolean][] = [
    ["nginx", true],
    ["nginx:1.29", true],
    ["library/nginx", true],
    ["docker.io/library/nginx@sha256:00", true],
    ["index.docker.io/library/nginx", true],
    ["ghcr.io/acme/shop/web:v1", true],
    ["ghcr.io/acmes/web:v1", false],
    ["ghcr.io/other/web", false],
    ["bitnami/nginx", false],
    ["localhost/nginx", false],
    ["localhost:5000/library/nginx", false],
    ["evil.example.com/docker.io/library/nginx", false],
  ];
  for (const [image, isAllowed] of rows) {
    it(`${isAllowed ? "allows" : "refuses"} ${image}`, () => {
      expect(judge(image)).to.have.length(isAllowed ? 0 : 1);
    });
  }

  it("names the container, the image, the clusters that run it of all, and what is allowed", () => {
    const web = ruled("Deployment", "web", {
      "eu-west": pods(1, "quay.io/a:1"),
      "us-east": pods(1, "quay.io/a:1"),
      "us-west": pods(1),
    });
    expect(judgeImageRegistries(fleetOf([web]), { registries })).to.deep.equal([
      {
        urn: "urn:Deployment/web",
        message:
          'Deployment shop/web: container "web" runs "quay.io/a:1" on 2 of 3 clusters (eu-west, us-east); allowed: docker.io/library, ghcr.io/acme',
      },
    ]);
  });

  it("finds containers that only begin, jobs on a clock, and pods", () => {
    const bad = { name: "a", image: "quay.io/a" };
    const objects = [
      ruled("Pod", "p", ["us-east"], { object: { spec: { containers: [bad] } } }),
      ruled("CronJob", "c", ["us-east"], {
        object: { spec: { jobTemplate: { spec: { template: { spec: { containers: [bad] } } } } } },
      }),
      ruled("Job", "j", ["us-east"], {
        object: { spec: { template: { spec: { initContainers: [bad] } } } },
      }),
    ];
    const found = judgeImageRegistries(fleetOf(objects), { registries });
    expect(found.map(({ urn }) => urn)).to.deep.equal(["urn:Pod/p", "urn:CronJob/c", "urn:Job/j"]);
  });

  const path = "spec.template.spec.containers[0].image";
  const secrets: [string, Parameters<typeof ruled>[3]][] = [
    ["the image", { secretFields: { [path]: ["us-east"] } }],
    ["the container", { secretFields: { "spec.template.spec.containers": ["us-east"] } }],
    ["it, perhaps,", { secretFields: { [path]: undefined } }],
    ["anything, as in a chart,", { secretFields: undefined }],
  ];
  for (const [what, rest] of secrets) {
    it(`never shows an image where ${what} is secret`, () => {
      const [finding] = judge("quay.io/hunter2:1", rest);
      expect(finding?.message).to.include("an image that is not shown").and.not.include("hunter2");
    });
  }

  it("shows one beside a secret, and says of an unknown one that it is not known", () => {
    const beside = { secretFields: { [path]: [], "spec.template.spec.containersX": ["us-east"] } };
    expect(judge("quay.io/a:1", beside)[0]?.message).to.include('"quay.io/a:1"');
    expect(judge(unknownValue)[0]).to.include({ isOpen: true });
  });

  it("passes over what is excepted", () => {
    const web = ruled("Deployment", "web", { "us-east": pods(1, "quay.io/a") });
    const rule = { registries, except: ["shop/web"] };
    expect(judgeImageRegistries(fleetOf([web]), rule)).to.deep.equal([]);
  });
});
