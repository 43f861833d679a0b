import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import fc from "fast-check";
import { renderProxyConfig } from "../../../provider/core/ingress/haproxy/config";
import { plannedProxy } from "../../../provider/core/ingress/haproxy/proxySettings";
import { proxyWeights } from "../../../provider/core/ingress/haproxy/servers";
import type { IngressRequest } from "../../../provider/core/ingress/model";
import { planIngress } from "../../../provider/core/ingress/plan";
import { errorsOf } from "../../../provider/core/issue";
import { everywhere, longForm, path, serviceOn, shortForm } from "../../core/ingress/samples";
import { deepFreeze } from "../../support/deepFreeze";
import { checkProxy, ensureHaproxy } from "../../support/haproxy";

/** Every line that a rendered file may have below its sections' heads; nothing of a user ends one. */
const word = "[^\\s\"'#\\\\]+";
const userLines = [
  /^ {2}http-request set-var\(txn\.site\) int\(\d+\) if \{ var\(txn\.site\) -m int 0 \} \{ var\(txn\.host\) -m (str [a-z0-9.-]+|reg '\^\[\^\.\]\+[a-z0-9.\\-]+\$') \}$/,
  new RegExp(
    `^ {2}use_backend [a-z0-9_-]+ if \\{ var\\(txn\\.site\\) -m int \\d+ \\}( \\{ path -m (str|beg) /${word.replace("+", "*")} \\}( \\|\\| \\{ var\\(txn\\.site\\) -m int \\d+ \\} \\{ path -m beg /${word} \\})?)?$`,
  ),
  /^ {2}http-request redirect location https:\/\/%\[var\(txn\.host\)\]%\[pathq\] code 308 if !\{ ssl_fc \}( \{ var\(txn\.host\) -m (str [a-z0-9.-]+|reg '[^' ]+') \})?$/,
  /^ {2}default_backend [a-z0-9_-]+$/,
  new RegExp(
    `^ {2}http-check send meth GET uri /${word.replace("+", "*")} ver HTTP/1.1 hdr host [a-z0-9.-]+$`,
  ),
  /^ {2}server [A-Za-z0-9_.-]+ [A-Za-z0-9.:[\]-]+:\d+ weight \d+( cookie [A-Za-z0-9_.-]+)?( backup)?( resolvers system init-addr last,libc,none)?$/,
  /^ {2}bind :8443 ssl (crt [a-z0-9.-]+\.pem )+alpn h2,http\/1\.1 strict-sni$/,
  /^ {2}(default-server check inter|timeout check|timeout server) [a-z0-9 -]+$/,
  /^backend [a-z0-9_-]+$/,
];
const fixedLines = new Set(
  renderProxyConfig({
    plan: planIngress(shortForm()),
    targets: {},
    settings: plannedProxy(),
  }).split("\n"),
);
const moreFixed = [
  "  cookie KUBEFED_CLUSTER insert indirect nocache httponly",
  "  option httpchk",
  "  http-check expect status 200-399",
  "resolvers system",
  "  parse-resolv-conf",
  "  hold valid 10s",
  "  resolve_retries 3",
  "  timeout resolve 1s",
  "  timeout retry 1s",
];
const strangeLines = (text: string): string[] =>
  text
    .split("\n")
    .filter((line) => !fixedLines.has(line) && !moreFixed.includes(line))
    .filter((line) => !userLines.some((known) => known.test(line)));

const nasty = fc.constantFrom(
  "\n",
  "\r",
  "#",
  '"',
  "'",
  " ",
  "\\",
  "$",
  "{",
  "}",
  "%",
  "\0",
  "é",
  "\u2028",
);
const text = (nice: string): fc.Arbitrary<string> =>
  fc.oneof(
    {
      weight: 40,
      arbitrary: fc.string({
        unit: fc.constantFrom(...Array.from(nice)),
        minLength: 1,
        maxLength: 12,
      }),
    },
    {
      weight: 1,
      arbitrary: fc.string({
        unit: fc.oneof(nasty, fc.constantFrom(...Array.from(nice))),
        maxLength: 12,
      }),
    },
  );
const host = fc
  .tuple(fc.constantFrom("", "*."), text("abc09"), fc.constantFrom(".test", ""))
  .map((parts) => parts.join(""));
const at = text("ab/%~$&()*+,;=:@!.-_").map((rest) => `/${rest}`);
const number = fc.oneof(
  { weight: 20, arbitrary: fc.constantFrom(0.1, 0.5, 1, 2, 60) },
  { weight: 1, arbitrary: fc.double() },
);
const request: fc.Arbitrary<IngressRequest> = fc
  .record({
    rules: fc.array(
      fc.record({
        host,
        paths: fc.array(
          fc.record({
            at,
            type: fc.constantFrom("Exact", "Prefix"),
            to: fc.constantFrom("web", "api"),
          }),
          { minLength: 1, maxLength: 3 },
        ),
      }),
      { minLength: 1, maxLength: 3 },
    ),
    fallback: fc.boolean(),
    weights: fc.option(
      fc.dictionary(fc.constantFrom("*", ...everywhere), fc.integer({ min: 0, max: 9 }), {
        minKeys: 1,
        maxKeys: 3,
      }),
      { nil: undefined },
    ),
    failoverOrder: fc.option(fc.uniqueArray(fc.constantFrom(...everywhere)), { nil: undefined }),
    check: fc.option(
      fc.record(
        {
          path: at,
          host: fc.option(host, { nil: undefined }),
          intervalSeconds: number,
          timeoutSeconds: fc.constantFrom(0.1, 1),
        },
        { requiredKeys: ["path"] },
      ),
      { nil: undefined },
    ),
    affinity: fc.constantFrom("none", "cookie"),
    certificates: fc.uniqueArray(fc.oneof(fc.constant("a-tls"), text("ab")), { maxLength: 1 }),
    redirectToHttps: fc.boolean(),
    name: fc.oneof(fc.constant("web"), text("web")),
  })
  .map((given) =>
    longForm(
      {
        rules: given.rules.map((rule) => ({
          host: rule.host,
          http: {
            paths: rule.paths.map((each) =>
              path(each.at, each.to === "web" ? given.name : each.to, each.type),
            ),
          },
        })),
        ...(given.fallback ? { defaultBackend: { service: { name: "api" } } } : {}),
        tls: given.certificates.map((secretName) => ({
          hosts: [given.rules[0]?.host ?? ""],
          secretName,
        })),
      },
      {
        services: [serviceOn(given.name), serviceOn("api", ["eu-west", "us-east"])],
        weights: given.weights,
        failoverOrder: given.failoverOrder,
        healthCheck: given.check as IngressRequest["healthCheck"],
        affinity: given.affinity,
        certificates: given.certificates,
        redirectToHttps: given.redirectToHttps && given.certificates.length > 0,
      },
    ),
  );
const address = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom("127.96.0.10", "2001:db8::1", "lb.invalid") },
  { weight: 1, arbitrary: text("127.lb") },
);
const reachedBy = fc.record(
  Object.fromEntries(
    everywhere.map((cluster) => [
      cluster,
      fc.record({ addresses: fc.array(address, { maxLength: 3 }) }),
    ]),
  ),
);

