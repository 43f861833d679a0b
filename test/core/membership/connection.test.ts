import { expect } from "chai";
import {
  toServerUrl,
  validateApiEndpoint,
  validateDisabledTLSValidations,
  validateProxyUrl,
} from "../../../provider/core/membership/connection";
import { isPlainObject } from "../../../provider/core/plain/plainObject";
import type { KubeObject } from "../../../provider/core/model";
import { deepFreeze } from "../../support/deepFreeze";
import cases from "../../conformance/misc-cases.json";

/** KubeFed's own cases of a validation. */
function casesOf(id: string) {
  const found = cases.validation.find((each) => each.id === id);
  if (found === undefined) throw new Error(`no case "${id}"`);
  return found;
}

function textsIn(values: unknown): string[] {
  return Array.isArray(values) ? values.map(String) : [];
}

describe("an API endpoint", () => {
  const { valid, invalid } = casesOf("apiEndpoint");

  it("is every combination of scheme, host, port and path that KubeFed allows", () => {
    const parts: KubeObject = isPlainObject(valid) ? valid : {};
    let endpoints = [""];
    for (const part of ["schemes", "hosts", "ports", "paths"]) {
      endpoints = endpoints.flatMap((start) => textsIn(parts[part]).map((end) => start + end));
    }
    expect(endpoints).to.have.lengthOf(3 * 4 * 5 * 3);
    for (const endpoint of endpoints) {
      const isRefused = !endpoint.includes("://") && /[^/]\/./.test(endpoint);
      const issues = validateApiEndpoint(endpoint, "e");
      expect(issues, endpoint).to.have.lengthOf(isRefused ? 1 : 0);
    }
  });

  for (const each of invalid ?? []) {
    const [endpoint = "", reason = ""] = textsIn(each);
    it(`is not "${endpoint}", in KubeFed's words`, () => {
      const [issue] = validateApiEndpoint(endpoint, "e");
      expect(issue?.code).to.equal("api-endpoint");
      expect(issue?.message.toLowerCase()).to.include(reason.toLowerCase());
    });
  }

  it("is a URL without a slash at its end, https where nothing is said", () => {
    const urls = ["[::1]:6443", "http://a/b/"].map(toServerUrl);
    expect(urls).to.deep.equal(["https://[::1]:6443", "http://a/b"]);
  });
});

describe("a proxy's URL", () => {
  const { valid, invalid } = casesOf("proxyURL");

  it("has one of KubeFed's schemes", () => {
    for (const url of textsIn(valid)) expect(validateProxyUrl(url, "p"), url).to.deep.equal([]);
  });

  it("is nothing else, and a password in it is not repeated", () => {
    for (const each of invalid ?? []) {
      const [url = "", reason = ""] = textsIn(each);
      expect(validateProxyUrl(url, "p")[0]?.message, url).to.include(reason);
    }
    expect(validateProxyUrl("ftp://me:sesame@x", "p")[0]?.message).to.not.include("sesame");
  });
});

describe("the TLS checks left out", () => {
  const { valid, invalid } = casesOf("disabledTLSValidations");

  it("are KubeFed's, alone or together, but all of them only alone", () => {
    for (const list of valid as string[][]) {
      expect(validateDisabledTLSValidations(deepFreeze(list), "t")).to.deep.equal([]);
    }
    for (const each of invalid ?? []) {
      const [list, reason] = each as [string[], string];
      expect(validateDisabledTLSValidations(list, "t")[0]?.message).to.include(reason);
    }
    expect(validateDisabledTLSValidations(["Name"], "t")).to.have.lengthOf(1);
    expect(validateDisabledTLSValidations("*", "t")).to.have.lengthOf(1);
  });
});
