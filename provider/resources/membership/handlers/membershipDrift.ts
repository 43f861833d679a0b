import { isDeepStrictEqual } from "node:util";
import { membershipObjects, serviceAccountName } from "../../../core/membership/objects";
import type { KubeApi } from "../../../adapters/kubernetes/apiClient";
import { parseKubeconfig, textAt } from "../../../adapters/kubernetes/kubeconfig/kubeconfig";
import { getObject } from "../../../adapters/kubernetes/objects";
import { type MembershipOutputs, tokenSuffix } from "./membershipInputs";
import { readToken, tokenPath } from "./membershipToken";
import { describeObject } from "./joinMarks";

/** Whether the membership's service account is there; without it nothing of a join is worth anything. */
export async function isJoined(api: KubeApi, known: MembershipOutputs): Promise<boolean> {
  const accounts = `/api/v1/namespaces/${known.namespace}/serviceaccounts`;
  return (await getObject(api, `${accounts}/${serviceAccountName(known)}`)) !== undefined;
}

/** What somebody has removed or changed since the join, a sentence each; never a value. */
export async function findDrift(api: KubeApi, known: MembershipOutputs): Promise<string[]> {
  const drift: string[] = [];
  for (const each of membershipObjects(known, tokenSuffix(known))) {
    const current = await getObject(api, each.path);
    if (current === undefined) {
      drift.push(`${describeObject(each)} is missing`);
      continue;
    }
    const changed = ["rules", "roleRef", "subjects", "type"].filter(
      (field) => field in each.object && !isDeepStrictEqual(current[field], each.object[field]),
    );
    if (changed.length > 0) drift.push(`${describeObject(each)} has other ${changed.join(", ")}`);
  }
  const secret = await readToken(api, tokenPath(known));
  const used = known.kubeconfig === undefined ? {} : parseKubeconfig(known.kubeconfig).user;
  if (secret !== undefined && secret.token !== textAt(used, "token")) {
    drift.push("the service account's token is another one");
  }
  return drift;
}
