import { expect } from "chai";
import * as pulumi from "@pulumi/pulumi";
import { connectToCluster } from "../../provider/adapters/kubernetes/apiClient";
import { askIdentity, type IdentityAnswer } from "../../provider/observe/clusterIdentity";
import { askedCluster } from "./askedCluster";

type Answers = Parameters<typeof askedCluster>[1];

const namespaceOf = (uid: string) => ({ kind: "Namespace", metadata: { uid } });
const jwks = { "/openid/v1/jwks": { keys: [{ kid: "b" }, { kid: "a" }] } };
const system = { "/api/v1/namespaces/kube-system": namespaceOf("u1") };
const own = { "/api/v1/namespaces/shop": namespaceOf("u2") };

async function ask(answers: Answers, recorded?: string): Promise<IdentityAnswer> {
  const { cluster, close } = await askedCluster("c", answers);
  try {
    const secret = cluster.memberKubeconfig ?? pulumi.output("");
    const kubeconfig = await new Promise<string>((resolve) =>
      pulumi.unsecret(secret).apply(resolve),
    );
    const api = connectToCluster({ kubeconfig, deadlineMs: 500 });
    return await askIdentity({ api, namespace: "shop", recorded });
  } finally {
    await close();
  }
}

describe("the question which cluster it is", () => {
  const rows: [sentence: string, answers: Answers, recorded: string | undefined, said: RegExp[]][] =
    [
      ["is answered by the uid of kube-system", { ...system, ...own }, undefined, [/^u1$/]],
      [
        "is answered by its namespace where it may not read that",
        { ...own, ...jwks },
        undefined,
        [/^namespace shop u2$/],
      ],
      [
        "is answered by the issuer's keys where it may read neither",
        jwks,
        undefined,
        [/^keys [0-9a-f]{32}$/],
      ],
      ["is answered by nothing where nothing may be read", {}, undefined, []],
      [
        "is answered in the kind that is known as well",
        { ...system, ...own },
        "namespace shop u2",
        [/^u1$/, /^namespace shop u2$/],
      ],
    ];
  for (const [sentence, answers, recorded, said] of rows) {
    it(sentence, async () => {
      const answer = await ask(answers, recorded);
      const identities = answer.kind === "known" ? answer.identities : ["no answer"];
      expect(identities.length, identities.join()).to.equal(said.length);
      said.forEach((pattern, index) => expect(identities[index]).to.match(pattern));
    });
  }

  it("has no answer where there is none, which is never taken for a no", async () => {
    const silent = await ask({ "/api/v1/namespaces/kube-system": undefined });
    expect(silent.kind).to.equal("no-answer");
  });

  it("is answered by something else where a page comes instead of a namespace", async () => {
    const page = await ask({ "/api/v1/namespaces/kube-system": "<html>sign in</html>" });
    expect(page.kind).to.equal("something-else");
    const other = await ask({ "/api/v1/namespaces/kube-system": { kind: "Portal" } });
    expect(other.kind).to.equal("something-else");
  });
});
