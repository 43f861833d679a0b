import type * as pulumi from "@pulumi/pulumi";
import { ownType, parseUrn } from "../../core/kinds/urn";
import { isPlainObject } from "../../core/plain/plainObject";
import * as deletion from "../../resources/deletion/handlers/deletionGuard";
import * as membership from "../../resources/membership/handlers/clusterMembership";
import * as ownership from "../../resources/managedFields/handlers/fieldOwnership";
import * as recordSet from "../../resources/recordSet/handlers/dnsRecordSet";
import { patiently } from "./patiently";
import type { ServedResources } from "./servedTypes";
import { sealed, secretNames, unsealed } from "./wireSecrets";

/** What a custom resource can do: the dynamic resources' own handlers, by one shape. */
interface Handlers {
  readonly check?: (olds: never, news: never) => Promise<Checked>;
  readonly diff: (id: string, olds: never, news: never) => Promise<pulumi.provider.DiffResult>;
  readonly create: (inputs: never) => Promise<{ readonly id: string; readonly outs: object }>;
  readonly read?: (
    id: string,
    props: never,
  ) => Promise<{ readonly id?: string; readonly props?: object }>;
  readonly update: (id: string, olds: never, news: never) => Promise<{ readonly outs: object }>;
  readonly delete: (id: string, props: never) => Promise<void>;
  /** Inputs and outputs that are secret whatever they are made of. */
  readonly secrets: readonly string[];
}

interface Checked {
  readonly inputs?: object;
  readonly failures?: { readonly property: string; readonly reason: string }[];
}

const handlers: Readonly<
  Record<`kubefed:index:${keyof ServedResources | "DeletionGuard"}`, Handlers>
> = {
  "kubefed:index:ClusterMembership": {
    check: (_olds, news) => membership.checkMembership(news),
    diff: (_id, olds, news) => membership.diffMembership(olds, news),
    create: membership.createMembership,
    read: membership.readMembership,
    update: (_id, olds, news) => membership.updateMembership(olds, news),
    delete: (_id, props) => membership.deleteMembership(props),
    secrets: ["adminKubeconfig", "kubeconfig"],
  },
  "kubefed:index:DeletionGuard": {
    diff: (_id, olds, news) => deletion.diffGuard(olds, news),
    create: deletion.createGuard,
    update: (_id, olds, news) => deletion.updateGuard(olds, news),
    delete: (_id, props) => patiently(() => deletion.deleteGuard(props)),
    secrets: ["access"],
  },
  "kubefed:index:DnsRecordSet": {
    ...recordSet,
    check: (olds, news) => recordSet.check(olds, withAlgorithm(news)),
    secrets: ["left", "tsig"],
  },
  "kubefed:index:FieldOwnership": {
    diff: (_id, olds, news) => ownership.diffOwnership(olds, news),
    create: ownership.createOwnership,
    update: (_id, _olds, news) => ownership.updateOwnership(news),
    delete: (_id, props) => ownership.deleteOwnership(props),
    secrets: ["kubeconfig"],
  },
};

type Crud = Required<
  Pick<pulumi.provider.Provider, "check" | "create" | "delete" | "diff" | "read" | "update">
>;

/**
 * The package's own resources for programs in other languages, by the handlers that dynamic resources have in a
 * Node program. What arrives as a secret, and what always is one, leaves as a secret.
 */
export const customResources: Crud = {
  async check(urn, olds, news) {
    const { check, secrets } = handlersOf(urn);
    if (check === undefined) return { inputs: news as unknown };
    const { inputs = news as object, failures = [] } = await check(plain(olds), plain(news));
    return { inputs: sealed(inputs, [...secrets, ...secretNames(news)]), failures };
  },
  async diff(id, urn, olds, news) {
    return await handlersOf(urn).diff(id, plain(olds), plain(news));
  },
  async create(urn, inputs) {
    const { create, secrets } = handlersOf(urn);
    const { id, outs } = await create(plain(inputs));
    return { id, outs: sealed(outs, [...secrets, ...secretNames(inputs)]) };
  },
  async read(id, urn, props) {
    const { read, secrets } = handlersOf(urn);
    if (read === undefined) return { id, props: props as unknown };
    const { id: found, props: known = {} } = await read(id, plain(props));
    const names = [...secrets, ...secretNames(props)];
    return { ...(found === undefined ? {} : { id: found }), props: sealed(known, names) };
  },
  async update(id, urn, olds, news) {
    const { update, secrets } = handlersOf(urn);
    const { outs } = await update(id, plain(olds), plain(news));
    return { outs: sealed(outs, [...secrets, ...secretNames(olds, news)]) };
  },
  async delete(id, urn, props) {
    await handlersOf(urn).delete(id, plain(props));
  },
};

function handlersOf(urn: string): Handlers {
  const type = ownType(parseUrn(urn).type);
  const found = Object.hasOwn(handlers, type) ? handlers[type as keyof typeof handlers] : undefined;
  if (found === undefined) throw new Error(`${type} is not a resource of this package`);
  return found;
}

/** What handlers take is theirs to check. */
function plain(values: unknown): never {
  return unsealed(values) as never;
}

/** A program of its own gives a key as it gives an Rfc2136Zone one, which has a usual algorithm. */
function withAlgorithm(news: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const { tsig } = news;
  return isPlainObject(tsig) ? { ...news, tsig: { algorithm: "hmac-sha256", ...tsig } } : news;
}
