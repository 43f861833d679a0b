import { expect } from "chai";
import { yamlText } from "../../../../provider/cli/engine/manifestFiles";
import { sentTemplate } from "../../../../provider/migration/karmada/sending/sentTemplate";
import { writeKarmadaCopy } from "../../../../provider/migration/karmada/sending/writeCopy";
import { overrideRules } from "../../../../provider/migration/karmada/karmadaPolicies";
import { deepFreeze } from "../../../support/deepFreeze";

type Plain = Readonly<Record<string, unknown>>;

const cluster = { name: "a", labels: {}, provider: "", taints: [], isDescribed: true };

function configMap(data: Plain): Plain {
  return { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "c", namespace: "n" }, data };
}

function deployment(image = "nginx:1.25"): Plain {
  return {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name: "w", namespace: "n" },
    spec: { template: { spec: { containers: [{ name: "app", image }] } } },
  };
}

function write(
  template: Plain,
  ...all: readonly Plain[]
): { readonly object?: Plain; readonly reason: string; readonly unknown?: string } {
  const rules = all.map((overriders) => ({ overriders, policy: { kind: "OverridePolicy" } }));
  return writeKarmadaCopy(
    deepFreeze({ template, share: template, cluster, rules, yaml: yamlText }),
  );
}

function plaintext(operator: string, path: string, value?: unknown): Plain {
  return { plaintext: [{ operator, path, ...(value === undefined ? {} : { value }) }] };
}

function container(written: { readonly object?: Plain }): unknown {
  const text = JSON.stringify(written.object ?? {});
  const spec = (JSON.parse(text) as { spec?: { template: { spec: { containers: unknown[] } } } })
    .spec;
  return spec?.template.spec.containers[0];
}

describe("a copy as Karmada writes it", () => {
  it("has labels and annotations to add to, because Karmada's own are there", () => {
    for (const map of ["labels", "annotations"]) {
      const { object } = write(configMap({}), plaintext("add", `/metadata/${map}/x`, "1"));
      expect(object?.metadata).to.deep.equal({ name: "c", namespace: "n", [map]: { x: "1" } });
    }
  });

  it("has the API server's defaults before it is overridden, and does not say them after", () => {
    const limited = write(
      deployment(),
      plaintext("add", "/spec/template/spec/containers/0/resources/requests", { cpu: "1" }),
    );
    expect(container(limited)).to.deep.equal({
      name: "app",
      image: "nginx:1.25",
      resources: { requests: { cpu: "1" } },
    });
    expect(write(deployment(), plaintext("remove", "/spec/strategy")).object).to.deep.equal(
      deployment(),
    );
    const same = write(deployment(), plaintext("replace", "/spec/replicas", 1));
    expect(same.object).to.deep.equal(deployment());
  });

  const failing = [
    { what: "a key to be replaced is not there", rule: plaintext("replace", "/data/x", "1") },
    { what: "a key to be removed is not there", rule: plaintext("remove", "/data/x") },
    { what: "the map to add to is not there", rule: plaintext("add", "/binaryData/x", "aGk=") },
    {
      what: "a field is no JSON",
      rule: {
        fieldOverrider: [
          { fieldPath: "/data/a", json: [{ operator: "add", subPath: "/x", value: 1 }] },
        ],
      },
    },
  ];
  for (const { what, rule } of failing) {
    it(`is unknown where ${what}`, () => {
      const { object, unknown } = write(configMap({ a: "no" }), rule);
      expect(object).to.equal(undefined);
      expect(unknown).to.include("Karmada wrote nothing then and left what was there");
    });
  }

  it("is unknown where an image cannot be taken apart", () => {
    const rule = { imageOverrider: [{ component: "Tag", operator: "replace", value: "2" }] };
    expect(write(deployment("Nginx:1"), rule).unknown).to.include('"Nginx:1" is no image');
    const predicate = { path: "/spec/nothing" };
    const elsewhere = { imageOverrider: [{ ...rule.imageOverrider[0], predicate }] };
    expect(write(deployment(), elsewhere).unknown).to.include("/spec/nothing is no text");
  });

  it("keeps the tag of an image that has a digest too", () => {
    const digest = `sha256:${"cd".repeat(32)}`;
    const rule = {
      imageOverrider: [{ component: "Registry", operator: "replace", value: "m.io" }],
    };
    const written = write(deployment(`r.io:5000/team/app:1.2@${digest}`), rule);
    expect(container(written)).to.deep.include({ image: "m.io/team/app:1.2" });
  });

  it("changes JSON inside a field, and keeps the order of its keys", () => {
    const { object, unknown } = write(configMap({ "a.json": '{ "b": 1, "a": {"c": "<x>"} }' }), {
      fieldOverrider: [
        {
          fieldPath: "/data/a.json",
          json: [
            { operator: "replace", subPath: "/b", value: 2 },
            { operator: "add", subPath: "/d", value: [true] },
          ],
        },
      ],
    });
    expect(object?.data).to.deep.equal({
      "a.json": '{"b":2,"a":{"c":"\\u003cx\\u003e"},"d":[true]}',
    });
    expect(unknown).to.equal(undefined);
  });

  it("is in doubt about numbers that are written otherwise", () => {
    const rule = {
      fieldOverrider: [
        { fieldPath: "/data/a", json: [{ operator: "add", subPath: "/x", value: 1 }] },
      ],
    };
    expect(write(configMap({ a: '{"n":1.0}' }), rule).unknown).to.include("written otherwise");
  });

  it("changes YAML inside a field, and sorts its keys", () => {
    const written = write(configMap({ a: "z: 1\nlist:\n  - x\n" }), {
      fieldOverrider: [
        { fieldPath: "/data/a", yaml: [{ operator: "add", subPath: "/list/-", value: "w" }] },
      ],
    });
    expect(written.object?.data).to.deep.equal({ a: "list:\n- x\n- w\nz: 1\n" });
    expect(written.unknown).to.equal(undefined);
  });

  it("is unknown where an override calls it otherwise", () => {
    const { unknown } = write(configMap({}), plaintext("replace", "/metadata/name", "other"));
    expect(unknown).to.include("changes what the object is called");
  });
});

