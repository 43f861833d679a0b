import * as pulumi from "@pulumi/pulumi";
import {
  type CloudKind,
  type CloudReference,
  cloudResources,
} from "../../core/ingress/gcp/cloudResources";
import { omit, pick } from "../../core/plain/records";
import { cloudName } from "../../core/ingress/gcp/cloudNames";
import type { Issue } from "../../core/issue";
import { isPlainObject } from "../../core/plain/plainObject";
import { checksumOf, hostHash } from "../../observe/certificates";
import { afterGate, handedOn } from "../declare/childOptions";
import type { Front, FrontRequest } from "./front";

/** A resource of Google's, as far as others refer to it. */
interface CloudObject extends pulumi.CustomResource {
  readonly selfLink: pulumi.Output<string>;
}

/** The classes that are used of `@pulumi/gcp/compute`. */
type CloudClasses = Readonly<
  Record<
    CloudKind,
    new (name: string, args: unknown, opts: pulumi.CustomResourceOptions) => CloudObject
  >
>;

/** Google's package is loaded where a program wants it; nobody else needs to have it. */
function cloudClasses(): CloudClasses {
  return require("@pulumi/gcp/compute") as CloudClasses;
}

/** Says what to do where Google's package is not installed. */
export function missingPackage(): Issue[] {
  try {
    cloudClasses();
    return [];
  } catch (error) {
    if (!isMissing(error)) throw error;
    const message = '"gcp" needs a package that is not installed: npm install @pulumi/gcp';
    return [{ code: "ingress-backend", path: "backend", message }];
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "MODULE_NOT_FOUND";
}

/** Declares Google's load balancer as kubemci made it, each resource after what it refers to. */
export function declareLoadBalancer(request: FrontRequest): Front {
  const { plan, args } = request;
  if (args.gcp === undefined) throw new Error("bug in kubefed: a load balancer without settings");
  const settings = args.gcp;
  const classes = cloudClasses();
  const made: Record<string, CloudObject> = {};
  // Of its own, so that nobody takes Google's resources for objects of a cluster.
  const front = new pulumi.ComponentResource(
    "kubefed:index:GoogleLoadBalancer",
    plan.name,
    {},
    { parent: request.parent },
  );
  const of = { plan, request: request.request, settings, hashOf: hostHash };
  const balancer = settings.loadBalancerName ?? plan.name;
  for (const { kind, name, args: given } of cloudResources(of)) {
    const values = resolved(given, (reference) => valueOf(reference, { request, made, balancer }));
    made[`${kind}/${name}`] = new classes[kind](name, values, childOptions(request, front));
  }
  return {
    config: pulumi.output(""),
    resources: made,
    address: pulumi.output(settings.ipAddress),
  };
}

function childOptions(
  { opts, gate }: FrontRequest,
  parent: pulumi.ComponentResource,
): pulumi.CustomResourceOptions {
  return {
    ...omit(pick(opts, handedOn), ["import"]),
    parent,
    dependsOn: afterGate(gate, [opts.dependsOn ?? []]),
  };
}

function valueOf(
  { take, of }: CloudReference,
  at: {
    readonly request: FrontRequest;
    readonly made: Readonly<Record<string, CloudObject>>;
    readonly balancer: string;
  },
): pulumi.Output<string> {
  if (take === "selfLink") {
    const found = Object.entries(at.made).find(([key]) => key.endsWith(`/${of}`));
    if (found === undefined) throw new Error(`bug in kubefed: "${of}" is referred to too early`);
    return found[1].selfLink;
  }
  const pair = at.request.certificates.apply((known) => known[of] ?? { certificate: "", key: "" });
  if (take !== "certificateName") return pair.apply((known) => known[take]);
  const name = pair.apply(({ certificate, key }) =>
    cloudName(`ssl-${checksumOf([certificate, key]).slice(0, 16)}`, at.balancer),
  );
  return pulumi.unsecret(name);
}

/** A copy with every reference replaced. */
function resolved(value: unknown, by: (reference: CloudReference) => unknown): unknown {
  if (Array.isArray(value)) return value.map((each: unknown) => resolved(each, by));
  if (!isPlainObject(value)) return value;
  if (isReference(value)) return by(value);
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, resolved(each, by)]));
}

function isReference(value: object): value is CloudReference {
  return "take" in value && "of" in value;
}
