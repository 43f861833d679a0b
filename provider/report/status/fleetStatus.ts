/*
 * How the whole fleet is doing: what the state declares beside what clusters have.
 */

import type { FieldChange } from "../plan/model";
import { maskedValueAt, maskObject } from "../plan/masking";
import { type FieldShare, fieldsOfOthers } from "../../core/existing/sharedFields";
import { parsePropertyPath, parsePropertyPaths } from "../../core/paths/propertyPath";
import { isPlainObject } from "../../core/plain/plainObject";
import { compareText } from "../../core/plain/text";
import { plainText } from "../../core/plain/plainText";
import {
  type FederatedStatus,
  type ObjectStatus,
  objectStatus,
  rollUpStatus,
} from "../../core/status/status";
import type { DeclaredFleet, DeclaredIngress, DeclaredObject } from "./declaredFleet";
import { driftOf } from "./drift";
import { type ContainerImage, imagesOf } from "./images";

/** What a member cluster said about one object. */
export interface Observation {
  readonly object: DeclaredObject;
  /** The live object; absent where there is none, or no answer. */
  readonly live?: unknown;
  /** Why there was no answer. */
  readonly failure?: string;
}

/** How an object is on one cluster. */
export type Health = "healthy" | "progressing" | "drifted" | "missing" | "unknown";

/** One federated object on one cluster, now. */
export interface StatusCell extends ObjectStatus {
  readonly cluster: string;
  readonly health: Health;
  /** What its containers run, for an object that runs pods. */
  readonly images: readonly ContainerImage[];
  /** What is wrong, in words; empty when nothing is. */
  readonly problems: readonly string[];
  readonly drift: readonly FieldChange[];
  /** Who else owns fields that the program gives: what it drops of them stays. Absent for nobody. */
  readonly shared?: readonly FieldShare[];
}

/** One federated object on all its clusters. */
export interface StatusRow {
  readonly title: string;
  readonly rolledUp: FederatedStatus;
  readonly cells: readonly StatusCell[];
}

/** The live state of a fleet: plain data, the `json` format itself. */
export interface FleetStatus {
  readonly format: "kubefed-status";
  readonly version: 1;
  readonly clusters: readonly { readonly name: string; readonly failure?: string }[];
  readonly objects: readonly StatusRow[];
  /** One Ingress over many clusters each, as of the last update. @default none */
  readonly ingresses?: readonly DeclaredIngress[];
  readonly isHealthy: boolean;
}

/** Puts what the clusters said together, sorted; one row per federated object. */
export function fleetStatus(fleet: DeclaredFleet, observed: readonly Observation[]): FleetStatus {
  const { ingresses = [] } = fleet;
  const titles = [...new Set(fleet.objects.map(({ title }) => title))];
  const objects = titles.map((title) => {
    const own = observed.filter(({ object }) => object.title === title);
    const cells = own.map(statusCell).sort((a, b) => compareText(a.cluster, b.cluster));
    const rolledUp = rollUpStatus(Object.fromEntries(cells.map((cell) => [cell.cluster, cell])));
    return { title, rolledUp, cells };
  });
  const names = [...new Set(fleet.objects.map(({ cluster }) => cluster))].sort(compareText);
  return {
    format: "kubefed-status",
    version: 1,
    clusters: names.map((name) => {
      const failure = observed.find(
        ({ object, failure: said }) => object.cluster === name && said !== undefined,
      )?.failure;
      return failure === undefined ? { name } : { name, failure };
    }),
    objects,
    ...(ingresses.length === 0 ? {} : { ingresses }),
    isHealthy: objects.every(({ cells }) => cells.every(({ health }) => health === "healthy")),
  };
}

function statusCell({ object, live, failure }: Observation): StatusCell {
  const { cluster } = object;
  const status = objectStatus(live);
  const about = { cluster, ...status, images: imagesOf({ live, inputs: object.inputs }) };
  if (failure !== undefined) return { ...about, health: "unknown", problems: [failure], drift: [] };
  if (object.isBeingWritten) {
    return {
      ...about,
      health: "progressing",
      problems: ["an update is writing it, or was interrupted while it did"],
      drift: [],
    };
  }
  if (live === undefined) {
    return { ...about, health: "missing", problems: ["not on the cluster"], drift: [] };
  }
  const shared = sharesOf(object, live);
  const there = { ...about, ...(shared.length === 0 ? {} : { shared }) };
  const drift = driftOf({ inputs: object.inputs, live, ignoreChanges: object.ignoreChanges });
  const problems = [...progressOf(status), ...conditionProblems(status)];
  if (drift.length > 0) {
    const paths = drift.map(({ path }) => path).join(", ");
    return {
      ...there,
      health: "drifted",
      problems: [`changed past Pulumi: ${paths}`, ...problems],
      drift,
    };
  }
  return { ...there, health: problems.length > 0 ? "progressing" : "healthy", problems, drift };
}

/** Owners of what the program gives; that others have fields of their own in an object is no matter. */
function sharesOf(
  { inputs, fieldManager, ignoreChanges }: DeclaredObject,
  live: unknown,
): FieldShare[] {
  if (fieldManager === undefined || !isPlainObject(live)) return [];
  const retained = parsePropertyPaths(ignoreChanges);
  const masked = maskObject(inputs);
  return fieldsOfOthers(live, { to: fieldManager, retained, isTakenOver: false })
    .map(({ manager, fields }) => ({
      manager: plainText(manager),
      fields: fields.filter((field) => {
        const path = parsePropertyPath(field);
        return path !== undefined && maskedValueAt(masked, path) !== undefined;
      }),
    }))
    .filter(({ fields }) => fields.length > 0);
}

function progressOf({ desired, ready, updated }: ObjectStatus): string[] {
  if (desired === undefined) return [];
  const isReady = (ready ?? 0) >= desired;
  const isUpdated = updated === undefined || updated >= desired;
  return [
    ...(isReady ? [] : [`${ready ?? 0} of ${desired} ready`]),
    ...(isUpdated ? [] : [`${updated} of ${desired} updated`]),
  ];
}

/** Conditions that say that something is wrong, whatever the counts say. */
function conditionProblems({ conditions }: ObjectStatus): string[] {
  return conditions.flatMap(({ type, status, reason, message }) => {
    const isBad =
      (type === "Failed" || type === "ReplicaFailure") && status === "True"
        ? true
        : type === "Progressing" && status === "False";
    return isBad ? [plainText(`${type}: ${message ?? reason ?? status}`)] : [];
  });
}
