import * as pulumi from "@pulumi/pulumi";
import { leftServers } from "../../core/dns/records/leftServers";
import { count } from "../../core/plain/text";
import { isPlainObject } from "../../core/plain/plainObject";
import { hasRealEngine } from "../../engine/engine";
import { stackState } from "../../engine/state/stackState";
import { recordSetsNamed } from "../../engine/state/stateRecordSets";

/**
 * Says which records stay on servers that the program no longer names: nobody can tell from here whether
 * another address is another server, and deleting there could take away what was just written.
 */
export async function warnOfLeftServers(of: {
  readonly component: pulumi.Resource;
  readonly names: readonly string[];
  readonly servers: pulumi.Output<unknown>;
}): Promise<void> {
  if (!hasRealEngine()) return;
  const { component, names, servers } = of;
  const state = await stackState().catch(() => undefined);
  if (state === undefined) return;
  const written = recordSetsNamed(state, names).filter(
    ({ records }) => isPlainObject(records) && Object.keys(records).length > 0,
  );
  servers.apply((now) => {
    const left = written.map((each) => leftServers(each.servers, now)).filter(([first]) => first);
    const [first = []] = left;
    if (left.length === 0) return;
    const text = `${count(left.length, "name")} published on ${first.join(", ")} will be published elsewhere and no longer there: the records there stay as they are. Delete them there if it is another server`;
    void pulumi.log.warn(text, component);
  });
}
