import { plainText } from "../../core/plain/plainText";
import { compareText, textOf } from "../../core/plain/text";
import { mapAt } from "../../core/plain/fields";
import { nameInUrn } from "../plan/engineEvents";

/** How far an update is on one member cluster. */
export interface ClusterProgress {
  readonly cluster: string;
  /** Objects that are as they are to be. */
  readonly done: number;
  /** Objects that change. */
  readonly of: number;
  readonly failed: number;
  /** What it waits for: the object that it has been at for longest, and what the plugin says of it. */
  readonly waitsFor: string | undefined;
}

/** How one object's change ended. */
export type Outcome = "done" | "failed";

/** An update as it goes on. */
export interface UpdateProgress {
  /** Takes one of the engine's events, as it was parsed; gives the cluster that it is about, if any. */
  readonly note: (event: unknown) => string | undefined;
  /** The clusters on which something changes, sorted by name. */
  readonly clusters: () => readonly ClusterProgress[];
  /** How a change ended, by the object's URN; undefined where it has not. */
  readonly outcomeOf: (urn: string) => Outcome | undefined;
}

/** An object that an update changes, as the preview had it. */
export interface ChangingObject {
  readonly urn: string;
  /** The URN of its component. */
  readonly component: string;
  readonly cluster: string;
}

/**
 * Follows an update by the engine's events.
 *
 * @example
 * followUpdate([{ urn: "urn:a", component: "urn:c", cluster: "eu" }]).clusters()
 * //=> [{ cluster: "eu", done: 0, of: 1, failed: 0, waitsFor: undefined }]
 */
export function followUpdate(objects: readonly ChangingObject[]): UpdateProgress {
  const changing = new Map(objects.map(({ urn, cluster }) => [urn, cluster]));
  const outcomes = new Map<string, Outcome>();
  /** What has begun, in its order, with what is said of it. */
  const begun = new Map<string, string>();
  const names = [...new Set(changing.values())].sort(compareText);
  const note = (event: unknown): string | undefined => {
    const { kind, urn, text } = eventOf(event);
    const cluster = changing.get(urn);
    if (cluster === undefined || kind === undefined) return undefined;
    if (kind === "begun") begun.set(urn, begun.get(urn) ?? "");
    else if (kind === "said") {
      if (!begun.has(urn)) return undefined;
      begun.set(urn, text);
    } else {
      begun.delete(urn);
      // A replacement is two steps; a failure of either counts.
      if (outcomes.get(urn) !== "failed") outcomes.set(urn, kind);
    }
    return cluster;
  };
  const progressOn = (cluster: string): ClusterProgress => {
    const urns = [...changing].filter(([, on]) => on === cluster).map(([urn]) => urn);
    const countOf = (outcome: Outcome): number =>
      urns.filter((urn) => outcomes.get(urn) === outcome).length;
    const first = [...begun].find(([urn]) => changing.get(urn) === cluster);
    return {
      cluster,
      done: countOf("done"),
      of: urns.length,
      failed: countOf("failed"),
      waitsFor: first === undefined ? undefined : waitText(first),
    };
  };
  return { note, clusters: () => names.map(progressOn), outcomeOf: (urn) => outcomes.get(urn) };
}

function waitText([urn, said]: readonly [string, string]): string {
  const name = nameInUrn(urn);
  return said === "" ? name : `${name}: ${said}`;
}

interface Noted {
  readonly kind: "begun" | "said" | Outcome | undefined;
  readonly urn: string;
  readonly text: string;
}

/** Source: Pulumi `sdk/go/common/apitype/events.go`. */
function eventOf(event: unknown): Noted {
  const started = mapAt(event, "resourcePreEvent", "metadata");
  const done = mapAt(event, "resOutputsEvent", "metadata");
  const failed = mapAt(event, "resOpFailedEvent", "metadata");
  const said = mapAt(event, "diagnosticEvent");
  if (typeof started.urn === "string") return { kind: "begun", urn: started.urn, text: "" };
  // A replacement's deletion is half of it, and a look at the cluster is none.
  const isPart = ["delete-replaced", "refresh"].includes(textOf(done.op));
  if (typeof done.urn === "string")
    return { kind: isPart ? undefined : "done", urn: done.urn, text: "" };
  if (typeof failed.urn === "string") return { kind: "failed", urn: failed.urn, text: "" };
  const message = plainText(textOf(said.message).replace(/<\{%[^%]*%\}>/g, "")).trim();
  const isStatus = said.ephemeral === true && message !== "";
  return { kind: isStatus ? "said" : undefined, urn: textOf(said.urn), text: message };
}

/**
 * One cluster's progress in a line.
 *
 * @example
 * progressLine({ cluster: "eu", done: 3, of: 20, failed: 1, waitsFor: "web-eu: [1/2] waiting for pods" })
 * //=> "eu: 3 of 20, 1 FAILED, waits for web-eu: [1/2] waiting for pods"
 */
export function progressLine({ cluster, done, of, failed, waitsFor }: ClusterProgress): string {
  const bad = failed === 0 ? "" : `, ${failed} FAILED`;
  const left = done + failed === of || waitsFor === undefined ? "" : `, waits for ${waitsFor}`;
  return `${cluster}: ${done} of ${of}${bad}${left}`;
}
