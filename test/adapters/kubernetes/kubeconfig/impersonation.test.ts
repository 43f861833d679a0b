import { expect } from "chai";
import { parse, stringify } from "yaml";
import { connectToCluster } from "../../../../provider/adapters/kubernetes/apiClient";
import { sharedFleet } from "../../../support/sharedFleet";

interface UserInfo {
  readonly username: string;
  readonly uid?: string;
  readonly groups: string[];
  readonly extra?: Record<string, string[]>;
}

describe("acting as somebody else on a real API server", function () {
  this.timeout(600_000);
  let kubeconfig: string;

  before(async () => {
    kubeconfig = (await sharedFleet()).clusters["us-east"]?.kubeconfig ?? "";
  });

  /** Whom the server takes a user of the kubeconfig with these fields for. */
  async function takenFor(fields: object): Promise<UserInfo> {
    const config = parse(kubeconfig) as { users: { user: object }[] };
    for (const entry of config.users) entry.user = { ...entry.user, ...fields };
    const { status, body } = await connectToCluster({ kubeconfig: stringify(config) }).request({
      method: "POST",
      path: "/apis/authentication.k8s.io/v1/selfsubjectreviews",
      body: { apiVersion: "authentication.k8s.io/v1", kind: "SelfSubjectReview" },
    });
    expect(status, JSON.stringify(body)).to.equal(201);
    return (body as { status: { userInfo: UserInfo } }).status.userInfo;
  }

  it("is acting with his uid, his groups and all that is known of him", async () => {
    const extra = { "example.com/Reason%": ["audit", "drill"], scopes: ["read"] };
    const {
      username,
      uid,
      groups,
      extra: seen,
    } = await takenFor({
      as: "jane",
      "as-uid": "7",
      "as-groups": ["system:masters", "ops"],
      "as-user-extra": extra,
    });
    expect({ username, uid, groups }).to.deep.equal({
      username: "jane",
      uid: "7",
      groups: ["system:masters", "ops", "system:authenticated"],
    });
    // Header names know no capitals.
    expect(seen).to.deep.equal({
      "example.com/reason%": extra["example.com/Reason%"],
      scopes: ["read"],
    });
  });

  it("is acting as nobody else without a word", async () => {
    expect((await takenFor({})).username).to.not.equal("jane");
  });
});
