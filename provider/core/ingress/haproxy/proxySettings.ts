import type { Issue } from "../../issue";
import { describeValue } from "../../plain/valueKind";
import { settingIssue } from "../settings";

/** Where HAProxy listens, and how long it waits. */
export interface ProxySettings {
  /** The port for HTTP. @default 8080 */
  readonly httpPort?: number;
  /** The port for HTTPS, where there is a certificate. @default 8443 */
  readonly httpsPort?: number;
  /** The port where `GET /ready` says that it serves. @default 8404 */
  readonly readyPort?: number;
  /** How long a cluster may take to answer, in seconds, from 1 to 3600. @default 30 */
  readonly serverTimeoutSeconds?: number;
}

/** Settings with all their numbers. */
export type PlannedProxy = Required<ProxySettings>;

/** The settings that are not given as they usually are. */
export function plannedProxy(settings: ProxySettings = {}): PlannedProxy {
  const {
    httpPort = 8080,
    httpsPort = 8443,
    readyPort = 8404,
    serverTimeoutSeconds = 30,
  } = settings;
  return { httpPort, httpsPort, readyPort, serverTimeoutSeconds };
}

const serviceTypes = ["ClusterIP", "LoadBalancer", "NodePort"];

/** What is wrong with how HAProxy is to run. */
export function validateProxy(
  settings: ProxySettings & {
    readonly image?: string;
    readonly replicas?: number;
    readonly serviceType?: string;
  },
): Issue[] {
  const { image, replicas, serviceType, serverTimeoutSeconds } = settings;
  const planned = plannedProxy(settings);
  const fields = ["httpPort", "httpsPort", "readyPort"] as const;
  const same = fields.filter(
    (field, index) => fields.findIndex((other) => planned[other] === planned[field]) !== index,
  );
  const wrong = (field: string, rule: string, came: unknown): Issue =>
    settingIssue(`haproxy.${field}`, `${rule}, came ${describeValue(came)}`);
  return [
    // Its processes are nobody's, who may not listen below.
    ...fields.flatMap((field) => whole(field, planned[field], { min: 1024, max: 65_535 })),
    ...same.map((field) =>
      settingIssue(`haproxy.${field}`, `${planned[field]} is another's port already`),
    ),
    ...whole("replicas", replicas ?? 2, { min: 1, max: 100 }),
    ...whole("serverTimeoutSeconds", serverTimeoutSeconds ?? 30, { min: 1, max: 3600 }),
    ...(serviceType === undefined || serviceTypes.includes(serviceType)
      ? []
      : [wrong("serviceType", `must be one of ${serviceTypes.join(", ")}`, serviceType)]),
    ...(image === undefined || /^[\w][\w.:/@-]*$/.test(image)
      ? []
      : [wrong("image", "must be the name of an image", image)]),
  ];
}

function whole(
  field: string,
  value: unknown,
  { min, max }: { readonly min: number; readonly max: number },
): Issue[] {
  if (Number.isInteger(value) && Number(value) >= min && Number(value) <= max) return [];
  const message = `must be a whole number from ${min} to ${max}, came ${describeValue(value)}`;
  return [settingIssue(`haproxy.${field}`, message)];
}
