import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { expect } from "chai";
import { stringify } from "yaml";
import { connectToCluster, type KubeApi } from "../../../provider/adapters/kubernetes/apiClient";
import { KubeApiError } from "../../../provider/adapters/kubernetes/kubeApiError";
import { askApi } from "../../../provider/adapters/kubernetes/kubeStatusError";
import {
  applyObject,
  createObject,
  deleteObject,
  getObject,
  listObjects,
} from "../../../provider/adapters/kubernetes/objects";

describe("what comes from an API server", () => {
  let server: Server;
  let answer: (request: IncomingMessage, response: ServerResponse) => void;

  before(async () => {
    server = createServer((request, response) => {
      answer(request, response);
    });
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  });
  after(() => {
    server.closeAllConnections();
    server.close();
  });

  const apiFor = (user: object = { token: "sesame" }): KubeApi =>
    connectToCluster({
      kubeconfig: stringify({
        clusters: [
          {
            name: "c",
            cluster: { server: `http://127.0.0.1:${(server.address() as AddressInfo).port}` },
          },
        ],
        users: [{ name: "u", user }],
        contexts: [{ name: "c", context: { cluster: "c", user: "u" } }],
        "current-context": "c",
      }),
      deadlineMs: 5000,
    });
  const failureOf = async (asked: Promise<unknown>): Promise<Error> => {
    const thrown: unknown = await asked.then(
      () => undefined,
      (error: unknown) => error,
    );
    if (thrown instanceof Error) return thrown;
    throw new Error("nothing was thrown");
  };
  const get = (api = apiFor()) => api.request({ method: "GET", path: "/", maxBytes: 64 * 1024 });
  const nested = (levels: number) => `${"[".repeat(levels)}${"]".repeat(levels)}`;

  it("is read no further than is allowed, however it streams", async () => {
    let sent = 0;
    answer = (_, response) => {
      const chunk = Buffer.alloc(16 * 1024, "x");
      const more = (): void => {
        while (!response.destroyed && response.write(chunk)) sent += chunk.length;
      };
      response.on("drain", more).on("error", () => undefined);
      more();
    };
    const failure = await failureOf(get());
    expect(failure).to.be.instanceOf(KubeApiError).and.include({ code: "answer" });
    expect(failure.message).to.match(/its answer is longer than 64 KiB/);
    expect(sent).to.be.lessThan(64 * 1024 * 1024);
  });

  it("is refused when it nests without end, and taken when brackets stand in its texts", async () => {
    for (const [body, isRefused] of [
      [nested(20_000), true],
      [`{"a":${nested(600)}}`, true],
      [JSON.stringify(nested(20_000)), false],
      [JSON.stringify([`"${nested(600)}\\`]), false],
      [`<script>${nested(600)}</script>`, false],
      [nested(400), false],
    ] as const) {
      answer = (_, response) => response.end(body);
      const outcome = await get().then(
        () => "taken",
        (error: unknown) => (error instanceof KubeApiError ? error.code : String(error)),
      );
      expect(outcome, body.slice(0, 30)).to.equal(isRefused ? "answer" : "taken");
    }
  });

  it("is refused when it is no HTTP, or a list whose pages do not end", async () => {
    let pages = 0;
    const page = (next: string) =>
      JSON.stringify({ items: [{}, {}], metadata: { continue: next } });
    answer = (_, response) => {
      pages += 1;
      response.end(page("the same"));
    };
    const listed = await failureOf(listObjects(apiFor(), "/api/v1/nodes"));
    expect(listed).to.include({ code: "answer" });
    expect(listed.message).to.include("its list at /api/v1/nodes does not end");
    expect(pages).to.equal(2);
    answer = (_, response) => {
      pages += 1;
      response.end(page(pages < 5 ? String(pages) : ""));
    };
    expect(await listObjects(apiFor(), "/api/v1/nodes")).to.have.lengthOf(6);
    answer = ({ socket }) => socket.end("SSH-2.0-OpenSSH_9.2\r\n\r\n");
    expect(await failureOf(get())).to.include({ code: "answer" });
  });

  it("is no object's and no list's when it is a page, whatever the call", async () => {
    answer = (_, response) => response.end("<html>Sign in</html>");
    const api = apiFor();
    const path = "/api/v1/namespaces/n";
    for (const call of [
      () => getObject(api, path),
      () => listObjects(api, path),
      () => createObject(api, path, {}),
      () => deleteObject(api, path),
      () => applyObject(api, { path, body: {}, fieldManager: "m" }),
    ]) {
      const failure = await failureOf(call());
      expect(failure).to.include({ code: "answer" });
      expect(failure.message).to.include(`its answer to ${path} is no object but a string`);
    }
  });

  it("reaches no terminal with what a terminal obeys", async () => {
    answer = (_, response) => {
      const details = { causes: [{ field: "f", message: "\u009b2J" }] };
      const body = { kind: "Status", reason: "Forbidden", message: "no\u001b]0;x\u0007", details };
      response.writeHead(403).end(JSON.stringify(body));
    };
    const refused = await failureOf(askApi(apiFor(), { method: "GET", path: "/" }));
    expect(refused.message).to.include("no\\u001b]0;x\\u0007").and.include("\\u009b2J");
    expect(refused.message).to.not.match(/\p{Cc}/u);
  });

  describe("is asked as somebody else", () => {
    const sentFor = async (user: object): Promise<Record<string, unknown>> => {
      let sent: Record<string, unknown> = {};
      answer = ({ headersDistinct }, response) => {
        sent = headersDistinct;
        response.end("{}");
      };
      await get(apiFor(user));
      return Object.fromEntries(Object.entries(sent).filter(([name]) => /^impersonate/.test(name)));
    };

    it("with the user's groups, uid and extra", async () => {
      const everything = {
        as: "jane",
        "as-uid": "7",
        "as-groups": ["dev", "ops"],
        "as-user-extra": { reason: ["audit"], "acme.com/Pro%ject": ["a", "b"] },
      };
      expect(await sentFor({ token: "t", ...everything })).to.deep.equal({
        "impersonate-user": ["jane"],
        "impersonate-uid": ["7"],
        "impersonate-group": ["dev", "ops"],
        "impersonate-extra-reason": ["audit"],
        "impersonate-extra-acme.com%2fpro%25ject": ["a", "b"],
      });
      expect(await sentFor({ token: "t", "as-groups": [], "as-user-extra": {} })).to.deep.equal({});
    });

    it("never with groups alone, which would be asked with all rights of who asks", async () => {
      for (const user of [
        { "as-groups": ["dev"] },
        { "as-uid": "7" },
        { "as-user-extra": { a: ["b"] } },
      ]) {
        const failure = await failureOf(get(apiFor({ token: "t", ...user })));
        expect(failure).to.include({ code: "credentials" });
        expect(failure.message).to.include("need as, the user to act as");
      }
    });
  });

  it("is not asked with a token that no header can hold, nor is the token told", async () => {
    const failure = await failureOf(get(apiFor({ token: "ses\name" })));
    expect(failure).to.include({ code: "credentials" });
    expect(failure.message).to.not.include("ses");
  });
});