describe("HAProxy's configuration of an Ingress", function () {
  this.timeout(300_000);
  let directory: string;
  let pem: string;

  before(async () => {
    await ensureHaproxy();
    directory = mkdtempSync(join(tmpdir(), "pulumi-kubefed-pem-"));
    const [key, cert] = [join(directory, "key"), join(directory, "cert")];
    const words =
      "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=a.test";
    execFileSync("openssl", [...words.split(" "), "-keyout", key, "-out", cert], {
      stdio: "ignore",
    });
    pem = readFileSync(cert, "utf8") + readFileSync(key, "utf8");
  });
  after(() => rmSync(directory, { recursive: true, force: true }));

  it("has no line that a text in a spec could add, and HAProxy takes each", async () => {
    let taken = 0;
    await fc.assert(
      fc.asyncProperty(request, reachedBy, async (given, reached) => {
        const plan = planIngress(deepFreeze(given));
        if (errorsOf(plan.issues).length > 0) return;
        const config = renderProxyConfig({
          plan,
          targets: Object.fromEntries(plan.services.map(({ key }) => [key, deepFreeze(reached)])),
          settings: plannedProxy(),
        });
        expect(strangeLines(config)).to.deep.equal([]);
        const servers = config.split("\n").filter((line) => line.startsWith("  server "));
        const places = plan.services.flatMap(({ clusters }) => clusters);
        const most = places.reduce(
          (sum, { cluster }) => sum + (reached[cluster]?.addresses.length ?? 0),
          0,
        );
        expect(servers.length).to.be.at.most(most);
        // Each takes as long as a process takes to start.
        taken += 1;
        if (taken > 30) return;
        const pems = plan.tls.map(({ certificate }): [string, string] => [
          `${certificate}.pem`,
          pem,
        ]);
        const said = await checkProxy({ "haproxy.cfg": config, ...Object.fromEntries(pems) });
        expect(said, config).to.equal("");
      }),
      { numRuns: 600 },
    );
    expect(taken).to.be.greaterThan(30);
  });

  it("would show a line that was added", () => {
    expect(strangeLines("  server a 1.1.1.1:1 weight 1\n  bind :1")).to.deep.equal(["  bind :1"]);
  });

  it("keeps weights in proportion, at most 256, and a share above 0 above 0", () => {
    const share = fc.record({
      weight: fc.integer({ min: 0, max: 1_000_000 }),
      over: fc.integer({ min: 1, max: 4 }),
    });
    fc.assert(
      fc.property(fc.array(share, { minLength: 1, maxLength: 5 }), (shares) => {
        const weights = proxyWeights(deepFreeze(shares));
        expect(Math.max(...weights)).to.be.at.most(256);
        for (const [index, { weight, over }] of shares.entries()) {
          expect((weights[index] ?? 0) > 0).to.equal(weight > 0);
          const exact = shares.map((each) => each.weight / each.over);
          const wanted = (256 * weight) / over / Math.max(1e-9, ...exact);
          const scale = Math.max(...weights) / 256;
          expect(weights[index]).to.be.closeTo(Math.max(wanted * scale, weight > 0 ? scale : 0), 1);
        }
      }),
    );
    expect(proxyWeights([5, 3, 1].map((weight) => ({ weight, over: 1 })))).to.deep.equal([5, 3, 1]);
    expect(
      proxyWeights([
        { weight: 1_000_000, over: 1 },
        { weight: 1, over: 1 },
      ]),
    ).to.deep.equal([256, 1]);
  });
});