describe("what Karmada sends of an object", () => {
  it("is without the lifetime of a Job", () => {
    const job = {
      apiVersion: "batch/v1",
      kind: "Job",
      metadata: { name: "j" },
      spec: { ttlSecondsAfterFinished: 9, parallelism: 1 },
    };
    expect(sentTemplate(job).spec).to.deep.equal({ parallelism: 1 });
  });

  it("keeps node ports and drops addresses", () => {
    const service = {
      apiVersion: "v1",
      kind: "Service",
      metadata: { name: "s", uid: "u" },
      spec: { type: "NodePort", clusterIP: "10.0.0.1", ports: [{ port: 80, nodePort: 30080 }] },
    };
    expect(sentTemplate(service).spec).to.deep.equal({
      type: "NodePort",
      ports: [{ port: 80, nodePort: 30080 }],
    });
  });

  it("never has a token of the control plane", () => {
    const secret = {
      apiVersion: "v1",
      kind: "Secret",
      type: "kubernetes.io/service-account-token",
      metadata: {
        name: "t",
        annotations: {
          "kubernetes.io/service-account.name": "runner",
          "kubernetes.io/service-account.uid": "u",
        },
      },
      data: { token: "c2VjcmV0" },
    };
    expect(JSON.stringify(sentTemplate(secret))).not.to.match(/c2VjcmV0|account\.uid/);
  });

  it("keeps the secrets of a service account but those that were made for it", () => {
    const account = {
      apiVersion: "v1",
      kind: "ServiceAccount",
      metadata: { name: "sa" },
      secrets: [{ name: "mine" }, { name: "sa-token-x7" }],
    };
    expect(sentTemplate(account).secrets).to.deep.equal([{ name: "mine" }]);
  });
});

describe("the order of override policies", () => {
  const object = {
    ...configMap({}),
    metadata: { name: "c", namespace: "n", labels: { app: "x" } },
  };
  const policy = (name: string, selector: object | undefined, kind = "OverridePolicy"): Plain => ({
    kind,
    metadata: { name, namespace: "n" },
    spec: {
      ...(selector === undefined ? {} : { resourceSelectors: [selector] }),
      overrideRules: [{ overriders: {} }],
    },
  });
  const cm = { apiVersion: "v1", kind: "ConfigMap" };

  it("is: for all before those of the namespace, then from the loosest to the closest, then by name", () => {
    const given = [
      policy("a", { ...cm, name: "c" }),
      policy("b", { ...cm, labelSelector: { matchLabels: { app: "x" } } }),
      policy("d", cm),
      policy("c", undefined),
      policy("z", { ...cm, name: "c" }, "ClusterOverridePolicy"),
      policy("other", { ...cm, name: "other" }),
    ];
    const order = overrideRules(object, deepFreeze(given)).map(
      (rule) => (rule.policy.metadata as { name: string }).name,
    );
    expect(order).to.deep.equal(["z", "c", "d", "b", "a"]);
  });
});
