import { expect } from "chai";
import { objectPath } from "../../../provider/core/kinds/objectPath";

describe("the path of an object", () => {
  const cases: [name: string, key: Parameters<typeof objectPath>[0], path: string][] = [
    [
      "is below /api for the unnamed group, in the namespace default without another",
      { apiVersion: "v1", kind: "ConfigMap", name: "a" },
      "/api/v1/namespaces/default/configmaps/a",
    ],
    [
      "has no namespace for kinds of the whole cluster",
      { apiVersion: "v1", kind: "Namespace", name: "a", namespace: "b" },
      "/api/v1/namespaces/a",
    ],
    [
      "follows the scope that is given",
      { apiVersion: "x.io/v1", kind: "Thing", name: "a", scope: "Cluster" },
      "/apis/x.io/v1/things/a",
    ],
    [
      "escapes names that a role may have",
      { apiVersion: "rbac.authorization.k8s.io/v1", kind: "ClusterRole", name: "a:b c" },
      "/apis/rbac.authorization.k8s.io/v1/clusterroles/a%3Ab%20c",
    ],
  ];
  for (const [name, key, path] of cases) {
    it(name, () => expect(objectPath(key)).to.equal(path));
  }
});
