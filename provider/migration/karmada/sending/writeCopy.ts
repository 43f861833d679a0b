import { isPlainObject } from "../../../core/plain/plainObject";
import type { KubeObject } from "../../../core/model";
import { identityOf } from "../../../core/manifests/manifest";
import { mapAt, textAt } from "../../../core/plain/fields";
import { withApiDefaults } from "../../objects/apiDefaults";
import { askMembers } from "../doubt";
import { applyOverriders } from "../karmadaOverriders";
import type { OverrideRule } from "../karmadaPolicies";
import { isAffine, type KarmadaCluster } from "../karmadaWorld";
import type { YamlText } from "./fieldOverrider";
import { sentTemplate } from "./sentTemplate";
import { transfer } from "./transfer";

/** One copy to be written. */
export interface CopyRequest {
  readonly template: KubeObject;
  /** The template with the replicas of this cluster. */
  readonly share: KubeObject;
  readonly cluster: KarmadaCluster;
  readonly rules: readonly OverrideRule[];
  readonly yaml: YamlText | undefined;
}

/** What a copy became. */
export interface WrittenCopy {
  readonly object?: KubeObject;
  readonly reason: string;
  readonly unknown?: string;
}

/** A mark as Karmada has some on every object; it makes labels and annotations be there. */
const mark = { "karmada.io/mark": "" };

/**
 * Applies the rules for a cluster as Karmada does: to the object as its API server holds it, with defaults
 * and with its own labels and annotations. A rule that fails writes nothing, and leaves what was there.
 */
export function writeKarmadaCopy(request: CopyRequest): WrittenCopy {
  const { share, cluster, rules, yaml } = request;
  const own = rules.filter(({ target }) => target === undefined || isAffine(target, cluster));
  const plain = sentTemplate(share);
  if (own.length === 0) return { object: plain, reason: "scheduled" };
  const before = marked(withApiDefaults(share) ?? share);
  let after = before;
  let doubt: string | undefined;
  for (const { overriders, policy } of own) {
    const result = applyOverriders(after, { overriders, ...(yaml === undefined ? {} : { yaml }) });
    const from = `${textAt(policy, "kind")} ${identityOf(policy).name}`;
    if ("problem" in result) {
      const reason = `${from}: ${result.problem}`;
      const unknown = `${reason}; Karmada wrote nothing then and left what was there, if anything; mend the policy, or ${askMembers}`;
      return { reason, unknown };
    }
    if (result.doubt !== undefined) doubt = `${from}: ${result.doubt}; ${askMembers}`;
    after = result.object;
  }
  if (!isSameObject(before, after)) {
    const unknown = `an override changes what the object is called; ${askMembers}`;
    return { object: plain, reason: "scheduled", unknown };
  }
  const object = transfer({
    template: plain,
    before: sentTemplate(before),
    after: sentTemplate(after),
  });
  return { object, reason: "scheduled", ...(doubt === undefined ? {} : { unknown: doubt }) };
}

function marked(object: KubeObject): KubeObject {
  const metadata = mapAt(object, "metadata");
  return {
    ...object,
    metadata: {
      ...metadata,
      labels: { ...mark, ...mapAt(metadata, "labels") },
      annotations: { ...mark, ...mapAt(metadata, "annotations") },
    },
  };
}

function isSameObject(before: KubeObject, after: KubeObject): boolean {
  if (!isPlainObject(after)) return false;
  const [one, other] = [identityOf(before), identityOf(after)];
  return (
    one.apiVersion === other.apiVersion &&
    one.kind === other.kind &&
    one.name === other.name &&
    one.namespace === other.namespace
  );
}
