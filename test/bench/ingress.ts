import { setTimeout as pause } from "node:timers/promises";
import { renderProxyConfig } from "../../provider/core/ingress/haproxy/config";
import { plannedProxy } from "../../provider/core/ingress/haproxy/proxySettings";
import type { IngressHealthCheck } from "../../provider/core/ingress/model";
import { planIngress } from "../../provider/core/ingress/plan";
import { pickPort } from "../fleet/port";
import { type RunningProxy, startProxy } from "../support/haproxy";
import { type DataPlane, startDataPlane, underLoad } from "../support/ingressTraffic";
import type { Table } from "./table";

const clusters = ["ap-south", "eu-west", "us-east"];
const host = "shop.test";
const perSecond = 200;
const checks: readonly (readonly [string, IngressHealthCheck])[] = [
  ["every 1 s, twice (default)", { path: "/" }],
  ["every 0.5 s, twice", { path: "/", intervalSeconds: 0.5, timeoutSeconds: 0.5 }],
];

/** What one death of a cluster came to. */
interface IngressRow {
  readonly check: string;
  readonly death: "freezes" | "is killed";
  readonly total: number;
  readonly failed: number;
  readonly worstMs: number;
  /** Until it is marked down. */
  readonly noticedMs: number;
}

/**
 * Serves three clusters by HAProxy on a rendered configuration and has one of them die under load: killed,
 * which closes its connections, and frozen, which leaves them open.
 */
export async function benchIngress(report: (text: string) => void): Promise<Table> {
  const rows: IngressRow[] = [];
  for (const [name, check] of checks) {
    for (const death of ["is killed", "freezes"] as const) {
      report(`ingress: one of three clusters ${death}, checked ${name}`);
      rows.push({ check: name, death, ...(await measure(check, death)) });
    }
  }
  return ingressTable(rows);
}

async function measure(
  check: IngressHealthCheck,
  death: IngressRow["death"],
): Promise<Omit<IngressRow, "check" | "death">> {
  const [httpPort, httpsPort, readyPort, port] = [
    await pickPort(),
    await pickPort(),
    await pickPort(),
    await pickPort(),
  ];
  const planes = await Promise.all(
    clusters.map((name, place) => startDataPlane({ name, address: `127.81.${place}.10`, port })),
  );
  const copies = clusters.map((cluster) => ({
    cluster,
    selected: true,
    reason: "",
    type: "LoadBalancer",
    ports: [{ port }],
  }));
  const plan = planIngress({
    name: "bench",
    backend: "haproxy",
    isShort: true,
    host,
    services: [{ namespace: "shop", name: "web", copies }],
    certificates: [],
    addressed: [],
    healthCheck: check,
  });
  const reached = Object.fromEntries(
    clusters.map((cluster, place) => [cluster, { addresses: [`127.81.${place}.10`] }]),
  );
  const targets = { [plan.services[0]?.key ?? ""]: reached };
  const settings = plannedProxy({ httpPort, httpsPort, readyPort });
  const proxy = await startProxy({
    "haproxy.cfg": renderProxyConfig({ plan, targets, settings }),
  });
  try {
    await pause(1500);
    let noticedMs = 0;
    const load = { port: httpPort, host, perSecond, connections: 50 };
    const { total, failed, worstMs } = await underLoad(load, async () => {
      await pause(1000);
      const begun = performance.now();
      await end(planes[0], death);
      await isDown(proxy, clusters[0] ?? "");
      noticedMs = performance.now() - begun;
      await pause(2000);
    });
    return { total, failed: failed.length, worstMs, noticedMs };
  } finally {
    await proxy.stop();
    planes[0]?.thaw();
    for (const plane of planes) await plane.kill();
  }
}

async function end(plane: DataPlane | undefined, death: IngressRow["death"]): Promise<void> {
  if (death === "freezes") plane?.freeze();
  else await plane?.kill();
}

async function isDown(proxy: RunningProxy, cluster: string): Promise<void> {
  while ((await proxy.servers())[cluster]?.isUp === true) await pause(20);
}

function ingressTable(rows: readonly IngressRow[]): Table {
  const seconds = (ms: number): string => (ms / 1000).toFixed(2);
  return {
    title: `Ingress: one of three clusters dies under ${perSecond} GETs a second`,
    header: ["checked", "the cluster", "noticed after s", "failed", "of", "worst s"],
    rows: rows.map(({ check, death, noticedMs, failed, total, worstMs }) => [
      check,
      death,
      seconds(noticedMs),
      String(failed),
      String(total),
      seconds(worstMs),
    ]),
    notes: [
      "Beside it: kubemci's health check noticed after 10 failures a minute apart, 600 s.",
      "Names that a name server checks change after its interval and the TTL: 35 s with PowerDNS and a TTL of 30.",
    ],
  };
}
