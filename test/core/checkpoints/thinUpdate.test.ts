import { expect } from "chai";
import {
  decideCheckpoints,
  isFoundAgain,
  type ResourceChange,
} from "../../../provider/core/checkpoints/thinUpdate";
import { deepFreeze } from "../../support/deepFreeze";

const head = "urn:pulumi:dev::shop";
const federated = "kubefed:index:FederatedConfigMap";
const object = `${head}::${federated}$kubernetes:core/v1:ConfigMap::web-us`;

describe("how often an update writes the stack's state", () => {
  const rows: readonly (readonly [string, string, string, boolean])[] = [
    ["an object of a federated component", "create", object, true],
    ["an object that is deleted and made anew", "replace", object, true],
    ["an object that is imported and bears no mark yet", "import", object, false],
    [
      "an object of the program's own",
      "update",
      `${head}::kubernetes:core/v1:ConfigMap::web`,
      false,
    ],
    [
      "an object below somebody else's component",
      "create",
      `${head}::my:index:App$kubernetes:core/v1:ConfigMap::web`,
      false,
    ],
    [
      "a patch of somebody else's object",
      "create",
      `${head}::${federated}$kubernetes:core/v1:ConfigMapPatch::web-us`,
      false,
    ],
    [
      "what a chart is made of",
      "create",
      `${head}::kubefed:index:FederatedHelmChart$kubernetes:helm.sh/v4:Chart$kubernetes:core/v1:ConfigMap::web`,
      false,
    ],
    [
      "a release of Helm's",
      "create",
      `${head}::kubefed:index:FederatedHelmChart$kubernetes:helm.sh/v3:Release::web-us`,
      false,
    ],
    [
      "a membership",
      "create",
      `${head}::kubefed:index:KubeFedCluster$pulumi-nodejs:dynamic/kubefed:ClusterMembership::us`,
      false,
    ],
    [
      "a record set",
      "update",
      `${head}::kubefed:index:DomainRecord$pulumi-nodejs:dynamic/kubefed:DnsRecordSet::shop`,
      false,
    ],
    ["a bucket", "create", `${head}::aws:s3/bucket:Bucket::logs`, false],
    [
      "the guard of deletions",
      "update",
      `${head}::pulumi-nodejs:dynamic/kubefed:DeletionGuard::kubefed-deletion-guard`,
      true,
    ],
    [
      "a provider",
      "create",
      `${head}::kubefed:index:KubeFedCluster$pulumi:providers:kubernetes::us`,
      true,
    ],
    ["a provider of the program's own", "replace", `${head}::pulumi:providers:aws::eu`, true],
  ];
  for (const [what, op, urn, expected] of rows) {
    it(`${expected ? "finds" : "does not find"} ${what} again after a crash`, () => {
      expect(isFoundAgain({ op, urn, isCustom: true })).to.equal(expected);
    });
  }

  const bucket = `${head}::aws:s3/bucket:Bucket::logs`;
  const many: readonly ResourceChange[] = Array.from({ length: 60 }, (_, index) => ({
    op: "create",
    urn: `${object}-${index}`,
    isCustom: true,
  }));
  const decide = (more: readonly ResourceChange[], rest: object = {}) =>
    decideCheckpoints(
      deepFreeze({ changes: [...many, ...more], resources: 80, asked: "thin" as const, ...rest }),
    );

  it("is once where all that changes is found again, whatever else the stack has", () => {
    const same = { op: "same", urn: bucket, isCustom: true };
    const component = { op: "create", urn: `${head}::my:index:App::app`, isCustom: false };
    expect(decide([same, component])).to.deep.equal({
      isThin: true,
      because: "all that changes bears its owner",
      isWorthSaying: false,
    });
  });

  it("is after each resource where one would be lost, which is named", () => {
    const made = ["b", "a"].map((name) => ({
      op: "create",
      urn: `${head}::aws:s3/bucket:Bucket::${name}`,
      isCustom: true,
    }));
    expect(decide(made)).to.deep.equal({
      isThin: false,
      because: 'aws:s3/bucket:Bucket "a", and 1 more would not be found again after a crash',
      isWorthSaying: true,
    });
    const unnoted = decide([], { unnoted: [many[0]?.urn ?? ""] });
    expect([unnoted.isThin, unnoted.isWorthSaying]).to.deep.equal([false, true]);
  });

  it("is after each resource where the connection changes by which what goes would be looked for", () => {
    const moves = {
      op: "update",
      urn: `${head}::kubefed:index:KubeFedCluster$pulumi:providers:kubernetes::us`,
      isCustom: true,
    };
    const goes = { op: "delete", urn: object, isCustom: true };
    expect(decide([moves]).isThin).to.equal(true);
    expect(decide([moves, goes])).to.deep.equal({
      isThin: false,
      because: 'the way to "us" changes',
      isWorthSaying: true,
    });
  });

  it("is after each resource, without a word, where that is asked for or costs nothing", () => {
    const asked = decide([], { asked: "usual" });
    const few = decideCheckpoints({ changes: many.slice(0, 3), resources: 150, asked: "thin" });
    expect([asked, few].map(({ isThin, isWorthSaying }) => [isThin, isWorthSaying])).to.deep.equal([
      [false, false],
      [false, false],
    ]);
  });
});
