import * as pulumi from "@pulumi/pulumi";
import { leftServers, serverTexts } from "../../core/dns/records/serverMove";
import { count } from "../../core/plain/text";
import { isPlainObject } from "../../core/plain/plainObject";
import { hasRealEngine } from "../../engine/engine";
import { stackState } from "../../engine/state/stackState";
import { recordSetsNamed } from "../../engine/state/stateRecordSets";

/** Says which records move to other servers, and which stayed on servers that could not be emptied. */
export async function tellOfLeftServers(of: {
  readonly component: pulumi.Resource;
  readonly names: readonly string[];
  readonly servers: pulumi.Output<unknown>;
}): Promise<void> {
  if (!hasRealEngine()) return;
  const { component, names, servers } = of;
  const state = await stackState().catch(() => undefined);
  if (state === undefined) return;
  const sets = recordSetsNamed(state, names);
  for (const text of sets.flatMap(staying)) void pulumi.log.warn(text, component);
  const written = sets.filter(
    ({ records }) => isPlainObject(records) && Object.keys(records).length > 0,
  );
  servers.apply((now) => {
    const left = written.map((each) => leftServers(each.servers, now)).filter(([first]) => first);
    const [first = []] = left;
    if (left.length === 0) return;
    const text = `${count(left.length, "name")} published on ${first.join(", ")} will be written to the servers of now, and then deleted there`;
    void pulumi.log.info(text, component);
  });
}

function staying({ dnsName, left }: Readonly<Record<string, unknown>>): string[] {
  if (!Array.isArray(left)) return [];
  return left.filter(isPlainObject).map(({ servers, because }) => {
    const where = serverTexts(servers).join(", ");
    return `${String(dnsName)} was moved away from ${where} and is still there: ${String(because)}. The next update that changes it tries again; if that server is gone for good, nothing is to be done`;
  });
}
