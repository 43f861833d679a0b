import { expect } from "chai";
import { rulesOf } from "../../../provider/core/membership/rights";
import type { PolicyRule } from "../../../provider/core/membership/rules";
import { judgeMemberRights } from "../../../provider/core/policy/memberRights";
import { fleetOf, member } from "./ruledFleet";

const judge = (access: ReturnType<typeof member>["access"]) =>
  judgeMemberRights(
    fleetOf([], { members: [member("eu-west"), member("us-east", { access })] }),
    {},
  )
    .map(({ message }) => message)
    .map((message) => message.replace(/^member cluster "us-east": /, ""));
const joined = (...rules: PolicyRule[]) => ({ isJoined: true, scope: "Cluster", rules }) as const;
const of = "1 of 2 members joined with less than cluster-admin";

describe("the rule about members' rights", () => {
  const rows: [string, ReturnType<typeof judge>, string[]][] = [
    [
      "not joined",
      judge({ isJoined: false }),
      ["is not joined, its credentials are used as they are"],
    ],
    ["all", judge({ isJoined: true, scope: "Cluster" }), ["is joined with all rights"]],
    ["all in one namespace", judge({ isJoined: true, scope: "Namespaced" }), []],
    [
      "all by rules",
      judge(joined({ verbs: ["*"], apiGroups: ["*"], resources: ["*"] })),
      ["is joined with all rights"],
    ],
    [
      "granting",
      judge(
        joined({
          verbs: ["bind"],
          apiGroups: ["rbac.authorization.k8s.io"],
          resources: ["clusterroles"],
        }),
      ),
      ["whoever has its credentials may grant rights that it has not itself (by clusterroles)"],
    ],
    ["what federating takes", judge(joined(...(rulesOf("federated-kinds") ?? []))), []],
  ];
  for (const [what, found, expected] of rows) {
    it(`${expected.length === 0 ? "are" : "are not"} ${what}`, () => {
      expect(found).to.deep.equal(expected.map((each) => `${each}; ${of}`));
    });
  }

  it("are said to be not known before they are", () => {
    expect(judge(undefined)).to.deep.equal(["its rights are known only after the update"]);
  });

  it("are not asked of a member that is joined elsewhere", () => {
    const fleet = fleetOf([], { members: [member("us-east", { access: { isJoined: false } })] });
    expect(judgeMemberRights(fleet, { except: ["us-east"] })).to.deep.equal([]);
  });
});
